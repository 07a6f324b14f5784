"""Chi: enti, unità, persone, incarichi, contesto, atti."""

from enti.models.atti import Atto
from enti.models.contesto import Personale, Popolazione, RigaPersonale
from enti.models.ente import Appartenenza, Ente
from enti.models.persone import Gruppo, Incarico, Persona, Rapporto
from enti.models.unita import LivelloUnita, Unita
from enti.models.utenti import Invito, Utente

__all__ = [
    "Appartenenza",
    "Atto",
    "Ente",
    "Gruppo",
    "Incarico",
    "Invito",
    "LivelloUnita",
    "Persona",
    "Personale",
    "Popolazione",
    "Rapporto",
    "RigaPersonale",
    "Unita",
    "Utente",
]
