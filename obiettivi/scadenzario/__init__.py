"""Lo scadenzario: che cosa scade, quando, chi ne risponde, che cosa prova che è fatto. Conti puri, «oggi» si passa.

Le scadenze stanno in `scadenze.json`; `calcola` le porta sull'anno di un ente.
"""

from obiettivi.scadenzario.appuntamenti import appuntamenti
from obiettivi.scadenzario.calcolo import Deroga, Fatti, Scadenza, Stato, calcola
from obiettivi.scadenzario.mese import Giorno, Mese, mese_di
from obiettivi.scadenzario.regole import DA_VERIFICARE, Regola, tutte

__all__ = [
    "DA_VERIFICARE",
    "Deroga",
    "Fatti",
    "Giorno",
    "Mese",
    "Regola",
    "Scadenza",
    "Stato",
    "appuntamenti",
    "calcola",
    "mese_di",
    "tutte",
]
