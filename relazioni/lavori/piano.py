"""Il PDF del Piano, prodotto in secondo piano: ripetibile senza danno, annullabile, mai due volte lo stesso."""

from datetime import date
from typing import Any

from django.utils import timezone
from django_tasks import task

from obiettivi.models import Ciclo
from piao.base.lavori import avvia, segnala
from piao.base.models import Lavoro
from relazioni.contenuto import Piano, componi_piano
from relazioni.lavori.pdf import Avanza, esito_di, pdf_o_frase, prodotta, stemma_di
from relazioni.letture import prefisso_lavoro
from relazioni.stampa import Colophon, allegati, html_pdf, impronta_documento


def avvia_produzione(ciclo: Ciclo, piano: Piano, *, utente: Any) -> Lavoro:
    """Mette in coda il PDF; lo stesso contenuto chiesto due volte è un lavoro solo."""
    return avvia(
        produci_piano,
        chiave=f"{prefisso_lavoro(ciclo)}{impronta_documento(piano)[:32]}",
        titolo=piano.documento.nome,
        ente=ciclo.ente.slug,
        chi=utente.email,
        ciclo_id=ciclo.pk,
    )


@task
def produci_piano(lavoro_id: int | None, ciclo_id: int) -> dict[str, Any]:
    """Compone, impagina e conserva il PDF del ciclo. Solleva ErroreDiLavoro con una frase per chi l'ha chiesto."""
    segnala(lavoro_id, 1, "Raccolgo i dati")
    ciclo = Ciclo.objects.select_related("ente", "atto_approvazione").get(pk=ciclo_id)
    piano = componi_piano(ciclo)
    pronta = prodotta(ciclo, piano, lavoro_id, lambda avanza: scrivi_piano(ciclo, piano, su_avanzamento=avanza))
    return esito_di(pronta, piano)


def scrivi_piano(
    ciclo: Ciclo,
    piano: Piano,
    *,
    colophon: Colophon | None = None,
    del_giorno: date | None = None,
    su_avanzamento: Avanza | None = None,
) -> bytes:
    """Il PDF del Piano con i dati allegati. Solleva ErroreDiLavoro se manca qualcosa all'installazione.

    `colophon` e `del_giorno` sono di una versione approvata: come si verifica, e la data del suo atto.
    """
    return pdf_o_frase(
        html_pdf(piano, colophon),
        del_giorno or data_del_documento(ciclo),
        su_avanzamento,
        allegati=allegati(piano),
        risorse=stemma_di(piano),
    )


def data_del_documento(ciclo: Ciclo) -> date:
    """La data dell'approvazione; per una bozza, oggi."""
    atto = ciclo.atto_approvazione
    return atto.data if atto and atto.data else timezone.localdate()
