"""Chi può fare cosa nella stanza `obiettivi`. Solo domande con risposta sì o no."""

from collections.abc import Iterable
from typing import Any

from enti.letture import profilo
from enti.models import Ente, Incarico
from enti.permessi import appartiene
from enti.voci import TipoIncarico
from obiettivi.models import Ciclo, Commento, Obiettivo
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


# ---- percorso del Piano --------------------------------------------------------------------------------------

LEGGE_LA_PROPOSTA = frozenset(
    {TipoIncarico.SEGRETARIO, TipoIncarico.SINDACO, TipoIncarico.ASSESSORE, TipoIncarico.NUCLEO}
)
GIUNTA = frozenset({TipoIncarico.SINDACO, TipoIncarico.ASSESSORE})


def puo_vedere_percorso(utente: Any, ciclo: Ciclo) -> bool:
    """Chi segue la preparazione vede a che punto è il Piano, e come ci è arrivato."""
    return profilo(utente, ciclo.ente).segue_la_preparazione


def ha_uno_di(utente: Any, ente: Ente, incarichi: Iterable[str]) -> bool:
    """L'utente ha oggi almeno uno di questi incarichi."""
    return bool(profilo(utente, ente).incarichi & set(incarichi))


def puo_vedere_consultazione(utente: Any, ciclo: Ciclo) -> bool:
    """Il segretario e il Nucleo, di tutti; chi guida un'unità, la sua."""
    chi = profilo(utente, ciclo.ente)
    return chi.segretario or chi.guida_unita or TipoIncarico.NUCLEO in chi.incarichi


def puo_registrare_consultazione(utente: Any, ciclo: Ciclo) -> bool:
    """Le date di tutti le scrive il segretario, finché gli obiettivi si scrivono."""
    return _aperto(ciclo) and profilo(utente, ciclo.ente).segretario


def puo_concordare(utente: Any, ciclo: Ciclo, incarico: Incarico) -> bool:
    """Ciascun responsabile dice la sua sui propri obiettivi, durante la consultazione."""
    suo = incarico.persona.utente_id is not None and incarico.persona.utente_id == utente.pk
    return ciclo.stato == StatoCiclo.CONSULTAZIONE and suo and incarico.ente_id == ciclo.ente_id


def puo_dare_parere(utente: Any, ciclo: Ciclo) -> bool:
    """Il Nucleo, oppure il segretario che trascrive il suo verbale: quando il parere è stato chiesto."""
    suoi = (TipoIncarico.NUCLEO, TipoIncarico.SEGRETARIO)
    return ciclo.stato == StatoCiclo.PARERE and ha_uno_di(utente, ciclo.ente, suoi)


def puo_vedere_giunta(utente: Any, ciclo: Ciclo) -> bool:
    """La Giunta, chi le presenta il Piano, chi ne ha dato il parere."""
    return ha_uno_di(utente, ciclo.ente, LEGGE_LA_PROPOSTA)


def puo_commentare(utente: Any, ciclo: Ciclo) -> bool:
    """Sindaco e assessori, finché il Piano è proposto."""
    return ciclo.stato == StatoCiclo.PROPOSTA and ha_uno_di(utente, ciclo.ente, GIUNTA)


def puo_cambiare_commento(utente: Any, commento: Commento) -> bool:
    return commento.chi_id == utente.pk and puo_commentare(utente, commento.ciclo)
