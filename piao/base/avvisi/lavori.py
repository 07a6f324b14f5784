"""La posta in secondo piano: un avviso urgente parte appena scritto, il resto aspetta il riassunto."""

from typing import Any

from django.utils import timezone
from django_tasks import task

from piao.base.avvisi.posta import prepara_urgenti, spedisci_in_attesa
from piao.base.lavori import avvia
from piao.base.models import Avviso


@task
def posta_in_attesa(lavoro_id: int | None) -> dict[str, Any]:
    """Prepara le lettere urgenti e consegna tutte quelle pronte, comprese quelle che prima non erano partite."""
    preparate = prepara_urgenti(timezone.now())
    return {"preparate": preparate, "partite": spedisci_in_attesa()}


def avvia_posta(chiave: str, ente: str) -> None:
    """Mette in coda la posta di un avviso urgente, se qualcuno non l'ha ancora letto."""
    da_leggere = Avviso.objects.filter(chiave=chiave[:200], ente=ente, letto_il__isnull=True)
    if da_leggere.filter(destinatario__is_active=True).exists():
        _in_coda(chiave, ente)


def _in_coda(chiave: str, ente: str) -> None:
    avvia(posta_in_attesa, chiave=f"posta:{chiave}"[:200], titolo="Avvisi urgenti", ente=ente, chi="sistema")
