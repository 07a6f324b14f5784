"""Chi: l'ente, le unità, gli incarichi, le persone."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Ente:
    """`oltre` dice se supera la soglia del PIAO completo; None se i dipendenti non sono scritti."""

    slug: str
    nome: str = ""
    tipo: str = "comune"
    dipendenti: int | None = None
    oltre: bool | None = None
    a_parita: bool = False
    organismo: str = "Nucleo di valutazione"
    organismo_nota: str = ""
    organismo_dal: date | None = None
    organismo_al: date | None = None
    mandato_al: int | None = None


@dataclass(frozen=True)
class Unita:
    pk: int
    nome: str
    padre: int | None = None


@dataclass(frozen=True)
class Incarico:
    """Un incarico di chiunque nell'ente, valido o no: le date dicono quando."""

    pk: int
    tipo: str
    nome: str
    persona: int = 0
    chi: str = ""
    unita: int | None = None
    dal: date = date.min
    al: date | None = None
    responsabile_pagamenti: bool = False
    integrato: bool = False

    def vale(self, il: date) -> bool:
        return self.dal <= il and (self.al is None or il <= self.al)


@dataclass(frozen=True)
class Persona:
    pk: int
    cognome: str
    nome: str = ""
    dipendente: bool = True


@dataclass(frozen=True)
class Consultazione:
    incarico: int
    proposto_il: date | None = None
    negoziato_il: date | None = None
    concordato_il: date | None = None
