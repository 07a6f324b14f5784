"""Le interrogazioni della stanza: danno QuerySet o dati pronti, non cambiano nulla."""

from enti.letture.contesto import Contesto, contesto_di, dipendenti_per, popolazione_per, soglie_di
from enti.letture.persone import (
    Accesso,
    Avvertenza,
    accesso_di,
    atti_di,
    avvertenze,
    eventi_dell_ente,
    filtra_per_unita,
    ha_utente,
    invito_da,
    invito_in_attesa,
    persone_dell_ente,
    persone_per_elenco,
    persone_visibili,
    ruoli_e_persone,
)
from enti.letture.profili import con_discendenti, enti_di, in_vigore, incarichi_in_vigore, profilo, rapporti_in_vigore
from enti.letture.unita import Ramo, nodi, organigramma, unita_dell_ente

__all__ = [
    "Accesso",
    "Avvertenza",
    "Contesto",
    "Ramo",
    "accesso_di",
    "atti_di",
    "avvertenze",
    "con_discendenti",
    "contesto_di",
    "dipendenti_per",
    "enti_di",
    "eventi_dell_ente",
    "filtra_per_unita",
    "ha_utente",
    "in_vigore",
    "incarichi_in_vigore",
    "invito_da",
    "invito_in_attesa",
    "nodi",
    "organigramma",
    "persone_dell_ente",
    "persone_per_elenco",
    "persone_visibili",
    "popolazione_per",
    "profilo",
    "rapporti_in_vigore",
    "ruoli_e_persone",
    "soglie_di",
    "unita_dell_ente",
]
