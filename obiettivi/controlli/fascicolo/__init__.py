"""Il fascicolo che le regole leggono: ciò che l'ente ha scritto del ciclo, congelato, con il giorno del controllo.

Nessuna regola guarda il database o l'orologio: guarda qui. Chi riempie il fascicolo è `obiettivi.controlli.carica`.
"""

from obiettivi.controlli.fascicolo.chi import Consultazione, Ente, Incarico, Persona, Unita
from obiettivi.controlli.fascicolo.ciclo import (
    Atto,
    Ciclo,
    FaseCiclo,
    Linea,
    Nota,
    PesiScheda,
    Risorsa,
    Schede,
    Variazione,
)
from obiettivi.controlli.fascicolo.intero import Fascicolo
from obiettivi.controlli.fascicolo.obiettivo import Assegnazione, Fase, Indicatore, Legame, Obiettivo, Padre, Target
from obiettivi.controlli.fascicolo.testi import Documento, Testo

__all__ = [
    "Assegnazione",
    "Atto",
    "Ciclo",
    "Consultazione",
    "Documento",
    "Ente",
    "Fascicolo",
    "Fase",
    "FaseCiclo",
    "Incarico",
    "Indicatore",
    "Legame",
    "Linea",
    "Nota",
    "Obiettivo",
    "Padre",
    "Persona",
    "PesiScheda",
    "Risorsa",
    "Schede",
    "Target",
    "Testo",
    "Unita",
    "Variazione",
]
