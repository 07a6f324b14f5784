"""Le interrogazioni della stanza: danno QuerySet o dati pronti, non cambiano nulla."""

from obiettivi.letture.cicli import anni_di, cicli_di, ciclo_corrente, ciclo_di, linee_di
from obiettivi.letture.mancanze import MANCANZE, con_mancanze, mancanze_di
from obiettivi.letture.obiettivi import con_tutto, obiettivi_visibili, risorse_del_piano, scheda_di

__all__ = [
    "MANCANZE",
    "anni_di",
    "cicli_di",
    "ciclo_corrente",
    "ciclo_di",
    "con_mancanze",
    "con_tutto",
    "linee_di",
    "mancanze_di",
    "obiettivi_visibili",
    "risorse_del_piano",
    "scheda_di",
]
