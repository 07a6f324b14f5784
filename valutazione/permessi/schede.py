"""Chi può fare cosa con una scheda. Chi è valutato non compie mai, sulla propria, un passo di chi valuta o conduce."""

from typing import Any

from enti.letture import profilo
from enti.models import Ente, Persona
from enti.permessi import appartiene
from enti.voci import TipoIncarico
from valutazione.letture.visibili import schede_visibili
from valutazione.models import Colloquio, Scheda
from valutazione.voci import ChiValuta, StatoScheda

ASSEGNATA, VALUTAZIONE, PROPOSTA = StatoScheda.ASSEGNATA, StatoScheda.VALUTAZIONE, StatoScheda.PROPOSTA
NOTIFICATA, RIESAME, CHIUSA = StatoScheda.NOTIFICATA, StatoScheda.RIESAME, StatoScheda.CHIUSA
CONSEGNATA = (NOTIFICATA, RIESAME, CHIUSA)
IN_CORSO = (ASSEGNATA, VALUTAZIONE, PROPOSTA, NOTIFICATA)
INCARICO_DI = {
    ChiValuta.SINDACO: TipoIncarico.SINDACO,
    ChiValuta.SEGRETARIO: TipoIncarico.SEGRETARIO,
    ChiValuta.NUCLEO: TipoIncarico.NUCLEO,
}


# ---- chi è, per questa scheda ------------------------------------------------------------------------------------


def e_la_persona(utente: Any, scheda: Scheda) -> bool:
    return utente.is_authenticated and _e(utente, scheda.persona)


def valuta(utente: Any, scheda: Scheda) -> bool:
    """È chi decide la valutazione; un componente dell'organismo, se decide lui."""
    if e_la_persona(utente, scheda):
        return False
    if scheda.tipo.valuta == ChiValuta.NUCLEO and scheda.valutatore is None:
        return _nell_organismo(utente, scheda)
    return _e(utente, scheda.valutatore)


def propone(utente: Any, scheda: Scheda) -> bool:
    """È chi la propone: il proponente, un componente dell'organismo se propone lui, altrimenti chi valuta."""
    if e_la_persona(utente, scheda):
        return False
    if scheda.proponente is not None:
        return _e(utente, scheda.proponente)
    if scheda.tipo.propone == ChiValuta.NUCLEO:
        return _nell_organismo(utente, scheda)
    return valuta(utente, scheda)


def _e(utente: Any, persona: Persona | None) -> bool:
    return persona is not None and bool(persona.utente_id == utente.pk)


def _nell_organismo(utente: Any, scheda: Scheda) -> bool:
    return TipoIncarico.NUCLEO in profilo(utente, scheda.ente).incarichi


def conduce(utente: Any, scheda: Scheda) -> bool:
    """Il segretario o l'ufficio personale, mai sulla propria scheda."""
    return puo_condurre_schede(utente, scheda.ente) and not e_la_persona(utente, scheda)


# ---- vedere ------------------------------------------------------------------------------------------------------


def puo_vedere_schede(utente: Any, ente: Ente) -> bool:
    """Aprire l'elenco: ciascuno vi trova soltanto le schede che può vedere."""
    return appartiene(utente, ente)


def puo_vedere_scheda(utente: Any, scheda: Scheda) -> bool:
    return schede_visibili(utente, scheda.ente).filter(pk=scheda.pk).exists()


def puo_vedere_valutazione(utente: Any, scheda: Scheda) -> bool:
    return vede_i_valori(utente, scheda) and puo_vedere_scheda(utente, scheda)


def vede_i_valori(utente: Any, scheda: Scheda) -> bool:
    """Di una scheda che già si vede, valori e punteggio.

    La persona: da quando le sono consegnati, o da quando è chiamata al contraddittorio. Gli altri, sempre.
    """
    chiamata = scheda.stato == PROPOSTA and scheda.contraddittorio_il is not None
    return scheda.stato in CONSEGNATA or chiamata or not e_la_persona(utente, scheda)


# ---- preparare e assegnare ---------------------------------------------------------------------------------------


def puo_condurre_schede(utente: Any, ente: Ente) -> bool:
    """Creare le schede dell'anno, cambiare chi valuta, segnare le assenze: il segretario e l'ufficio personale."""
    chi = profilo(utente, ente)
    return chi.segretario or chi.ufficio_personale


def puo_preparare(utente: Any, scheda: Scheda) -> bool:
    """Cambiare periodo e valutatore, finché la scheda non è proposta."""
    return scheda.stato in (StatoScheda.PREPARAZIONE, ASSEGNATA, VALUTAZIONE) and conduce(utente, scheda)


def puo_assegnare(utente: Any, scheda: Scheda) -> bool:
    return valuta(utente, scheda) or conduce(utente, scheda)


def puo_prendere_visione(utente: Any, scheda: Scheda) -> bool:
    """La persona legge e lo conferma; l'ufficio personale lo registra per chi ha firmato su carta."""
    da_leggere = (scheda.stato == ASSEGNATA and scheda.presa_visione_il is None) or (
        scheda.stato == NOTIFICATA and scheda.accettata_il is None
    )
    return da_leggere and (e_la_persona(utente, scheda) or conduce(utente, scheda))


def puo_annullare(utente: Any, scheda: Scheda) -> bool:
    return conduce(utente, scheda)


# ---- colloqui e autovalutazione ----------------------------------------------------------------------------------


def puo_registrare_colloquio(utente: Any, scheda: Scheda) -> bool:
    return scheda.stato in IN_CORSO and (valuta(utente, scheda) or propone(utente, scheda))


def puo_confermare_colloquio(utente: Any, colloquio: Colloquio) -> bool:
    """Ciascuno conferma per sé, una volta."""
    scheda = colloquio.scheda
    if e_la_persona(utente, scheda):
        return colloquio.confermato_persona_il is None and scheda.stato != CHIUSA
    return colloquio.confermato_valutatore_il is None and puo_registrare_colloquio(utente, scheda)


def puo_autovalutarsi(utente: Any, scheda: Scheda) -> bool:
    """Dice la sua prima della proposta, non dopo averla letta."""
    return scheda.stato in (ASSEGNATA, VALUTAZIONE) and e_la_persona(utente, scheda)


# ---- valutare, proporre, consegnare ------------------------------------------------------------------------------


def puo_avviare(utente: Any, scheda: Scheda) -> bool:
    return valuta(utente, scheda) or propone(utente, scheda) or conduce(utente, scheda)


def puo_valutare(utente: Any, scheda: Scheda) -> bool:
    """Scrivere i valori: chi propone e chi valuta, mentre la scheda è in valutazione."""
    return scheda.stato == VALUTAZIONE and puo_proporre(utente, scheda)


def puo_proporre(utente: Any, scheda: Scheda) -> bool:
    return propone(utente, scheda) or valuta(utente, scheda)


def puo_rimandare(utente: Any, scheda: Scheda) -> bool:
    return valuta(utente, scheda) or conduce(utente, scheda)


def puo_sentire(utente: Any, scheda: Scheda) -> bool:
    """Aprire il contraddittorio e registrare ciò che la persona ha detto: chi decide la valutazione."""
    return scheda.stato == PROPOSTA and valuta(utente, scheda)


def puo_notificare(utente: Any, scheda: Scheda) -> bool:
    return valuta(utente, scheda)


# ---- dopo la consegna --------------------------------------------------------------------------------------------


def puo_osservare(utente: Any, scheda: Scheda) -> bool:
    """La persona: sulla valutazione consegnata, o nel contraddittorio. I termini sono del flusso."""
    chiamata = scheda.stato == PROPOSTA and scheda.contraddittorio_il is not None
    return (scheda.stato == NOTIFICATA or chiamata) and e_la_persona(utente, scheda)


def puo_rispondere(utente: Any, scheda: Scheda) -> bool:
    return scheda.stato in (PROPOSTA, NOTIFICATA) and valuta(utente, scheda)


def puo_rivedere(utente: Any, scheda: Scheda) -> bool:
    """Riprendere in mano la valutazione dopo le osservazioni."""
    return valuta(utente, scheda)


def puo_chiedere_riesame(utente: Any, scheda: Scheda) -> bool:
    return e_la_persona(utente, scheda)


def puo_decidere_riesame(utente: Any, scheda: Scheda) -> bool:
    """Un terzo: chi ha la funzione che il sistema indica, mai chi valuta, propone o è valutato."""
    parte = e_la_persona(utente, scheda) or valuta(utente, scheda) or _e(utente, scheda.proponente)
    return not parte and _e_l_organo(utente, scheda)


def puo_chiudere(utente: Any, scheda: Scheda) -> bool:
    return valuta(utente, scheda) or conduce(utente, scheda)


def _e_l_organo(utente: Any, scheda: Scheda) -> bool:
    """Il riesame affidato a «chi guida l'unità» lo decide chi guida l'unità sopra."""
    riesame = getattr(scheda, "riesame", None)
    organo = riesame.organo if riesame else scheda.tipo.riesamina
    chi = profilo(utente, scheda.ente)
    if organo == ChiValuta.RESPONSABILE:
        sopra = scheda.unita.parent_id if scheda.unita else None
        return sopra in chi.unita_guidate
    return INCARICO_DI.get(ChiValuta(organo)) in chi.incarichi if organo else False
