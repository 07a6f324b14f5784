"""I conti della stanza: pesi, conversioni in grado di raggiungimento, fasce, aggregazioni. Nulla di Django.

Decimal entra, Decimal esce. Manca, zero e «non applicabile» sono tre cose diverse, e restano tali.
Ogni risultato porta i suoi passi (`Passo`): formula, dati, esito.
"""

from obiettivi.misura.aggregazione import (
    AGGREGAZIONI,
    METODI,
    Politica,
    Voce,
    aggrega,
    grado_obiettivo,
    neutralizzata,
)
from obiettivi.misura.conversioni import (
    Conversione,
    EntroData,
    Gradini,
    Identita,
    Intervallo,
    InversoRapporto,
    InversoScostamento,
    Lineare,
    Livelli,
    Rapporto,
    SiNo,
    Soglie,
)
from obiettivi.misura.fasce import Crescente, Fascia, Fisso, Proporzionale, Scansione, TabellaFasce, scandisci
from obiettivi.misura.numeri import NonCalcolabile, arrotonda, conti_esatti, in_cifre, leggi_numero
from obiettivi.misura.passi import NON_APPLICABILE, Assenza, Grado, Passo
from obiettivi.misura.pesi import (
    ATTESO,
    CALCOLATO,
    DIRETTO,
    Pesato,
    ScaleMiste,
    Totale,
    peso_effettivo,
    somma_pesi,
    totali_per_scala,
)

__all__ = [
    "AGGREGAZIONI",
    "ATTESO",
    "CALCOLATO",
    "DIRETTO",
    "METODI",
    "NON_APPLICABILE",
    "Assenza",
    "Conversione",
    "Crescente",
    "EntroData",
    "Fascia",
    "Fisso",
    "Gradini",
    "Grado",
    "Identita",
    "Intervallo",
    "InversoRapporto",
    "InversoScostamento",
    "Lineare",
    "Livelli",
    "NonCalcolabile",
    "Passo",
    "Pesato",
    "Politica",
    "Proporzionale",
    "Rapporto",
    "ScaleMiste",
    "Scansione",
    "SiNo",
    "Soglie",
    "TabellaFasce",
    "Totale",
    "Voce",
    "aggrega",
    "arrotonda",
    "conti_esatti",
    "grado_obiettivo",
    "in_cifre",
    "leggi_numero",
    "neutralizzata",
    "peso_effettivo",
    "scandisci",
    "somma_pesi",
    "totali_per_scala",
]
