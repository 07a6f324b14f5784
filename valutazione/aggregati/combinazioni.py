"""Di chi si sa qualcosa combinando più somme: ogni gruppo di cui si dice la media è un'equazione. Puro.

Due tabelle accostate, tre gruppi di divisioni diverse, un totale meno due parti: sono tutte combinazioni delle stesse
equazioni. Se una di esse riguarda meno di k persone, di quelle persone si è detto qualcosa, comunque la si trovi.
Due anni non si combinano: i punteggi di un anno non compaiono in nessuna somma dell'altro.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

Persone = frozenset[int]
Equazione = list[Fraction]


def esposti(gruppi: Sequence[Persone], k: int) -> Persone | None:
    """Meno di k persone di cui una combinazione delle somme dei gruppi dice qualcosa. None se non ce ne sono."""
    simili = _simili(gruppi)
    equazioni = _ridotte([[Fraction(simile <= gruppo) for simile in simili] for gruppo in gruppi])
    for posti in _pochi([len(simile) for simile in simili], k):
        if _si_ricava(equazioni, posti):
            return frozenset().union(*(simili[posto] for posto in posti))
    return None


def _simili(gruppi: Sequence[Persone]) -> list[Persone]:
    """Chi sta negli stessi gruppi: nessuna somma li distingue, quindi valgono per uno."""
    per_firma = defaultdict[tuple[bool, ...], set[int]](set)
    for persona in sorted(frozenset().union(*gruppi)):
        per_firma[tuple(persona in gruppo for gruppo in gruppi)].add(persona)
    return [frozenset(chi) for chi in per_firma.values()]


def _pochi(quanti: Sequence[int], k: int, dal: int = 0) -> Iterator[tuple[int, ...]]:
    """Ogni scelta di posti che insieme contano meno di k persone, prima le più piccole."""
    for posto in range(dal, len(quanti)):
        if quanti[posto] < k:
            yield (posto,)
            yield from ((posto, *altri) for altri in _pochi(quanti, k - quanti[posto], posto + 1))


def _si_ricava(equazioni: Sequence[Equazione], posti: tuple[int, ...]) -> bool:
    """Se una combinazione delle equazioni parla soltanto di quei posti.

    Nelle equazioni ridotte ogni perno compare in una riga sola: servono soltanto quelle con il perno fra i posti.
    """
    utili = [riga for riga in equazioni if _perno(riga) in posti]
    fuori = [[valore for posto, valore in enumerate(riga) if posto not in posti] for riga in utili]
    return len(_ridotte(fuori)) < len(utili)


def _ridotte(righe: Sequence[Equazione]) -> list[Equazione]:
    """Le equazioni indipendenti, ciascuna con un perno che vale uno e manca nelle altre."""
    esito: list[Equazione] = []
    for riga in righe:
        resto = list(riga)
        for fatta in esito:
            resto = _senza(resto, fatta)
        if any(resto):
            guida = resto[_perno(resto)]
            nuova = [valore / guida for valore in resto]
            esito = [*(_senza(fatta, nuova) for fatta in esito), nuova]
    return esito


def _senza(riga: Equazione, altra: Equazione) -> Equazione:
    """La riga senza il perno dell'altra."""
    quanto = riga[_perno(altra)]
    return [a - quanto * b for a, b in zip(riga, altra, strict=True)] if quanto else riga


def _perno(riga: Equazione) -> int:
    return next(posto for posto, valore in enumerate(riga) if valore)
