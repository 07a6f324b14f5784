"""La consultazione dei responsabili: chi è stato sentito, quando, che cosa ha detto."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from obiettivi.azioni.consultazione import di_la_tua, registra_consultazione
from obiettivi.letture import ciclo_di
from obiettivi.letture.consultazione import CONCORDATA, consultazione_con, consultazioni_di, incarico_da_sentire
from obiettivi.models import Ciclo
from obiettivi.permessi import puo_concordare, puo_registrare_consultazione, puo_vedere_consultazione
from piao.base.permessi import richiedi
from piao.base.viste import compila
from relazioni.forms.percorso import ConsultazioneForm, DiLaTuaForm


def consultazione(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_consultazione(request.user, ciclo))
    righe = consultazioni_di(request.user, ciclo)
    contesto = {
        "ciclo": ciclo,
        "righe": [(riga, puo_concordare(request.user, ciclo, riga.incarico)) for riga in righe],
        "concordano": sum(riga.punto == CONCORDATA for riga in righe),
        "in_ritardo": sum(riga.in_ritardo for riga in righe),
        "registra": puo_registrare_consultazione(request.user, ciclo),
    }
    return render(request, "relazioni/percorso_consultazione.html", contesto)


def registra(request: Any, anno: int, pk: int) -> HttpResponse:
    """Le date di un responsabile, scritte dal segretario."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_registrare_consultazione(request.user, ciclo))
    incarico = incarico_da_sentire(ciclo, pk)
    form = ConsultazioneForm(request.POST or None, instance=consultazione_con(ciclo, incarico))
    return compila(
        request,
        form,
        lambda: form.salva(registra_consultazione, ciclo, incarico, utente=request.user),
        torna=_elenco(ciclo),
        fatto=f"Consultazione registrata: {incarico.dicitura}.",
        pagina="relazioni/percorso_registra.html",
        ciclo=ciclo,
        incarico=incarico,
        annulla=_elenco(ciclo),
    )


def concorda(request: Any, anno: int, pk: int) -> HttpResponse:
    """Il responsabile dice la sua: concorda, oppure scrive che cosa non va."""
    ciclo = ciclo_di(request.ente, anno)
    incarico = incarico_da_sentire(ciclo, pk)
    richiedi(puo_concordare(request.user, ciclo, incarico))
    form = DiLaTuaForm(request.POST or None, instance=consultazione_con(ciclo, incarico))
    accordo = "concordo" in request.POST
    if form.is_valid() and not accordo and not form.cleaned_data["nota"].strip():
        form.add_error("nota", "Scrivi che cosa non va, oppure premi «Concordo».")
    elif form.is_valid() and form.salva(di_la_tua, ciclo, incarico, utente=request.user, concordo=accordo):
        messages.success(request, "Accordo registrato con la data di oggi." if accordo else "Osservazioni salvate.")
        return redirect(_elenco(ciclo))
    contesto = {"ciclo": ciclo, "incarico": incarico, "form": form, "annulla": _elenco(ciclo)}
    return render(request, "relazioni/percorso_concorda.html", contesto)


def _elenco(ciclo: Ciclo) -> str:
    return reverse("relazioni:consultazione", args=[ciclo.ente.slug, ciclo.anno])
