"""I fogli di controllo del Piano e della Relazione, in PDF."""

from typing import Any

from django.utils import timezone
from django_tasks import task

from enti.models import Utente
from obiettivi.models import Ciclo
from piao.base.lavori import avvia, segnala
from piao.base.models import Lavoro
from relazioni.lavori.pdf import scrivi_e_conserva
from relazioni.letture import chiave_foglio
from relazioni.models import Relazione as Riga
from relazioni.models import TipoDocumento
from relazioni.rimedi import quadro_della_relazione, quadro_visto_da
from relazioni.stampa.controlli import Foglio, FoglioRelazione, html_foglio


def avvia_foglio(ciclo: Ciclo, *, utente: Any) -> Lavoro:
    """Mette in coda il foglio di controllo, con i rilievi che l'utente vede."""
    return avvia(
        scrivi_foglio,
        chiave=chiave_foglio(ciclo, utente),
        titolo=f"Foglio di controllo {ciclo.anno}",
        ente=ciclo.ente.slug,
        chi=utente.email,
        ciclo_id=ciclo.pk,
        utente_id=utente.pk,
    )


@task
def scrivi_foglio(lavoro_id: int | None, *, ciclo_id: int, utente_id: int) -> dict[str, Any]:
    """I controlli com'erano quando il lavoratore li ha eseguiti; la data è quella scritta nel foglio."""
    segnala(lavoro_id, 1, "Eseguo i controlli")
    ciclo = Ciclo.objects.select_related("ente").get(pk=ciclo_id)
    quadro, _ = quadro_visto_da(Utente.objects.get(pk=utente_id), ciclo)
    foglio = Foglio(ciclo, quadro, timezone.localdate())
    return {"file": _conserva(lavoro_id, foglio)}


def avvia_foglio_relazione(riga: Riga, *, utente: Any) -> Lavoro:
    """Mette in coda il foglio di controllo della Relazione; chiesto due volte è un lavoro solo."""
    return avvia(
        scrivi_foglio_relazione,
        chiave=chiave_foglio(riga.ciclo, utente, TipoDocumento.RELAZIONE),
        titolo=f"Foglio di controllo della Relazione {riga.ciclo.anno}",
        ente=riga.ente.slug,
        chi=utente.email,
        relazione_id=riga.pk,
        utente_id=utente.pk,
    )


@task
def scrivi_foglio_relazione(lavoro_id: int | None, *, relazione_id: int, utente_id: int) -> dict[str, Any]:
    """I controlli com'erano quando il lavoratore li ha eseguiti; la data è quella scritta nel foglio."""
    segnala(lavoro_id, 1, "Eseguo i controlli")
    riga = Riga.objects.select_related("ciclo__ente").get(pk=relazione_id)
    quadro = quadro_della_relazione(Utente.objects.get(pk=utente_id), riga)
    foglio = FoglioRelazione(riga.ciclo, quadro, timezone.localdate(), riga)
    return {"file": _conserva(lavoro_id, foglio)}


def _conserva(lavoro_id: int | None, foglio: Foglio) -> str:
    return scrivi_e_conserva(lavoro_id, html_foglio(foglio), foglio.giorno, f"fogli/{foglio.ciclo.anno}")
