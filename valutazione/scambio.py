"""Da un file alla bozza: ciò che arriva si controlla tutto, e ogni errore dice in che punto del file sta.

Un file è un elenco di `casi`, come quelli che legge `calcola_smvp`; se ne conosce altro (per chi è una scheda, le
scale, le fasi) lo si usa, altrimenti si completa poi a mano. Solo i documenti che passano di qui diventano righe.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.db.models import Model
from jsonschema import Draft202012Validator

from piao.base.errori_schema import frasi
from piao.base.scambio.schema import schema_campo
from valutazione.letture.documento import DEL_SISTEMA, DELLA_FASE
from valutazione.models import Componente, Fase, LivelloScala, Scala, Sistema, TipoScheda
from valutazione.motore import ConfigurazioneRifiutata, leggi_smvp
from valutazione.motore.casi import FileIlleggibile, leggi_json

Schema = dict[str, Any]
DEL_TIPO = (
    "destinatari", "aree", "valuta", "propone", "riesamina", "modo_premio", "base_premio", "tempi_pagamento",
)  # fmt: skip
DEL_COMPONENTE = ("natura", "fonte", "mancante", "correttivo_di", "utile_progressioni")
DEL_LIVELLO = ("etichetta", "descrittore", "valore", "richiede_motivazione")
NUMERO: Schema = {
    "type": ["number", "string"],
    "pattern": r"^-?[0-9]{1,15}(\.[0-9]{1,15})?$",
    "atteso": "un numero (con il punto per i decimali)",
}
MASSIMO = 20


class DocumentoRifiutato(ValueError):
    """Il file non diventa un sistema. `errori` sono le frasi, ognuna con il suo percorso."""

    def __init__(self, *errori: str) -> None:
        super().__init__(" ".join(errori))
        self.errori = errori


def leggi_documento(testo: str, nome: str = "Il file") -> Mapping[str, Any]:
    """Il documento di un file, controllato. Solleva DocumentoRifiutato."""
    try:
        documento = leggi_json(testo, nome)
    except FileIlleggibile as errore:
        raise DocumentoRifiutato(str(errore)) from errore
    errori = list(errori_del_documento(documento))
    if errori:
        oltre = [f"… e altri {len(errori) - MASSIMO} errori."] if len(errori) > MASSIMO else []
        raise DocumentoRifiutato(*errori[:MASSIMO], *oltre)
    return dict(documento)


def errori_del_documento(documento: Any) -> Iterator[str]:
    """Le frasi di ciò che non va: prima la forma, poi le regole dei conti, caso per caso."""
    di_forma = [frase for errore in _validatore().iter_errors(documento) for frase in frasi(errore)]
    yield from di_forma
    if di_forma:
        return
    codici = [caso["id"] for caso in documento["casi"]]
    for codice in sorted({uno for uno in codici if codici.count(uno) > 1}):
        yield f"casi: il nome «{codice}» è di due tipi di scheda; ogni tipo ha il suo."
    for posto, caso in enumerate(documento["casi"]):
        yield from _del_caso(caso, f"casi[{posto}]")


def _del_caso(caso: Mapping[str, Any], dove: str) -> Iterator[str]:
    try:
        leggi_smvp(caso["configurazione"])
    except ConfigurazioneRifiutata as errore:
        yield from (f"{dove}.configurazione.{frase}" for frase in errore.errori)
    except RecursionError:
        yield f"{dove}.configurazione: annidata troppo a fondo."


# ---- la forma ----------------------------------------------------------------------------------------------------


@cache
def _validatore() -> Draft202012Validator:
    caso = {
        "type": "object",
        "required": ["id", "configurazione"],
        "properties": {
            "id": schema_campo(TipoScheda._meta.get_field("codice")),
            "configurazione": {"type": "object"},
            "tipo": _oggetto(TipoScheda, DEL_TIPO, componenti=_origini()),
        },
    }
    livelli = {"type": "array", "minItems": 2, "items": _oggetto(LivelloScala, DEL_LIVELLO, serve=("etichetta",))}
    scala = _oggetto(Scala, ("denominazione",), serve=("denominazione", "livelli"), livelli=livelli)
    return Draft202012Validator(
        {
            "type": "object",
            "required": ["casi"],
            "properties": {
                "casi": {"type": "array", "minItems": 1, "items": caso},
                "sistema": _oggetto(Sistema, DEL_SISTEMA),
                "scale": {"type": "array", "items": scala},
                "fasi": {"type": "array", "items": _oggetto(Fase, DELLA_FASE, serve=("tipo",))},
            },
        }
    )


def _origini() -> Schema:
    una = _oggetto(Componente, DEL_COMPONENTE, scala={"type": "string"}, agg={"type": "string"})
    return {"type": "object", "additionalProperties": una}


def _oggetto(modello: type[Model], campi: tuple[str, ...], *, serve: tuple[str, ...] = (), **altri: Schema) -> Schema:
    """Lo schema di una riga, dai campi del modello; una chiave che non c'è si rifiuta."""
    proprieta = {nome: _campo(modello, nome) for nome in campi}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(serve),
        "properties": proprieta | altri,
    }


def _campo(modello: type[Model], nome: str) -> Schema:
    campo: Any = modello._meta.get_field(nome)
    schema = schema_campo(campo)
    return NUMERO if campo.get_internal_type() == "DecimalField" else schema
