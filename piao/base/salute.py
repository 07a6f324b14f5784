"""`/salute`: dice a chi sorveglia il servizio se può lavorare. Pubblica, senza dettagli che aiutino un estraneo."""

from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from piao.base.lavori import SCADENZA_BATTITO
from piao.base.models import Lavoratore


@login_not_required
@never_cache
@require_safe
def salute(richiesta: HttpRequest) -> JsonResponse:
    """200 se il sito può lavorare, altrimenti 503; `stato` è «attenzione» se manca solo chi svolge i lavori."""
    try:
        migrazioni = not _da_migrare()
        battito = _secondi_dal_battito() if migrazioni else None
    except DatabaseError:
        return JsonResponse({"stato": "guasto", "database": False}, status=503)
    vivo = battito is not None and battito <= SCADENZA_BATTITO.total_seconds()
    stato = "guasto" if not migrazioni else "bene" if vivo else "attenzione"
    corpo = {"stato": stato, "database": True, "migrazioni": migrazioni, "secondi_dal_battito": battito}
    return JsonResponse(corpo, status=200 if migrazioni else 503)


def _da_migrare() -> bool:
    esecutore = MigrationExecutor(connection)
    return bool(esecutore.migration_plan(esecutore.loader.graph.leaf_nodes()))


def _secondi_dal_battito() -> int | None:
    ultimo: datetime | None = Lavoratore.objects.aggregate(ultimo=Max("battito"))["ultimo"]
    return None if ultimo is None else int((timezone.now() - ultimo).total_seconds())
