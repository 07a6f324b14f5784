"""Ciò che si legge: il proprio premio, quello di una persona, i controlli, i dati aggregati."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from enti.permessi import appartiene
from obiettivi.letture import ciclo_di
from piao.base.grafici import Serie, colonne
from piao.base.permessi import richiedi
from valutazione.aggregati import BANDE, Aggregati, aggregati_di
from valutazione.controlli import PER_CODICE, REGOLE, esamina_valutazione
from valutazione.letture.premi.quadro import premi_confermati
from valutazione.letture.premi.scenari import passi_letti
from valutazione.permessi.premi import puo_vedere_premi
from valutazione.views.premi.comuni import trova_scenario


@require_safe
def mio(request: Any, anno: int) -> HttpResponse:
    """I premi di chi guarda; di nessun altro."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(appartiene(request.user, request.ente))
    premi = [(premio, passi_letti(premio.passi)) for premio in premi_confermati(request.user, ciclo)]
    return render(request, "valutazione/premi_mio.html", {"ciclo": ciclo, "premi": premi})


@require_safe
def uno(request: Any, anno: int, platea: str, pk: int, premio: int) -> HttpResponse:
    scenario = trova_scenario(request, anno, platea, pk)
    richiedi(puo_vedere_premi(request.user, request.ente))
    riga = get_object_or_404(scenario.premi.select_related("persona", "unita"), pk=premio)
    riga.simulazione = scenario
    contesto = {"ciclo": scenario.fondo.ciclo, "fondo": scenario.fondo, "scenario": scenario, "premio": riga}
    return render(request, "valutazione/premi_uno.html", contesto | {"passi": passi_letti(riga.passi)})


@require_safe
def controlli(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_premi(request.user, request.ente))
    esito = esamina_valutazione(ciclo)
    gravita = request.GET.get("gravita", "")
    contesto = {
        "ciclo": ciclo,
        "esito": esito,
        "rilievi": [(r, PER_CODICE[r.codice]) for r in esito.rilievi if gravita in ("", r.gravita)],
        "non_valutabili": [(PER_CODICE[voce.codice], voce) for voce in esito.non_valutabili],
        "gravita": gravita,
        "regole": REGOLE,
    }
    return render(request, "valutazione/premi_controlli.html", contesto)


@require_safe
def aggregati(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_premi(request.user, request.ente))
    dati = aggregati_di(ciclo)
    contesto = {"ciclo": ciclo, "dati": dati, "grafico": _grafico(dati)}
    return render(request, "valutazione/premi_aggregati.html", contesto)


def _grafico(dati: Aggregati) -> Any:
    """Quante persone per banda, dove si può dire."""
    totali = dati.distribuzione.celle[-1][: len(BANDE)] if dati.distribuzione else ()
    if not any(totali):
        return ""
    serie = Serie("Persone", [None if quante is None else Decimal(quante) for quante in totali])
    return colonne(BANDE, [serie], prefisso="bande", titolo="Persone per banda di punteggio")
