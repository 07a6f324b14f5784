"""Le parti discorsive del Piano: elenco, scrittura, ordine, storia."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from js_asset import Media

from obiettivi.letture import ciclo_di
from obiettivi.models import Ciclo
from piao.base.permessi import richiedi
from piao.base.testo import in_cifre
from relazioni.azioni import (
    GIU,
    SU,
    aggiungi_parte,
    elimina_parte,
    metti_parte,
    mostra_parte,
    ripristina_modello,
    ripristina_versione,
    scrivi_parte,
    sposta_parte,
)
from relazioni.contenuto import componi_piano
from relazioni.contenuto.testi import valori
from relazioni.forms import NuovaParteForm, ParteForm
from relazioni.lettore import corretto, segni_di
from relazioni.letture import Parte, parte_di, parti_di, versioni_di
from relazioni.models import Sezione
from relazioni.permessi import puo_scrivere_testi, puo_vedere_documenti
from relazioni.pulizia import pulisci
from relazioni.variabili import VARIABILI
from relazioni.voci import Capitolo


def sezioni(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_documenti(request.user, ciclo))
    parti = parti_di(ciclo)
    capitoli = [(nome.label, [parte for parte in parti if parte.capitolo == nome]) for nome in Capitolo]
    contesto = {
        "ciclo": ciclo,
        "capitoli": [(nome, sue) for nome, sue in capitoli if sue],
        "da_scrivere": sum(1 for parte in parti if parte.attiva and parte.vuota),
        "puo_scrivere": puo_scrivere_testi(request.user, ciclo),
    }
    return render(request, "relazioni/sezioni.html", contesto)


def modifica(request: Any, anno: int, chiave: str) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_scrivere_testi(request.user, ciclo))
    parte = parte_di(ciclo, chiave)
    dati = _corretti(request, ciclo)
    form = ParteForm(dati or request.POST or None, instance=_riga(parte, ciclo))
    if not dati and form.is_valid() and form.salva(scrivi_parte, ciclo, chiave, utente=request.user):
        messages.success(request, f"«{form.cleaned_data['titolo']}» salvata.")
        return _all_elenco(ciclo, chiave)
    return render(request, "relazioni/parte.html", _contesto_maschera(request, ciclo, form) | {"parte": parte})


def nuova(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_scrivere_testi(request.user, ciclo))
    dati = _corretti(request, ciclo)
    form = NuovaParteForm(dati or request.POST or None, instance=Sezione(ciclo=ciclo))
    if not dati and form.is_valid() and (riga := form.salva(aggiungi_parte, ciclo, utente=request.user)):
        messages.success(request, f"«{riga.titolo}» aggiunta al Piano.")
        return _all_elenco(ciclo, riga.chiave)
    return render(request, "relazioni/parte.html", _contesto_maschera(request, ciclo, form))


@require_POST
def leggi(request: Any, anno: int) -> HttpResponse:
    """I passi da rivedere in un testo mentre lo si scrive: il riquadro accanto all'editor."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_scrivere_testi(request.user, ciclo))
    contesto = {"ciclo": ciclo, "segni": segni_di(ciclo, pulisci(request.POST.get("testo", "")))}
    return render(request, "relazioni/_segni.html", contesto)


@require_POST
def sposta(request: Any, anno: int, chiave: str) -> HttpResponse:
    """Di un posto con le frecce (`verso`), dove si vuole trascinando (`posto`, da 1)."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_scrivere_testi(request.user, ciclo))
    posto = in_cifre(request.POST.get("posto"))
    if posto is not None:
        metti_parte(ciclo, chiave, utente=request.user, posto=posto)
    else:
        sposta_parte(ciclo, chiave, utente=request.user, verso=SU if request.POST.get("verso") == "su" else GIU)
    return _all_elenco(ciclo, chiave)


@require_POST
def mostra(request: Any, anno: int, chiave: str) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_scrivere_testi(request.user, ciclo))
    riga = mostra_parte(ciclo, chiave, utente=request.user, attiva=request.POST.get("attiva") == "1")
    esito = "compare nel Piano" if riga.attiva else "non compare più nel Piano; il testo è conservato"
    messages.success(request, f"«{riga.titolo}» {esito}.")
    return _all_elenco(ciclo, chiave)


def elimina(request: Any, anno: int, chiave: str) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_scrivere_testi(request.user, ciclo))
    parte = parte_di(ciclo, chiave)
    if not parte.propria:
        raise Http404
    if request.method == "POST":
        elimina_parte(ciclo, chiave, utente=request.user)
        messages.success(request, f"«{parte.titolo}» eliminata.")
        return _all_elenco(ciclo)
    contesto = {
        "domanda": f"Eliminare «{parte.titolo}»?",
        "conseguenza": "La parte e il suo testo escono dal Piano. Se vuoi solo che non compaia, nascondila.",
        "invia": "Elimina",
        "annulla": _indirizzo_elenco(ciclo),
    }
    return render(request, "_pezzi/conferma.html", contesto)


def ripristina(request: Any, anno: int, chiave: str) -> HttpResponse:
    """Torna al testo modello, dopo conferma."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_scrivere_testi(request.user, ciclo))
    parte = parte_di(ciclo, chiave)
    if not parte.modello:
        raise Http404
    if request.method == "POST":
        ripristina_modello(ciclo, chiave, utente=request.user)
        messages.success(request, f"«{parte.titolo}» è tornata al testo modello.")
        return redirect("relazioni:parte", ciclo.ente.slug, anno, chiave)
    contesto = {
        "domanda": f"Rimettere il testo modello in «{parte.titolo}»?",
        "conseguenza": "Il testo attuale viene sostituito. Resta nella storia, da cui si può riprendere.",
        "invia": "Rimetti il testo modello",
        "pericolo": False,
        "annulla": reverse("relazioni:parte", args=[ciclo.ente.slug, anno, chiave]),
    }
    return render(request, "_pezzi/conferma.html", contesto)


def storia(request: Any, anno: int, chiave: str) -> HttpResponse:
    """Le versioni di una parte; il POST ne riprende una."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_scrivere_testi(request.user, ciclo))
    parte = parte_di(ciclo, chiave)
    if request.method == "POST" and parte.riga:
        versione = request.POST.get("versione", "")
        scelta = get_object_or_404(parte.riga.history, history_id=versione if versione.isdecimal() else 0)
        ripristina_versione(ciclo, chiave, utente=request.user, storica=scelta)
        messages.success(request, f"Ripresa la versione del {scelta.history_date:%d/%m/%Y alle %H:%M}.")
        return redirect("relazioni:parte", ciclo.ente.slug, anno, chiave)
    contesto = {"ciclo": ciclo, "parte": parte, "versioni": versioni_di(parte)}
    return render(request, "relazioni/storia.html", contesto)


# ---- ciò che serve a più viste ---------------------------------------------------------------------------------


def _corretti(request: Any, ciclo: Ciclo) -> QueryDict | None:
    """Ciò che è stato scritto, con il passo scelto corretto: si rilegge e si salva dopo. None se non lo si chiede."""
    chiave = request.POST.get("correggi")
    if chiave is None:
        return None
    dati: QueryDict = request.POST.copy()
    nuovo = corretto(ciclo, pulisci(dati.get("testo", "")), chiave)
    if nuovo is None:
        messages.warning(request, "Quelle parole non ci sono più: il testo è rimasto com'era.")
    else:
        dati["testo"] = nuovo
        messages.success(request, "Corretto qui nel testo: rileggi, poi salva.")
    return dati


def _riga(parte: Parte, ciclo: Ciclo) -> Sezione:
    """La riga da mettere nella maschera: quella salvata, oppure una ancora da salvare con il testo modello."""
    return parte.riga or Sezione(
        ciclo=ciclo, chiave=parte.chiave, capitolo=parte.capitolo, titolo=parte.titolo, testo=parte.testo
    )


def _contesto_maschera(request: Any, ciclo: Ciclo, form: ParteForm | NuovaParteForm) -> dict[str, Any]:
    # L'editor si carica con una mappa di importazioni: anche lei vuole il nonce della pagina.
    media = Media.from_media(form.media).with_nonce(str(request.csp_nonce))
    attuali = valori(componi_piano(ciclo))
    variabili = [(nome, spiegazione, attuali.get(nome, "")) for nome, spiegazione in VARIABILI.items()]
    return {
        "ciclo": ciclo,
        "form": form,
        "media": media,
        "variabili": variabili,
        "segni": segni_di(ciclo, pulisci(form["testo"].value() or "")),
        "annulla": _indirizzo_elenco(ciclo),
    }


def _indirizzo_elenco(ciclo: Ciclo) -> str:
    return reverse("relazioni:sezioni", args=[ciclo.ente.slug, ciclo.anno])


def _all_elenco(ciclo: Ciclo, chiave: str = "") -> HttpResponse:
    return redirect(_indirizzo_elenco(ciclo) + (f"#parte-{chiave}" if chiave else ""))
