"""I controlli di conformità della Relazione: le regole Q01-Q30, una per funzione, raccolte per argomento."""

from datetime import date

from obiettivi.letture.controlli import regolazioni_di
from piao.base.controlli import Esito, esamina
from relazioni.controlli.relazione.carica import fascicolo_della_relazione
from relazioni.controlli.relazione.catalogo import PER_CODICE, REGOLE
from relazioni.models import Relazione

__all__ = ["PER_CODICE", "REGOLE", "esamina_relazione", "fascicolo_della_relazione"]


def esamina_relazione(riga: Relazione, *, oggi: date | None = None) -> Esito:
    """L'esito di tutte le regole, com'è adesso o come si vedrebbe un altro giorno."""
    return esamina(REGOLE, fascicolo_della_relazione(riga, oggi=oggi), regolazioni_di(riga.ciclo.ente))
