"""Quante donne e quanti uomini: incarichi e orario di lavoro in un giorno. Mai una persona, sempre un conto."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from enti.letture.profili import incarichi_in_vigore, rapporti_in_vigore
from enti.models import Ente
from enti.voci import GUIDANO_UNITA, Area, Genere, TipoIncarico

TEMPO_PIENO, PART_TIME = "A tempo pieno", "A tempo parziale"


@dataclass(frozen=True)
class Conto:
    """Una voce con le sue donne e i suoi uomini; chi non ha il genere scritto non è contato."""

    voce: str
    donne: int
    uomini: int


def incarichi_per_genere(ente: Ente, *, il: date) -> list[Conto]:
    """Chi guida una struttura, per tipo di incarico; una persona con due incarichi dello stesso tipo conta uno."""
    righe = incarichi_in_vigore(ente, il=il).filter(tipo__in=[*GUIDANO_UNITA, TipoIncarico.SEGRETARIO]).order_by()
    posti = set(righe.values_list("tipo", "persona__genere", "persona"))
    nomi = dict(TipoIncarico.choices)
    return _conti(((nomi[tipo], genere) for tipo, genere, _ in posti), [nomi[tipo] for tipo in TipoIncarico])


def aree_per_genere(ente: Ente, *, il: date) -> list[Conto]:
    nomi = dict(Area.choices)
    return _conti(((nomi.get(area, ""), genere) for area, genere, _ in _rapporti(ente, il)), list(nomi.values()))


def orario_per_genere(ente: Ente, *, il: date) -> list[Conto]:
    voci = ((TEMPO_PIENO if tempo == 100 else PART_TIME, genere) for _, genere, tempo in _rapporti(ente, il))
    return _conti(voci, [TEMPO_PIENO, PART_TIME])


def _rapporti(ente: Ente, il: date) -> list[tuple[str, str, Any]]:
    righe = rapporti_in_vigore(ente, il=il).order_by()
    return list(righe.values_list("area", "persona__genere", "tempo"))


def _conti(righe: Iterable[tuple[str, str]], ordine: Iterable[str]) -> list[Conto]:
    quanti = Counter(righe)
    conti = [Conto(voce, quanti[voce, Genere.DONNA], quanti[voce, Genere.UOMO]) for voce in ordine]
    return [conto for conto in conti if conto.donne or conto.uomini]
