"""Le scritture sul sistema di valutazione: nasce da un modello, si compone in bozza, diventa una versione nuova."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from enti.models import Ente
from piao.base.registro import annota
from valutazione.azioni.composizione import crea_sistema, scrivi_fasi, scrivi_scale, scrivi_tipo
from valutazione.letture.modelli import modello as modello_pronto
from valutazione.models import Sistema


@transaction.atomic
def crea_da_modello(*, ente: Ente, modello: str, utente: Any) -> Sistema:
    """Una bozza uguale al modello. Solleva ModelloIgnoto se non c'è."""
    documento = modello_pronto(modello).documento
    return crea_da_documento(ente=ente, documento=documento, utente=utente, modello=modello)


@transaction.atomic
def crea_da_documento(*, ente: Ente, documento: Mapping[str, Any], utente: Any, modello: str = "") -> Sistema:
    """Una bozza da un documento già controllato. Solleva ValidationError con il percorso di ciò che non regge."""
    sistema = crea_sistema(ente, documento["sistema"], modello=modello)
    scale = scrivi_scale(sistema, documento.get("scale", []))
    scrivi_fasi(sistema, documento.get("fasi", []))
    for posto, caso in enumerate(documento["casi"]):
        scrivi_tipo(sistema, caso, scale, ordine=posto + 1, dove=f"casi[{posto}]")
    annota("crea il sistema di valutazione", sistema, chi=utente, ente=ente, dopo=modello)
    return sistema
