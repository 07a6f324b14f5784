"""Ciò che l'anno nuovo si porta ancora dietro dell'anno prima."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from obiettivi.letture import ciclo_di
from obiettivi.letture.nuovo_anno import da_sistemare
from obiettivi.permessi import puo_gestire_ciclo
from piao.base.permessi import richiedi


@require_safe
def sistema(request: Any, anno: int) -> HttpResponse:
    """Gli obiettivi con unità chiuse, incarichi finiti, persone che non ci sono più."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_gestire_ciclo(request.user, ciclo))
    return render(request, "obiettivi/da_sistemare.html", {"ciclo": ciclo, "righe": da_sistemare(ciclo)})
