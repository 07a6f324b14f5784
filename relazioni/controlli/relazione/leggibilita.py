"""Quanto è facile un testo: l'indice Gulpease, pensato per l'italiano (da 0 a 100; sotto 40 è difficile)."""

import re
from decimal import ROUND_HALF_UP, Decimal

PAROLA = re.compile(r"\w+", re.UNICODE)
FRASE = re.compile(r"[.!?;]+(?:\s|$)|\n+")
PAROLE_MINIME = 50  # con meno parole l'indice non dice nulla


def gulpease(testo: str) -> Decimal | None:
    """89 + (300 × frasi − 10 × lettere) / parole, fra 0 e 100. None se il testo è troppo breve."""
    parole = PAROLA.findall(testo)
    if len(parole) < PAROLE_MINIME:
        return None
    lettere = sum(len(parola) for parola in parole)
    frasi = max(1, sum(1 for frase in FRASE.split(testo) if frase.strip()))
    indice = Decimal(89) + Decimal(300 * frasi - 10 * lettere) / len(parole)
    return min(Decimal(100), max(Decimal(0), indice)).quantize(Decimal(1), ROUND_HALF_UP)
