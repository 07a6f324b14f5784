"""L'anno prima del Comune di Esempio, vissuto: approvato, congelato, pubblicato, misurato tre volte.

Nulla è scritto a mano: si compiono le stesse azioni che si compiono dalle pagine, con gli utenti della dimostrazione.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from enti.models import Atto, Utente
from enti.voci import TipoIncarico
from obiettivi.azioni.ciclo import aggiorna_ciclo
from obiettivi.azioni.consultazione import di_la_tua
from obiettivi.azioni.monitoraggio import apri, chiudi, consegna, programma_le_consuete, riapri, verifica
from obiettivi.azioni.parere import dai_parere
from obiettivi.azioni.rilevazioni import avanza_fase, rileva
from obiettivi.azioni.scadenze import segna_fatta
from obiettivi.flusso.monitoraggio import che_manca_alla_parte
from obiettivi.flusso.piano import AVVIA, CHIEDI_PARERE, PROPONI, PUBBLICA, PassoPiano
from obiettivi.letture.rilevazioni import quadro_di
from obiettivi.letture.scadenze import scadenza_di
from obiettivi.models import Ciclo, Fase, Indicatore, Sessione
from obiettivi.voci import CausaScostamento, EsitoParere, Verso
from relazioni.azioni.percorso import compi_passo
from relazioni.dimostrazione.orologio import nel_giorno
from relazioni.dimostrazione.persone import con_incarico
from relazioni.lavori import congela_approvazione
from relazioni.lista_parere import PIANO, Risposta, congela, domande
from relazioni.scambio import importa_ciclo

ESOGENA, ENDOGENA = CausaScostamento.ESOGENA, CausaScostamento.ENDOGENA
SBAGLIATA = CausaScostamento.ERRORE_PROGRAMMAZIONE
FATTA, A_META = Decimal(100), Decimal(60)
PASSATA = (50, 75, 100)  # quanta parte dell'anno a ogni sessione: i valori ci arrivano per gradi
ARRIVATI_TARDI = frozenset({"DT2.1", "D3.1"})  # scritti soltanto dopo la chiusura, riaprendo la sessione
DETTO = {
    "Bruno": "D'accordo; il mercato sarà toccato dai lavori in piazza, lo si tenga presente.",
    "Elena": "D'accordo, se il secondo operatore arriva entro giugno.",
}
OSSERVAZIONI_DEL_NUCLEO = "Obiettivi chiari e misurabili; per la formazione il target è ambizioso."
NON_APPLICABILE = {"E2.1": "Da marzo a dicembre il mercato è stato sospeso per i lavori in piazza."}


@dataclass(frozen=True)
class Scostamento:
    """Perché un target è mancato e che cosa si fa."""

    causa: CausaScostamento
    spiegazione: str
    correttivo: str


SCOSTAMENTI = {
    "T1.1": Scostamento(ESOGENA, "Il blocco del gestionale a ottobre ha fermato i mandati.", "Un secondo operatore."),
    "T1.2": Scostamento(ENDOGENA, "Le fatture senza ordine tornano al servizio.", "L'ordine prima dell'acquisto."),
    "T2.1": Scostamento(SBAGLIATA, "Le quaranta ore sono state chieste a metà anno.", "Corsi da gennaio."),
    "T3.1": Scostamento(ENDOGENA, "Due servizi hanno aggiornato in ritardo.", "Un promemoria ogni trimestre."),
    "T4.1": Scostamento(ENDOGENA, "Gli allegati scansionati non sono leggibili da tutti.", "Solo file nati digitali."),
    "T5.1": Scostamento(ENDOGENA, "Le risposte complesse hanno atteso il parere tecnico.", "Un referente per area."),
    "T5.2": Scostamento(ESOGENA, "Le candidature ricevute erano di un solo genere.", "Avvisi più larghi."),
    "A3.1": Scostamento(SBAGLIATA, "I moduli da unificare erano più del previsto.", "Un piano in due anni."),
    "C2.1": Scostamento(ESOGENA, "Le piogge di novembre hanno raddoppiato le segnalazioni.", "Reperibilità."),
    "D1.1": Scostamento(ENDOGENA, "Un posto di assistente sociale è rimasto vuoto.", "Concorso in primavera."),
    "E1.1": Scostamento(ESOGENA, "I lavori di moderazione sono partiti in autunno.", "Secondo lotto a giugno."),
}


@transaction.atomic
def vivi(documento: dict[str, Any], *, consuntivi: dict[str, Decimal]) -> Ciclo:
    """Importa il ciclo e lo conduce fino alla fine dell'anno, o niente. Ripetuto, non tocca un anno già vissuto.

    `consuntivi`: per codice, il valore con cui ogni indicatore ha chiuso l'anno. Solleva ErroreDiLavoro se il PDF non
    si può scrivere.
    """
    ente, anno = documento["ente"]["slug"], documento["ciclo"]["anno"]
    gia = Ciclo.objects.filter(ente__slug=ente, anno=anno, versioni__isnull=False).first()
    if gia is not None:
        return gia
    ciclo, _ = importa_ciclo(documento)
    _prepara_e_approva(ciclo)
    _misura_l_anno(ciclo, consuntivi)
    return ciclo


def scrivi_chi_era_in_ritardo(ciclo: Ciclo, *, consuntivi: dict[str, Decimal]) -> None:
    """Due dati mancavano alla chiusura dell'anno: si riapre la sessione, dicendo perché, e si richiude."""
    chi, sessione = con_incarico(TipoIncarico.SEGRETARIO), ciclo.sessioni.latest("al")
    with nel_giorno(date(ciclo.anno + 1, 2, 4)):
        aperta = riapri(sessione, utente=chi, nota="Due servizi hanno trovato i dati che mancavano.")
        for indicatore in _indicatori(aperta).filter(codice__in=ARRIVATI_TARDI):
            campi = _rilevato(indicatore, PASSATA[-1], consuntivi.get(indicatore.codice))
            rileva(aperta, indicatore, utente=chi, versione=0, rilevato_il=sessione.al, **campi)
        _consegnano(aperta, chi)
        chiudi(verifica(aperta, utente=chi), utente=chi)


# ---- il Piano ----------------------------------------------------------------------------------------------------


def _prepara_e_approva(ciclo: Ciclo) -> None:
    """Sentiti i responsabili e l'organismo, la Giunta approva; poi si pubblica."""
    anno, segretario = ciclo.anno, con_incarico(TipoIncarico.SEGRETARIO)
    _avanza(ciclo, AVVIA, il=date(anno, 1, 9))
    with nel_giorno(date(anno, 1, 15)):
        _si_accordano(ciclo)
    _avanza(ciclo, CHIEDI_PARERE, il=date(anno, 1, 20))
    with nel_giorno(date(anno, 1, 22)):
        _esprime_il_parere(ciclo)
    _avanza(ciclo, PROPONI, il=date(anno, 1, 24))
    with nel_giorno(date(anno, 1, 28), ora=17):
        _approva(ciclo, segretario)
    _avanza(ciclo, PUBBLICA, il=date(anno, 2, 3), pubblicato_il=date(anno, 2, 3))
    with nel_giorno(date(anno, 2, 5)):
        aggiorna_ciclo(ciclo, utente=segretario, versione=None, inviato_portale_il=date(anno, 2, 5))


def _avanza(ciclo: Ciclo, passo: PassoPiano, *, il: date, **campi: Any) -> None:
    with nel_giorno(il):
        compi_passo(ciclo, passo, utente=con_incarico(TipoIncarico.SEGRETARIO), **campi)
    ciclo.refresh_from_db()


def _si_accordano(ciclo: Ciclo) -> None:
    for consultazione in ciclo.consultazioni.select_related("incarico__persona__utente"):
        di_la_tua(
            ciclo,
            consultazione.incarico,
            utente=consultazione.incarico.persona.utente,
            nota=DETTO.get(consultazione.incarico.persona.nome, ""),
            concordo=True,
            versione=consultazione.versione,
        )


def _esprime_il_parere(ciclo: Ciclo) -> None:
    dai_parere(
        ciclo,
        utente=con_incarico(TipoIncarico.NUCLEO),
        verbale={"numero": "1", "data": date(ciclo.anno, 1, 22)},
        esito=EsitoParere.FAVOREVOLE,
        dato_il=date(ciclo.anno, 1, 22),
        osservazioni=OSSERVAZIONI_DEL_NUCLEO,
        lista=congela((domanda, Risposta.SI, "") for domanda in domande(PIANO)),
    )


def _approva(ciclo: Ciclo, segretario: Utente) -> None:
    congela_approvazione.call(
        None,
        ciclo_id=ciclo.pk,
        atto_id=Atto.objects.get(ente=ciclo.ente, numero="6", data=date(ciclo.anno, 1, 28)).pk,
        utente_id=segretario.pk,
        sito=settings.INDIRIZZO_SITO,
    )
    ciclo.refresh_from_db()


# ---- le misure ---------------------------------------------------------------------------------------------------


def _misura_l_anno(ciclo: Ciclo, consuntivi: dict[str, Decimal]) -> None:
    segretario = con_incarico(TipoIncarico.SEGRETARIO)
    with nel_giorno(date(ciclo.anno, 2, 5)):
        sessioni = programma_le_consuete(ciclo, utente=segretario)
    for quota, sessione in zip(PASSATA, sessioni, strict=True):
        with nel_giorno(sessione.dal):
            _misura(apri(sessione, utente=segretario), quota, consuntivi, segretario)
    for codice, giorno in (("peg", date(ciclo.anno, 1, 8)), ("equilibri", date(ciclo.anno, 7, 29))):
        with nel_giorno(giorno + timedelta(1)):
            _segna_la_scadenza(ciclo, codice, segretario, giorno)


def _misura(sessione: Sessione, quota: int, consuntivi: dict[str, Decimal], chi: Utente) -> None:
    for indicatore in _indicatori(sessione):
        campi = _rilevato(indicatore, quota, consuntivi.get(indicatore.codice))
        if campi and not (sessione.finale and indicatore.codice in ARRIVATI_TARDI):
            rileva(sessione, indicatore, utente=chi, versione=0, rilevato_il=sessione.al, **campi)
    if sessione.finale:
        _avanzano_le_fasi(sessione, chi)
    _consegnano(sessione, chi)
    chiudi(verifica(sessione, utente=chi), utente=chi)


def _consegnano(sessione: Sessione, chi: Utente) -> None:
    """Ogni unità che ha scritto tutti i suoi valori lo dice."""
    for parte in quadro_di(sessione).parti:
        if parte.unita and not parte.consegna and not che_manca_alla_parte(parte):
            consegna(sessione, parte.unita, utente=chi)


def _indicatori(sessione: Sessione) -> QuerySet[Indicatore]:
    indicatori = Indicatore.objects.filter(obiettivo__ciclo=sessione.ciclo).select_related("obiettivo__ciclo")
    return indicatori.prefetch_related("valori_storici", "target")


def _avanzano_le_fasi(sessione: Sessione, chi: Utente) -> None:
    """Le fasi degli obiettivi che hanno mancato un target si fermano prima della fine."""
    fasi = Fase.objects.filter(obiettivo__ciclo=sessione.ciclo).select_related("obiettivo__ciclo")
    in_ritardo = set(Indicatore.objects.filter(codice__in=SCOSTAMENTI).values_list("obiettivo", flat=True))
    for fase in fasi:
        ultima = fase.obiettivo_id in in_ritardo and f"{sessione.al:%Y-%m}" in fase.mesi
        avanza_fase(sessione, fase, utente=chi, versione=0, percentuale=A_META if ultima else FATTA)


def _rilevato(indicatore: Indicatore, quota: int, consuntivo: Decimal | None) -> dict[str, Any]:
    """I campi di una rilevazione; vuoto se a quel punto dell'anno non c'è ancora nulla da dire."""
    finale = quota == FATTA
    if finale and indicatore.codice in NON_APPLICABILE:
        return {"non_applicabile": True, "motivo_non_applicabile": NON_APPLICABILE[indicatore.codice]}
    valore = _valore(indicatore, quota, consuntivo)
    scostamento = SCOSTAMENTI.get(indicatore.codice) if finale else None
    return valore | {"fonte": indicatore.fonte} | (vars(scostamento) if scostamento else {}) if valore else {}


def _valore(indicatore: Indicatore, quota: int, consuntivo: Decimal | None) -> dict[str, Any]:
    target = next(iter(indicatore.target.all()), None)
    if indicatore.verso == Verso.ENTRO_DATA and target and target.data:
        return {"data": target.data}
    if indicatore.verso == Verso.SI_NO:
        return {"esito": True} if quota == FATTA else {}
    if consuntivo is None:
        return {}
    partenza = indicatore.baseline if indicatore.baseline is not None else consuntivo
    raggiunto = partenza + (consuntivo - partenza) * quota / FATTA
    return {"valore": raggiunto.quantize(Decimal(1).scaleb(-indicatore.decimali), ROUND_HALF_UP)}


def _segna_la_scadenza(ciclo: Ciclo, codice: str, chi: Utente, giorno: date) -> None:
    """Un adempimento che il programma non può sapere da sé."""
    scadenza = scadenza_di(ciclo, codice, oggi=timezone.localdate())
    segna_fatta(ciclo, scadenza.regola, utente=chi, versione=None, fatto_il=giorno)
