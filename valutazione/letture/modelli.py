"""I sistemi pronti da cui partire: documenti nella forma dello scambio, con la fonte e ciò che la fonte non dice."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

CARTELLA = Path(__file__).parent.parent / "modelli"


class ModelloIgnoto(LookupError):
    """Non c'è un modello con quel nome."""


@dataclass(frozen=True)
class Modello:
    """Un sistema pronto. `non_detto`: ciò che la fonte non dice, e qui è una proposta o manca."""

    codice: str
    titolo: str
    descrizione: str
    per_chi: str
    fonte: str
    ordine: int
    non_detto: tuple[str, ...]
    documento: Mapping[str, Any]

    @property
    def nostro(self) -> bool:
        """Non viene da un ente: l'abbiamo scritto noi."""
        return not self.fonte

    @property
    def schede(self) -> list[str]:
        return [caso["configurazione"]["denominazione"] for caso in self.documento["casi"]]


@cache
def modelli() -> tuple[Modello, ...]:
    """Tutti i modelli, dai nostri a quelli di enti veri."""
    letti = [_leggi(percorso) for percorso in CARTELLA.glob("*.json")]
    return tuple(sorted(letti, key=lambda modello: (modello.ordine, modello.codice)))


def modello(codice: str) -> Modello:
    """Il modello con quel nome. Solleva ModelloIgnoto."""
    trovato = next((uno for uno in modelli() if uno.codice == codice), None)
    if trovato is None:
        raise ModelloIgnoto(codice)
    return trovato


def _leggi(percorso: Path) -> Modello:
    documento = json.loads(percorso.read_text("utf-8"))
    scritto = documento["modello"]
    return Modello(
        codice=percorso.stem,
        titolo=scritto["titolo"],
        descrizione=scritto["descrizione"],
        per_chi=scritto["per_chi"],
        fonte=scritto.get("fonte", ""),
        ordine=scritto["ordine"],
        non_detto=tuple(scritto.get("non_detto", ())),
        documento=documento,
    )
