"""Chi può fare cosa nella stanza `obiettivi`. Solo domande con risposta sì o no."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from enti.letture import profilo
from enti.models import Ente, Incarico
from enti.permessi import appartiene
from enti.voci import TipoIncarico
from obiettivi.letture.scadenze import ruoli_nel_calendario
from obiettivi.models import Ciclo, Commento, Forzatura, Obiettivo, Sessione, Variazione, VerbaleMonitoraggio
from obiettivi.voci import CONCLUSI, RuoloUnita, StatoCiclo, StatoObiettivo, StatoSessione, StatoVariazione

SI_SCRIVE = (StatoObiettivo.BOZZA, StatoObiettivo.RESTITUITO)
SI_RETTIFICA = (StatoSessione.APERTA, StatoSessione.VERIFICATA)


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
    """Il segretario finché non è validato; chi guida l'unità capofila finché non l'ha proposto.

    Una copia di lavoro segue la sua variazione.
    """
    if obiettivo.variazione is not None:
        return puo_scrivere_variazione(utente, obiettivo.variazione)
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
    """Una bozza; una copia di lavoro si toglie dalla sua variazione."""
    if obiettivo.variazione_id is not None:
        return False
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


# ---- variazioni del Piano approvato ----------------------------------------------------------------------------


def puo_aprire_variazione(utente: Any, ciclo: Ciclo) -> bool:
    """Il segretario e chi guida un'unità, quando il Piano è approvato."""
    chi = profilo(utente, ciclo.ente)
    return ciclo.concluso and (chi.segretario or chi.guida_unita)


def puo_scrivere_variazione(utente: Any, variazione: Variazione) -> bool:
    """Finché è in preparazione: chi l'ha aperta, e il segretario."""
    if variazione.stato != StatoVariazione.BOZZA or not variazione.ciclo.concluso:
        return False
    chi = profilo(utente, variazione.ente)
    return chi.segretario or (chi.guida_unita and variazione.chi_id == utente.pk)


def puo_variare(utente: Any, variazione: Variazione, obiettivo: Obiettivo) -> bool:
    """Il segretario ogni obiettivo del Piano; chi guida un'unità, i suoi."""
    del_piano = obiettivo.ciclo_id == variazione.ciclo_id and obiettivo.stato == StatoObiettivo.VALIDATO
    return del_piano and obiettivo.variazione_id is None and ne_risponde(utente, obiettivo)


def puo_dare_parere_variazione(utente: Any, variazione: Variazione) -> bool:
    """Il Nucleo, oppure il segretario che trascrive il suo verbale: quando la variazione è stata richiesta."""
    suoi = (TipoIncarico.NUCLEO, TipoIncarico.SEGRETARIO)
    return variazione.stato == StatoVariazione.RICHIESTA and ha_uno_di(utente, variazione.ente, suoi)


def puo_proporre_variazione(utente: Any, variazione: Variazione) -> bool:
    return variazione.ciclo.concluso and profilo(utente, variazione.ente).segretario


def puo_decidere_variazione(utente: Any, variazione: Variazione) -> bool:
    """Registrare ciò che la Giunta ha deciso: approvata, o respinta."""
    return puo_proporre_variazione(utente, variazione)


RIMANDANO_LA_VARIAZIONE = {
    StatoVariazione.RICHIESTA: (TipoIncarico.SEGRETARIO, TipoIncarico.NUCLEO),
    StatoVariazione.PROPOSTA: (TipoIncarico.SEGRETARIO, TipoIncarico.SINDACO),
}


def puo_rimandare_variazione(utente: Any, variazione: Variazione) -> bool:
    """Il segretario sempre; il Nucleo finché tocca a lui, il Sindaco quando è alla Giunta."""
    suoi = RIMANDANO_LA_VARIAZIONE.get(StatoVariazione(variazione.stato), ())
    return ha_uno_di(utente, variazione.ente, suoi)


# ---- scadenzario e anno nuovo --------------------------------------------------------------------------------


def puo_segnare_scadenza(utente: Any, ciclo: Ciclo, ruoli: Iterable[str]) -> bool:
    """Il segretario, oppure chi oggi ha uno dei ruoli che ne rispondono."""
    suoi = ruoli_nel_calendario(utente, ciclo.ente, oggi=timezone.localdate())
    return TipoIncarico.SEGRETARIO in suoi or bool(suoi & set(ruoli))


def puo_spostare_scadenza(utente: Any, ciclo: Ciclo) -> bool:
    """Cambiare un termine dell'ente, o dichiarare che una scadenza non è dovuta."""
    return profilo(utente, ciclo.ente).segretario


# ---- monitoraggio --------------------------------------------------------------------------------------------


def puo_condurre_monitoraggio(utente: Any, ciclo: Ciclo) -> bool:
    """Programmare le sessioni, verificarle, chiuderle, riaprirle."""
    return profilo(utente, ciclo.ente).segretario


def puo_aprire_sessione(utente: Any, sessione: Sessione) -> bool:
    """Si misura ciò che è approvato: prima non si apre nulla."""
    return sessione.ciclo.concluso and puo_condurre_monitoraggio(utente, sessione.ciclo)


def puo_condurre_sessione(utente: Any, sessione: Sessione) -> bool:
    return puo_condurre_monitoraggio(utente, sessione.ciclo)


def puo_compilare(utente: Any, sessione: Sessione, unita: int | None, *, consegnata: bool) -> bool:
    """Scrivere nella parte di un'unità: chi la guida finché non la consegna, il segretario finché è aperta."""
    chi = profilo(utente, sessione.ciclo.ente)
    suo = not consegnata and unita in chi.unita_guidate
    return sessione.stato == StatoSessione.APERTA and (chi.segretario or suo)


def puo_consegnare(utente: Any, sessione: Sessione, unita: int) -> bool:
    chi = profilo(utente, sessione.ciclo.ente)
    return sessione.stato == StatoSessione.APERTA and (chi.segretario or unita in chi.unita_guidate)


def puo_rimandare_consegna(utente: Any, sessione: Sessione) -> bool:
    return sessione.stato == StatoSessione.APERTA and puo_condurre_sessione(utente, sessione)


def puo_chiedere_forzatura(utente: Any, sessione: Sessione, obiettivo: Obiettivo) -> bool:
    """Chi risponde dell'obiettivo, finché la sessione non è chiusa."""
    return sessione.stato in SI_RETTIFICA and ne_risponde(utente, obiettivo)


def puo_decidere_forzatura(utente: Any, forzatura: Forzatura) -> bool:
    """Il segretario o il Nucleo, mai chi l'ha chiesta."""
    chi = profilo(utente, forzatura.ente)
    decide = chi.segretario or TipoIncarico.NUCLEO in chi.incarichi
    return decide and forzatura.chi_id != utente.pk and forzatura.sessione.stato in SI_RETTIFICA


def puo_neutralizzare(utente: Any, obiettivo: Obiettivo) -> bool:
    """Togliere un obiettivo dal conto, con l'atto che lo dice."""
    return obiettivo.ciclo.concluso and puo_condurre_monitoraggio(utente, obiettivo.ciclo)


# ---- il verbale di monitoraggio ----------------------------------------------------------------------------------


def puo_scrivere_verbale(utente: Any, sessione: Sessione) -> bool:
    """Il Nucleo, oppure il segretario che trascrive il suo verbale, quando la sessione è cominciata."""
    suoi = (TipoIncarico.NUCLEO, TipoIncarico.SEGRETARIO)
    return sessione.stato != StatoSessione.PROGRAMMATA and ha_uno_di(utente, sessione.ciclo.ente, suoi)


def puo_cambiare_verbale(utente: Any, verbale: VerbaleMonitoraggio) -> bool:
    """Finché è una bozza: depositato, resta com'è."""
    return not verbale.depositato and puo_scrivere_verbale(utente, verbale.sessione)


def puo_vedere_verbali(utente: Any, ciclo: Ciclo) -> bool:
    """Chi segue il Piano li legge quando sono depositati; la bozza la vede soltanto chi la scrive."""
    return profilo(utente, ciclo.ente).segue_la_preparazione
