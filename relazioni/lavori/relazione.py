"""Il PDF di una bozza della Relazione."""

from datetime import date
from typing import Any

from django.utils import timezone
from django_tasks import task

from piao.base.lavori import avvia, segnala
from piao.base.models import Lavoro
from relazioni.contenuto.relazione import Relazione, componi_relazione
from relazioni.lavori.pdf import Avanza, esito_di, pdf_o_frase, prodotta, stemma_di
from relazioni.letture import prefisso_lavoro
from relazioni.models import Relazione as Riga
from relazioni.models import TipoDocumento
from relazioni.stampa import Colophon, impronta_documento
from relazioni.stampa.relazione import allegati_relazione, html_relazione


def scrivi_relazione(
    r: Relazione, *, colophon: Colophon | None = None, del_giorno: date | None = None, avanza: Avanza | None = None
) -> bytes:
    """Il PDF con i dati allegati. `colophon` e `del_giorno` sono di una versione approvata."""
    return pdf_o_frase(
        html_relazione(r, colophon),
        del_giorno or timezone.localdate(),
        avanza,
        allegati=allegati_relazione(r),
        risorse=stemma_di(r),
    )


def avvia_relazione(riga: Riga, composta: Relazione, *, utente: Any) -> Lavoro:
    """Mette in coda il PDF; lo stesso contenuto chiesto due volte è un lavoro solo."""
    ciclo = riga.ciclo
    return avvia(
        produci_relazione,
        chiave=f"{prefisso_lavoro(ciclo, TipoDocumento.RELAZIONE)}{impronta_documento(composta)[:32]}",
        titolo=composta.documento.nome,
        ente=ciclo.ente.slug,
        chi=utente.email,
        relazione_id=riga.pk,
    )


@task
def produci_relazione(lavoro_id: int | None, relazione_id: int) -> dict[str, Any]:
    """Compone, impagina e conserva il PDF. Ripetuta, ritrova quello che c'è."""
    segnala(lavoro_id, 1, "Raccolgo i dati")
    riga = Riga.objects.select_related("ciclo__ente", "atto").get(pk=relazione_id)
    composta = componi_relazione(riga)
    pronta = prodotta(
        riga.ciclo,
        composta,
        lavoro_id,
        lambda avanza: scrivi_relazione(composta, avanza=avanza),
        documento=TipoDocumento.RELAZIONE,
    )
    return esito_di(pronta, composta)
