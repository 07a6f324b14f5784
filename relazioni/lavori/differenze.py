"""Le differenze fra due versioni del Piano, in PDF."""

from typing import Any

from django.utils import timezone
from django_tasks import task

from obiettivi.letture.versioni import versione_di
from obiettivi.models import Ciclo
from piao.base.lavori import avvia, segnala
from piao.base.models import Lavoro
from relazioni.contenuto import Piano, componi_piano
from relazioni.contenuto.dati import da_canonico
from relazioni.differenze import confronta
from relazioni.lavori.pdf import scrivi_e_conserva
from relazioni.letture import prefisso_differenze
from relazioni.stampa.differenze import html_differenze


def avvia_differenze(ciclo: Ciclo, *, utente: Any, da: str, a: str) -> Lavoro:
    """Mette in coda il PDF delle differenze fra due versioni («1», «2», «adesso»)."""
    return avvia(
        scrivi_differenze,
        chiave=f"{prefisso_differenze(ciclo, utente)}{da}:{a}",
        titolo=f"Differenze, ciclo {ciclo.anno}",
        ente=ciclo.ente.slug,
        chi=utente.email,
        ciclo_id=ciclo.pk,
        da=da,
        a=a,
    )


@task
def scrivi_differenze(lavoro_id: int | None, *, ciclo_id: int, da: str, a: str) -> dict[str, Any]:
    """Un file col nome del suo contenuto: ripetuto, ritrova quello che c'è."""
    ciclo = Ciclo.objects.select_related("ente").get(pk=ciclo_id)
    segnala(lavoro_id, 1, "Confronto le due versioni")
    (prima, nome_prima), (dopo, nome_dopo) = _contenuto_di(ciclo, da), _contenuto_di(ciclo, a)
    html = html_differenze(
        confronta(prima, dopo),
        ente=ciclo.ente.denominazione,
        titolo=f"{dopo.documento.nome}",
        da=nome_prima,
        a=nome_dopo,
    )
    return {"file": scrivi_e_conserva(lavoro_id, html, timezone.localdate(), f"differenze/{ciclo.anno}")}


def _contenuto_di(ciclo: Ciclo, scelta: str) -> tuple[Piano, str]:
    if not scelta.isdecimal():
        return componi_piano(ciclo), "ciò che c'è adesso"
    versione = versione_di(ciclo, int(scelta))
    return da_canonico(versione.contenuto), f"versione {versione.numero} ({versione.atto.estremi})"
