"""Chi compone il sistema di valutazione, chi lo esamina, chi lo adotta."""

from typing import Any

from enti.letture import profilo
from enti.models import Ente
from enti.permessi import appartiene
from enti.voci import TipoIncarico
from valutazione.models import Sistema
from valutazione.voci import StatoSistema


def puo_vedere_sistemi(utente: Any, ente: Ente) -> bool:
    """Il sistema adottato è pubblico: lo legge chiunque lavori nell'ente."""
    return appartiene(utente, ente)


def puo_comporre_sistemi(utente: Any, ente: Ente) -> bool:
    chi = profilo(utente, ente)
    return chi.segretario or chi.ufficio_personale


def puo_modificare_sistema(utente: Any, sistema: Sistema) -> bool:
    """Solo in bozza: al parere e dopo l'adozione non cambia più."""
    return sistema.stato == StatoSistema.BOZZA and puo_comporre_sistemi(utente, sistema.ente)


def puo_rendere_parere(utente: Any, sistema: Sistema) -> bool:
    """L'organismo di valutazione, o il segretario che registra il suo verbale (D.Lgs. 150/2009, art. 7 c. 1)."""
    chi = profilo(utente, sistema.ente)
    return chi.segretario or TipoIncarico.NUCLEO in chi.incarichi


def puo_adottare_sistema(utente: Any, sistema: Sistema) -> bool:
    return profilo(utente, sistema.ente).segretario


def puo_provare_sulle_schede(utente: Any, ente: Ente) -> bool:
    """La prova mostra punteggi di persone: la vede solo chi già le vede tutte e conduce il sistema."""
    return puo_comporre_sistemi(utente, ente)
