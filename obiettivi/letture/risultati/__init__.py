"""I risultati di un ciclo, in dati fermi: ciò che si era promesso, ciò che è successo, e come si arriva a ogni numero.

Li leggono il quadro dei risultati e la Relazione: lo stesso numero è uno solo, dovunque si legga. Chi non è misurato
non vale zero: il suo grado è None, e ogni media dice su quanti obiettivi è fatta.
"""

from obiettivi.letture.risultati.lettura import (
    compone,
    risultati_dei_cicli,
    risultati_del_ciclo,
    risultati_di,
    sessione_di_riferimento,
)
from obiettivi.letture.risultati.medie import delle_unita
from obiettivi.letture.risultati.tipi import (
    Aggregato,
    Forzato,
    Neutralizzato,
    Risultati,
    RisultatoFase,
    RisultatoIndicatore,
    RisultatoObiettivo,
)

__all__ = [
    "Aggregato",
    "Forzato",
    "Neutralizzato",
    "Risultati",
    "RisultatoFase",
    "RisultatoIndicatore",
    "RisultatoObiettivo",
    "compone",
    "delle_unita",
    "risultati_dei_cicli",
    "risultati_del_ciclo",
    "risultati_di",
    "sessione_di_riferimento",
]
