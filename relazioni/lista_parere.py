"""Le liste con cui l'organismo di valutazione esamina il Piano e valida la Relazione: domande, con la norma."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db import models

from piao.base.controlli import Esito, Rilievo

CARTELLA = Path(__file__).parent
PIANO, RELAZIONE = "lista_parere", "criteri_validazione"


class Risposta(models.TextChoices):
    SI = "si", "sì"
    IN_PARTE = "in_parte", "in parte"
    NO = "no", "no"
    NON_RIGUARDA = "non_riguarda", "non riguarda"


@dataclass(frozen=True)
class Domanda:
    """Una domanda della lista; `controlli` sono i codici delle regole automatiche che aiutano a rispondere."""

    codice: str
    domanda: str
    norma: str
    controlli: tuple[str, ...] = ()

    def rilievi(self, esito: Esito) -> list[Rilievo]:
        """Ciò che i controlli automatici hanno trovato su questa domanda."""
        return [rilievo for rilievo in esito.rilievi if rilievo.codice in self.controlli]


@cache
def domande(lista: str = PIANO) -> tuple[Domanda, ...]:
    voci: list[dict[str, Any]] = json.loads((CARTELLA / f"{lista}.json").read_text(encoding="utf-8"))
    return tuple(Domanda(**voce | {"controlli": tuple(voce["controlli"])}) for voce in voci)


def congela(risposte: Iterable[tuple[Domanda, str, str]]) -> list[dict[str, str]]:
    """La lista come si conserva: domande e norme comprese, così resta leggibile quando la lista cambierà."""
    return [
        {
            "codice": domanda.codice,
            "domanda": domanda.domanda,
            "norma": domanda.norma,
            "risposta": risposta,
            "nota": nota,
        }
        for domanda, risposta, nota in risposte
        if risposta or nota
    ]


def rileggi(lista: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """La lista conservata, con la risposta in parole."""
    parole = dict(Risposta.choices)
    return [voce | {"risposta": parole.get(voce["risposta"], voce["risposta"])} for voce in lista]
