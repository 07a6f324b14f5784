"""Le righe che accompagnano un oggetto (unità, assegnazioni, fasi…): quali salvare e quali togliere."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Righe:
    """Ciò che una maschera chiede di scrivere. Si toglie prima di aggiungere: gli scambi non urtano i vincoli."""

    da_salvare: Sequence[Any] = field(default_factory=list)
    da_togliere: Sequence[Any] = field(default_factory=list)

    def __add__(self, altre: "Righe") -> "Righe":
        return Righe([*self.da_salvare, *altre.da_salvare], [*self.da_togliere, *altre.da_togliere])

    def __bool__(self) -> bool:
        return bool(self.da_salvare or self.da_togliere)

    def scrivi(self) -> None:
        for riga in self.da_togliere:
            riga.delete()
        for riga in self.da_salvare:
            riga.save()
