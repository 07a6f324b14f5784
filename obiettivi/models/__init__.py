"""Che cosa abbiamo promesso: cicli, linee di mandato, obiettivi, indicatori, fasi, risorse."""

from obiettivi.models.calendario import AbbonamentoCalendario, Adempimento
from obiettivi.models.ciclo import Ciclo, FaseCiclo, LineaMandato, NotaOrigine
from obiettivi.models.controllo import Motivazione, RegolaEnte
from obiettivi.models.fase import Fase, Risorsa
from obiettivi.models.indicatore import Indicatore, Target, ValoreStorico
from obiettivi.models.libreria import Modello
from obiettivi.models.monitoraggio import (
    Avanzamento,
    Consegna,
    Evidenza,
    Forzatura,
    Neutralizzazione,
    Rilevazione,
    Sessione,
)
from obiettivi.models.obiettivo import Assegnazione, Classificazione, Obiettivo, ObiettivoUnita
from obiettivi.models.percorso import Commento, Consultazione, Parere, Passaggio
from obiettivi.models.unione import Unione
from obiettivi.models.variazione import RigaVariazione, Variazione
from obiettivi.models.verbale import VerbaleMonitoraggio
from obiettivi.models.versione import Versione

__all__ = [
    "AbbonamentoCalendario",
    "Avanzamento",
    "Consegna",
    "Evidenza",
    "Forzatura",
    "Neutralizzazione",
    "Rilevazione",
    "Sessione",
    "Adempimento",
    "Commento",
    "Consultazione",
    "Motivazione",
    "Parere",
    "Passaggio",
    "RegolaEnte",
    "RigaVariazione",
    "Variazione",
    "Versione",
    "Assegnazione",
    "Ciclo",
    "Classificazione",
    "Fase",
    "FaseCiclo",
    "Indicatore",
    "LineaMandato",
    "Modello",
    "NotaOrigine",
    "Obiettivo",
    "ObiettivoUnita",
    "Risorsa",
    "Target",
    "Unione",
    "ValoreStorico",
    "VerbaleMonitoraggio",
]
