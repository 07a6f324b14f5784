"""Che cosa abbiamo promesso: cicli, linee di mandato, obiettivi, indicatori, fasi, risorse."""

from obiettivi.models.ciclo import Ciclo, FaseCiclo, LineaMandato, NotaOrigine
from obiettivi.models.fase import Fase, Risorsa
from obiettivi.models.indicatore import Indicatore, Target, ValoreStorico
from obiettivi.models.libreria import Modello
from obiettivi.models.obiettivo import Assegnazione, Classificazione, Obiettivo, ObiettivoUnita

__all__ = [
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
    "ValoreStorico",
]
