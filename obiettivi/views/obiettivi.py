"""L'elenco degli obiettivi: filtri, totali, esportazione, passi su più obiettivi insieme."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from django_tables2 import RequestConfig

from obiettivi import flusso
from obiettivi.azioni.passi import Esito, compi_insieme
from obiettivi.contenuto import INTESTAZIONI, righe
from obiettivi.filtri import FiltroObiettivi
from obiettivi.forms.passi import InsiemeForm
from obiettivi.letture import ciclo_di, obiettivi_visibili
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
        "totali": totali_dei_pesi(filtro.qs, ciclo),
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


@require_POST
def insieme(request: Any, anno: int) -> HttpResponse:
    """Lo stesso passo su più obiettivi; la restituzione chiede prima le osservazioni."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_gestire_ciclo(request.user, ciclo))
    form = InsiemeForm(request.POST, obiettivi=obiettivi_visibili(request.user, ciclo))
    if not form.is_valid():
        messages.error(request, "Scegli almeno un obiettivo e che cosa farne.")
    elif form.mancano_osservazioni:
        return render(request, "obiettivi/restituisci.html", {"ciclo": ciclo, "form": form})
    else:
        scelta = form.cleaned_data
        _racconta(request, compi_insieme(scelta["passo"], scelta["scelti"], utente=request.user, nota=scelta["nota"]))
    return redirect("obiettivi:elenco", ciclo.ente.slug, anno)


def _filtro(request: HttpRequest, ciclo: Ciclo) -> FiltroObiettivi:
    return FiltroObiettivi(request.GET, obiettivi_da_elencare(request.user, ciclo), ciclo=ciclo)


def _racconta(request: HttpRequest, esito: Esito) -> None:
    if esito.fatti:
        messages.success(
            request, "Fatto su un obiettivo." if esito.fatti == 1 else f"Fatto su {esito.fatti} obiettivi."
        )
    for obiettivo, motivo in esito.fermi[:10]:
        messages.warning(request, f"«{obiettivo}» resta com'è. {motivo}")
    if len(esito.fermi) > 10:
        messages.warning(request, f"E altri {len(esito.fermi) - 10} obiettivi restano come sono.")
