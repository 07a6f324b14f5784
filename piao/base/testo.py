"""Il testo che arriva da fuori: si tolgono i caratteri di controllo, il resto resta com'è scritto."""

import unicodedata

from django.http import QueryDict

A_CAPO = "\n\r\t"


def senza_controlli(testo: str) -> str:
    """Il testo senza caratteri di controllo (tranne a capo e tabulazione): arrivano dai programmi di scrittura."""
    return "".join(c for c in testo if c in A_CAPO or unicodedata.category(c) != "Cc")


def pulito(dati: QueryDict) -> QueryDict:
    """Una copia di ciò che l'utente ha inviato, senza caratteri di controllo in nessun campo."""
    copia = dati.copy()
    for nome, valori in copia.lists():
        copia.setlist(nome, [senza_controlli(valore) if isinstance(valore, str) else valore for valore in valori])
    return copia
