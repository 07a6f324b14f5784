"""Le cifre di controllo dei codici fiscali e delle partite IVA: chi sbaglia a scrivere se ne accorge subito."""

import re

CODICE_PERSONA = re.compile(r"[A-Z]{6}[0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]")
DISPARI = dict(
    zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16)
        + (10, 22, 25, 24, 23),
        strict=True,
    )
)


def torna_numerico(codice: str) -> bool:
    """Il controllo di una partita IVA o di un codice fiscale di 11 cifre (D.M. 23.12.1976; formula di Luhn)."""
    if len(codice) != 11 or not codice.isdigit():
        return False
    pari = sum(sum(divmod(2 * int(cifra), 10)) for cifra in codice[1::2])
    return (sum(int(cifra) for cifra in codice[0::2]) + pari) % 10 == 0


def torna_personale(codice: str) -> bool:
    """Il controllo del codice fiscale di una persona (D.M. 23.12.1976, art. 8)."""
    if not CODICE_PERSONA.fullmatch(codice):
        return False
    dispari = sum(DISPARI[segno] for segno in codice[0:15:2])
    pari = sum(int(segno) if segno.isdigit() else ord(segno) - ord("A") for segno in codice[1:15:2])
    return chr(ord("A") + (dispari + pari) % 26) == codice[15]
