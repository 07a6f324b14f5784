"""Tutte le regole, in ordine di codice, e come si applicano a un obiettivo solo o a un fascicolo intero."""

from datetime import date

from obiettivi.controlli import atti, misura, obblighi, persone, pesi, struttura, tempi, testi
from obiettivi.controlli.carica import fascicolo_dell_obiettivo
from obiettivi.controlli.fascicolo import Fascicolo
from obiettivi.letture.controlli import regolazioni_di
from obiettivi.models import Obiettivo
from piao.base.controlli import Ambito, Esito, Regola, esamina

_PER_ARGOMENTO = (tempi, atti, struttura, misura, pesi, persone, obblighi, testi)
REGOLE: tuple[Regola[Fascicolo], ...] = tuple(
    sorted((regola for modulo in _PER_ARGOMENTO for regola in modulo.REGOLE), key=lambda regola: regola.codice)
)
PER_CODICE = {regola.codice: regola for regola in REGOLE}
SUGLI_OBIETTIVI = tuple(regola for regola in REGOLE if regola.ambito == Ambito.OBIETTIVO)


def esamina_obiettivo(obiettivo: Obiettivo, *, oggi: date | None = None) -> Esito:
    """Le regole che guardano gli obiettivi, su uno solo; ciò che vale per il Piano intero qui non si dice."""
    fascicolo = fascicolo_dell_obiettivo(obiettivo, oggi=oggi)
    return esamina(SUGLI_OBIETTIVI, fascicolo, regolazioni_di(obiettivo.ciclo.ente))
