"""Dopo la consegna: le osservazioni, la risposta, la decisione del terzo."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from piao.base.flusso import PassoNonAmmesso
from piao.base.permessi import richiedi
from piao.base.viste import compila
from valutazione import flusso
from valutazione.azioni import riesame as azioni
from valutazione.forms.schede import OsservazioneForm, RiesameForm, RispostaForm
from valutazione.letture.conto import conto_di
from valutazione.letture.righe import righe_del_conto
from valutazione.letture.schede import scheda_di
from valutazione.permessi import puo_decidere_riesame, puo_osservare, puo_rispondere, puo_sentire
from valutazione.views.scheda import dati, maschera, salva


def osservazioni(request: Any, anno: int, pk: int) -> HttpResponse:
    """La persona scrive; in contraddittorio le può trascrivere chi l'ha sentita."""
    aperta = scheda_di(request.user, request.ente, anno, pk)
    trascrive = puo_sentire(request.user, aperta) and aperta.contraddittorio_il is not None
    richiedi(puo_osservare(request.user, aperta) or trascrive)
    form = OsservazioneForm(dati(request))
    return compila(
        request,
        form,
        lambda: salva(form, lambda: azioni.osserva(aperta, utente=request.user, **form.cleaned_data)),
        torna=flusso.indirizzo("scheda", aperta),
        fatto="Osservazioni presentate.",
        pagina="valutazione/scheda_maschera.html",
        **maschera(aperta, "Trascrivi il contraddittorio" if trascrive else "Presenta osservazioni"),
    )


def risposta(request: Any, anno: int, pk: int, osservazione: int) -> HttpResponse:
    aperta = scheda_di(request.user, request.ente, anno, pk)
    riga = get_object_or_404(aperta.osservazioni, pk=osservazione)
    richiedi(puo_rispondere(request.user, aperta))
    form = RispostaForm(dati(request), initial={"risposta": riga.risposta})
    return compila(
        request,
        form,
        lambda: salva(form, lambda: azioni.rispondi(riga, utente=request.user, **form.cleaned_data)),
        torna=flusso.indirizzo("scheda", aperta),
        fatto="Risposta scritta: la persona è stata avvisata.",
        pagina="valutazione/scheda_maschera.html",
        citazione=riga.testo,
        **maschera(aperta, "Rispondi alle osservazioni"),
    )


def decidi(request: Any, anno: int, pk: int) -> HttpResponse:
    """Il terzo rilegge la scheda e i motivi, lascia o cambia i valori, decide."""
    aperta = scheda_di(request.user, request.ente, anno, pk)
    richiedi(flusso.DECIDI.possibile(request.user, aperta) and puo_decidere_riesame(request.user, aperta))
    voci = list(aperta.voci.select_related("componente__scala").prefetch_related("componente__scala__livelli"))
    form = RiesameForm(dati(request), voci=voci)
    if request.method == "POST" and form.is_valid() and salva(form, lambda: _decidi(request, aperta, form)):
        messages.success(request, "Riesame deciso: la scheda è riconsegnata alla persona.")
        return redirect(flusso.indirizzo("scheda", aperta))
    righe = righe_del_conto(conto_di(aperta))
    contesto = maschera(aperta, "Decidi il riesame") | {"form": form, "righe": righe}
    return render(request, "valutazione/scheda_riesame.html", contesto)


def _decidi(request: Any, scheda: Any, form: RiesameForm) -> Any:
    decisione = form.cleaned_data["decisione"]
    try:
        return azioni.decidi_riesame(scheda, utente=request.user, decisione=decisione, valori=form.valori)
    except PassoNonAmmesso as motivo:
        form.add_error(None, str(motivo))
        return None
