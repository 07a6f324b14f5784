"""Gli obiettivi scritti uguali in più unità: candidati a diventare uno solo, trasversale."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from obiettivi.controlli.fascicolo import Obiettivo


@dataclass(frozen=True)
class Gruppo:
    """Obiettivi con lo stesso testo, e le unità in cui stanno."""

    obiettivi: tuple[Obiettivo, ...]
    unita: frozenset[int]


def normalizzato(testo: str) -> str:
    """Il testo senza accenti, maiuscole, punteggiatura e spazi doppi: ciò che fa uguali due titoli."""
    senza_accenti = "".join(c for c in unicodedata.normalize("NFD", testo) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", senza_accenti.casefold()))


def gruppi_uguali(obiettivi: Iterable[Obiettivo]) -> list[Gruppo]:
    """I gruppi di almeno due operativi con lo stesso titolo in almeno due unità, dal più diffuso."""
    per_testo: dict[str, list[Obiettivo]] = {}
    for obiettivo in obiettivi:
        if obiettivo.operativo and (testo := normalizzato(obiettivo.titolo)):
            per_testo.setdefault(testo, []).append(obiettivo)
    gruppi = [Gruppo(tuple(uguali), _unita(uguali)) for uguali in per_testo.values() if len(uguali) > 1]
    diffusi = [gruppo for gruppo in gruppi if len(gruppo.unita) > 1]
    return sorted(diffusi, key=lambda gruppo: (-len(gruppo.unita), gruppo.obiettivi[0].pk))


def _unita(obiettivi: Iterable[Obiettivo]) -> frozenset[int]:
    return frozenset(legame.unita for obiettivo in obiettivi for legame in obiettivo.unita)
