"""I numeri che la legge, un contratto o la prassi possono cambiare, con norma e decorrenza.

Stanno in `parametri.json`, non nel codice: una norma che cambia chiude una riga (`al`) e ne aggiunge un'altra.
"""

import json
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("parametri.json")


class ParametroAssente(LookupError):
    """Quel giorno nessuna riga dà un valore: la norma non c'era ancora, o non c'è più."""


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
        return in_vigore(self.dal, self.al, il) and (not self.tipi or tipo in self.tipi)


@dataclass(frozen=True)
class Valore:
    """Un numero o un giorno dell'anno fissato da una norma per un tempo."""

    codice: str
    nome: str
    valore: str
    unita: str
    norma: str
    dal: date
    al: date | None

    @property
    def numero(self) -> Decimal:
        """Il valore come numero, nell'unità dichiarata. Solleva ValueError se è un giorno."""
        if self.unita == "giorno":
            raise ValueError(f"«{self.codice}» è un giorno dell'anno, non un numero.")
        return Decimal(self.valore)

    def nel(self, anno: int) -> date:
        """Il giorno («02-29») in un anno: se il mese è più corto, il suo ultimo giorno."""
        mese, giorno = (int(parte) for parte in self.valore.split("-"))
        return date(anno, mese, min(giorno, monthrange(anno, mese)[1]))


def in_vigore(dal: date, al: date | None, il: date) -> bool:
    return dal <= il and (al is None or il <= al)


@cache
def parametri() -> tuple[Parametro, ...]:
    """Le soglie, di ogni tempo."""
    return tuple(_parametro(**riga) for riga in _righe("soglie"))


def parametri_in_vigore(il: date, tipo: str) -> list[Parametro]:
    return [parametro for parametro in parametri() if parametro.vale(il, tipo)]


@cache
def valori() -> tuple[Valore, ...]:
    """I numeri e i giorni, di ogni tempo."""
    return tuple(Valore(**_con_date(riga)) for riga in _righe("valori"))


@cache
def valore(codice: str, il: date) -> Valore:
    """Il valore in vigore quel giorno. Solleva ParametroAssente se non ce n'è."""
    for voce in valori():
        if voce.codice == codice and in_vigore(voce.dal, voce.al, il):
            return voce
    raise ParametroAssente(f"Nessun valore per «{codice}» il {il:%d/%m/%Y}.")


def vige(codice: str, il: date) -> bool:
    """Quel giorno una norma dà un valore a questo parametro."""
    return any(voce.codice == codice and in_vigore(voce.dal, voce.al, il) for voce in valori())


def giorno_nell_anno(codice: str, anno: int) -> date | None:
    """Il giorno di un anno fissato dal parametro; None se quel giorno la norma non era in vigore."""
    giorni = ((voce.nel(anno), voce) for voce in valori() if voce.codice == codice)
    return next((giorno for giorno, voce in giorni if in_vigore(voce.dal, voce.al, giorno)), None)


def giorno_dopo(codice: str, evento: date) -> date | None:
    """Tanti giorni dopo un evento quanti ne dà il parametro; None se alla scadenza la norma non era in vigore."""
    giorni = ((evento + timedelta(days=int(voce.numero)), voce) for voce in valori() if voce.codice == codice)
    return next((giorno for giorno, voce in giorni if in_vigore(voce.dal, voce.al, giorno)), None)


def _righe(elenco: str) -> list[dict[str, Any]]:
    righe: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))[elenco]
    return righe


def _con_date(riga: dict[str, Any]) -> dict[str, Any]:
    fine = date.fromisoformat(riga["al"]) if riga["al"] else None
    return riga | {"dal": date.fromisoformat(riga["dal"]), "al": fine}


def _parametro(*, tipi: tuple[str, ...] = (), **resto: Any) -> Parametro:
    return Parametro(tipi=frozenset(tipi), **_con_date(resto))
