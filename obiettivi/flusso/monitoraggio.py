"""I passi di una sessione di monitoraggio, da leggere ad alta voce, e che cosa manca per compierli.

programmata → aperta (si compila) → verificata → chiusa: le conduce il segretario. Nel mezzo, chi guida un'unità
consegna la sua parte. Una sessione verificata o chiusa si riapre solo dicendo perché.
"""

from django.urls import reverse

from obiettivi.letture.rilevazioni import Parte, Quadro
from obiettivi.models import Sessione
from obiettivi.permessi import puo_aprire_sessione, puo_condurre_sessione
from obiettivi.voci import StatoSessione
from piao.base.flusso import Mancanza, Passo

PROGRAMMATA, APERTA = StatoSessione.PROGRAMMATA, StatoSessione.APERTA
VERIFICATA, CHIUSA = StatoSessione.VERIFICATA, StatoSessione.CHIUSA

APRI = Passo("aprire la sessione", frozenset({PROGRAMMATA}), APERTA, puo_aprire_sessione)
VERIFICA = Passo("segnare verificata la sessione", frozenset({APERTA}), VERIFICATA, puo_condurre_sessione)
CHIUDI = Passo("chiudere la sessione", frozenset({VERIFICATA}), CHIUSA, puo_condurre_sessione)
RIAPRI = Passo("riaprire la sessione", frozenset({VERIFICATA, CHIUSA}), APERTA, puo_condurre_sessione)

PASSI_SESSIONE = {"apri": APRI, "verifica": VERIFICA, "chiudi": CHIUDI, "riapri": RIAPRI}
CONFERME_SESSIONE = {
    "apri": {
        "domanda": "Aprire la sessione?",
        "conseguenza": "Chi guida le unità può scrivere i valori dei suoi indicatori.",
        "invia": "Apri la sessione",
        "fatto": "La sessione è aperta: si può compilare.",
    },
    "verifica": {
        "domanda": "Hai verificato i valori?",
        "conseguenza": "Nessuno scrive più. Se qualcosa non va, la sessione si può riaprire dicendo perché.",
        "invia": "Segna verificata",
        "fatto": "La sessione è verificata.",
    },
    "chiudi": {
        "domanda": "Chiudere la sessione?",
        "conseguenza": "I valori non si toccano più. Per correggerli la sessione va riaperta, e ne resta traccia.",
        "invia": "Chiudi la sessione",
        "fatto": "La sessione è chiusa.",
    },
    "riapri": {
        "domanda": "Riaprire la sessione?",
        "conseguenza": "Si torna a scrivere. Il motivo resta nel registro, e il conto delle riaperture si vede.",
        "invia": "Riapri la sessione",
        "fatto": "La sessione è di nuovo aperta.",
    },
}
NOMINATE = 3  # le mancanze che si dicono una per una; le altre si contano


class ParteIncompleta(Exception):
    """La parte non si può consegnare: `mancanze` dice perché."""

    def __init__(self, mancanze: list[Mancanza]) -> None:
        altre = len(mancanze) - NOMINATE
        resto = f" E altre {altre} righe da completare." if altre > 0 else ""
        super().__init__("Non si può ancora consegnare. " + " ".join(m.frase for m in mancanze[:NOMINATE]) + resto)
        self.mancanze = mancanze


def che_manca_alla_parte(parte: Parte) -> list[Mancanza]:
    """Ciò che serve per consegnare, ogni frase con la riga in cui si scrive."""
    griglia = reverse("obiettivi:compila", args=_indirizzo(parte.sessione))
    mancano = [
        Mancanza(f"Manca il valore di «{riga.indicatore}».", f"{griglia}#r{riga.pk}")
        for riga in parte.righe
        if riga.rilevazione is None
    ]
    return mancano + [
        Mancanza(f"«{riga.indicatore}» si scosta dal target: scrivi la causa.", f"{griglia}#r{riga.pk}")
        for riga in parte.righe
        if riga.senza_causa
    ]


def che_manca_alla_sessione(quadro: Quadro) -> list[Mancanza]:
    """Le parti non consegnate: non impediscono di verificare, ma chi verifica deve saperlo."""
    griglia = reverse("obiettivi:sessione", args=_indirizzo(quadro.sessione))
    return [
        Mancanza(f"{parte.nome}: {_quanto_manca(parte)}", f"{griglia}#unita-{parte.unita.pk if parte.unita else 0}")
        for parte in quadro.parti
        if (parte.consegna is None and parte.unita) or parte.mancano
    ]


def _quanto_manca(parte: Parte) -> str:
    consegna = "" if parte.consegna or not parte.unita else "non consegnata"
    valori = f"{parte.scritti} valori su {parte.totale}" if parte.mancano else ""
    return ", ".join(filter(None, (consegna, valori))) + "."


def _indirizzo(sessione: Sessione) -> list[object]:
    return [sessione.ciclo.ente.slug, sessione.ciclo.anno, sessione.pk]
