"""Il file intero: quali elenchi, in quale ordine, e lo schema JSON che li descrive."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from enti import scambio as enti
from obiettivi import scambio as obiettivi
from piao.base.scambio import Tabella, schema_di
from relazioni.models import Sezione, TipoDocumento
from relazioni.sezioni import CATALOGHI

FORMATO = "piao-ciclo"
VERSIONE = 1
FILE_SCHEMA = Path(__file__).parent.parent / "schema" / "ciclo.schema.json"


def numera_sezioni(sezioni: Sequence[Mapping[str, Any]]) -> list[int]:
    """I numeri d'ordine, nell'ordine del file: ogni documento conta per sé."""
    contatori = {
        documento: iter(catalogo.numera(s["chiave"] for s in sezioni if documento_di(s) == documento))
        for documento, catalogo in CATALOGHI.items()
    }
    return [next(contatori[documento_di(sezione)]) for sezione in sezioni]


def documento_di(sezione: Mapping[str, Any]) -> str:
    return str(sezione.get("documento", TipoDocumento.PIANO))


SEZIONI = Tabella(
    "sezioni",
    Sezione,
    campi=("documento", "chiave", "capitolo", "titolo", "testo", "attiva"),
    identita=("documento", "chiave"),
    numera=numera_sezioni,
    descrizione="Le parti discorsive, in HTML semplice.",
)
# Gli oggetti soli (uno per file) e gli elenchi, nell'ordine in cui stanno nel file.
OGGETTI = (enti.ENTE, obiettivi.CICLO)
ELENCHI_ENTE = (
    enti.LIVELLI,
    enti.UNITA,
    enti.GRUPPI,
    enti.PERSONE,
    enti.RAPPORTI,
    enti.INCARICHI,
    enti.ATTI,
    enti.POPOLAZIONE,
    enti.PERSONALE,
    obiettivi.LINEE_MANDATO,
)
ELENCHI_CICLO = (
    obiettivi.FASI_CICLO,
    obiettivi.OBIETTIVI,
    obiettivi.RISORSE,
    SEZIONI,
    obiettivi.NOTE_ORIGINE,
)
ELENCHI = ELENCHI_ENTE + ELENCHI_CICLO
STEMMA = {"type": "string", "minLength": 1, "description": "l'immagine PNG o JPEG dello stemma, in base64"}


@cache
def schema() -> dict[str, Any]:
    """Lo schema conservato nel pacchetto."""
    letto: dict[str, Any] = json.loads(FILE_SCHEMA.read_text(encoding="utf-8"))
    return letto


def componi_schema() -> dict[str, Any]:
    """Lo schema ricavato dai modelli: quello nel pacchetto deve esserne la copia esatta."""
    ente = schema_di(enti.ENTE, piu={"stemma": STEMMA})
    elenchi = [(tabella.nome, {"type": "array", "items": schema_di(tabella)}) for tabella in ELENCHI]
    divisione = len(ELENCHI_ENTE)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Un ciclo della performance, completo",
        "type": "object",
        "additionalProperties": False,
        "required": ["formato", "versione", "ente", "ciclo"],
        "properties": {
            "formato": {"const": FORMATO},
            "versione": {"const": VERSIONE},
            "ente": ente,
            **dict(elenchi[:divisione]),
            "ciclo": schema_di(obiettivi.CICLO),
            **dict(elenchi[divisione:]),
        },
    }
