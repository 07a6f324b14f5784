"""L'interfaccia per i programmi: una pagina di una raccolta, e la descrizione OpenAPI di tutte."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from enti.models.ente import Ente
from piao.base.testo import in_cifre
from relazioni.pubblico import colonne, problemi
from relazioni.pubblico.colonne import Colonna, Risorsa
from relazioni.pubblico.formati import LICENZA, oggetti
from relazioni.pubblico.raccolta import Raccolta
from relazioni.pubblico.risorse import RISORSE

VERSIONE = "1.0.0"
PER_PAGINA, MASSIMO = 100, 500
ANNI = range(2000, 2201)
PARAMETRI = ("anno", "pagina", "per_pagina")
Json = dict[str, Any]


class ParametroErrato(ValueError):
    """Un parametro che non si capisce: la frase dice come scriverlo."""


@dataclass(frozen=True)
class Richiesta:
    """Quale pagina, di quale anno (tutti, se manca)."""

    anno: int | None
    pagina: int
    per_pagina: int

    @classmethod
    def da(cls, parametri: Mapping[str, str]) -> "Richiesta":
        """Solleva ParametroErrato se un valore non è fra quelli ammessi, o se un nome non si conosce."""
        if strani := set(parametri) - set(PARAMETRI):
            raise ParametroErrato(f"«{min(strani)}» non è un parametro: si possono scrivere {_in_fila(PARAMETRI)}.")
        anno = _intero(parametri, "anno", None, ANNI.start, ANNI.stop - 1)
        pagina = _intero(parametri, "pagina", 1, 1, 999_999)
        per_pagina = _intero(parametri, "per_pagina", PER_PAGINA, 1, MASSIMO)
        return cls(anno, pagina or 1, per_pagina or PER_PAGINA)


def _in_fila(nomi: Sequence[str]) -> str:
    return f"{', '.join(nomi[:-1])} e {nomi[-1]}"


def _intero(parametri: Mapping[str, str], nome: str, assente: int | None, minimo: int, massimo: int) -> int | None:
    if nome not in parametri:
        return assente
    valore = in_cifre(parametri[nome], cifre=6)
    if valore is None or not minimo <= valore <= massimo:
        raise ParametroErrato(f"«{nome}» è un numero intero fra {minimo} e {massimo}.")
    return valore


def pagina(risorsa: Risorsa, raccolta: Raccolta, richiesta: Richiesta, indirizzo: str) -> Json:
    """Le righe di una pagina, quante sono in tutto, l'indirizzo della successiva (null se è l'ultima)."""
    righe = oggetti(risorsa, raccolta)
    da = (richiesta.pagina - 1) * richiesta.per_pagina
    altre = da + richiesta.per_pagina < len(righe)
    return {
        "raccolta": risorsa.nome,
        "licenza": LICENZA,
        "totale": len(righe),
        "pagina": richiesta.pagina,
        "per_pagina": richiesta.per_pagina,
        "successiva": f"{indirizzo}?{_coda(richiesta)}" if altre else None,
        "righe": righe[da : da + richiesta.per_pagina],
    }


def _coda(richiesta: Richiesta) -> str:
    anno = {"anno": richiesta.anno} if richiesta.anno else {}
    return urlencode({**anno, "pagina": richiesta.pagina + 1, "per_pagina": richiesta.per_pagina})


# ---- OpenAPI ---------------------------------------------------------------------------------------------------

TIPI: dict[str, Json] = {
    colonne.TESTO: {"type": ["string", "null"]},
    colonne.INTERO: {"type": ["integer", "null"]},
    colonne.NUMERO: {"type": ["number", "null"]},
    colonne.DATA: {"type": ["string", "null"], "format": "date"},
    colonne.CODICE: {"type": ["string", "null"], "format": "uuid"},
    colonne.INDIRIZZO: {"type": ["string", "null"], "format": "uri"},
}
PROBLEMA: Json = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}


def openapi(ente: Ente, indirizzo: str) -> Json:
    """La descrizione dell'interfaccia di un ente (OpenAPI 3.1), scritta dalla tabella delle raccolte."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Performance – {ente.denominazione}",
            "version": VERSIONE,
            "description": "Ciò che è pubblicato in Amministrazione trasparente › Performance. Sola lettura.",
            "license": {"name": "CC BY 4.0", "url": LICENZA},
        },
        "servers": [{"url": indirizzo.rstrip("/")}],
        "paths": {"/": _indice(), **{f"/{risorsa.nome}": _percorso(risorsa) for risorsa in RISORSE}},
        "components": {
            "schemas": {"Problema": PROBLEMA, **{risorsa.nome: _schema(risorsa) for risorsa in RISORSE}},
            "responses": {"Problema": _problema("Richiesta non valida.")},
        },
    }


def _indice() -> Json:
    voce = {
        "type": "object",
        "required": ["nome", "titolo", "descrizione", "indirizzo"],
        "properties": {nome: {"type": "string"} for nome in ("nome", "titolo", "descrizione", "indirizzo")},
    }
    schema = {"type": "object", "required": ["raccolte"], "properties": {"raccolte": {"type": "array", "items": voce}}}
    return {
        "get": {"operationId": "raccolte", "summary": "Le raccolte", "responses": _risposte(schema, "Le raccolte.")}
    }


def _percorso(risorsa: Risorsa) -> Json:
    schema = {
        "type": "object",
        "required": ["raccolta", "licenza", "totale", "pagina", "per_pagina", "successiva", "righe"],
        "properties": {
            "raccolta": {"type": "string", "const": risorsa.nome},
            "licenza": {"type": "string", "format": "uri"},
            "totale": {"type": "integer", "minimum": 0},
            "pagina": {"type": "integer", "minimum": 1},
            "per_pagina": {"type": "integer", "minimum": 1, "maximum": MASSIMO},
            "successiva": {"type": ["string", "null"], "format": "uri"},
            "righe": {"type": "array", "items": {"$ref": f"#/components/schemas/{risorsa.nome}"}},
        },
    }
    return {
        "get": {
            "operationId": risorsa.nome,
            "summary": risorsa.titolo,
            "description": risorsa.descrizione,
            "parameters": [
                _parametro("anno", "Soltanto questo anno.", ANNI.start, ANNI.stop - 1),
                _parametro("pagina", "Quale pagina.", 1, 999_999, 1),
                _parametro("per_pagina", "Quante righe per pagina.", 1, MASSIMO, PER_PAGINA),
            ],
            "responses": _risposte(schema, f"{risorsa.titolo}, una pagina.")
            | {"400": {"$ref": "#/components/responses/Problema"}},
        }
    }


def _parametro(nome: str, descrizione: str, minimo: int, massimo: int, assente: int | None = None) -> Json:
    schema: Json = {"type": "integer", "minimum": minimo, "maximum": massimo}
    if assente is not None:
        schema["default"] = assente
    return {"name": nome, "in": "query", "required": False, "description": descrizione, "schema": schema}


def _risposte(schema: Json, descrizione: str) -> Json:
    return {
        "200": {
            "description": descrizione,
            "headers": {
                "ETag": {"description": "Cambia quando cambia il contenuto.", "schema": {"type": "string"}},
                "Last-Modified": {"description": "L'ultima modifica.", "schema": {"type": "string"}},
                "Link": {"description": "La pagina che segue, se c'è (rel=next).", "schema": {"type": "string"}},
            },
            "content": {"application/json": {"schema": schema}},
        },
        "304": {"description": "Nulla è cambiato dall'ETag o dalla data che si è detta."},
        "404": _problema("L'ente non c'è, o a questo indirizzo non c'è nulla."),
        "405": _problema("Metodo non ammesso: si legge con GET."),
    }


def _problema(descrizione: str) -> Json:
    schema = {"$ref": "#/components/schemas/Problema"}
    return {"description": descrizione, "content": {problemi.TIPO: {"schema": schema}}}


def _schema(risorsa: Risorsa) -> Json:
    return {
        "type": "object",
        "description": risorsa.descrizione,
        "required": risorsa.intestazioni,
        "properties": {colonna.nome: _proprieta(colonna) for colonna in risorsa.colonne},
    }


def _proprieta(colonna: Colonna) -> Json:
    return {**TIPI[colonna.tipo], "description": colonna.descrizione}
