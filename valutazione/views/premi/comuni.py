"""Come si arriva a un fondo e a uno scenario: soltanto attraverso l'ente e l'anno della pagina."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from obiettivi.letture import ciclo_di
from valutazione.models import Fondo, Simulazione


def trova_fondo(request: Any, anno: int, platea: str) -> Fondo:
    """Il fondo di quella categoria. Solleva Http404 se quest'anno non c'è."""
    ciclo = ciclo_di(request.ente, anno)
    return get_object_or_404(Fondo.objects.select_related("ciclo__ente", "regole", "atto"), ciclo=ciclo, platea=platea)


def trova_scenario(request: Any, anno: int, platea: str, pk: int) -> Simulazione:
    fondo = trova_fondo(request, anno, platea)
    scenario: Simulazione = get_object_or_404(fondo.simulazioni.select_related("regole"), pk=pk)
    scenario.fondo = fondo
    return scenario


def pagina(fondo: Fondo, nome: str = "fondo", *altri: Any) -> str:
    """L'indirizzo di una pagina di quel fondo."""
    return reverse(f"valutazione:{nome}", args=[fondo.ente.slug, fondo.ciclo.anno, fondo.platea, *altri])
