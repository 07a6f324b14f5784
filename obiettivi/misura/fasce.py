"""Le tabelle di fasce: un punteggio cade in una e una sola fascia, oppure la tabella è sbagliata e si dice dove."""

from abc import abstractmethod
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise
from sys import maxsize
from typing import Protocol

from obiettivi.misura.numeri import CENTO, UNO, NonCalcolabile, arrotonda, conti_esatti, in_parole, pulito


class Esito(Protocol):
    """Ciò che una fascia dà a chi vi cade: una percentuale o un coefficiente."""

    formula: str

    @property
    @abstractmethod
    def dati(self) -> tuple[tuple[str, object], ...]:
        """I numeri della formula, oltre al punteggio."""

    @abstractmethod
    def di(self, punteggio: Decimal) -> Decimal:
        """Il valore per quel punteggio."""


@dataclass(frozen=True)
class Fisso:
    """Lo stesso valore per tutta la fascia."""

    valore: Decimal
    formula = "valore della fascia"
    dati = ()

    def di(self, punteggio: Decimal) -> Decimal:
        return self.valore


@dataclass(frozen=True)
class Proporzionale:
    """In proporzione al punteggio."""

    massimo: Decimal
    formula = "punteggio / punteggio massimo × 100"

    @property
    def dati(self) -> tuple[tuple[str, object], ...]:
        return (("punteggio massimo", self.massimo),)

    def di(self, punteggio: Decimal) -> Decimal:
        return punteggio * CENTO / self.massimo


@dataclass(frozen=True)
class Crescente:
    """Una quota all'ingresso della fascia, più un incremento per ogni punto oltre."""

    quota: Decimal
    incremento: Decimal
    da: Decimal
    formula = "quota + incremento × (punteggio − inizio della fascia)"

    @property
    def dati(self) -> tuple[tuple[str, object], ...]:
        return (("quota", self.quota), ("incremento", self.incremento), ("inizio della fascia", self.da))

    def di(self, punteggio: Decimal) -> Decimal:
        return self.quota + self.incremento * (punteggio - self.da)


@dataclass(frozen=True)
class Fascia:
    """Un tratto di punteggi, con o senza i suoi estremi; un estremo assente è senza limite."""

    esito: Esito
    da: Decimal | None = None
    a: Decimal | None = None
    da_incluso: bool = True
    a_incluso: bool = True
    nome: str = ""

    def contiene(self, punteggio: Decimal) -> bool:
        if self.da is not None and (punteggio < self.da or (punteggio == self.da and not self.da_incluso)):
            return False
        return self.a is None or punteggio < self.a or (punteggio == self.a and self.a_incluso)

    def __str__(self) -> str:
        estremi = [f"da {in_parole(self.da)}{'' if self.da_incluso else ' escluso'}"] if self.da is not None else []
        if self.a is not None:
            estremi.append(f"a {in_parole(self.a)}{'' if self.a_incluso else ' escluso'}")
        return self.nome or " ".join(estremi) or "senza limiti"


@dataclass(frozen=True)
class TabellaFasce:
    """Le fasce e i decimali a cui si porta il punteggio prima di cercarvelo (None: non si arrotonda)."""

    fasce: tuple[Fascia, ...]
    decimali: int | None = None

    def trova(self, punteggio: Decimal) -> Fascia:
        """La fascia del punteggio. Solleva NonCalcolabile se non è una sola."""
        cercato = self.cercato(punteggio)
        trovate = [fascia for fascia in self.fasce if fascia.contiene(cercato)]
        if len(trovate) != 1:
            quali = ", ".join(f"«{fascia}»" for fascia in trovate)
            dove = f"cade in più fasce: {quali}" if trovate else "non cade in nessuna fascia"
            raise NonCalcolabile(f"Il valore {in_parole(cercato)} {dove}.")
        return trovate[0]

    def cercato(self, punteggio: Decimal) -> Decimal:
        """Il punteggio come lo si cerca nelle fasce."""
        return pulito(punteggio) if self.decimali is None else arrotonda(punteggio, self.decimali)

    def difetto(self, *, decimali: int | None) -> str | None:
        """Il primo buco o la prima sovrapposizione fra gli estremi scritti, in una frase; None se la tabella tiene.

        `decimali` sono quelli che un punteggio può avere prima della ricerca; None: qualsiasi.
        """
        passo = self.decimali if self.decimali is not None else decimali
        with conti_esatti():
            return _difetto_continuo(self.fasce) if passo is None else _difetto_a_passi(self.fasce, passo)


# ---- dove una tabella non tiene ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scansione:
    """Quanti punti cadono in nessuna fascia e quanti in più d'una, e il primo di ciascun tipo."""

    buchi: int
    sovrapposizioni: int
    primo_buco: Decimal | None
    prima_sovrapposizione: Decimal | None

    @property
    def valida(self) -> bool:
        return not self.buchi and not self.sovrapposizioni


def scandisci(tabella: TabellaFasce, *, minimo: Decimal, massimo: Decimal, passo: Decimal) -> Scansione:
    """Tutti i punti da `minimo` a `massimo`, di `passo` in passo. Il tempo dipende dalle fasce, non dai punti.

    Solleva NonCalcolabile se il passo non è positivo, il massimo sta sotto il minimo o i punti sono troppi.
    """
    if passo <= 0 or massimo < minimo:
        raise NonCalcolabile("Per scandire le fasce servono un passo positivo e un massimo non inferiore al minimo.")
    with conti_esatti():
        quanti = int((massimo - minimo) / passo) + 1
        if quanti > maxsize:
            raise NonCalcolabile("I punti da scandire sono troppi: serve un passo più grande.")
        tratti = list(_tratti(tabella, quanti, minimo, passo))
        vuoti = [tratto for tratto in tratti if tratto[2] == 0]
        doppi = [tratto for tratto in tratti if tratto[2] > 1]
        return Scansione(
            buchi=sum(fine - inizio for inizio, fine, _ in vuoti),
            sovrapposizioni=sum(fine - inizio for inizio, fine, _ in doppi),
            primo_buco=minimo + passo * vuoti[0][0] if vuoti else None,
            prima_sovrapposizione=minimo + passo * doppi[0][0] if doppi else None,
        )


def _tratti(tabella: TabellaFasce, quanti: int, minimo: Decimal, passo: Decimal) -> Iterator[tuple[int, int, int]]:
    """I tratti di punti consecutivi coperti dallo stesso numero di fasce: (primo, dopo l'ultimo, quante fasce)."""
    indici = range(quanti)

    def punto(indice: int) -> Decimal:
        return tabella.cercato(minimo + passo * indice)

    cambi: Counter[int] = Counter()
    for fascia in tabella.fasce:
        primo = bisect_left if fascia.da_incluso else bisect_right
        dopo = bisect_right if fascia.a_incluso else bisect_left
        inizio = 0 if fascia.da is None else primo(indici, fascia.da, key=punto)
        fine = quanti if fascia.a is None else dopo(indici, fascia.a, key=punto)
        if inizio < fine:
            cambi[inizio] += 1
            cambi[fine] -= 1
    coperto = 0
    for inizio, fine in pairwise(sorted({0, quanti, *cambi})):
        coperto += cambi[inizio]
        yield inizio, fine, coperto


def _difetto_a_passi(fasce: Sequence[Fascia], decimali: int) -> str | None:
    estremi = _estremi(fasce)
    passo = UNO.scaleb(-decimali)
    if not estremi:
        return _quante(fasce, "qualsiasi punteggio", len(fasce))
    minimo = estremi[0].quantize(passo, rounding=ROUND_CEILING) - passo * any(fascia.da is None for fascia in fasce)
    massimo = estremi[-1].quantize(passo, rounding=ROUND_FLOOR) + passo * any(fascia.a is None for fascia in fasce)
    if massimo < minimo:
        return None
    trovato = scandisci(TabellaFasce(tuple(fasce)), minimo=minimo, massimo=massimo, passo=passo)
    sbagliati = [p for p in (trovato.primo_buco, trovato.prima_sovrapposizione) if p is not None]
    return _frase(fasce, min(sbagliati)) if sbagliati else None


def _difetto_continuo(fasce: Sequence[Fascia]) -> str | None:
    """Gli estremi e i punti di mezzo bastano: fra due estremi vicini non cambia nulla."""
    estremi = _estremi(fasce)
    if not estremi:
        return _quante(fasce, "qualsiasi punteggio", len(fasce))
    punti = {*estremi, *((primo + dopo) / 2 for primo, dopo in pairwise(estremi))}
    punti |= {estremi[0] - 1} if any(fascia.da is None for fascia in fasce) else set()
    punti |= {estremi[-1] + 1} if any(fascia.a is None for fascia in fasce) else set()
    return next((_frase(fasce, punto) for punto in sorted(punti) if _coperture(fasce, punto) != 1), None)


def _estremi(fasce: Sequence[Fascia]) -> list[Decimal]:
    return sorted({estremo for fascia in fasce for estremo in (fascia.da, fascia.a) if estremo is not None})


def _coperture(fasce: Sequence[Fascia], punto: Decimal) -> int:
    return sum(fascia.contiene(punto) for fascia in fasce)


def _frase(fasce: Sequence[Fascia], punto: Decimal) -> str | None:
    return _quante(fasce, f"il punteggio {in_parole(punto)}", _coperture(fasce, punto))


def _quante(fasce: Sequence[Fascia], chi: str, coperture: int) -> str | None:
    if coperture == 1:
        return None
    if not coperture:
        return f"{chi} non cade in nessuna fascia"
    return f"{chi} cade in {coperture} fasce"
