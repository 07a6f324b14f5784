"""Ciò che esce dalla stanza: l'elenco degli obiettivi, il cronoprogramma, il quadro dei risultati."""

from obiettivi.contenuto.elenco import (
    COLONNE,
    INTESTAZIONI,
    Colonna,
    cronoprogramma,
    righe,
)
from obiettivi.letture.parole import target_in_parole

__all__ = ["COLONNE", "INTESTAZIONI", "Colonna", "cronoprogramma", "righe", "target_in_parole"]
