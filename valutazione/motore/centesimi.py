"""La quadratura: importi al centesimo la cui somma è esattamente quella voluta."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from obiettivi.misura import Passo, arrotonda
from obiettivi.misura.numeri import ZERO, conti_esatti, pulito

CENTESIMO = Decimal("0.01")


@dataclass(frozen=True)
class Quadrati:
    """Gli importi, ciò che non va a nessuno (`economia`), un passo per ogni importo."""

    importi: dict[str, Decimal]
    economia: Decimal
    passi: tuple[Passo, ...]


def al_centesimo(esatti: Mapping[str, Decimal], *, troncamento: bool = False) -> Quadrati:
    """Gli importi esatti, portati al centesimo. La loro somma è quella degli esatti, arrotondata.

    Ogni importo si tronca; i centesimi che mancano vanno ai resti più grandi (a parità, per ordine di chiave). Con
    `troncamento` restano in economia: chi ha lo stesso diritto riceve sempre gli stessi soldi.
    """
    with conti_esatti():
        puliti = {chi: pulito(esatto) for chi, esatto in esatti.items()}
        tronchi = {chi: esatto.quantize(CENTESIMO, rounding=ROUND_FLOOR) for chi, esatto in puliti.items()}
        mancano = arrotonda(sum(puliti.values(), ZERO), 2) - sum(tronchi.values(), ZERO)
        resti = sorted(puliti, key=lambda chi: (tronchi[chi] - puliti[chi], chi))
        premiati = set() if troncamento else set(resti[: int(mancano / CENTESIMO)])
    importi = {chi: tronco + CENTESIMO if chi in premiati else tronco for chi, tronco in tronchi.items()}
    passi = tuple(_passo(chi, puliti[chi], importi[chi], chi in premiati) for chi in importi)
    return Quadrati(importi, mancano if troncamento else ZERO, passi)


def _passo(chi: str, esatto: Decimal, importo: Decimal, premiato: bool) -> Passo:
    formula = "troncato, più un centesimo: il resto è fra i più grandi" if premiato else "troncato al centesimo"
    return Passo("centesimi", formula, (("esatto", esatto),), importo, chi)
