"""Che cosa cambierebbe: un sistema provato sulle schede di un anno, due versioni a confronto."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from piao.base.permessi import richiedi
from piao.base.testo import in_cifre
from valutazione.letture.confronto import anni_valutati, differenze_fra, effetti_di
from valutazione.letture.premi.effetti import in_euro
from valutazione.permessi.sistemi import puo_provare_sulle_schede, puo_vedere_sistemi
from valutazione.views.sistemi import trova_sistema


@require_safe
def effetti(request: Any, pk: int) -> HttpResponse:
    """Mostra punteggi di persone: la vedono solo il segretario e l'ufficio personale."""
    aperto = trova_sistema(request, pk)
    richiedi(puo_provare_sulle_schede(request.user, request.ente))
    anni = anni_valutati(request.ente)
    chiesto = in_cifre(request.GET.get("anno", ""))
    anno = chiesto if chiesto in anni else next(iter(anni), None)
    contesto: dict[str, Any] = {"sistema": aperto, "anni": anni, "anno": anno}
    if anno:
        rifatte = effetti_di(aperto, anno)
        contesto |= {"effetti": rifatte, "fondi": in_euro(rifatte, request.ente, anno)}
    return render(request, "valutazione/sistema_effetti.html", contesto)


@require_safe
def confronta(request: Any, pk: int, con: int) -> HttpResponse:
    dopo, prima = trova_sistema(request, pk), trova_sistema(request, con)
    richiedi(puo_vedere_sistemi(request.user, request.ente))
    if prima.numero > dopo.numero:
        prima, dopo = dopo, prima
    contesto = {"sistema": dopo, "prima": prima, "dopo": dopo, "differenze": differenze_fra(prima, dopo)}
    return render(request, "valutazione/sistema_confronto.html", contesto)
