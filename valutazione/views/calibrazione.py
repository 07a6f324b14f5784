"""Il confronto fra chi valuta, prima della consegna delle schede."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from obiettivi.letture import ciclo_di
from piao.base.permessi import richiedi
from valutazione.azioni.compilazione import ricalcola_aperte
from valutazione.disegni import istogramma, medie
from valutazione.letture.calibrazione import (
    Confronto,
    confronto_intero,
    confronto_mio,
    piu_numeroso,
    schede_da_confrontare,
    tipi_di,
)
from valutazione.models import Scheda, TipoScheda
from valutazione.permessi import puo_condurre_schede
from valutazione.permessi.compilazione import puo_vedere_confronto, puo_vedere_confronto_intero


@require_safe
def calibrazione(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_confronto(request.user, request.ente))
    intero = puo_vedere_confronto_intero(request.user, request.ente)
    schede = schede_da_confrontare(ciclo)
    tipi = tipi_di(schede, di=None if intero else request.user)
    confronto = _confronto(request, schede, tipi, intero=intero)
    contesto = {
        "ciclo": ciclo,
        "tipi": tipi,
        "intero": intero,
        "confronto": confronto,
        "istogramma": istogramma(confronto) if confronto else None,
        "medie": medie(confronto) if confronto else None,
        "ricalcola": puo_condurre_schede(request.user, request.ente),
    }
    return render(request, "valutazione/calibrazione.html", contesto)


@require_POST
def ricalcola(request: Any, anno: int) -> HttpResponse:
    """Rilegge i gradi degli obiettivi e rifà il conto di tutte le schede aperte."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_condurre_schede(request.user, request.ente))
    cambiate = ricalcola_aperte(ciclo, utente=request.user)
    esito = "Nessun punteggio è cambiato." if not cambiate else f"Punteggi cambiati: {cambiate}."
    messages.success(request, f"Conti rifatti con i gradi di oggi. {esito}")
    return redirect("valutazione:calibrazione", ciclo.ente.slug, anno)


def _confronto(
    request: Any, schede: Sequence[Scheda], tipi: Sequence[TipoScheda], *, intero: bool
) -> Confronto | None:
    """Il tipo chiesto, o il più numeroso fra quelli che si possono vedere."""
    chiesto = request.GET.get("tipo", "")
    tipo = next((uno for uno in tipi if str(uno.pk) == chiesto), None) or piu_numeroso(schede, tipi)
    if tipo is None:
        return None
    return confronto_intero(schede, tipo) if intero else confronto_mio(schede, tipo, request.user)
