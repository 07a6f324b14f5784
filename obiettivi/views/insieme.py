"""Ciò che il segretario fa su più obiettivi insieme: un passo, un'unità, un responsabile."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from obiettivi.azioni.assegnazioni import ASSEGNA
from obiettivi.azioni.insieme import Esito, su_tutti
from obiettivi.azioni.passi import VERBI
from obiettivi.forms import insieme as maschere
from obiettivi.letture import ciclo_di, obiettivi_visibili
from obiettivi.permessi import puo_gestire_ciclo
from piao.base.permessi import richiedi

FERMI_NOMINATI = 10


@require_POST
def insieme(request: Any, anno: int) -> HttpResponse:
    """Lo stesso passo su più obiettivi; la restituzione chiede prima le osservazioni."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_gestire_ciclo(request.user, ciclo))
    form = maschere.InsiemeForm(request.POST, obiettivi=obiettivi_visibili(request.user, ciclo))
    if not form.is_valid():
        messages.error(request, "Scegli almeno un obiettivo e che cosa farne.")
    elif form.mancano_osservazioni:
        return render(request, "obiettivi/restituisci.html", {"ciclo": ciclo, "form": form})
    else:
        scelta, nota = form.cleaned_data, form.cleaned_data["nota"]
        _racconta(request, su_tutti(VERBI[scelta["passo"]], scelta["scelti"], utente=request.user, nota=nota))
    return redirect("obiettivi:elenco", ciclo.ente.slug, anno)


@require_POST
def assegna(request: Any, anno: int, che: str) -> HttpResponse:
    """Gli stessi obiettivi a un'unità o a un responsabile: la prima volta chiede a chi, la seconda scrive."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_gestire_ciclo(request.user, ciclo))
    if che not in ASSEGNA:
        raise Http404
    scelta = maschere.SceltiForm(request.POST, obiettivi=obiettivi_visibili(request.user, ciclo))
    form = maschere.ASSEGNA[che](request.POST if "a_chi" in request.POST else None, ciclo=ciclo)
    if not scelta.is_valid():
        messages.error(request, "Scegli almeno un obiettivo da assegnare.")
    elif not form.is_valid():
        return render(request, "obiettivi/assegna.html", {"ciclo": ciclo, "scelta": scelta, "form": form})
    else:
        scelti = scelta.cleaned_data["scelti"]
        _racconta(request, su_tutti(ASSEGNA[che], scelti, utente=request.user, **form.cleaned_data))
    return redirect("obiettivi:elenco", ciclo.ente.slug, anno)


def _racconta(request: HttpRequest, esito: Esito) -> None:
    if esito.fatti:
        frase = "Fatto su un obiettivo." if esito.fatti == 1 else f"Fatto su {esito.fatti} obiettivi."
        messages.success(request, frase)
    for obiettivo, motivo in esito.fermi[:FERMI_NOMINATI]:
        messages.warning(request, f"«{obiettivo}» resta com'è. {motivo}")
    if len(esito.fermi) > FERMI_NOMINATI:
        messages.warning(request, f"E altri {len(esito.fermi) - FERMI_NOMINATI} obiettivi restano come sono.")
