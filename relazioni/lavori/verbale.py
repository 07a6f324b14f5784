"""Il verbale di validazione della Relazione, in PDF."""

from typing import Any

from django_tasks import task

from piao.base.lavori import avvia, segnala
from piao.base.models import Lavoro
from relazioni.lavori.pdf import scrivi_e_conserva
from relazioni.letture import chiave_verbale
from relazioni.models import Validazione
from relazioni.stampa.relazione.verbale import html_verbale


def avvia_verbale_validazione(una: Validazione, resa: str, *, utente: Any) -> Lavoro:
    """Mette in coda il verbale nella resa chiesta; chiesto due volte è un lavoro solo."""
    return avvia(
        scrivi_verbale_validazione,
        chiave=chiave_verbale(una, resa, utente),
        titolo=f"Verbale di validazione della Relazione {una.versione.ciclo.anno}, a uso {resa}",
        ente=una.ente.slug,
        chi=utente.email,
        validazione_id=una.pk,
        resa=resa,
    )


@task
def scrivi_verbale_validazione(lavoro_id: int | None, *, validazione_id: int, resa: str) -> dict[str, Any]:
    """Il verbale da firmare: una validazione non cambia, e ripetuto è lo stesso file."""
    segnala(lavoro_id, 1, "Raccolgo i criteri")
    righe = Validazione.objects.select_related("versione__relazione__ciclo__ente", "versione__atto")
    una = righe.get(pk=validazione_id)
    cartella = f"verbali/{una.versione.ciclo.anno}"
    return {"file": scrivi_e_conserva(lavoro_id, html_verbale(una, resa), una.data, cartella)}
