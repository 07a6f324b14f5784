"""Chi può fare cosa nella stanza `enti`. Solo domande con risposta sì o no."""

from typing import Any

from enti.letture import profilo
from enti.models import Ente, Unita


def appartiene(utente: Any, ente: Ente) -> bool:
    return utente.is_authenticated and profilo(utente, ente).appartiene


def puo_vedere_ente(utente: Any, ente: Ente) -> bool:
    return appartiene(utente, ente)


def puo_gestire_ente(utente: Any, ente: Ente) -> bool:
    """Dati dell'ente, atti, contesto."""
    return profilo(utente, ente).segretario


def puo_gestire_persone(utente: Any, ente: Ente) -> bool:
    """Unità, persone, rapporti, incarichi, inviti, dati sul personale."""
    chi = profilo(utente, ente)
    return chi.segretario or chi.ufficio_personale


def puo_vedere_persone(utente: Any, ente: Ente) -> bool:
    chi = profilo(utente, ente)
    return puo_gestire_persone(utente, ente) or chi.guida_unita or "nucleo" in chi.incarichi


def puo_vedere_persone_di(utente: Any, unita: Unita) -> bool:
    """Chi lavora in un'unità: per chi guida unità, soltanto le proprie."""
    chi = profilo(utente, unita.ente)
    tutte = puo_gestire_persone(utente, unita.ente) or "nucleo" in chi.incarichi
    return tutte or unita.pk in chi.unita_guidate


def puo_vedere_registro(utente: Any, ente: Ente) -> bool:
    chi = profilo(utente, ente)
    return chi.segretario or "nucleo" in chi.incarichi
