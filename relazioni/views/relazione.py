"""La pagina della Relazione: a che punto è, il prossimo passo, che cosa manca; e i passi senza un atto."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from obiettivi.letture import ciclo_di
from obiettivi.models import Ciclo
from piao.base.numeri import percento
from piao.base.permessi import richiedi
from piao.base.viste import compila
from relazioni.azioni.relazione import apri_relazione, pubblica_relazione, riapri_relazione
from relazioni.contenuto.relazione import relazione_da_leggere
from relazioni.controlli.relazione import esamina_relazione
from relazioni.estratti import ESTRATTI, FORMATI
from relazioni.flusso.caratteri import TESTO_DELLA_RELAZIONE, da_togliere
from relazioni.flusso.relazione import APPROVA, PERCORSO, PUBBLICA, RIAPRI, che_manca, prossimo_passo
from relazioni.forms.relazione import PubblicaForm, RiapriForm
from relazioni.lavori import produzione_pronta
from relazioni.letture import (
    approvazioni_della_relazione,
    lavori_di,
    parti_di,
    relazione_di,
    relazione_o_404,
    validazioni_di,
    versioni_della_relazione,
)
from relazioni.models import Relazione, TipoDocumento
from relazioni.permessi import (
    puo_aprire_relazione,
    puo_attendere_relazione,
    puo_produrre_documenti,
    puo_scrivere_fatti,
    puo_validare_relazione,
    puo_vedere_controlli_relazione,
    puo_vedere_relazione,
)
from relazioni.stampa.relazione import allegati_relazione
from relazioni.voci import StatoRelazione

PASSI = {
    "approvazione": "approva_relazione",
    "validazione": "nuova_validazione",
    "pubblicazione": "pubblica_relazione",
    "riapertura": "riapri_relazione",
}


def indirizzo(ciclo: Ciclo, nome: str = "relazione", *argomenti: object) -> str:
    return reverse(f"relazioni:{nome}", args=[ciclo.ente.slug, ciclo.anno, *argomenti])


def relazione(request: Any, anno: int) -> HttpResponse:
    """A che punto è. Chi non segue la preparazione sa che c'è da aspettare, e nulla di più."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_attendere_relazione(request.user, ciclo))
    if not puo_vedere_relazione(request.user, ciclo):
        return render(request, "relazioni/relazione_attesa.html", {"ciclo": ciclo})
    riga = relazione_di(ciclo)
    if riga is None:
        contesto = {"ciclo": ciclo, "puo_aprire": puo_aprire_relazione(request.user, ciclo), "percorso": _percorso()}
        return render(request, "relazioni/relazione_vuota.html", contesto)
    return render(request, "relazioni/relazione.html", _contesto(request, riga))


@require_POST
def comincia(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_aprire_relazione(request.user, ciclo))
    apri_relazione(ciclo, utente=request.user)
    messages.success(request, "La Relazione è cominciata: i risultati ci sono già, restano i fatti e i testi.")
    return redirect(indirizzo(ciclo))


def riapri(request: Any, anno: int) -> HttpResponse:
    """Torna in bozza, con il motivo."""
    riga = relazione_o_404(ciclo_di(request.ente, anno))
    richiedi(RIAPRI.possibile(request.user, riga))
    form, qui = RiapriForm(request.POST or None), indirizzo(riga.ciclo)
    return compila(
        request,
        form,
        lambda: form.salva(riapri_relazione, riga, utente=request.user),
        torna=qui,
        fatto="La Relazione è di nuovo in bozza; la versione approvata resta conservata.",
        pagina="relazioni/relazione_passo.html",
        ciclo=riga.ciclo,
        passo=RIAPRI,
        annulla=qui,
    )


def pubblica(request: Any, anno: int) -> HttpResponse:
    """Il giorno della pubblicazione."""
    riga = relazione_o_404(ciclo_di(request.ente, anno))
    richiedi(PUBBLICA.possibile(request.user, riga))
    form = PubblicaForm(request.POST or None, initial={"pubblicata_il": timezone.localdate()})
    qui = indirizzo(riga.ciclo)
    return compila(
        request,
        form,
        lambda: form.salva(pubblica_relazione, riga, utente=request.user),
        torna=qui,
        fatto="Pubblicazione registrata: il percorso della Relazione è concluso.",
        pagina="relazioni/relazione_passo.html",
        ciclo=riga.ciclo,
        passo=PUBBLICA,
        annulla=qui,
    )


# ---- la pagina ---------------------------------------------------------------------------------------------------


def _contesto(request: Any, riga: Relazione) -> dict[str, Any]:
    ciclo, utente = riga.ciclo, request.user
    composta, vigente = relazione_da_leggere(riga)
    controlla = puo_vedere_controlli_relazione(utente, ciclo)
    esito = esamina_relazione(riga) if controlla else None
    passo = prossimo_passo(riga)
    return {
        "ciclo": ciclo,
        "riga": riga,
        "composta": composta,
        "grado": percento(composta.complesso.grado),
        "vigente": vigente,
        "esito": esito,
        "passo": passo,
        "pagina_passo": indirizzo(ciclo, PASSI[passo.codice]) if passo else "",
        "mio": bool(passo and passo.possibile(utente, riga)),
        "mancanze": che_manca(riga, APPROVA, esito) if esito and riga.in_bozza else [],
        "puo_riaprire": RIAPRI.possibile(utente, riga),
        "puo_scrivere": puo_scrivere_fatti(utente, riga),
        "puo_validare": puo_validare_relazione(utente, riga),
        "puo_produrre": puo_produrre_documenti(utente, ciclo),
        "da_scrivere": [p for p in parti_di(ciclo, TipoDocumento.RELAZIONE) if p.attiva and p.vuota],
        "pronta": None if vigente else produzione_pronta(ciclo, composta),
        "da_togliere": [] if vigente else da_togliere(ciclo, composta, TESTO_DELLA_RELAZIONE),
        "lavoro": lavori_di(ciclo.ente, ciclo, TipoDocumento.RELAZIONE).first(),
        "approvazione": approvazioni_della_relazione(ciclo).first(),
        "versioni": versioni_della_relazione(riga),
        "validazioni": validazioni_di(riga),
        "dati": allegati_relazione(composta),
        "estratti": ESTRATTI.values(),
        "formati": FORMATI,
        "percorso": _percorso(riga.stato),
    }


def _percorso(stato: str = "") -> dict[str, Any]:
    """La tabella da leggere: i passi, e le tappe con il posto a cui si è."""
    stati = list(StatoRelazione)
    qui = stati.index(StatoRelazione(stato)) if stato else -1
    posti = ["fatta" if n < qui else "adesso" if n == qui else "poi" for n in range(len(stati))]
    tappe = [{"nome": uno.label, "posto": posto} for uno, posto in zip(stati, posti, strict=True)]
    return {"passi": PERCORSO.values(), "tappe": tappe}
