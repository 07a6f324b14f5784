"""La forma dei file: uno schema JSON, e le frasi per chi l'ha sbagliata."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from piao.base.errori_schema import frasi
from valutazione.motore.configurazione import ConfigurazioneRifiutata

SCHEMA = Path(__file__).parent.parent / "schema" / "smvp.schema.json"
MASSIMO = 20


def controlla(caso: Mapping[str, Any]) -> None:
    """Solleva ConfigurazioneRifiutata, con una frase per errore, se un caso non ha la forma prevista."""
    _rifiuta(_validatore("").iter_errors(caso))


def controlla_parte(nome: str, dati: object) -> None:
    """Come `controlla`, per una parte dello schema: «configurazione», «prova», «conversione»."""
    _rifiuta(_validatore(nome).iter_errors(dati))


def _rifiuta(errori: Any) -> None:
    ordinati = sorted(errori, key=lambda errore: [str(passo) for passo in errore.absolute_path])
    scritte = [frase for errore in ordinati for frase in frasi(errore)]
    if len(scritte) > MASSIMO:
        scritte = [*scritte[:MASSIMO], f"… e altri {len(scritte) - MASSIMO} errori."]
    if scritte:
        raise ConfigurazioneRifiutata(*scritte)


@cache
def _validatore(parte: str) -> Draft202012Validator:
    schema = json.loads(SCHEMA.read_text())
    return Draft202012Validator({"$defs": schema["$defs"], "$ref": f"#/$defs/{parte}"} if parte else schema)
