"""Lo stesso passo per più schede in una volta: chi ha quindici persone non apre quindici pagine."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from obiettivi.models import Ciclo
from valutazione.azioni.passi import compi_passo
from valutazione.flusso import AVVIA
from valutazione.letture.griglia import da_valutare
from valutazione.models import Scheda, Visione
from valutazione.voci import StatoScheda


@transaction.atomic
def avvia_valutazioni(ciclo: Ciclo, *, utente: Any) -> int:
    """Comincia la valutazione di tutte le schede assegnate che tocca all'utente valutare. Dà quante sono."""
    assegnate = list(da_valutare(utente, ciclo).filter(stato=StatoScheda.ASSEGNATA))
    for scheda in assegnate:
        compi_passo(scheda, AVVIA, utente=utente)
    return len(assegnate)


def segna_visioni(schede: Iterable[Scheda], *, utente: Any, che_cosa: str) -> None:
    """Chi apre una pagina con più schede le ha viste tutte: una riga per ciascuna."""
    Visione.objects.bulk_create(Visione(scheda=scheda, chi=utente, che_cosa=che_cosa) for scheda in schede)
