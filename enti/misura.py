"""I conti della stanza: variazioni, percentuali, totali, soglie. Entra un numero, esce un numero; se manca, None."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

DECIMO, CENTESIMO = Decimal("0.1"), Decimal("0.01")
CENTO = Decimal(100)


def quota(parte: int | None, tutto: int | None) -> Decimal | None:
    """La percentuale di una parte sul tutto, con un decimale («33,3»). None se manca un numero o il tutto è zero."""
    if parte is None or not tutto:
        return None
    return (CENTO * parte / tutto).quantize(DECIMO, ROUND_HALF_UP)


@dataclass(frozen=True)
class Variazione:
    """Di quanto un numero è cambiato rispetto al precedente: in assoluto e in percentuale (due decimali)."""

    assoluta: int
    percento: Decimal | None


def variazione(prima: int | None, dopo: int | None) -> Variazione | None:
    """None se uno dei due numeri manca; la percentuale è None se si partiva da zero."""
    if prima is None or dopo is None:
        return None
    percento = (CENTO * (dopo - prima) / prima).quantize(CENTESIMO, ROUND_HALF_UP) if prima else None
    return Variazione(dopo - prima, percento)


@dataclass(frozen=True)
class Abitanti:
    """La popolazione a una data, con ciò che se ne calcola."""

    alla_data: date
    totale: int
    maschi: int | None = None
    femmine: int | None = None
    famiglie: int | None = None
    variazione: Variazione | None = None
    nota: str = ""
    pk: int | None = None

    @property
    def quota_femmine(self) -> Decimal | None:
        return quota(self.femmine, self.totale)

    @property
    def quota_maschi(self) -> Decimal | None:
        return quota(self.maschi, self.totale)

    @property
    def componenti(self) -> Decimal | None:
        """I componenti medi per famiglia, con due decimali."""
        return (Decimal(self.totale) / self.famiglie).quantize(CENTESIMO, ROUND_HALF_UP) if self.famiglie else None


@dataclass(frozen=True)
class Settore:
    """Uomini e donne in servizio in un settore, o nella parte di un settore che ha una certa area contrattuale."""

    etichetta: str
    uomini: int
    donne: int
    area: str = ""

    @property
    def totale(self) -> int:
        return self.uomini + self.donne

    @property
    def quota_uomini(self) -> Decimal | None:
        return quota(self.uomini, self.totale)

    @property
    def quota_donne(self) -> Decimal | None:
        return quota(self.donne, self.totale)


@dataclass(frozen=True)
class Organico:
    """Il personale di un anno: le righe, i totali, la spesa. Il totale si calcola dalle righe, se ci sono."""

    anno: int
    alla_data: date | None = None
    settori: tuple[Settore, ...] = ()
    dichiarati: int | None = None
    meno_di_50: bool | None = None
    retribuzioni: Decimal | None = None
    irap: Decimal | None = None
    oneri: Decimal | None = None
    nota: str = ""
    pk: int | None = None

    @property
    def insieme(self) -> Settore | None:
        """La riga dei totali; None quando la ripartizione non si conosce."""
        if not self.settori:
            return None
        return Settore("Totale", sum(s.uomini for s in self.settori), sum(s.donne for s in self.settori))

    @property
    def con_aree(self) -> bool:
        """Qualche riga distingue l'area contrattuale."""
        return any(settore.area for settore in self.settori)

    @property
    def dipendenti(self) -> int | None:
        return self.insieme.totale if self.insieme else self.dichiarati

    @property
    def spesa(self) -> Decimal | None:
        """La somma delle voci di spesa conosciute; None se non se ne conosce nessuna."""
        voci = [voce for voce in (self.retribuzioni, self.irap, self.oneri) if voce is not None]
        return sum(voci, Decimal(0)) if voci else None


def con_variazioni(serie: Sequence[Abitanti]) -> tuple[Abitanti, ...]:
    """La serie in ordine di data, ognuna con la variazione rispetto alla precedente."""
    ordinata = sorted(serie, key=lambda a: a.alla_data)
    return tuple(
        Abitanti(**{**vars(questa), "variazione": variazione(prima.totale if prima else None, questa.totale)})
        for prima, questa in zip([None, *ordinata], ordinata, strict=False)
    )


def oltre(valore: int | None, limite: int, *, a_parita: str, sotto_dichiarato: bool | None = None) -> bool | None:
    """Se un numero supera una soglia. A parità decide `a_parita` («sotto» o «sopra»). None: non si sa.

    `sotto_dichiarato` è ciò che si sa quando il numero manca («meno di 50 dipendenti»).
    """
    if valore is None:
        return None if sotto_dichiarato is None else not sotto_dichiarato
    return valore > limite or (valore == limite and a_parita == "sopra")
