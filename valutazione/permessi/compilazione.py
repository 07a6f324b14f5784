"""Chi può scrivere nelle schede e confrontarle. Solo domande con risposta sì o no."""

from typing import Any

from enti.letture import profilo
from enti.models import Ente
from enti.voci import TipoIncarico
from valutazione.letture.conto import correttivo_della
from valutazione.models import Scheda
from valutazione.permessi.schede import INCARICO_DI, e_la_persona, valuta
from valutazione.voci import ChiValuta, StatoScheda

CORREGGIBILI = (StatoScheda.VALUTAZIONE, StatoScheda.PROPOSTA)


def puo_correggere(utente: Any, scheda: Scheda) -> bool:
    """Chi ha la funzione che il sistema indica, prima che la scheda sia consegnata; mai sulla propria."""
    componente = correttivo_della(scheda) if scheda.stato in CORREGGIBILI else None
    if componente is None or e_la_persona(utente, scheda):
        return False
    if componente.correttivo_di == ChiValuta.RESPONSABILE:
        return valuta(utente, scheda)
    return INCARICO_DI[ChiValuta(componente.correttivo_di)] in profilo(utente, scheda.ente).incarichi


def puo_vedere_confronto_intero(utente: Any, ente: Ente) -> bool:
    """Tutti i valutatori, con il nome: il segretario, l'ufficio personale, l'organismo di valutazione."""
    chi = profilo(utente, ente)
    return chi.segretario or chi.ufficio_personale or TipoIncarico.NUCLEO in chi.incarichi


def puo_vedere_confronto(utente: Any, ente: Ente) -> bool:
    """Chi valuta vi trova le sue persone, e le altre solo come numeri."""
    chi = profilo(utente, ente)
    valutano = TipoIncarico.SINDACO in chi.incarichi or chi.guida_unita
    return valutano or puo_vedere_confronto_intero(utente, ente)
