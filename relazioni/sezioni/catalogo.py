"""Che cosa si scrive in un documento, dove, e con quale testo di partenza.

Le parti `precompilata` hanno un testo modello in `relazioni/testi/` (un file per chiave; `chiave.B.html` vale solo per
l'impostazione B; quelle della Relazione stanno nella sua cartella). Le altre le scrive soltanto l'ente: contesto,
missione, criticità non si inventano, e la `guida` dice che cosa ci va. L'ordine è quello dell'elenco.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from django.db import models

from obiettivi.voci import Impostazione

TESTI = Path(__file__).parents[1] / "testi"
TUTTE = "".join(Impostazione.values)


@dataclass(frozen=True)
class VoceCatalogo:
    """Una parte prevista.

    `solo_semplificato`: soltanto negli enti fino a 50 dipendenti (norme R50-R52); `dal`: il primo anno in cui il testo
    è vero, perché le norme che cita non valgono per i cicli precedenti. `cartella`: dove sta il testo modello.
    """

    chiave: str
    titolo: str
    capitolo: Any
    guida: str
    precompilata: bool = False
    impostazioni: str = TUTTE
    solo_semplificato: bool = False
    dal: int = 0
    cartella: str = ""

    def testo_modello(self, impostazione: str) -> str:
        """Il testo di partenza per l'impostazione; vuoto se la parte non è precompilata."""
        return _leggi(self.cartella, self.chiave, impostazione or Impostazione.A) if self.precompilata else ""


@cache
def _leggi(cartella: str, chiave: str, impostazione: str) -> str:
    proprio = TESTI / cartella / f"{chiave}.{impostazione}.html"
    file = proprio if proprio.exists() else TESTI / cartella / f"{chiave}.html"
    return file.read_text(encoding="utf-8").strip()


def precompilata(chiave: str, titolo: str, capitolo: Any, guida: str, **condizioni: Any) -> VoceCatalogo:
    return VoceCatalogo(chiave, titolo, capitolo, guida, precompilata=True, **condizioni)


@dataclass(frozen=True)
class Catalogo:
    """Le parti previste di un documento, nei suoi capitoli."""

    documento: str
    capitoli: type[models.TextChoices]
    voci: tuple[VoceCatalogo, ...]

    @cached_property
    def per_chiave(self) -> dict[str, VoceCatalogo]:
        return {voce.chiave: voce for voce in self.voci}

    @cached_property
    def ordine(self) -> dict[str, int]:
        """Il posto di ogni parte, lo stesso per ogni impostazione; in mezzo c'è spazio per quelle dell'ente."""
        return {voce.chiave: 10 * posto for posto, voce in enumerate(self.voci, start=1)}

    def previste(self, impostazione: str, *, anno: int, semplificato: bool | None) -> list[VoceCatalogo]:
        """Le parti previste per un ciclo. `semplificato` None = non si sa quanti sono i dipendenti.

        Un Piano autonomo (impostazione C) è per sua natura di un ente fino a 50 dipendenti.
        """
        piccolo = impostazione == Impostazione.C if semplificato is None else semplificato
        return [
            voce
            for voce in self.voci
            if (not impostazione or impostazione in voce.impostazioni)
            and (piccolo or not voce.solo_semplificato)
            and anno >= voce.dal
        ]

    def numera(self, chiavi: Iterable[str]) -> list[int]:
        """I numeri d'ordine di un elenco di parti: quelli previsti finché ne segue l'ordine, altrimenti di seguito.

        Così una parte scritta resta al suo posto fra quelle che l'ente non ha ancora toccato.
        """
        numeri: list[int] = []
        for chiave in chiavi:
            numeri.append(max(self.ordine.get(chiave, 0), numeri[-1] + 1 if numeri else 1))
        return numeri
