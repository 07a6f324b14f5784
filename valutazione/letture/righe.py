"""La scheda come tabella: i rami e le voci dell'albero, con il peso, il valore dato e il risultato che ne viene."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from obiettivi.misura import leggi_numero
from piao.base.numeri import numero
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
    punti: Decimal | None = None  # quanti ne può dare al più, se le regole lo dicono

    @property
    def quanto(self) -> str:
        """Il peso nel suo ramo o, se i componenti si sommano, i punti che può dare; vuoto se non è scritto."""
        if self.peso is not None:
            return numero(self.peso)
        return f"{numero(self.punti)} punti" if self.punti is not None else ""

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
    return [replace(riga, letta=None, risultato=None) for riga in righe]


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
        punti=_punti(nodo),
    )
    for figlio in figli:
        yield from _righe(figlio, profondita + 1, voci, lette, conto)


def _punti(nodo: Dati) -> Decimal | None:
    """L'estremo più alto della conversione finale, se è una proporzione."""
    finale = nodo.get("poi") or {}
    return max(map(leggi_numero, finale["a"])) if finale.get("tipo") == "lineare" else None
