"""Tutte le regole, in ordine di codice."""

from obiettivi.controlli import atti, misura, obblighi, persone, pesi, struttura, tempi, testi
from obiettivi.controlli.fascicolo import Fascicolo
from piao.base.controlli import Ambito, Regola

_PER_ARGOMENTO = (tempi, atti, struttura, misura, pesi, persone, obblighi, testi)
REGOLE: tuple[Regola[Fascicolo], ...] = tuple(
    sorted((regola for modulo in _PER_ARGOMENTO for regola in modulo.REGOLE), key=lambda regola: regola.codice)
)
PER_CODICE = {regola.codice: regola for regola in REGOLE}
SUGLI_OBIETTIVI = tuple(regola for regola in REGOLE if regola.ambito == Ambito.OBIETTIVO)
