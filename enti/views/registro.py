"""Chi può fare cosa, e chi ha fatto cosa."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from enti.filtri import FiltroEventi
from enti.letture import eventi_dell_ente, persone_visibili, ruoli_e_persone
from enti.permessi import puo_vedere_ente, puo_vedere_registro
from enti.tabelle import TabellaEventi
from piao.base.permessi import richiedi

PER_PAGINA = 50


@require_safe
def ruoli(request: Any) -> HttpResponse:
    richiedi(puo_vedere_ente(request.user, request.ente))
    contesto = {
        "ruoli": ruoli_e_persone(request.ente, il=timezone.localdate()),
        "visibili": persone_visibili(request.user, request.ente),
        "vede_registro": puo_vedere_registro(request.user, request.ente),
    }
    return render(request, "enti/ruoli.html", contesto)


@require_safe
def registro(request: Any) -> HttpResponse:
    richiedi(puo_vedere_registro(request.user, request.ente))
    filtro = FiltroEventi(request.GET, eventi_dell_ente(request.ente))
    tabella = RequestConfig(request, paginate={"per_page": PER_PAGINA}).configure(TabellaEventi(filtro.qs))
    return render(request, "enti/registro.html", {"filtro": filtro, "tabella": tabella})
