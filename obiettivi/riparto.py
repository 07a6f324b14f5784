"""Dividere un totale in parti che, arrotondate, tornano esattamente al totale. Conti puri.

Si usa il metodo dei resti più alti: ogni parte si tronca ai decimali voluti e le unità che avanzano vanno,
una ciascuna, alle parti che hanno perso di più. A parità di resto vince chi viene prima.
"""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal, localcontext


def in_proporzione(totale: Decimal, valori: Sequence[Decimal], *, decimali: int) -> list[Decimal]:
    """Le parti di `totale` proporzionali ai `valori`, con al più `decimali` cifre dopo la virgola.

    Solleva ValueError se non c'è fra chi dividere, se un valore o il totale è negativo, se i valori sono tutti zero,
    o se il totale ha più decimali di quelli voluti (nessun arrotondamento potrebbe tornare).
    """
    _controlla(totale, valori, decimali)
    passo = Decimal(1).scaleb(-decimali)
    with localcontext() as conti:
        conti.prec = 60
        somma = sum(valori, Decimal(0))
        esatte = [totale * valore / somma for valore in valori]
        parti = [esatta.quantize(passo, rounding=ROUND_FLOOR) for esatta in esatte]
        avanzano = int((totale - sum(parti, Decimal(0))) / passo)
        # Il resto si confronta moltiplicato per la somma: una divisione farebbe diversi due resti uguali.
        resti = [totale * valore - parte * somma for valore, parte in zip(valori, parti, strict=True)]
    for posto in sorted(range(len(parti)), key=lambda i: (-resti[i], i))[:avanzano]:
        parti[posto] += passo
    return parti


def in_parti_uguali(totale: Decimal, quante: int, *, decimali: int) -> list[Decimal]:
    """`totale` in parti uguali, o diverse al più di un'unità dell'ultima cifra. Errori: come `in_proporzione`."""
    return in_proporzione(totale, [Decimal(1)] * quante, decimali=decimali)


def _controlla(totale: Decimal, valori: Sequence[Decimal], decimali: int) -> None:
    if not valori:
        raise ValueError("Non c'è niente fra cui dividere.")
    if totale < 0 or any(valore < 0 for valore in valori):
        raise ValueError("Un peso non può essere negativo.")
    if not any(valori):
        raise ValueError("I pesi sono tutti zero: non c'è una proporzione da rispettare.")
    if totale != totale.quantize(Decimal(1).scaleb(-decimali), rounding=ROUND_FLOOR):
        raise ValueError("Il totale ha più decimali di quelli scelti.")
