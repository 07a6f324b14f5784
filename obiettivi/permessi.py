"""Chi può fare cosa nella stanza `obiettivi`. Solo domande con risposta sì o no."""

from typing import Any

from enti.letture import profilo
from enti.models import Ente
from enti.permessi import appartiene
from obiettivi.models import Ciclo, Obiettivo
from obiettivi.voci import CONCLUSI, RuoloUnita, StatoCiclo, StatoObiettivo

SI_SCRIVE = (StatoObiettivo.BOZZA, StatoObiettivo.RESTITUITO)


def puo_vedere_ciclo(utente: Any, ciclo: Ciclo) -> bool:
    return appartiene(utente, ciclo.ente)


def puo_aprire_ciclo(utente: Any, ente: Ente) -> bool:
    """Aprire un anno e curare le linee di mandato."""
    return profilo(utente, ente).segretario


def puo_gestire_ciclo(utente: Any, ciclo: Ciclo) -> bool:
    """Impostazione, atti e fasi del ciclo."""
    return profilo(utente, ciclo.ente).segretario


def puo_creare_obiettivo(utente: Any, ciclo: Ciclo) -> bool:
    chi = profilo(utente, ciclo.ente)
    return _aperto(ciclo) and (chi.segretario or chi.guida_unita)


def puo_modificare_obiettivo(utente: Any, obiettivo: Obiettivo) -> bool:
    """Il segretario finché non è validato; chi guida l'unità capofila finché non l'ha proposto."""
    if not _aperto(obiettivo.ciclo) or obiettivo.stato == StatoObiettivo.VALIDATO:
        return False
    segretario = profilo(utente, obiettivo.ciclo.ente).segretario
    return segretario or (obiettivo.stato in SI_SCRIVE and guida_capofila(utente, obiettivo))


def ne_risponde(utente: Any, obiettivo: Obiettivo) -> bool:
    """Chi lo scrive quando è aperto, anche se adesso non lo è: il segretario e chi guida l'unità capofila."""
    return profilo(utente, obiettivo.ciclo.ente).segretario or guida_capofila(utente, obiettivo)


def puo_proporre(utente: Any, obiettivo: Obiettivo) -> bool:
    return _aperto(obiettivo.ciclo) and ne_risponde(utente, obiettivo)


def puo_validare(utente: Any, obiettivo: Obiettivo) -> bool:
    return _aperto(obiettivo.ciclo) and profilo(utente, obiettivo.ciclo.ente).segretario


def puo_restituire(utente: Any, obiettivo: Obiettivo) -> bool:
    return puo_validare(utente, obiettivo)


def puo_riaprire(utente: Any, obiettivo: Obiettivo) -> bool:
    """Riportare in bozza un obiettivo validato: solo finché il ciclo non è approvato."""
    return puo_validare(utente, obiettivo)


def puo_eliminare_obiettivo(utente: Any, obiettivo: Obiettivo) -> bool:
    return obiettivo.stato == StatoObiettivo.BOZZA and puo_modificare_obiettivo(utente, obiettivo)


def guida_capofila(utente: Any, obiettivo: Obiettivo) -> bool:
    """L'utente dirige oggi un'unità capofila dell'obiettivo (o una sopra di lei)."""
    guidate = profilo(utente, obiettivo.ciclo.ente).unita_guidate
    return bool(guidate) and any(
        legame.unita_id in guidate and legame.ruolo == RuoloUnita.CAPOFILA
        for legame in obiettivo.unita_collegate.all()
    )


def _aperto(ciclo: Ciclo) -> bool:
    return ciclo.in_preparazione


def puo_distribuire_pesi(utente: Any, ciclo: Ciclo, unita: set[int]) -> bool:
    """I pesi di un destinatario: il segretario, oppure chi guida una delle unità a cui il destinatario fa capo."""
    chi = profilo(utente, ciclo.ente)
    return _aperto(ciclo) and (chi.segretario or bool(chi.unita_guidate & unita))


def puo_copiare_dalla_libreria(utente: Any, ciclo: Ciclo) -> bool:
    return puo_creare_obiettivo(utente, ciclo)


def puo_curare_libreria(utente: Any, ente: Ente) -> bool:
    """Salvare, cambiare e togliere i modelli della libreria dell'ente."""
    chi = profilo(utente, ente)
    return chi.segretario or chi.guida_unita


# ---- controlli di conformità ---------------------------------------------------------------------------------

ALLA_GIUNTA = (StatoCiclo.PROPOSTA, *CONCLUSI)


def puo_vedere_controlli(utente: Any, ciclo: Ciclo) -> bool:
    """Chi vede le bozze; la Giunta da quando il Piano le è proposto."""
    chi = profilo(utente, ciclo.ente)
    return chi.vede_le_bozze or (chi.segue_la_preparazione and ciclo.stato in ALLA_GIUNTA)


def puo_motivare_rilievi(utente: Any, ciclo: Ciclo) -> bool:
    """Ogni rilievo, finché il Piano non è approvato."""
    return not ciclo.concluso and profilo(utente, ciclo.ente).segretario


def puo_motivare_sull_obiettivo(utente: Any, obiettivo: Obiettivo) -> bool:
    """I rilievi di un obiettivo li motiva anche chi guida l'unità capofila, finché gli obiettivi si scrivono."""
    ciclo = obiettivo.ciclo
    return puo_motivare_rilievi(utente, ciclo) or (_aperto(ciclo) and guida_capofila(utente, obiettivo))


def puo_regolare_controlli(utente: Any, ente: Ente) -> bool:
    """Spegnere un controllo o cambiarne la gravità."""
    chi = profilo(utente, ente)
    return chi.segretario or chi.ufficio_personale


def puo_regolare_blocchi(utente: Any, ente: Ente) -> bool:
    """Togliere o mettere un blocco."""
    return profilo(utente, ente).segretario


def puo_unire_obiettivi(utente: Any, ciclo: Ciclo) -> bool:
    """Fare un solo obiettivo trasversale di più obiettivi uguali: solo mentre si scrivono."""
    return _aperto(ciclo) and profilo(utente, ciclo.ente).segretario
