"""I numeri che la legge può cambiare, con norma e decorrenza: stanno in `parametri.json`, non nel codice."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Parametro:
    """Una soglia di legge. `a_parita` dice da che parte sta chi ha esattamente il numero del limite."""

    codice: str
    nome: str
    misura: str
    limite: int
    a_parita: str
    sotto: str
    sopra: str
    nota_parita: str
    norma: str
    dal: date
    al: date | None
    tipi: frozenset[str] = frozenset()

    def vale(self, il: date, tipo: str) -> bool:
        """In vigore quel giorno, per quel tipo di ente (nessun tipo: per tutti)."""
        return self.dal <= il and (self.al is None or il <= self.al) and (not self.tipi or tipo in self.tipi)


@cache
def parametri() -> tuple[Parametro, ...]:
    righe: list[dict[str, Any]] = json.loads(Path(__file__).with_name("parametri.json").read_text(encoding="utf-8"))
    return tuple(_parametro(**riga) for riga in righe)


def parametri_in_vigore(il: date, tipo: str) -> list[Parametro]:
    return [parametro for parametro in parametri() if parametro.vale(il, tipo)]


def _parametro(*, dal: str, al: str | None, tipi: tuple[str, ...] = (), **resto: Any) -> Parametro:
    fine = date.fromisoformat(al) if al else None
    return Parametro(dal=date.fromisoformat(dal), al=fine, tipi=frozenset(tipi), **resto)
