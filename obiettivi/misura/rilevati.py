"""Dal numeratore e dal denominatore rilevati al valore dell'indicatore, arrotondato ai suoi decimali."""

from decimal import Decimal

from obiettivi.misura.numeri import CENTO, UNO, NonCalcolabile, arrotonda, conti_esatti

PERCENTUALI = frozenset({"%", "percentuale", "per cento", "percento"})


def valore_dal_rapporto(numeratore: Decimal, denominatore: Decimal, *, unita: str, decimali: int) -> Decimal:
    """Numeratore / denominatore, per cento se l'unità di misura è una percentuale. Per eccesso a metà strada.

    Solleva NonCalcolabile se il denominatore è zero.
    """
    if not denominatore:
        raise NonCalcolabile("Il denominatore è zero: se non c'è nulla da contare, l'indicatore non è applicabile.")
    fattore = CENTO if unita.strip().lower() in PERCENTUALI else UNO
    with conti_esatti():
        return arrotonda(numeratore * fattore / denominatore, decimali)
