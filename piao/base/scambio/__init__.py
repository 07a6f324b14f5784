"""Portare righe del database dentro e fuori da un file, senza parole del dominio.

`Tabella` dice quali campi viaggiano; `esporta` li scrive; `allinea` rende il database uguale al file cambiando solo
ciò che è diverso; `Chiavi` ricorda con quale nome una riga è chiamata nei file; `schema_di` ne deriva lo schema.
"""

from piao.base.scambio.allineamento import Esito, Voce, allinea
from piao.base.scambio.chiavi import Chiavi
from piao.base.scambio.esportazione import esporta, scrivi_riga
from piao.base.scambio.schema import schema_di
from piao.base.scambio.tabella import Tabella, da_json, in_json

__all__ = [
    "Chiavi",
    "Esito",
    "Tabella",
    "Voce",
    "allinea",
    "da_json",
    "esporta",
    "in_json",
    "schema_di",
    "scrivi_riga",
]
