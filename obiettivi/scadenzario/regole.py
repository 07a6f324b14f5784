"""Le scadenze come le dicono le norme, in `scadenze.json`: una norma che cambia chiude una riga e apre la sua."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from enti.parametri import in_vigore

FILE = Path(__file__).with_name("scadenze.json")
# Certezze per cui una persona deve ancora leggere la norma: a mente, o interpretazione discussa.
DA_VERIFICARE = frozenset({"GK-h", "GK-m", "GK-l", "INT"})


@dataclass(frozen=True)
class Regola:
    """Una scadenza, qualunque sia l'anno. `termine` dà una formula per ogni condizione; «» vale per tutti gli altri.

    `prova` è il dato del programma che la dice fatta; se manca, la si segna a mano. `solo_se` e `non_dovuta_se`
    guardano le condizioni dell'ente («bilancio_differito») o l'esito di un'altra scadenza («tardiva:piano»).
    """

    codice: str
    nome: str
    norma: str
    termine: Mapping[str, str]
    chi: str
    ruoli: frozenset[str]
    dal: date
    al: date | None = None
    certezza: str = "F"
    di_legge: bool = True
    rilievo: bool = False
    solo_se: str = ""
    non_dovuta_se: Mapping[str, str] = field(default_factory=dict)
    prova: str = ""
    come: str = ""
    effetto: str = ""
    nota: str = ""

    @property
    def da_verificare(self) -> bool:
        return self.certezza in DA_VERIFICARE

    def vale(self, il: date) -> bool:
        """In vigore quel giorno: per una scadenza, il giorno in cui cade."""
        return in_vigore(self.dal, self.al, il)


@cache
def tutte() -> tuple[Regola, ...]:
    """Le scadenze di ogni tempo, nell'ordine del file: chi dipende da un'altra viene dopo."""
    righe: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["scadenze"]
    return tuple(_regola(**riga) for riga in righe)


def _regola(*, termine: str | dict[str, str], ruoli: list[str], dal: str, al: str | None, **resto: Any) -> Regola:
    return Regola(
        termine={"": termine} if isinstance(termine, str) else termine,
        ruoli=frozenset(ruoli),
        dal=date.fromisoformat(dal),
        al=date.fromisoformat(al) if al else None,
        **resto,
    )
