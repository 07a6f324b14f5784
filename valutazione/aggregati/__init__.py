"""L'unica porta da cui valutazioni e premi escono dalla stanza: aggregati, mai persone (D.Lgs. 33/2013, art. 20 c. 2).

Chi pubblica (`relazioni`) importa soltanto da qui. Ogni numero riguarda almeno `soglia` persone, e nessuno di quelli
taciuti si ricava dagli altri per differenza (Garante, provv. 204/2025 e 398/2023; norme R104, R106).

    aggregati = aggregati_di(ciclo)
    aggregati.premi            # stanziato e distribuito per categoria (art. 20 c. 1); None = non definito o taciuto
    aggregati.distribuzione    # categoria × banda (dal 90 al 100%, dal 60 al 90%, sotto il 60% del massimo)
    aggregati.per_fascia       # categoria × fascia del sistema di valutazione, se le fasce hanno un nome
    aggregati.tutti, .categorie, .generi, .aree    # persone, media, dispersione dei punteggi in % del massimo
    aggregati.valutatori       # la dispersione di ciascun valutatore, senza nome
"""

from valutazione.aggregati.calcolo import ALTA, BANDE, BASSA, MEDIA, Aggregati, Gruppo, RigaPremi
from valutazione.aggregati.fatti import Fatti, fatti_di
from valutazione.aggregati.letture import aggregati_di, soglia
from valutazione.aggregati.soppressione import Tabella, gruppi_da_tacere, tabella

__all__ = [
    "ALTA",
    "BANDE",
    "BASSA",
    "MEDIA",
    "Aggregati",
    "Fatti",
    "Gruppo",
    "RigaPremi",
    "Tabella",
    "aggregati_di",
    "fatti_di",
    "gruppi_da_tacere",
    "soglia",
    "tabella",
]
