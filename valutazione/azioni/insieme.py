"""Lo stesso passo per più schede in una volta: chi ha quindici persone non apre quindici pagine."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from obiettivi.models import Ciclo
from piao.base.flusso import PassoNonAmmesso
from valutazione.azioni.passi import compi_passo
from valutazione.flusso import AVVIA, PassoScheda, SchedaFerma
from valutazione.letture.gradi import Gradi
from valutazione.letture.griglia import da_valutare
from valutazione.letture.schede import schede_dell_anno
from valutazione.models import Scheda, Visione
from valutazione.voci import StatoScheda


@transaction.atomic
def avvia_valutazioni(ciclo: Ciclo, *, utente: Any) -> int:
    """Comincia la valutazione di tutte le schede assegnate che tocca all'utente valutare. Dà quante sono."""
    assegnate = list(da_valutare(utente, ciclo).filter(stato=StatoScheda.ASSEGNATA))
    for scheda in assegnate:
        compi_passo(scheda, AVVIA, utente=utente)
    return len(assegnate)


@dataclass(frozen=True)
class Compiute:
    """Com'è andata: le schede andate avanti e quelle ferme, ciascuna con il perché."""

    schede: tuple[Scheda, ...]
    ferme: tuple[tuple[Scheda, str], ...]


def compi_insieme(ciclo: Ciclo, passo: PassoScheda, *, utente: Any, solo: Collection[int]) -> Compiute:
    """Compie il passo sulle schede scelte che l'utente può portare avanti. Una ferma non ferma le altre."""
    compiute, ferme, gradi = [], [], Gradi(ciclo)
    for scheda in schede_dell_anno(utente, ciclo).filter(pk__in=solo):
        if not passo.puo(utente, scheda):
            continue
        try:
            compiute.append(compi_passo(scheda, passo, utente=utente, gradi=gradi))
        except (SchedaFerma, PassoNonAmmesso) as motivo:
            ferme.append((scheda, str(motivo)))
    return Compiute(tuple(compiute), tuple(ferme))


def segna_visioni(schede: Iterable[Scheda], *, utente: Any, che_cosa: str) -> None:
    """Chi apre una pagina con più schede le ha viste tutte: una riga per ciascuna."""
    Visione.objects.bulk_create(Visione(scheda=scheda, chi=utente, che_cosa=che_cosa) for scheda in schede)
