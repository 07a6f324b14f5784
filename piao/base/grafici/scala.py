"""Assi con numeri tondi. Conti puri: dal valore alla posizione, e i gradini da scrivere."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

GRADINI_VOLUTI = 4
PASSI = ("1", "2", "2.5", "5", "10")


@dataclass(frozen=True)
class Scala:
    """Un intervallo [minimo, massimo] diviso in gradini tondi (1, 2, 2,5 o 5 per una potenza di dieci)."""

    minimo: Decimal
    massimo: Decimal
    gradino: Decimal

    def frazione(self, valore: Decimal) -> float:
        """Dove sta il valore fra minimo (0) e massimo (1)."""
        return float((valore - self.minimo) / (self.massimo - self.minimo))

    @property
    def gradini(self) -> list[Decimal]:
        quanti = int((self.massimo - self.minimo) / self.gradino)
        return [self.minimo + self.gradino * i for i in range(quanti + 1)]


def scala_per(valori: Iterable[Decimal | None], *, da_zero: bool = True) -> Scala:
    """La scala più stretta che contiene i valori (i mancanti non contano); parte da zero salvo richiesta.

    Dove i valori sono interi (persone, obiettivi) lo sono anche i gradini: mezza persona non si conta.
    """
    presenti = [valore for valore in valori if valore is not None] or [Decimal(0)]
    basso, alto = min(presenti), max(presenti)
    if da_zero:
        basso, alto = min(basso, Decimal(0)), max(alto, Decimal(0))
    if basso == alto:
        alto = basso + 1
    interi = all(valore == valore.to_integral_value() for valore in presenti)
    gradino = _gradino_tondo((alto - basso) / GRADINI_VOLUTI, interi=interi)
    return Scala(_al_gradino(basso, gradino, ROUND_FLOOR), _al_gradino(alto, gradino, ROUND_CEILING), gradino)


def _gradino_tondo(almeno: Decimal, *, interi: bool) -> Decimal:
    if interi:
        almeno = max(almeno, Decimal(1))
    potenza = Decimal(10) ** almeno.adjusted()
    tondi = (potenza * Decimal(passo) for passo in PASSI)
    return next(tondo for tondo in tondi if tondo >= almeno and not (interi and tondo % 1))


def _al_gradino(valore: Decimal, gradino: Decimal, verso: str) -> Decimal:
    return (valore / gradino).to_integral_value(rounding=verso) * gradino
