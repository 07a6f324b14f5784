"""L'anno prima del Comune di Esempio, vissuto: approvato, congelato, pubblicato, misurato tre volte.

Nulla è scritto a mano: si compiono le stesse azioni che si compiono dalle pagine, con gli utenti della dimostrazione.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from enti.models import Atto, Utente
from obiettivi.azioni.avvisi import avvisa_ente
from obiettivi.azioni.monitoraggio import apri, chiudi, programma_le_consuete, verifica
from obiettivi.azioni.rilevazioni import avanza_fase, rileva
from obiettivi.azioni.scadenze import segna_fatta
from obiettivi.flusso.piano import PUBBLICA
from obiettivi.letture.scadenze import scadenza_di
from obiettivi.models import Ciclo, Fase, Indicatore, Sessione
from obiettivi.voci import CausaScostamento, Verso
from relazioni.azioni.percorso import compi_passo
from relazioni.lavori import congela_approvazione
from relazioni.scambio import importa_ciclo

ESOGENA, ENDOGENA = CausaScostamento.ESOGENA, CausaScostamento.ENDOGENA
SBAGLIATA = CausaScostamento.ERRORE_PROGRAMMAZIONE
FATTA, A_META = Decimal(100), Decimal(60)
PASSATA = (50, 75, 100)  # quanta parte dell'anno a ogni sessione: i valori ci arrivano per gradi
MANCANO = frozenset({"DT2.1", "D3.1"})  # nessuno li ha scritti prima della chiusura
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
    "T5.1": Scostamento(ENDOGENA, "Le risposte complesse hanno atteso il parere tecnico.", "Un referente per area."),
    "T5.2": Scostamento(ESOGENA, "Le candidature ricevute erano di un solo genere.", "Avvisi più larghi."),
    "A3.1": Scostamento(SBAGLIATA, "I moduli da unificare erano più del previsto.", "Un piano in due anni."),
    "C2.1": Scostamento(ESOGENA, "Le piogge di novembre hanno raddoppiato le segnalazioni.", "Reperibilità."),
    "D1.1": Scostamento(ENDOGENA, "Un posto di assistente sociale è rimasto vuoto.", "Concorso in primavera."),
    "E1.1": Scostamento(ESOGENA, "I lavori di moderazione sono partiti in autunno.", "Secondo lotto a giugno."),
}


@transaction.atomic
def vivi(documento: dict[str, Any], *, consuntivi: dict[str, Decimal], segretario: Utente) -> Ciclo:
    """Importa il ciclo e lo conduce fino alla fine dell'anno, o niente. Ripetuto, non tocca un anno già vissuto.

    `consuntivi`: per codice, il valore con cui ogni indicatore ha chiuso l'anno. Solleva ErroreDiLavoro se il PDF non
    si può scrivere.
    """
    ente, anno = documento["ente"]["slug"], documento["ciclo"]["anno"]
    gia = Ciclo.objects.filter(ente__slug=ente, anno=anno, versioni__isnull=False).first()
    if gia is not None:
        return gia
    ciclo, _ = importa_ciclo(documento)
    _approva_e_pubblica(ciclo, segretario)
    for quota, sessione in zip(PASSATA, programma_le_consuete(ciclo, utente=segretario), strict=True):
        _misura(apri(sessione, utente=segretario), quota, consuntivi, segretario)
    _segna_le_scadenze(ciclo, segretario)
    avvisa_ente(ciclo.ente, oggi=timezone.localdate())
    return ciclo


def _approva_e_pubblica(ciclo: Ciclo, segretario: Utente) -> None:
    """La Giunta lo aveva già approvato: se ne congela il contenuto, come farebbe chi adotta il programma dopo."""
    approvazione = Atto.objects.get(pk=ciclo.atto_approvazione_id or 0)
    congela_approvazione.call(
        None,
        ciclo_id=ciclo.pk,
        atto_id=approvazione.pk,
        utente_id=segretario.pk,
        sito=settings.INDIRIZZO_SITO,
        esistente=True,
    )
    compi_passo(ciclo, PUBBLICA, utente=segretario, pubblicato_il=date(ciclo.anno, 2, 3))


def _misura(sessione: Sessione, quota: int, consuntivi: dict[str, Decimal], chi: Utente) -> None:
    indicatori = Indicatore.objects.filter(obiettivo__ciclo=sessione.ciclo).select_related("obiettivo__ciclo")
    for indicatore in indicatori.prefetch_related("valori_storici", "target"):
        campi = _rilevato(indicatore, quota, consuntivi.get(indicatore.codice))
        if campi and not (sessione.finale and indicatore.codice in MANCANO):
            rileva(sessione, indicatore, utente=chi, versione=0, rilevato_il=sessione.al, **campi)
    if sessione.finale:
        _avanzano_le_fasi(sessione, chi)
    chiudi(verifica(sessione, utente=chi), utente=chi)


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


def _segna_le_scadenze(ciclo: Ciclo, chi: Utente) -> None:
    """Due adempimenti che il programma non può sapere da sé."""
    for codice, giorno in (("peg", date(ciclo.anno, 1, 8)), ("equilibri", date(ciclo.anno, 7, 29))):
        scadenza = scadenza_di(ciclo, codice, oggi=timezone.localdate())
        segna_fatta(ciclo, scadenza.regola, utente=chi, versione=None, fatto_il=giorno)
