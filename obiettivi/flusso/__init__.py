"""I flussi della stanza: i passi di un obiettivo, il percorso del Piano, e che cosa tocca a chi guarda."""

from obiettivi.flusso.compiti import cose_da_fare
from obiettivi.flusso.compiti_percorso import Compito
from obiettivi.flusso.obiettivo import (
    CONFERME,
    PASSI,
    PASSI_INSIEME,
    PROPONI,
    RESTITUISCI,
    RIAPRI,
    VALIDA,
    Incompleto,
    che_gioverebbe,
    che_manca,
    indirizzo_sezione,
    passi_possibili,
)

__all__ = [
    "CONFERME",
    "PASSI",
    "PASSI_INSIEME",
    "PROPONI",
    "RESTITUISCI",
    "RIAPRI",
    "VALIDA",
    "Compito",
    "Incompleto",
    "che_gioverebbe",
    "che_manca",
    "cose_da_fare",
    "indirizzo_sezione",
    "passi_possibili",
]
