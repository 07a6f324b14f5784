"""Ciò che in un conto riuscito sorprende chi lo guarda: nessuno ha un premio, fra pari c'è un centesimo."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

from obiettivi.misura.numeri import ZERO
from valutazione.models import Premio, Simulazione

SOLDI = ("importo", "maggiorazione", "interim")
FATTI = (
    "punteggio", "escluso", "unita_id", "area", "tempo", "giorni", "assenza_giorni", "assenza_ore", "quota", "base",
)  # fmt: skip
CENTESIMO = Decimal("0.01")


def avvertenze(scenario: Simulazione, premi: Iterable[Premio] | None = None) -> list[str]:
    """Le frasi da dire accanto al risultato; nessuna se il conto non si fa, o non sorprende.

    Senza i `premi` già letti fa una lettura.
    """
    if scenario.problema:
        return []
    letti = scenario.premi.only("simulazione", *SOLDI, *FATTI) if premi is None else premi
    righe = list(letti)
    return [frase for frase in (_nessuno(scenario, righe), _fra_pari(righe)) if frase]


def _nessuno(scenario: Simulazione, premi: Collection[Premio]) -> str:
    """Perché nessuno riceve un premio."""
    if any(premio.totale for premio in premi):
        return ""
    if not sum((Decimal(importo) for _, importo in scenario.destinazioni), ZERO):
        return "Il fondo è di zero euro: nessuno riceve un premio, qualunque sia la valutazione."
    esclusi = sum(bool(premio.escluso) for premio in premi)
    perche = {0: "nessuna valutazione dà diritto a un premio", len(premi): "tutti ne sono esclusi"}
    altrimenti = f"{esclusi} {'ne è escluso' if esclusi == 1 else 'ne sono esclusi'}, gli altri non vi arrivano"
    return f"Nessuno riceve un premio: {perche.get(esclusi, altrimenti)}. La somma resta nel fondo."


def _fra_pari(premi: Collection[Premio]) -> str:
    """Chi ha gli stessi fatti riceve lo stesso, a meno di un centesimo: se c'è, si dice."""
    pari = defaultdict[tuple[object, ...], list[Decimal]](list)
    for premio in premi:
        pari[tuple(getattr(premio, nome) for nome in FATTI)].append(premio.importo)
    if not any(_per_un_centesimo(importi) for importi in pari.values()):
        return ""
    return (
        "Fra chi è pari in tutto alcuni hanno un centesimo in più: il fondo non si divide in parti uguali, "
        "e i centesimi che restano vanno ai primi della fila."
    )


def _per_un_centesimo(importi: Sequence[Decimal]) -> bool:
    return max(importi) - min(importi) == CENTESIMO
