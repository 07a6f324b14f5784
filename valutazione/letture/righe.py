"""La scheda come tabella: i rami e le voci dell'albero, con il peso, il valore dato e il risultato che ne viene."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from obiettivi.misura import leggi_numero
from valutazione.letture.conto import Conto
from valutazione.letture.istantanea import Istantanea
from valutazione.letture.voci import VoceLetta
from valutazione.models import Voce

Dati = Mapping[str, Any]


@dataclass(frozen=True)
class Riga:
    """Un nodo della scheda; una foglia ha la sua voce, e quando si vede il suo valore."""

    codice: str
    nome: str
    profondita: int
    ramo: bool
    peso: Decimal | None = None
    voce: Voce | None = None
    letta: VoceLetta | None = None
    risultato: Decimal | None = None
    descrizione: str = ""

    @property
    def testa(self) -> bool:
        """Un componente principale: dà il titolo al suo gruppo."""
        return self.profondita == 1


def righe_del_conto(conto: Conto) -> list[Riga]:
    """Le righe di una scheda assegnata, con valori e risultati."""
    radice = (conto.scheda.istantanea or {}).get("scheda")
    lette = {voce.codice: voce for voce in conto.voci}
    voci = {codice: letta.voce for codice, letta in lette.items()}
    return list(_righe(radice, 0, voci, lette, conto)) if radice else []


def righe_previste(istantanea: Istantanea) -> list[Riga]:
    """Le righe di una scheda ancora da assegnare: ciò che la persona riceverebbe oggi."""
    radice = istantanea.dati.get("scheda")
    voci = {voce.codice: voce for voce in istantanea.voci}
    return list(_righe(radice, 0, voci, {}, None)) if radice else []


def senza_valori(righe: list[Riga]) -> list[Riga]:
    """Le stesse righe per chi non può ancora vedere la valutazione."""
    return [Riga(r.codice, r.nome, r.profondita, r.ramo, r.peso, r.voce, descrizione=r.descrizione) for r in righe]


def _righe(
    nodo: Dati, profondita: int, voci: Mapping[str, Voce], lette: Mapping[str, VoceLetta], conto: Conto | None
) -> Iterator[Riga]:
    codice, figli = str(nodo["cod"]), nodo.get("figli", [])
    yield Riga(
        codice=codice,
        nome=str(nodo.get("denominazione") or codice),
        profondita=profondita,
        ramo=bool(figli),
        peso=leggi_numero(nodo["peso"], "peso") if nodo.get("peso") is not None else None,
        voce=voci.get(codice),
        letta=lette.get(codice),
        risultato=conto.di(codice) if conto else None,
        descrizione=str(nodo.get("descrizione", "")),
    )
    for figlio in figli:
        yield from _righe(figlio, profondita + 1, voci, lette, conto)
