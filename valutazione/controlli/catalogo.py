"""Tutte le regole V01-V17, in ordine di codice, e chi le applica."""

from collections.abc import Sequence
from datetime import date

from obiettivi.letture.controlli import regolazioni_di
from obiettivi.models import Ciclo
from piao.base.controlli import Esito, Regola, esamina
from valutazione.controlli import fondi, porte
from valutazione.controlli.carica import fascicolo_di
from valutazione.controlli.fascicolo import Fascicolo
from valutazione.controlli.segnali import codice_fondo
from valutazione.models import Fondo

REGOLE: tuple[Regola[Fascicolo], ...] = tuple(sorted((*porte.REGOLE, *fondi.REGOLE), key=lambda regola: regola.codice))
PER_CODICE = {regola.codice: regola for regola in REGOLE}


def esamina_valutazione(ciclo: Ciclo, *, oggi: date | None = None, fondi: Sequence[Fondo] | None = None) -> Esito:
    """L'esito di tutte le regole su schede e premi dell'anno. L'ente può spegnerne una o cambiarne la gravità."""
    return esamina(REGOLE, fascicolo_di(ciclo, oggi=oggi, fondi=fondi), regolazioni_di(ciclo.ente))


def esamina_fondo(fondo: Fondo, fondi: Sequence[Fondo] | None = None) -> Esito:
    """I rilievi su un fondo, sulle sue persone e sulle loro schede: ciò che ne ferma la conferma.

    `fondi`: quelli dell'anno con i loro scenari, se la pagina li ha già letti.
    """
    esito = esamina_valutazione(fondo.ciclo, fondi=fondi)
    return Esito(esito.di(codice_fondo(fondo.platea)), esito.non_valutabili, esito.spente)
