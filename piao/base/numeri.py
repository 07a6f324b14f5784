"""Numeri e date in parole italiane: l'unico posto da cui si stampano.

SQLite e PostgreSQL restituiscono lo stesso Decimal con un numero diverso di zeri; qui entra un Decimal (o un intero)
ed esce un testo sempre uguale. I `float` sono rifiutati: non sanno contare i centesimi.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

Numero = Decimal | int

NON_DISPONIBILE = "n.d."
MESI = (
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
)
MENO = "\u2212"
SPAZIO_UNITO = "\u00a0"


def numero(valore: Numero | None, decimali: int | None = None) -> str:
    """«1.234,5»: punto alle migliaia, virgola ai decimali, «n.d.» se il valore manca.

    Senza `decimali` si scrivono solo le cifre che servono; con `decimali` si arrotonda per eccesso a metà strada.
    Solleva TypeError per un `float`.
    """
    if valore is None:
        return NON_DISPONIBILE
    esatto = _arrotonda(_decimale(valore), decimali)
    segno = MENO if esatto < 0 else ""
    intera, _, frazione = f"{abs(esatto):f}".partition(".")
    if decimali is None:
        frazione = frazione.rstrip("0")
    return segno + f"{int(intera):,}".replace(",", ".") + (f",{frazione}" if frazione else "")


def _decimale(valore: Numero) -> Decimal:
    if isinstance(valore, bool) or not isinstance(valore, Decimal | int):
        raise TypeError(f"Serve un Decimal o un intero, non {type(valore).__name__}")
    return Decimal(valore)


def _arrotonda(valore: Decimal, decimali: int | None) -> Decimal:
    if decimali is None:
        return valore
    arrotondato = valore.quantize(Decimal(1).scaleb(-decimali), rounding=ROUND_HALF_UP)
    return abs(arrotondato) if arrotondato == 0 else arrotondato


def percento(valore: Numero | None, decimali: int | None = None) -> str:
    """«57,1%»: il valore è già in centesimi (57,1 e non 0,571)."""
    return NON_DISPONIBILE if valore is None else f"{numero(valore, decimali)}%"


def euro(valore: Numero | None, decimali: int = 2) -> str:
    """«29.000,00 €», con lo spazio che non va a capo."""
    return NON_DISPONIBILE if valore is None else f"{numero(valore, decimali)}{SPAZIO_UNITO}€"


def data_breve(giorno: date | None) -> str:
    """«30/01/2026»."""
    return NON_DISPONIBILE if giorno is None else f"{giorno:%d/%m/%Y}"


def data_estesa(giorno: date | None) -> str:
    """«30 gennaio 2026»; il primo del mese è «1° gennaio 2026»."""
    if giorno is None:
        return NON_DISPONIBILE
    numero_del_giorno = "1°" if giorno.day == 1 else str(giorno.day)
    return f"{numero_del_giorno} {MESI[giorno.month - 1]} {giorno.year}"
