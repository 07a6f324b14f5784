"""I risultati di più anni: l'ente, le unità, gli obiettivi che continuano."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from obiettivi.letture.cicli import cicli_gia_letti
from obiettivi.letture.risultati import Risultati, risultati_dei_cicli
from obiettivi.letture.risultati.tipi import RisultatoObiettivo
from obiettivi.models import Ciclo

ANNI = 4  # quello che si guarda e i tre prima: il triennio di confronto dell'art. 5


@dataclass(frozen=True)
class SerieDegliAnni:
    """Un grado per anno; None dove non c'era, o non era misurato."""

    nome: str
    gradi: tuple[Decimal | None, ...]
    pk: int = 0


@dataclass(frozen=True)
class NegliAnni:
    """Gli anni dal più lontano, e le serie da confrontare."""

    risultati: tuple[Risultati, ...]

    @property
    def anni(self) -> list[int]:
        return [uno.ciclo.anno for uno in self.risultati]

    @property
    def ente(self) -> SerieDegliAnni:
        return SerieDegliAnni(self.risultati[-1].ente.nome, tuple(uno.ente.grado for uno in self.risultati))

    @property
    def unita(self) -> list[SerieDegliAnni]:
        """Le unità dell'ultimo anno, ciascuna con i suoi gradi negli anni in cui c'era."""
        per_anno = [{una.pk: una.grado for una in uno.unita} for uno in self.risultati]
        return [
            SerieDegliAnni(una.nome, tuple(gradi.get(una.pk) for gradi in per_anno), una.pk)
            for una in self.risultati[-1].unita
        ]

    @property
    def obiettivi(self) -> list[SerieDegliAnni]:
        """Gli obiettivi dell'ultimo anno che continuano quelli di prima, risalendo di anno in anno."""
        per_pk = {uno.pk: uno for risultati in self.risultati for uno in risultati.obiettivi}
        anni = {uno.pk: risultati.ciclo.anno for risultati in self.risultati for uno in risultati.obiettivi}
        continuano = (uno for uno in self.risultati[-1].obiettivi if uno.precedente in per_pk)
        return [_serie(uno, per_pk, anni, self.anni) for uno in continuano]


def negli_anni(ciclo: Ciclo) -> NegliAnni:
    """I cicli approvati fino a questo, al più quattro. Le letture non crescono con gli anni né con gli obiettivi."""
    passati = [uno for uno in cicli_gia_letti(ciclo.ente) if uno.anno < ciclo.anno and uno.concluso][: ANNI - 1]
    return NegliAnni(tuple(risultati_dei_cicli([*reversed(passati), ciclo])))


def _serie(
    obiettivo: RisultatoObiettivo, per_pk: dict[int, RisultatoObiettivo], del_: dict[int, int], anni: Sequence[int]
) -> SerieDegliAnni:
    gradi: dict[int, Decimal | None] = {}
    qui: RisultatoObiettivo | None = obiettivo
    while qui is not None and del_[qui.pk] not in gradi:
        gradi[del_[qui.pk]] = qui.grado
        qui = per_pk.get(qui.precedente or 0)
    return SerieDegliAnni(obiettivo.nome, tuple(gradi.get(anno) for anno in anni), obiettivo.pk)
