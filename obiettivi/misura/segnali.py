"""Che cosa, in un valore, merita uno sguardo in più. Non è un errore: è una domanda da farsi."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

CENTO = Decimal(100)
ANNI_FERMO = 3  # quanti anni con lo stesso valore fanno pensare che non lo si misuri davvero
MINIMI_AL_CENTO = 3  # un'unità con uno o due obiettivi può ben averli raggiunti tutti
A_POSTERIORI = timedelta(days=60)  # un valore scritto tanto dopo il giorno a cui si riferisce
AUMENTA, DIMINUISCE = "aumenta", "diminuisce"


def va_al_contrario(verso: str, prima: Decimal | None, adesso: Decimal | None) -> bool:
    """Peggiora: scende dove dovrebbe salire, o sale dove dovrebbe scendere."""
    if prima is None or adesso is None:
        return False
    return (verso == AUMENTA and adesso < prima) or (verso == DIMINUISCE and adesso > prima)


def e_fermo(valori: Sequence[Decimal | None]) -> bool:
    """Lo stesso valore, l'ultimo e quelli degli anni prima, per tre anni di seguito."""
    ultimi = list(valori[:ANNI_FERMO])
    return len(ultimi) == ANNI_FERMO and None not in ultimi and len(set(ultimi)) == 1


def tutti_al_cento(gradi: Sequence[Decimal | None]) -> bool:
    """Almeno tre misurati, e tutti al massimo: i target erano abbastanza sfidanti?"""
    misurati = [grado for grado in gradi if grado is not None]
    return len(misurati) >= MINIMI_AL_CENTO and all(grado >= CENTO for grado in misurati)


def scritto_dopo(rilevato_il: date | None, scritto_il: date | None) -> bool:
    """Scritto molto dopo il giorno a cui si riferisce."""
    return rilevato_il is not None and scritto_il is not None and scritto_il - rilevato_il > A_POSTERIORI
