"""Com'è andata, in una parola: le fasce con cui si contano gli obiettivi. Chi non è misurato sta in una fascia sua."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

CENTO, VICINO, META = Decimal(100), Decimal(80), Decimal(50)


class Esito(StrEnum):
    """L'ordine è quello in cui si leggono."""

    RAGGIUNTO = "raggiunto"
    QUASI = "quasi raggiunto"
    IN_PARTE = "raggiunto in parte"
    LONTANO = "lontano dal target"
    NEUTRALIZZATO = "neutralizzato"
    NON_MISURATO = "non misurato"


SPIEGATI = {
    Esito.RAGGIUNTO: "100%",
    Esito.QUASI: "da 80% a meno di 100%",
    Esito.IN_PARTE: "da 50% a meno di 80%",
    Esito.LONTANO: "meno di 50%",
    Esito.NEUTRALIZZATO: "tolto dal conto con un atto",
    Esito.NON_MISURATO: "n.d.: manca un valore, e non è zero",
}

PLURALI = {
    Esito.RAGGIUNTO: "raggiunti",
    Esito.QUASI: "quasi raggiunti",
    Esito.IN_PARTE: "raggiunti in parte",
    Esito.LONTANO: "lontani dal target",
    Esito.NEUTRALIZZATO: "neutralizzati",
    Esito.NON_MISURATO: "non misurati",
}


def di_quanti(esito: Esito, quanti: int) -> str:
    """«raggiunto» di uno, «raggiunti» di più d'uno e di nessuno."""
    return str(esito) if quanti == 1 else PLURALI[esito]


def esito_di(grado: Decimal | None, *, neutralizzato: bool = False) -> Esito:
    """La fascia di un grado fra 0 e 100; un obiettivo neutralizzato resta tale, qualunque sia il suo grado."""
    if neutralizzato:
        return Esito.NEUTRALIZZATO
    if grado is None:
        return Esito.NON_MISURATO
    if grado >= CENTO:
        return Esito.RAGGIUNTO
    if grado >= VICINO:
        return Esito.QUASI
    return Esito.IN_PARTE if grado >= META else Esito.LONTANO


def conta_esiti(esiti: Iterable[Esito]) -> dict[Esito, int]:
    """Quanti per ciascun esito; tutti gli esiti, anche quelli che nessuno ha."""
    letti = list(esiti)
    return {esito: letti.count(esito) for esito in Esito}
