"""Le pagine di ciò che si scosta dal calcolo: forzare un grado, neutralizzare un obiettivo."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from obiettivi.azioni import rettifiche as azioni
from obiettivi.forms.rettifiche import DecisioneForm, ForzaturaForm, NeutralizzazioneForm
from obiettivi.letture.andamento import MisuraObiettivo
from obiettivi.models import Forzatura, Neutralizzazione, Sessione
from obiettivi.permessi import puo_chiedere_forzatura, puo_decidere_forzatura, puo_neutralizzare
from obiettivi.views.andamento import trova_misura
from obiettivi.views.monitoraggio import trova_sessione
from obiettivi.views.obiettivo import dati_scritti
from piao.base.flusso import PassoNonAmmesso
from piao.base.permessi import richiedi
from piao.base.viste import compila, conferma

PAGINA = "obiettivi/monitoraggio_rettifica.html"


def chiedi(request: Any, anno: int, pk: int, obiettivo: int) -> HttpResponse:
    sessione, misura = _trova(request, anno, pk, obiettivo)
    richiedi(puo_chiedere_forzatura(request.user, sessione, misura.obiettivo))
    form = ForzaturaForm(dati_scritti(request), instance=Forzatura(sessione=sessione, obiettivo=misura.obiettivo))
    return compila(
        request,
        form,
        lambda: form.salva(azioni.chiedi_forzatura, sessione, misura.obiettivo, utente=request.user),
        torna=_torna(sessione, misura),
        fatto="Richiesta inviata: la decide un'altra persona, il segretario o il Nucleo.",
        pagina=PAGINA,
        **_contesto(sessione, misura, "Chiedere un valore diverso da quello calcolato"),
    )


def decidi(request: Any, anno: int, pk: int, obiettivo: int) -> HttpResponse:
    sessione, misura = _trova(request, anno, pk, obiettivo)
    if misura.forzatura is None:
        raise Http404("Nessuna richiesta da decidere.")
    richiedi(puo_decidere_forzatura(request.user, misura.forzatura))
    form = DecisioneForm(dati_scritti(request))
    if form.is_valid():
        _decidi(request, misura.forzatura, form)
        return redirect(_torna(sessione, misura))
    contesto = _contesto(sessione, misura, "Decidere sul valore chiesto")
    return render(request, PAGINA, {"form": form, "decisione": misura.forzatura, **contesto})


def _decidi(request: HttpRequest, forzatura: Forzatura, form: DecisioneForm) -> None:
    osservazioni = form.cleaned_data["osservazioni"]
    try:
        azioni.decidi_forzatura(forzatura, utente=request.user, approva=form.approva, osservazioni=osservazioni)
    except PassoNonAmmesso as motivo:
        messages.error(request, str(motivo))
    else:
        messages.success(request, "Valore approvato." if form.approva else "Richiesta respinta.")


def neutralizza(request: Any, anno: int, pk: int, obiettivo: int) -> HttpResponse:
    sessione, misura = _trova(request, anno, pk, obiettivo)
    richiedi(puo_neutralizzare(request.user, misura.obiettivo))
    form = NeutralizzazioneForm(dati_scritti(request), instance=Neutralizzazione(obiettivo=misura.obiettivo))
    return compila(
        request,
        form,
        lambda: form.salva(azioni.neutralizza, misura.obiettivo, utente=request.user),
        torna=_torna(sessione, misura),
        fatto="L'obiettivo è neutralizzato.",
        pagina=PAGINA,
        **_contesto(sessione, misura, "Neutralizzare l'obiettivo"),
    )


def ripristina(request: Any, anno: int, pk: int, obiettivo: int) -> HttpResponse:
    sessione, misura = _trova(request, anno, pk, obiettivo)
    richiedi(puo_neutralizzare(request.user, misura.obiettivo))
    neutralizzazione = misura.neutralizzazione
    if neutralizzazione is None:
        raise Http404("L'obiettivo non è neutralizzato.")
    torna = _torna(sessione, misura)
    return conferma(
        request,
        lambda: azioni.ripristina(neutralizzazione, utente=request.user),
        domanda="Rimettere l'obiettivo nel conto?",
        dettaglio=str(misura.obiettivo),
        conseguenza="Torna a valere il suo grado. Ciò che era stato deciso resta nella storia.",
        invia="Rimetti nel conto",
        pericolo=False,
        torna=torna,
        annulla=torna,
        fatto="L'obiettivo è di nuovo nel conto.",
    )


def _trova(request: Any, anno: int, pk: int, obiettivo: int) -> tuple[Sessione, MisuraObiettivo]:
    sessione = trova_sessione(request, anno, pk)
    _, misura = trova_misura(sessione, obiettivo)
    return sessione, misura


def _torna(sessione: Sessione, misura: MisuraObiettivo) -> str:
    argomenti = [sessione.ciclo.ente.slug, sessione.ciclo.anno, sessione.pk, misura.obiettivo.pk]
    return reverse("obiettivi:derivazione", args=argomenti)


def _contesto(sessione: Sessione, misura: MisuraObiettivo, titolo: str) -> dict[str, Any]:
    torna = _torna(sessione, misura)
    return {"ciclo": sessione.ciclo, "sessione": sessione, "misura": misura, "titolo": titolo, "annulla": torna}
