"""I conti dei pesi: Decimal entra, Decimal esce. Chi non ha peso non conta zero: non conta, e lo si dice."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)
DIRETTO, CALCOLATO = "diretto", "calcolato"
ATTESO = {"percentuale": Decimal(100), "millesimi": Decimal(1000)}


class ScaleMiste(ValueError):
    """Pesi in scale diverse non si sommano."""


@dataclass(frozen=True)
class Pesato:
    """Un obiettivo per i conti: il peso effettivo (None se non l'ha), la scala, se è un prerequisito."""

    peso: Decimal | None
    scala: str
    prerequisito: bool = False


@dataclass(frozen=True)
class Totale:
    """La somma dei pesi in una scala. `atteso` è None se la scala non ne prescrive uno (punti, coefficiente)."""

    scala: str
    somma: Decimal
    atteso: Decimal | None
    con_peso: int
    senza_peso: int

    @property
    def residuo(self) -> Decimal | None:
        """Quanto manca al totale atteso; negativo se lo si è superato."""
        return None if self.atteso is None else self.atteso - self.somma

    @property
    def quadra(self) -> bool:
        """Vero se non c'è un totale atteso, oppure se è raggiunto esattamente."""
        return self.residuo is None or self.residuo == ZERO


def peso_effettivo(
    *, metodo: str, peso: Decimal | None, strategicita: Decimal | None, complessita: Decimal | None
) -> Decimal | None:
    """Il peso scritto oppure strategicità × complessità; None se manca un fattore."""
    if metodo == DIRETTO:
        return peso
    if strategicita is None or complessita is None:
        return None
    return strategicita * complessita


def totali_per_scala(voci: Iterable[Pesato]) -> list[Totale]:
    """Un totale per ogni scala usata, in ordine di scala. I prerequisiti non hanno peso e restano fuori."""
    per_scala: dict[str, list[Decimal | None]] = {}
    for voce in voci:
        if not voce.prerequisito:
            per_scala.setdefault(voce.scala, []).append(voce.peso)
    return [_totale(scala, pesi) for scala, pesi in sorted(per_scala.items())]


def somma_pesi(voci: Iterable[Pesato]) -> Totale | None:
    """Il totale di voci tutte nella stessa scala; None se non c'è nulla da pesare. Solleva ScaleMiste altrimenti."""
    totali = totali_per_scala(voci)
    if len(totali) > 1:
        raise ScaleMiste("I pesi sono in scale diverse (" + ", ".join(t.scala for t in totali) + "): non si sommano.")
    return totali[0] if totali else None


def _totale(scala: str, pesi: list[Decimal | None]) -> Totale:
    scritti = [peso for peso in pesi if peso is not None]
    return Totale(
        scala=scala,
        somma=sum(scritti, ZERO),
        atteso=ATTESO.get(scala),
        con_peso=len(scritti),
        senza_peso=len(pesi) - len(scritti),
    )
