"""I controlli accanto a un obiettivo: le luci dell'art. 5 c. 2 e i suoi rilievi."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from obiettivi.controlli.luci import esamina_obiettivo
from obiettivi.letture import ciclo_di, scheda_di
from obiettivi.letture.controlli import motivazioni_di
from obiettivi.permessi import puo_modificare_obiettivo, puo_vedere_controlli
from piao.base.permessi import richiedi


def luci(request: Any, anno: int, pk: int) -> HttpResponse:
    """Una pagina; chiesta da un'altra pagina, soltanto il riquadro."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_controlli(request.user, ciclo))
    obiettivo = scheda_di(request.user, ciclo, pk).obiettivo
    esaminato, motivazioni = esamina_obiettivo(obiettivo), motivazioni_di(ciclo)
    contesto = {
        "ciclo": ciclo,
        "obiettivo": obiettivo,
        "luci": esaminato.luci,
        "rilievi": [(r, motivazioni.get((r.codice, r.oggetto.codice))) for r in esaminato.rilievi],
        "modifica": puo_modificare_obiettivo(request.user, obiettivo),
    }
    return render(request, "obiettivi/_semafori.html" if request.htmx else "obiettivi/semafori.html", contesto)
