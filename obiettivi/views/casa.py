"""La casa: che cosa tocca a chi guarda, a che punto è il ciclo."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from enti.permessi import puo_gestire_persone, puo_vedere_ente
from obiettivi import flusso
from obiettivi.letture import ciclo_corrente, ciclo_di
from obiettivi.letture.casa import assegnati_a, avvio_di, delle_mie_unita, stato_del_ciclo
from obiettivi.letture.scadenze import di_rilievo
from obiettivi.permessi import puo_aprire_ciclo, puo_creare_obiettivo
from piao.base.permessi import richiedi

MOSTRATI = 12


def casa(request: Any, anno: int | None = None) -> HttpResponse:
    richiedi(puo_vedere_ente(request.user, request.ente))
    ciclo = ciclo_di(request.ente, anno) if anno else ciclo_corrente(request.ente)
    if ciclo is None:
        return _primi_passi(request)
    contesto = {
        "ciclo": ciclo,
        "effetti": di_rilievo(request.user, ciclo, oggi=timezone.localdate()),
        "stato": stato_del_ciclo(request.user, ciclo),
        "da_fare": flusso.cose_da_fare(request.user, ciclo),
        "miei": delle_mie_unita(request.user, ciclo)[:MOSTRATI],
        "assegnati": assegnati_a(request.user, ciclo)[:MOSTRATI],
        "puo_creare": puo_creare_obiettivo(request.user, ciclo),
        "puo_aprire": puo_aprire_ciclo(request.user, request.ente),
    }
    return render(request, "obiettivi/casa.html", contesto)


def _primi_passi(request: Any) -> HttpResponse:
    contesto = {
        "avvio": avvio_di(request.ente),
        "puo_aprire": puo_aprire_ciclo(request.user, request.ente),
        "puo_persone": puo_gestire_persone(request.user, request.ente),
    }
    return render(request, "obiettivi/primi_passi.html", contesto)
