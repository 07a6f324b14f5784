"""Le tabelle pubblicate così come sono (i premi, il Sistema): la forma in cui si congelano, e come escono.

    {"testo": ["…"], "tabelle": [{"titolo": "…", "colonne": ["…"], "righe": [["…", {"n": "12.5"}, null]]}]}

Un numero è un oggetto con le sue cifre: non si confonde con un testo e non dipende da come lo si rilegge. Un null è un
dato che non c'è, o che si tace perché riguarda troppo poche persone.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from piao.base.ods import ODS, in_ods
from piao.base.tabelle import CSV, XLSX, Cella, Foglio, in_csv, in_xlsx_a_fogli
from relazioni.pubblico.formati import scritto

Riga = tuple[Cella, ...]


@dataclass(frozen=True)
class Tabella:
    titolo: str
    colonne: tuple[str, ...]
    righe: tuple[Riga, ...]

    @property
    def numeriche(self) -> set[int]:
        """Le colonne con soli numeri, da allineare a destra."""
        return {
            posto
            for posto in range(len(self.colonne))
            if self.righe and all(not isinstance(riga[posto], str) for riga in self.righe)
        }


@dataclass(frozen=True)
class Tabelle:
    """Ciò che una pubblicazione fatta di dati contiene."""

    testo: tuple[str, ...] = ()
    tabelle: tuple[Tabella, ...] = ()


def congela(tabelle: Tabelle) -> str:
    """JSON canonico: stesse tabelle, stessi byte."""
    dati = {
        "testo": list(tabelle.testo),
        "tabelle": [
            {"titolo": t.titolo, "colonne": list(t.colonne), "righe": [[_puro(c) for c in riga] for riga in t.righe]}
            for t in tabelle.tabelle
        ],
    }
    return json.dumps(dati, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def rileggi(contenuto: str) -> Tabelle:
    dati = json.loads(contenuto)
    tabelle = (
        Tabella(t["titolo"], tuple(t["colonne"]), tuple(tuple(_cella(c) for c in riga) for riga in t["righe"]))
        for t in dati["tabelle"]
    )
    return Tabelle(tuple(dati["testo"]), tuple(tabelle))


def _puro(cella: Cella) -> Any:
    match cella:
        case Decimal():
            return {"n": f"{cella.normalize():f}"}
        case int():
            return {"n": str(cella)}
        case None | str():
            return cella
    return cella.isoformat()


def _cella(scritta: Any) -> Cella:
    return Decimal(scritta["n"]) if isinstance(scritta, dict) else scritta


# ---- uscite ----------------------------------------------------------------------------------------------------


def _fogli(tabelle: Tabelle) -> list[Foglio]:
    return [Foglio(t.titolo, t.colonne, t.righe) for t in tabelle.tabelle]


def _csv(tabelle: Tabelle) -> bytes:
    """Una riga per cella: così tabelle diverse stanno in un file solo."""
    righe: list[Sequence[Cella]] = [
        (t.titolo, numero, colonna, cella)
        for t in tabelle.tabelle
        for numero, riga in enumerate(t.righe, start=1)
        for colonna, cella in zip(t.colonne, riga, strict=True)
    ]
    return in_csv(("tabella", "riga", "colonna", "valore"), righe)


def _json(tabelle: Tabelle) -> bytes:
    return scritto(json.loads(congela(tabelle)))


SCRITTURE: dict[str, tuple[str, Callable[[Tabelle], bytes]]] = {
    "csv": (CSV, _csv),
    "json": ("application/json", _json),
    "xlsx": (XLSX, lambda tabelle: in_xlsx_a_fogli(_fogli(tabelle))),
    "ods": (ODS, lambda tabelle: in_ods(_fogli(tabelle))),
}
