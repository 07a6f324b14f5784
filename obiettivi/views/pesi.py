"""I pesi: il riassunto per destinatario e la griglia di ciascuno."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from enti.letture import profilo
from obiettivi.azioni.pesi import PesiCambiati, assegna_pesi
from obiettivi.forms.pesi import PROPORZIONE, TOTALI, UGUALI, PesiForm, con_visti_aggiornati
from obiettivi.letture import ciclo_di
from obiettivi.letture.pesi import UNITA, Quadro, quadri_assegnatari, quadri_unita, quadro_di, unita_di
from obiettivi.permessi import puo_distribuire_pesi, puo_vedere_ciclo
from piao.base.permessi import richiedi


def pesi(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_ciclo(request.user, ciclo))
    vista = "assegnatari" if request.GET.get("vista") == "assegnatari" else UNITA
    leggi = quadri_unita if vista == UNITA else quadri_assegnatari
    return render(
        request, "obiettivi/pesi.html", {"ciclo": ciclo, "vista": vista, "quadri": leggi(request.user, ciclo)}
    )


def pesi_di(request: Any, anno: int, tipo: str, pk: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_ciclo(request.user, ciclo))
    quadro = quadro_di(request.user, ciclo, tipo, pk)
    scrive = puo_distribuire_pesi(request.user, ciclo, unita_di(quadro))
    if scrive:
        quadro = quadro.scrivibile(anche_validati=profilo(request.user, ciclo.ente).segretario)
    if request.method == "POST":
        richiedi(scrive)
        return _risposta(request, quadro)
    return _griglia(request, quadro, PesiForm(quadro=quadro))


def _risposta(request: HttpRequest, quadro: Quadro) -> HttpResponse:
    """Salva, oppure propone una distribuzione da controllare, oppure rifà solo i totali."""
    form, azione = PesiForm(request.POST, quadro=quadro), request.POST.get("azione")
    leggibile = form.is_valid()
    if azione == TOTALI:
        contesto = {"quadro": quadro, "totali": quadro.totali_con(form.pesi), "illeggibili": not leggibile}
        return render(request, "obiettivi/_totali.html", contesto)
    if azione in (UGUALI, PROPORZIONE) and leggibile:
        return _proposta(request, quadro, form)
    return _salva(request, quadro, form) if leggibile else _griglia(request, quadro, form)


def _proposta(request: HttpRequest, quadro: Quadro, form: PesiForm) -> HttpResponse:
    try:
        uguali = request.POST.get("azione") == UGUALI
        proposti = quadro.parti_uguali(form.cifre) if uguali else quadro.in_proporzione(form.pesi, form.cifre)
    except ValueError as errore:
        messages.error(request, str(errore))
        return _griglia(request, quadro, form)
    messages.warning(request, "Questa è una proposta: controllala e premi «Salva i pesi».")
    nuovo = PesiForm(quadro=quadro, proposti=proposti, initial={"decimali": form.cifre})
    return _griglia(request, quadro, nuovo, totali=quadro.totali_con(proposti), da_salvare=True)


def _salva(request: HttpRequest, quadro: Quadro, form: PesiForm) -> HttpResponse:
    try:
        quanti = assegna_pesi(utente=request.user, quadro=quadro, pesi=form.pesi, visti=form.visti)
    except PesiCambiati as errore:
        attuali = {differenza.pk: differenza.attuale for differenza in errore.differenze}
        righe = [(str(d.obiettivo), d.tuo, d.attuale) for d in errore.differenze]
        nuovo = con_visti_aggiornati(form, attuali)
        return _griglia(request, quadro, nuovo, totali=quadro.totali_con(form.pesi), conflitto=righe)
    messages.success(request, "I pesi sono salvati." if quanti else "Nessun peso è cambiato.")
    return redirect(request.path)


def _griglia(request: HttpRequest, quadro: Quadro, form: PesiForm, **altro: Any) -> HttpResponse:
    contesto = {"ciclo": quadro.ciclo, "quadro": quadro, "form": form, "totali": quadro.totali, **altro}
    return render(request, "obiettivi/pesi_di.html", contesto)
