"""La posta in secondo piano: un avviso urgente parte appena scritto, il resto aspetta il riassunto."""

from typing import Any

from django.utils import timezone
from django_tasks import task

from piao.base.avvisi.posta import prepara_urgenti, spedisci_in_attesa
from piao.base.lavori import avvia


@task
def posta_in_attesa(lavoro_id: int | None) -> dict[str, Any]:
    """Prepara le lettere urgenti e consegna tutte quelle pronte, comprese quelle che prima non erano partite."""
    preparate = prepara_urgenti(timezone.now())
    return {"preparate": preparate, "partite": spedisci_in_attesa()}


def avvia_posta(chiave: str, ente: str) -> None:
    avvia(posta_in_attesa, chiave=f"posta:{chiave}"[:200], titolo="Avvisi urgenti", ente=ente, chi="sistema")
