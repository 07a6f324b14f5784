"""La griglia di una parte: una maschera per ogni indicatore e per ogni fase, ciascuna con il suo salvataggio."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from obiettivi.forms.monitoraggio import AvanzamentoForm, DiRiga, RilevazioneForm
from obiettivi.letture.rilevazioni import Parte, RigaFase, RigaIndicatore, RigaObiettivo


@dataclass(frozen=True)
class RigaMaschera:
    """Una riga e la sua maschera; senza maschera si legge soltanto."""

    riga: RigaIndicatore | RigaFase
    form: DiRiga | None


@dataclass(frozen=True)
class ObiettivoMaschera:
    riga: RigaObiettivo
    indicatori: list[RigaMaschera]
    fasi: list[RigaMaschera]


@dataclass(frozen=True)
class Griglia:
    """Ciò che una persona vede di una parte: se `scrive`, righe da compilare; `in_corso` è quella appena inviata."""

    parte: Parte
    scrive: bool
    in_corso: DiRiga | None = field(default=None)

    def __iter__(self) -> Iterator[ObiettivoMaschera]:
        for riga in self.parte.obiettivi:
            yield ObiettivoMaschera(
                riga,
                [RigaMaschera(indicatore, self._indicatore(indicatore)) for indicatore in riga.indicatori],
                [RigaMaschera(fase, self._fase(fase)) for fase in riga.fasi],
            )

    def _indicatore(self, riga: RigaIndicatore) -> DiRiga | None:
        return self._inviata(f"r{riga.pk}") or (RilevazioneForm(riga=riga) if self.scrive else None)

    def _fase(self, riga: RigaFase) -> DiRiga | None:
        nuova = AvanzamentoForm(riga=riga, sessione=self.parte.sessione) if self.scrive else None
        return self._inviata(f"f{riga.pk}") or nuova

    def _inviata(self, prefisso: str) -> DiRiga | None:
        return self.in_corso if self.in_corso is not None and self.in_corso.prefix == prefisso else None
