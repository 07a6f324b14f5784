"""L'albero della performance: in elenco da aprire e chiudere, e disegnato."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from obiettivi.disegni import disegno_albero, figure_albero
from obiettivi.forms.albero import AlberoForm
from obiettivi.letture import ciclo_di
from obiettivi.letture.albero import Albero, albero_di, filtro_da
from obiettivi.models import Ciclo
from obiettivi.permessi import puo_vedere_ciclo
from piao.base.permessi import richiedi

ELENCO, DISEGNO = "elenco", "disegno"


def albero(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_ciclo(request.user, ciclo))
    form = AlberoForm(request.GET or None, ente=request.ente)
    mostrato, aspetto = _albero(request, ciclo, form), request.GET.get("aspetto")
    contesto = {
        "ciclo": ciclo,
        "form": form,
        "albero": mostrato,
        "aspetto": DISEGNO if aspetto == DISEGNO else ELENCO,
        "figure": figure_albero(mostrato, ciclo) if aspetto == DISEGNO else [],
        "aperto": form.filtra or request.GET.get("rami") == "aperti",
    }
    return render(request, "obiettivi/albero.html", contesto)


def albero_svg(request: Any, anno: int) -> HttpResponse:
    """Il disegno intero, da mettere in un documento."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_ciclo(request.user, ciclo))
    mostrato = _albero(request, ciclo, AlberoForm(request.GET or None, ente=request.ente))
    svg: SafeString = disegno_albero(mostrato, ciclo)
    nome = f"albero-{request.ente.slug}-{anno}.svg"
    intestazioni = {"Content-Disposition": f'attachment; filename="{nome}"'}
    return HttpResponse(svg, content_type="image/svg+xml; charset=utf-8", headers=intestazioni)


def _albero(request: Any, ciclo: Ciclo, form: AlberoForm) -> Albero:
    return albero_di(request.user, ciclo, vista=form.radici, filtro=filtro_da(ciclo, **form.scelte))
