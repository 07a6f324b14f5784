"""Lo schema JSON (Draft 2020-12) di una tabella: nasce dai modelli, così non può dire altro."""

from typing import Any

from django.db import models

from piao.base.errori_schema import NUMERO
from piao.base.scambio.tabella import CHIAVE, Tabella

Schema = dict[str, Any]
SCHEMA_CHIAVE: Schema = {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$", "maxLength": 80}


def schema_di(tabella: Tabella, *, piu: dict[str, Schema] | None = None) -> Schema:
    """L'oggetto JSON che descrive una riga; `piu` sono proprietà che il modello non dice da sé."""
    proprieta: dict[str, Schema] = {}
    if tabella.chiave == CHIAVE:
        proprieta[CHIAVE] = SCHEMA_CHIAVE | {"description": "nome stabile della riga, unico nell'elenco"}
    for nome in tabella.campi:
        proprieta[nome] = _schema_collegamento(tabella, nome) or schema_campo(tabella.semplici[nome])
    for figlio in tabella.figli:
        proprieta[figlio.nome] = {"type": "array", "items": schema_di(figlio)}
    oggetto: Schema = {
        "type": "object",
        "additionalProperties": False,
        "required": richiesti(tabella),
        "properties": proprieta | (piu or {}),
    }
    return {"description": tabella.descrizione} | oggetto if tabella.descrizione else oggetto


def richiesti(tabella: Tabella) -> list[str]:
    """Le proprietà senza cui una riga non ha senso."""
    obbligatori = [CHIAVE] if tabella.chiave == CHIAVE else []
    for nome in tabella.campi:
        campo: Any = tabella.modello._meta.get_field(tabella.attributo(nome))
        if nome not in tabella.molti and not (campo.null or campo.blank or campo.has_default()):
            obbligatori.append(nome)
    return obbligatori


def _schema_collegamento(tabella: Tabella, nome: str) -> Schema:
    if nome in tabella.riferimenti:
        testo: Schema = {"type": "string", "minLength": 1}
        return testo | {"description": f"riferimento all'elenco «{tabella.riferimenti[nome]}»"}
    if nome in tabella.molti:
        riferimento: Schema = {"type": "string", "minLength": 1}
        descrizione = f"riferimenti all'elenco «{tabella.molti[nome]}»"
        return {"type": "array", "items": riferimento, "uniqueItems": True, "description": descrizione}
    return {}


def schema_campo(campo: models.Field[Any, Any]) -> Schema:
    """Tipo, lunghezza, elenco dei valori ammessi e descrizione di un campo."""
    return _tipo(campo) | {"description": str(campo.verbose_name)}


def _tipo(campo: models.Field[Any, Any]) -> Schema:
    if campo.choices:
        return {"type": "string", "enum": [str(valore) for valore, _ in campo.flatchoices]}
    if isinstance(campo, models.BooleanField):
        return {"type": "boolean"}
    if isinstance(campo, models.IntegerField):
        minimo, massimo = estremi(campo)
        return {"type": "integer", "minimum": minimo, "maximum": massimo}
    if isinstance(campo, models.DecimalField):
        return {"type": "string", "pattern": NUMERO}
    if isinstance(campo, models.DateField):
        return {"type": "string", "format": "date"}
    if isinstance(campo, models.JSONField):
        return {"type": "array", "items": {"type": "string", "minLength": 1, "maxLength": 400}}
    return _testo(campo)


def _testo(campo: models.Field[Any, Any]) -> Schema:
    schema: Schema = {"type": "string"}
    if campo.max_length:
        schema["maxLength"] = campo.max_length
    if not campo.blank:
        schema["minLength"] = 1
    return schema


def estremi(campo: models.Field[Any, Any]) -> tuple[int, int]:
    """I limiti di un intero, uguali su SQLite e PostgreSQL."""
    massimo = 32767 if isinstance(campo, models.SmallIntegerField | models.PositiveSmallIntegerField) else 2147483647
    positivo = isinstance(campo, models.PositiveSmallIntegerField | models.PositiveIntegerField)
    return (0 if positivo else -massimo - 1), massimo
