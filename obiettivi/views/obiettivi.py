"""L'elenco degli obiettivi: filtri, totali, esportazione."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django_tables2 import RequestConfig

from obiettivi import flusso
from obiettivi.contenuto import INTESTAZIONI, righe
from obiettivi.filtri import FiltroObiettivi
from obiettivi.letture import ciclo_di
from obiettivi.letture.elenco import obiettivi_da_elencare, totali_dei_pesi
from obiettivi.models import Ciclo
from obiettivi.permessi import puo_creare_obiettivo, puo_gestire_ciclo, puo_vedere_ciclo
from obiettivi.tabelle import TabellaObiettivi
from piao.base.permessi import richiedi
from piao.base.tabelle import CSV, XLSX, in_csv, in_xlsx

PER_PAGINA = 50


def elenco(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_ciclo(request.user, ciclo))
    filtro = _filtro(request, ciclo)
    scegli = puo_gestire_ciclo(request.user, ciclo)
    tabella = TabellaObiettivi(filtro.qs, slug=ciclo.ente.slug, anno=anno, scegli=scegli)
    RequestConfig(request, paginate={"per_page": PER_PAGINA, "silent": True}).configure(tabella)
    contesto = {
        "ciclo": ciclo,
        "filtro": filtro,
        "tabella": tabella,
        "totali": totali_dei_pesi(filtro.qs, ciclo) if filtro.di_un_destinatario else None,
        "scegli": scegli,
        "passi": flusso.PASSI_INSIEME if scegli else {},
        "puo_creare": puo_creare_obiettivo(request.user, ciclo),
    }
    return render(request, "obiettivi/elenco.html", contesto)


def esporta(request: Any, anno: int, formato: str) -> HttpResponse:
    """Gli obiettivi filtrati, in CSV o in un foglio di calcolo."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_ciclo(request.user, ciclo))
    tutte = righe(_filtro(request, ciclo).qs)
    if formato == "csv":
        risposta = HttpResponse(in_csv(INTESTAZIONI, tutte), content_type=CSV)
    elif formato == "xlsx":
        risposta = HttpResponse(in_xlsx(f"Obiettivi {anno}", INTESTAZIONI, tutte), content_type=XLSX)
    else:
        raise Http404
    nome = f"obiettivi-{ciclo.ente.slug}-{anno}.{formato}"
    risposta["Content-Disposition"] = f'attachment; filename="{nome}"'
    return risposta


def _filtro(request: HttpRequest, ciclo: Ciclo) -> FiltroObiettivi:
    return FiltroObiettivi(request.GET, obiettivi_da_elencare(request.user, ciclo), ciclo=ciclo)
