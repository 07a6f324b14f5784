"""I lavori in secondo piano della stanza."""

from typing import Any

from django.utils import timezone
from django_tasks import task

from enti.models import Ente
from obiettivi.azioni.avvisi import avvisa_ente
from piao.base.avvisi.posta import prepara_riassunti, spedisci_in_attesa
from piao.base.lavori import segnala


@task
def avvisi_del_giorno(lavoro_id: int | None) -> dict[str, Any]:
    """Avvisa ogni ente, poi prepara e spedisce un riassunto per persona. Ripeterlo non avvisa né scrive due volte."""
    oggi = timezone.localdate()
    enti = list(Ente.objects.all())
    for posto, ente in enumerate(enti):
        segnala(lavoro_id, 90 * posto // len(enti), f"Scadenze di {ente}"[:200])
        avvisa_ente(ente, oggi=oggi)
    segnala(lavoro_id, 95, "Preparo e spedisco i riassunti")
    preparati = prepara_riassunti(oggi)
    return {"preparati": preparati, "partiti": spedisci_in_attesa()}
