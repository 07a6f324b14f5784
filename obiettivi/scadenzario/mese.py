"""Un mese come griglia: settimane dal lunedì alla domenica, ogni giorno con le sue scadenze."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from obiettivi.scadenzario.calcolo import Scadenza
from piao.base.numeri import MESI


@dataclass(frozen=True)
class Giorno:
    """Un giorno della griglia; `fuori` se è del mese prima o di quello dopo."""

    data: date
    fuori: bool
    oggi: bool
    scadenze: tuple[Scadenza, ...]


@dataclass(frozen=True)
class Mese:
    """La griglia di un mese, con i mesi vicini scritti «2027-02»."""

    nome: str
    prima: str
    dopo: str
    settimane: tuple[tuple[Giorno, ...], ...]

    @property
    def scadenze(self) -> list[Scadenza]:
        """Quelle del mese, in ordine: l'elenco per chi non vede la griglia."""
        giorni = (giorno for settimana in self.settimane for giorno in settimana if not giorno.fuori)
        return [scadenza for giorno in giorni for scadenza in giorno.scadenze]


def mese_di(quale: date, scadenze: Iterable[Scadenza], *, oggi: date) -> Mese:
    """La griglia del mese in cui cade `quale`."""
    per_giorno: dict[date, list[Scadenza]] = {}
    for scadenza in scadenze:
        if scadenza.giorno:
            per_giorno.setdefault(scadenza.giorno, []).append(scadenza)
    settimane = Calendar().monthdatescalendar(quale.year, quale.month)
    return Mese(
        nome=f"{MESI[quale.month - 1]} {quale.year}",
        prima=f"{quale.replace(day=1) - timedelta(days=1):%Y-%m}",
        dopo=f"{quale.replace(day=28) + timedelta(days=4):%Y-%m}",
        settimane=tuple(
            tuple(Giorno(g, g.month != quale.month, g == oggi, tuple(per_giorno.get(g, ()))) for g in settimana)
            for settimana in settimane
        ),
    )
