"""La valutazione individuale raccolta in gruppi: delle schede esce soltanto questo (D.Lgs. 33/2013, art. 20)."""

from obiettivi.models import Ciclo
from relazioni.contenuto.relazione.tipi import DistribuzionePunteggi


def punteggi_di(ciclo: Ciclo) -> tuple[DistribuzionePunteggi, ...]:
    """La distribuzione per fascia; vuota finché l'anno non ha valutazioni concluse."""
    return ()
