"""Portare date, mesi e target da un anno a un altro. Conti puri."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date


def sposta_data(giorno: date | None, anni: int) -> date | None:
    """Lo stesso giorno dopo tanti anni; il 29 febbraio diventa 28 dove non c'è."""
    if giorno is None:
        return None
    anno = giorno.year + anni
    return date(anno, giorno.month, min(giorno.day, monthrange(anno, giorno.month)[1]))


def sposta_mesi(mesi: Iterable[str], anni: int) -> list[str]:
    """«2026-03» → «2027-03»."""
    return [f"{int(mese[:4]) + anni:04d}{mese[4:]}" for mese in mesi]


def mesi_rimasti(mesi: Iterable[str], dal: int) -> list[str]:
    """I mesi non ancora passati quando comincia l'anno `dal`."""
    return [mese for mese in mesi if int(mese[:4]) >= dal]


def anni_dei_target(anni: Iterable[int], *, da: int, a: int) -> dict[int, int]:
    """Anno vecchio → anno nuovo. Ciò che era già promesso per l'anno nuovo, o dopo, resta; altrimenti slitta tutto."""
    scritti = sorted(anni)
    futuri = [anno for anno in scritti if anno >= a]
    return {anno: anno for anno in futuri} if futuri else {anno: anno + a - da for anno in scritti}
