"""Registrare ciò che la Giunta ha approvato: l'atto, il documento congelato, la comunicazione di un ritardo."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from enti.models import Atto
from enti.voci import Organo
from obiettivi.controlli.carica import fascicolo_di
from obiettivi.controlli.tempi import termine_piano
from obiettivi.flusso.piano import APPROVA
from obiettivi.letture import ciclo_di
from obiettivi.letture.cicli import ciclo_con_atti
from obiettivi.letture.versioni import versione_di
from obiettivi.models import Ciclo
from obiettivi.permessi import puo_gestire_ciclo
from piao.base.lavori import annulla
from piao.base.permessi import richiedi
from piao.base.viste import conferma
from relazioni.azioni.approvazione import Decisione, che_mancherebbe
from relazioni.forms.approvazione import ApprovazioneForm
from relazioni.lavori import ApprovazioneInCorso, atto_in_sospeso, avvia_approvazione, registra_approvazione
from relazioni.letture import approvazioni_di
from relazioni.ritardo import comunicazione_di, in_docx, valori_di
from relazioni.views.percorso import indirizzo as pagina_percorso

IN_CORSO = "Un'approvazione di questo ciclo è già in corso: guarda a che punto è."
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def approva(request: Any, anno: int) -> HttpResponse:
    """L'atto con cui la Giunta approva il Piano; poi un lavoro compone, impagina e congela."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(APPROVA.spetta(request.user, ciclo))
    if not APPROVA.possibile(request.user, ciclo):
        messages.warning(request, f"Adesso non si può approvare il Piano: è «{ciclo.get_stato_display()}».")
        return redirect(pagina_percorso(ciclo))
    atto = atto_in_sospeso(ciclo) or Atto(ente=ciclo.ente, organo=Organo.GIUNTA, oggetto=_oggetto(ciclo))
    termine = termine_piano(fascicolo_di(ciclo))
    form = ApprovazioneForm(
        request.POST or None,
        request.FILES or None,
        instance=atto,
        termine=termine,
        motivo_ritardo=ciclo.motivo_ritardo,
    )
    motivo = form["motivo_ritardo"].value() or ""
    mancanze = che_mancherebbe(ciclo, motivo_ritardo=motivo)
    if request.method == "POST" and form.is_valid() and not mancanze:
        lavoro = registra(request, form, ciclo, atto)
        if lavoro is not None:
            return redirect("relazioni:lavoro_approvazione", ciclo.ente.slug, anno, lavoro)
    contesto = {"ciclo": ciclo, "form": form, "mancanze": mancanze, "annulla": pagina_percorso(ciclo)}
    return render(request, "relazioni/versioni_approva.html", contesto)


def registra(request: Any, form: Any, ciclo: Ciclo, atto: Atto, **altro: Any) -> int | None:
    """Il numero del lavoro avviato (o di quello già in corso); None se la maschera va corretta."""
    sito = request.build_absolute_uri("/")
    try:
        lavoro = form.salva(registra_approvazione, ciclo, atto, utente=request.user, sito=sito, **altro)
    except ApprovazioneInCorso:
        messages.warning(request, IN_CORSO)
        lavoro = approvazioni_di(ciclo).first()
    return lavoro.pk if lavoro else None


@require_safe
def lavoro(request: Any, anno: int, pk: int) -> HttpResponse:
    """A che punto è. La pagina si aggiorna da sé; con htmx, soltanto il riquadro."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_gestire_ciclo(request.user, ciclo))
    trovato = get_object_or_404(approvazioni_di(ciclo), pk=pk)
    numero = (trovato.risultato or {}).get("versione")
    versione = versione_di(ciclo, numero) if numero else None
    contesto = {
        "ciclo": ciclo,
        "lavoro": trovato,
        "versione": versione,
        "in_ritardo": bool(versione and versione.variazione is None and ciclo.motivo_ritardo),
    }
    modello = "relazioni/_versioni_lavoro.html" if request.htmx else "relazioni/versioni_lavoro.html"
    return render(request, modello, contesto)


@require_POST
def annulla_lavoro(request: Any, anno: int, pk: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_gestire_ciclo(request.user, ciclo))
    annulla(get_object_or_404(approvazioni_di(ciclo), pk=pk))
    return redirect("relazioni:lavoro_approvazione", ciclo.ente.slug, anno, pk)


def congela_esistente(request: Any, anno: int) -> HttpResponse:
    """Un Piano approvato prima del programma: si congela ciò che c'è, come versione 1, dal suo atto."""
    ciclo = ciclo_con_atti(request.ente, anno)
    richiedi(puo_gestire_ciclo(request.user, ciclo))
    elenco = reverse("relazioni:versioni", args=[ciclo.ente.slug, anno])
    if not ciclo.concluso or ciclo.atto_approvazione is None or ciclo.versioni.exists():
        messages.warning(request, "Si congela così un Piano già approvato con il suo atto, ancora senza versioni.")
        return redirect(elenco)
    decisione = Decisione(ciclo, ciclo.atto_approvazione, request.user, esistente=True)
    return conferma(
        request,
        lambda: avvia_approvazione(decisione, sito=request.build_absolute_uri("/")),
        domanda="Congelare il Piano com'è adesso?",
        dettaglio=str(ciclo.atto_approvazione),
        conseguenza="Nasce la versione 1, dall'atto qui sopra: contenuto, PDF e controlli si conservano e non si "
        "modificano più. Controlla prima che ciò che è scritto qui sia proprio ciò che la Giunta ha approvato.",
        invia="Congela la versione 1",
        pericolo=False,
        torna=elenco,
        annulla=elenco,
        fatto="La versione 1 è in preparazione: comparirà qui fra poco.",
    )


@require_safe
def ritardo(request: Any, anno: int, formato: str = "") -> HttpResponse:
    """La bozza della comunicazione al Dipartimento della funzione pubblica (D.Lgs. 150/2009, art. 10 c. 5)."""
    ciclo = ciclo_con_atti(request.ente, anno)
    richiedi(puo_gestire_ciclo(request.user, ciclo))
    valori = valori_di(ciclo, termine_piano(fascicolo_di(ciclo)))
    if formato != "docx":
        contesto = {"ciclo": ciclo, "blocchi": comunicazione_di(valori)}
        return render(request, "relazioni/versioni_ritardo.html", contesto)
    nome = f"comunicazione-ritardo-{ciclo.ente.slug}-{anno}.docx"
    intestazioni = {"Content-Disposition": f'attachment; filename="{nome}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(in_docx(valori), content_type=DOCX, headers=intestazioni)


def _oggetto(ciclo: Ciclo) -> str:
    che_cosa = "degli obiettivi provvisori" if ciclo.provvisorio else "del Piano della performance"
    return f"Approvazione {che_cosa} {ciclo.triennio}"
