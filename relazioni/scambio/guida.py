"""La parte della guida al formato che nasce dallo schema: un elenco di campi non si scrive due volte."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

GUIDA = Path(__file__).parents[2] / "docs" / "formato-ciclo.md"
SEGNO = "<!-- Da qui in poi lo scrive `manage.py documenta_formato`: non si modifica a mano. -->\n"
TIPI = {"string": "testo", "integer": "intero", "boolean": "sì/no", "object": "oggetto", "array": "elenco"}


def componi_guida(schema: dict[str, Any], *, prima: str) -> str:
    """La guida intera: ciò che è scritto a mano fino al segno, poi le tabelle dei campi."""
    testa, _, _ = prima.partition(SEGNO)
    return testa + SEGNO + "".join(_capitoli(schema))


def _capitoli(schema: dict[str, Any]) -> Iterator[str]:
    for nome, proprieta in schema["properties"].items():
        if "const" not in proprieta:
            yield from _capitolo(f"`{nome}`", proprieta, livello=2)


def _capitolo(titolo: str, proprieta: dict[str, Any], *, livello: int) -> Iterator[str]:
    riga = proprieta.get("items", proprieta)
    yield f"\n{'#' * livello} {titolo}\n\n"
    if descrizione := riga.get("description"):
        yield f"{descrizione}\n\n"
    yield "| campo | tipo | che cos'è |\n| --- | --- | --- |\n"
    annidati = {nome: campo for nome, campo in riga["properties"].items() if _ha_campi(campo)}
    for nome, campo in riga["properties"].items():
        yield f"| `{nome}`{' *' if nome in riga['required'] else ''} | {_tipo(campo)} | {_che_cos_e(nome, campo)} |\n"
    for nome, campo in annidati.items():
        yield from _capitolo(f"{titolo} → `{nome}`", campo, livello=livello + 1)


def _ha_campi(campo: dict[str, Any]) -> bool:
    return "properties" in campo.get("items", {})


def _tipo(campo: dict[str, Any]) -> str:
    if _ha_campi(campo):
        return "elenco di oggetti"
    if campo["type"] == "array":
        return "elenco di testi"
    if campo.get("format") == "date":
        return "data"
    if "[0-9]" in campo.get("pattern", "") and "maxLength" not in campo:
        return "numero decimale (testo)"
    lunghezza = f", fino a {campo['maxLength']}" if "maxLength" in campo else ""
    return TIPI[campo["type"]] + lunghezza


def _che_cos_e(nome: str, campo: dict[str, Any]) -> str:
    if _ha_campi(campo):
        return "vedi sotto"
    valori = ", ".join(f"`{valore}`" for valore in campo.get("enum", []))
    testo = campo.get("description", nome)
    return f"{testo}: {valori}" if valori else testo
