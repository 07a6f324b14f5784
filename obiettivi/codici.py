"""Il codice di verifica di una versione: corto, senza lettere che si confondono, ricavato dal contenuto.

Trentadue segni (niente I, O, 0, 1), dodici in tutto: sessanta bit dell'impronta SHA-256, che nessuno indovina.
"""

import re

ALFABETO = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
SEGNI, GRUPPO = 12, 4
BIT_PER_SEGNO = 5
FORMA = re.compile(rf"([{ALFABETO}]{{{GRUPPO}}})" * (SEGNI // GRUPPO))


def codice_da(impronta: str) -> str:
    """«K7QM-2XWD-9RTC» da un'impronta esadecimale. Solleva ValueError se non lo è."""
    bit = int(impronta, 16) >> (4 * len(impronta) - BIT_PER_SEGNO * SEGNI)
    segni = [ALFABETO[bit >> (BIT_PER_SEGNO * posto) & 31] for posto in reversed(range(SEGNI))]
    return in_gruppi("".join(segni))


def in_gruppi(segni: str) -> str:
    return "-".join(segni[da : da + GRUPPO] for da in range(0, len(segni), GRUPPO))


def codice_scritto(testo: str) -> str:
    """Il codice come lo si è copiato a mano: minuscole, spazi e trattini non contano. Vuoto se non è un codice."""
    segni = re.sub(r"[^A-Z0-9]", "", testo.upper())
    return in_gruppi(segni) if FORMA.fullmatch(segni) else ""
