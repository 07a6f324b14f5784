"""Gli errori detti a chi ha scritto il file: dove, che cosa ci si aspettava, che cosa c'è.

Valgono per ogni file con uno schema JSON. Uno schema può dire con parole sue che cosa si aspetta: chiave «atteso».
"""

import json
import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

NUMERO = r"^-?[0-9]+(\.[0-9]+)?$"
Passi = tuple[str | int, ...]
TIPI = {
    "string": "un testo fra virgolette",
    "integer": "un numero intero",
    "boolean": "true o false",
    "array": "un elenco, fra parentesi quadre",
    "object": "un oggetto, fra parentesi graffe",
}


def percorso(passi: Iterable[str | int]) -> str:
    """«obiettivi[3].indicatori[0].titolo»: gli elenchi si contano da zero."""
    scritto = "".join(f"[{passo}]" if isinstance(passo, int) else f".{passo}" for passo in passi)
    return scritto.lstrip(".") or "documento"


def vicina(nome: str, note: Iterable[str]) -> str:
    """«; forse intendevi «titolo»», se fra le chiavi note ce n'è una che somiglia."""
    simili = get_close_matches(nome, list(note), n=1, cutoff=0.6)
    return f"; forse intendevi «{simili[0]}»" if simili else ""


def trovato(valore: Any) -> str:
    scritto = json.dumps(valore, ensure_ascii=False, default=str)
    return scritto if len(scritto) <= 60 else f"{scritto[:57]}…"


def frasi(errore: Any) -> Iterator[str]:
    """Un errore dello schema (`jsonschema.ValidationError`) in una o più frasi."""
    passi = tuple(errore.absolute_path)
    if errore.validator == "additionalProperties":
        note = errore.schema["properties"]
        for nome in errore.instance:
            if nome not in note:
                yield f"{percorso((*passi, nome))}: chiave sconosciuta{vicina(nome, note)}."
    elif errore.validator == "required":
        nome = re.split("'", errore.message)[1]
        yield f"{percorso((*passi, nome))}: manca, e serve."
    else:
        yield f"{percorso(passi)}: {_atteso(errore)}."


def _atteso(errore: Any) -> str:
    regola, limite, valore = errore.validator, errore.validator_value, errore.instance
    if regola == "maxLength":
        return f"attesi al massimo {limite} caratteri, trovati {len(valore)}"
    if "atteso" in errore.schema:
        return f"atteso {errore.schema['atteso']}, trovato {trovato(valore)}"
    attese = {
        "type": f"atteso {TIPI.get(str(limite))}",
        "enum": f"atteso uno fra {', '.join(limite) if isinstance(limite, list) else limite}",
        "const": f"atteso {limite}",
        "pattern": "atteso un numero" if limite == NUMERO else "attese lettere, cifre, punti o trattini",
        "format": "attesa una data come 2026-01-31",
        "minLength": "atteso un testo",
        "minimum": f"atteso un numero non inferiore a {limite}",
        "maximum": f"atteso un numero non superiore a {limite}",
        "uniqueItems": "attesi elementi tutti diversi",
        "minItems": f"attesi almeno {limite} elementi",
        "maxItems": f"attesi al massimo {limite} elementi",
        "minProperties": "attesa almeno una voce",
    }
    return f"{attese[regola]}, trovato {trovato(valore)}"
