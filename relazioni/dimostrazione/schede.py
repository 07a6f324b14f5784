"""Le schede del Comune di Esempio: un anno vissuto dall'assegnazione alla chiusura, e quello in corso.

Ogni passo lo compie chi lo avrebbe compiuto, con le azioni delle pagine, nel giorno in cui lo avrebbe fatto.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from enti.models import Utente
from enti.voci import TipoIncarico
from obiettivi.models import Ciclo
from relazioni.dimostrazione.orologio import nel_giorno
from relazioni.dimostrazione.persone import con_incarico
from relazioni.dimostrazione.storie import (
    ASSENZE,
    AUTOVALUTAZIONI,
    DETTO_AL_COLLOQUIO,
    GIUDIZI,
    MOTIVI,
    OSSERVAZIONI,
    RIESAME,
    SI_GIUSTIFICA,
    SOSPESO,
)
from valutazione.azioni.colloqui import (
    Autovalutato,
    autovaluta,
    conferma_colloquio,
    registra_colloquio,
    scrivi_assenza,
)
from valutazione.azioni.compilazione import Scritto, scrivi_valori, segna_non_misurabile
from valutazione.azioni.passi import apri_contraddittorio, compi_passo, prendi_visione
from valutazione.azioni.riesame import chiedi_riesame, decidi_riesame, osserva, rispondi
from valutazione.azioni.schede import assegna_schede, crea_schede
from valutazione.flusso import AVVIA, CHIUDI, NOTIFICA, PROPONI, PassoScheda, negativa
from valutazione.letture.conto import con_conto, conto_di
from valutazione.letture.gradi import Gradi
from valutazione.models import Scheda
from valutazione.voci import ChiValuta, Fonte, SeManca, TipoColloquio

NON_LETTE = frozenset({"Finta Diana", "Modello Piero", "Prova Zeno"})  # nell'anno in corso aspettano la loro persona
COLLOQUI_DA_FARE = frozenset({"Modello Elena"})  # chi, nell'anno in corso, non ha ancora parlato con i suoi


def vivi_le_schede(ciclo: Ciclo) -> None:
    """Dall'assegnazione di febbraio alla chiusura dell'anno dopo, con osservazioni, un contraddittorio, un riesame."""
    anno, dopo = ciclo.anno, ciclo.anno + 1
    _assegna(ciclo)
    _leggono(_schede(ciclo), il=date(anno, 2, 24))
    _segna_le_assenze(ciclo)
    _parlano(_schede(ciclo), TipoColloquio.INTERMEDIO, il=date(anno, 9, 18))
    _valutano(ciclo, il=date(dopo, 2, 18))
    _parlano(_schede(ciclo), TipoColloquio.FINALE, il=date(dopo, 3, 12))
    _sentono_chi_va_male(ciclo, il=date(dopo, 3, 16))
    _compiono(ciclo, NOTIFICA, il=date(dopo, 3, 24))
    _dicono_la_loro(ciclo, il=date(dopo, 3, 30))
    _leggono(_schede(ciclo, accettata_il__isnull=True), il=date(dopo, 4, 2))
    _compiono(ciclo, CHIUDI, il=date(dopo, 4, 20))


def comincia_le_schede(ciclo: Ciclo) -> None:
    """L'anno in corso: schede assegnate, quasi tutte lette; qualche colloquio è fatto e qualcuno no."""
    _assegna(ciclo)
    schede = [scheda for scheda in _schede(ciclo) if scheda.assegnata_il]
    _leggono((s for s in schede if str(s.persona) not in NON_LETTE), il=date(ciclo.anno, 2, 25))
    fatti = [s for s in schede if str(s.valutatore) not in COLLOQUI_DA_FARE and str(s.persona) not in NON_LETTE]
    _parlano(fatti, TipoColloquio.INTERMEDIO, il=date(ciclo.anno, 9, 22))


# ---- chi fa che cosa ---------------------------------------------------------------------------------------------


def chi_valuta(scheda: Scheda) -> Utente:
    """L'utente che decide la valutazione."""
    utente: Utente | None = scheda.valutatore.utente if scheda.valutatore else None
    return utente or con_incarico(TipoIncarico.NUCLEO)


def _chi_propone(scheda: Scheda) -> Utente:
    nucleo = scheda.tipo.propone == ChiValuta.NUCLEO
    return con_incarico(TipoIncarico.NUCLEO) if nucleo else chi_valuta(scheda)


def _schede(ciclo: Ciclo, **solo: object) -> list[Scheda]:
    righe = Scheda.objects.filter(ciclo=ciclo, **solo)
    return list(con_conto(righe).select_related("valutatore__utente", "persona__utente", "rapporto"))


def _assegna(ciclo: Ciclo) -> None:
    segretario = con_incarico(TipoIncarico.SEGRETARIO)
    with nel_giorno(date(ciclo.anno, 2, 20)):
        crea_schede(ciclo, utente=segretario)
        assegna_schede(ciclo, utente=segretario)
    with nel_giorno(date(ciclo.anno, 2, 21)):
        assegna_schede(ciclo, utente=con_incarico(TipoIncarico.SINDACO))  # quella del segretario


def _leggono(schede: Iterable[Scheda], *, il: date) -> None:
    with nel_giorno(il):
        for scheda in schede:
            prendi_visione(scheda, utente=scheda.persona.utente)


def _segna_le_assenze(ciclo: Ciclo) -> None:
    """Di un'assenza si scrive soltanto se riduce il premio: un congedo parentale no."""
    ufficio = con_incarico(TipoIncarico.UFFICIO_PERSONALE)
    with nel_giorno(date(ciclo.anno + 1, 1, 12)):
        for scheda in _schede(ciclo):
            assenza = ASSENZE.get(str(scheda.persona))
            if assenza and scheda.rapporto:
                dal, al = date(ciclo.anno, *assenza.dal), date(ciclo.anno, *assenza.al)
                scrivi_assenza(scheda.rapporto, utente=ufficio, dal=dal, al=al, conta=assenza.conta)


def _parlano(schede: Iterable[Scheda], tipo: TipoColloquio, *, il: date) -> None:
    with nel_giorno(il):
        for scheda in schede:
            nota = DETTO_AL_COLLOQUIO.get(str(scheda.persona), "")
            colloquio = registra_colloquio(scheda, utente=chi_valuta(scheda), tipo=tipo, il=il, nota=nota)
            conferma_colloquio(colloquio, utente=scheda.persona.utente)


# ---- valutare ----------------------------------------------------------------------------------------------------


def _valutano(ciclo: Ciclo, *, il: date) -> None:
    with nel_giorno(date(il.year, 1, 26)):
        for scheda in _schede(ciclo):
            compi_passo(scheda, AVVIA, utente=chi_valuta(scheda))
            _si_autovaluta(scheda)
    with nel_giorno(il):
        gradi = Gradi(ciclo)
        for scheda in _schede(ciclo):
            _giudica(scheda, gradi)
            compi_passo(scheda, PROPONI, utente=_chi_propone(scheda), gradi=gradi)


def _si_autovaluta(scheda: Scheda) -> None:
    livelli = AUTOVALUTAZIONI.get(str(scheda.persona))
    if livelli:
        valori = {
            voce: Autovalutato(Decimal(livello)) for voce, livello in zip(_giudizi(scheda), livelli, strict=False)
        }
        autovaluta(scheda, utente=scheda.persona.utente, valori=valori, versione=None, consegna=True)


def _giudica(scheda: Scheda, gradi: Gradi) -> None:
    """I giudizi sui comportamenti; un obiettivo che non si è potuto misurare non conta, e si dice perché."""
    livelli = GIUDIZI[str(scheda.persona)]
    valori = {
        codice: Scritto(Decimal(livello), MOTIVI.get(livello, ""))
        for codice, livello in zip(_giudizi(scheda), livelli, strict=True)
    }
    chi: dict[str, Any] = {"versione": None, "utente": _chi_propone(scheda)}
    for voce in conto_di(scheda, gradi).voci:
        if voce.senza_rimedio and not voce.si_scrive:
            segna_non_misurabile(scheda, codice=voce.codice, politica=SeManca.ESCLUDI, motivo=SOSPESO, **chi)
    scrivi_valori(scheda, valori=valori, gradi=gradi, **chi)


def _giudizi(scheda: Scheda) -> list[str]:
    """I codici delle voci a giudizio, nell'ordine della scheda."""
    return [voce.codice for voce in scheda.voci.all() if voce.componente and voce.componente.fonte == Fonte.GIUDIZIO]


def _sentono_chi_va_male(ciclo: Ciclo, *, il: date) -> None:
    """Prima di consegnare una valutazione non positiva la persona dice la sua."""
    with nel_giorno(il):
        for scheda in _schede(ciclo):
            if negativa(scheda):
                apri_contraddittorio(scheda, utente=chi_valuta(scheda))
                osserva(scheda, utente=scheda.persona.utente, testo=SI_GIUSTIFICA)


def _compiono(ciclo: Ciclo, passo: PassoScheda, *, il: date) -> None:
    """Chi valuta consegna, o chiude, tutte le sue schede."""
    gradi = Gradi(ciclo)
    with nel_giorno(il):
        for scheda in _schede(ciclo):
            compi_passo(scheda, passo, utente=chi_valuta(scheda), gradi=gradi)


# ---- dopo la consegna --------------------------------------------------------------------------------------------


def _dicono_la_loro(ciclo: Ciclo, *, il: date) -> None:
    for scheda in _schede(ciclo, accettata_il__isnull=True):
        nome = str(scheda.persona)
        if nome in OSSERVAZIONI:
            _osserva(scheda, *OSSERVAZIONI[nome], il=il)
        if nome == RIESAME.chi:
            _chiede_il_riesame(scheda, il=il)


def _osserva(scheda: Scheda, testo: str, risposta: str, *, il: date) -> None:
    with nel_giorno(il):
        osservazione = osserva(scheda, utente=scheda.persona.utente, testo=testo)
    with nel_giorno(il.replace(day=31)):
        rispondi(osservazione, utente=chi_valuta(scheda), risposta=risposta)


def _chiede_il_riesame(scheda: Scheda, *, il: date) -> None:
    with nel_giorno(il):
        chiedi_riesame(scheda, utente=scheda.persona.utente, motivi=RIESAME.motivi)
    with nel_giorno(il.replace(day=31)):
        segretario = con_incarico(TipoIncarico.SEGRETARIO)
        decidi_riesame(scheda, utente=segretario, decisione=RIESAME.decisione, valori=RIESAME.valori)
