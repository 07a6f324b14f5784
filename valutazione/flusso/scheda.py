"""Il percorso di una scheda, da leggere ad alta voce: chi può compiere ogni passo, da dove a dove, che cosa serve.

in preparazione → assegnata → in valutazione → proposta → consegnata alla persona → chiusa. Dalla proposta si torna in
valutazione, con il motivo; dalla consegna pure, se le osservazioni convincono, oppure si va al riesame di un terzo,
che riconsegna. Finché non è chiusa si può annullare, con il motivo.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from piao.base.flusso import Mancanza, Passo
from piao.base.numeri import data_estesa, numero
from valutazione.letture.conto import Conto, conto_di
from valutazione.letture.gradi import Gradi
from valutazione.letture.istantanea import Istantanea
from valutazione.letture.schede import istantanea_prevista, manca_per_assegnare, punteggio_consegnato
from valutazione.letture.termini import limite_di, termini_di
from valutazione.models import Osservazione, Scheda
from valutazione.permessi.schede import (
    puo_annullare,
    puo_assegnare,
    puo_avviare,
    puo_chiedere_riesame,
    puo_chiudere,
    puo_decidere_riesame,
    puo_notificare,
    puo_proporre,
    puo_rimandare,
    puo_rivedere,
)
from valutazione.voci import StatoScheda

PREPARAZIONE, ASSEGNATA, VALUTAZIONE = StatoScheda.PREPARAZIONE, StatoScheda.ASSEGNATA, StatoScheda.VALUTAZIONE
PROPOSTA, NOTIFICATA, RIESAME = StatoScheda.PROPOSTA, StatoScheda.NOTIFICATA, StatoScheda.RIESAME
CHIUSA, ANNULLATA = StatoScheda.CHIUSA, StatoScheda.ANNULLATA

Serve = Callable[[Scheda, date], Iterable[Mancanza]]


class SchedaFerma(Exception):
    """Il passo non si può ancora compiere: `mancanze` dice che cosa serve, con i collegamenti."""

    def __init__(self, mancanze: list[Mancanza]) -> None:
        super().__init__("Manca ancora: " + " ".join(mancanza.frase for mancanza in mancanze))
        self.mancanze = mancanze


@dataclass(frozen=True)
class PassoScheda(Passo):
    """Un passo del percorso: che cosa serve prima, se va motivato."""

    codice: str
    serve: tuple[Serve, ...] = ()
    con_nota: bool = False


# ---- che cosa serve ----------------------------------------------------------------------------------------------


def conto_letto(scheda: Scheda, gradi: Gradi | None = None) -> Conto:
    """Il conto della riga letta: una volta sola, quante che siano le domande. `gradi` quando le schede sono molte."""
    ricordo: dict[str, Any] = scheda.__dict__
    if "_conto" not in ricordo:
        ricordo["_conto"] = conto_di(scheda, gradi)
    conto: Conto = ricordo["_conto"]
    return conto


def istantanea_letta(scheda: Scheda) -> Istantanea:
    """La riga letta come sarebbe assegnata oggi: una volta sola, come il conto."""
    ricordo: dict[str, Any] = scheda.__dict__
    if "_istantanea_prevista" not in ricordo:
        ricordo["_istantanea_prevista"] = istantanea_prevista(scheda)
    prevista: Istantanea = ricordo["_istantanea_prevista"]
    return prevista


def _osservazioni(scheda: Scheda, *, contraddittorio: bool) -> list[Osservazione]:
    return [una for una in scheda.osservazioni.all() if una.contraddittorio == contraddittorio]


def _tempo_per_assegnare(scheda: Scheda, oggi: date) -> Iterable[Mancanza]:
    limite = limite_di(scheda)
    if limite is not None and oggi > limite:
        frase = (
            f"Il sistema di valutazione non ammette assegnazioni dopo il {data_estesa(limite)}: la scheda si può solo "
            "annullare, con il motivo."
        )
        yield Mancanza(frase, indirizzo("passo_scheda", scheda, "annulla"))


def _pronta_da_assegnare(scheda: Scheda, oggi: date) -> Iterable[Mancanza]:
    return manca_per_assegnare(scheda, istantanea_letta(scheda))


def _valutazione_completa(scheda: Scheda, oggi: date) -> Iterable[Mancanza]:
    return [Mancanza(frase, indirizzo("scheda", scheda)) for frase in conto_letto(scheda).che_manca]


def _punteggio_fermo(scheda: Scheda, oggi: date) -> Iterable[Mancanza]:
    """Ciò che si chiude è ciò che la persona ha letto: un grado corretto dopo la consegna si riconsegna."""
    consegnato, adesso = punteggio_consegnato(scheda), conto_letto(scheda).punteggio
    if consegnato != adesso:
        frase = (
            f"Dopo la consegna il punteggio è passato da {numero(consegnato)} a {numero(adesso)}, perché sono "
            "cambiati i risultati degli obiettivi: riprendi la valutazione e consegnala di nuovo."
        )
        yield Mancanza(frase, indirizzo("passo_scheda", scheda, "rivedi"))


def _sentita_se_negativa(scheda: Scheda, oggi: date) -> Iterable[Mancanza]:
    if not negativa(scheda):
        return
    soglia = numero(scheda.tipo.sistema.soglia_negativa)
    if scheda.contraddittorio_il is None:
        frase = f"Il punteggio è sotto {soglia}: prima di consegnare la valutazione la persona va sentita."
        yield Mancanza(frase, indirizzo("contraddittorio", scheda))
    elif not _osservazioni(scheda, contraddittorio=True):
        termine = termini_di(scheda).contraddittorio
        if termine is None or oggi <= termine:
            quando = f" entro il {data_estesa(termine)}" if termine else ""
            frase = f"La persona è stata chiamata al contraddittorio: può ancora essere sentita{quando}."
            yield Mancanza(frase, indirizzo("contraddittorio", scheda))


def _in_tempo_per_il_riesame(scheda: Scheda, oggi: date) -> Iterable[Mancanza]:
    if not scheda.tipo.riesamina:
        yield Mancanza("Il sistema di valutazione non prevede un riesame.", indirizzo("scheda", scheda))
    if hasattr(scheda, "riesame"):
        yield Mancanza("Il riesame si chiede una volta sola: la decisione c'è già.", indirizzo("scheda", scheda))
    termine = termini_di(scheda).riesame
    if termine is not None and oggi > termine:
        frase = f"Il termine per chiedere il riesame era il {data_estesa(termine)}."
        yield Mancanza(frase, indirizzo("scheda", scheda))


def _osservazioni_presentate(scheda: Scheda, oggi: date) -> Iterable[Mancanza]:
    mosso = any(_punteggio_fermo(scheda, oggi))
    if not mosso and not _osservazioni(scheda, contraddittorio=False):
        frase = "La persona non ha presentato osservazioni: la valutazione consegnata non si riprende in mano."
        yield Mancanza(frase, indirizzo("scheda", scheda))


def _risposto(scheda: Scheda, oggi: date) -> Iterable[Mancanza]:
    if any(not una.risposta for una in _osservazioni(scheda, contraddittorio=False)):
        yield Mancanza("Ci sono osservazioni senza risposta.", indirizzo("scheda", scheda))


def _letta_o_scaduta(scheda: Scheda, oggi: date) -> Iterable[Mancanza]:
    """Si chiude quando la persona ha accettato, quando un terzo ha deciso, o quando i termini sono passati."""
    if hasattr(scheda, "riesame") or scheda.accettata_il is not None:
        return
    ultimo = termini_di(scheda).ultimo
    if ultimo is None:
        frase = (
            "La persona non ha ancora letto la valutazione, e il sistema non dà un termine oltre il quale chiuderla."
        )
        yield Mancanza(frase, indirizzo("scheda", scheda))
    elif oggi <= ultimo:
        frase = f"La persona può ancora presentare osservazioni o chiedere il riesame, fino al {data_estesa(ultimo)}."
        yield Mancanza(frase, indirizzo("scheda", scheda))


# ---- la tabella --------------------------------------------------------------------------------------------------


def _passo(codice: str, nome: str, da: set[str], a: str, puo: Callable[[Any, Any], bool], **altro: Any) -> PassoScheda:
    return PassoScheda(nome, frozenset(da), a, puo, codice, **altro)


ASSEGNA = _passo(
    "assegna",
    "assegnare la scheda",
    {PREPARAZIONE},
    ASSEGNATA,
    puo_assegnare,
    serve=(_tempo_per_assegnare, _pronta_da_assegnare),
)
AVVIA = _passo("avvia", "avviare la valutazione", {ASSEGNATA}, VALUTAZIONE, puo_avviare)
PROPONI = _passo(
    "proponi", "proporre la valutazione", {VALUTAZIONE}, PROPOSTA, puo_proporre, serve=(_valutazione_completa,)
)
RIMANDA = _passo("rimanda", "rimandare in valutazione", {PROPOSTA}, VALUTAZIONE, puo_rimandare, con_nota=True)
NOTIFICA = _passo(
    "notifica",
    "consegnare la valutazione",
    {PROPOSTA},
    NOTIFICATA,
    puo_notificare,
    serve=(_valutazione_completa, _sentita_se_negativa),
)
RIVEDI = _passo(
    "rivedi",
    "riprendere la valutazione",
    {NOTIFICATA},
    VALUTAZIONE,
    puo_rivedere,
    serve=(_osservazioni_presentate,),
    con_nota=True,
)
CHIEDI_RIESAME = _passo(
    "riesame",
    "chiedere il riesame",
    {NOTIFICATA},
    RIESAME,
    puo_chiedere_riesame,
    serve=(_in_tempo_per_il_riesame,),
    con_nota=True,
)
DECIDI = _passo("decidi", "decidere il riesame", {RIESAME}, NOTIFICATA, puo_decidere_riesame, con_nota=True)
CHIUDI = _passo(
    "chiudi",
    "chiudere la scheda",
    {NOTIFICATA},
    CHIUSA,
    puo_chiudere,
    serve=(_valutazione_completa, _punteggio_fermo, _risposto, _letta_o_scaduta),
)
ANNULLA = _passo(
    "annulla",
    "annullare la scheda",
    {PREPARAZIONE, ASSEGNATA, VALUTAZIONE, PROPOSTA},
    ANNULLATA,
    puo_annullare,
    con_nota=True,
)

PERCORSO = {
    passo.codice: passo
    for passo in (ASSEGNA, AVVIA, PROPONI, RIMANDA, NOTIFICA, RIVEDI, CHIEDI_RIESAME, DECIDI, CHIUDI, ANNULLA)
}
TAPPE = (PREPARAZIONE, ASSEGNATA, VALUTAZIONE, PROPOSTA, NOTIFICATA, CHIUSA)


def che_manca(scheda: Scheda, passo: PassoScheda, *, oggi: date | None = None) -> list[Mancanza]:
    """Ciò che impedisce il passo: una frase per cosa, con la pagina dove si provvede."""
    giorno = oggi or timezone.localdate()
    return [mancanza for serve in passo.serve for mancanza in serve(scheda, giorno)]


def passi_possibili(utente: Any, scheda: Scheda) -> list[PassoScheda]:
    """I passi che l'utente può compiere adesso, nell'ordine della tabella."""
    return [passo for passo in PERCORSO.values() if passo.possibile(utente, scheda)]


def negativa(scheda: Scheda) -> bool:
    """Sotto la soglia del sistema: prima serve il contraddittorio (D.Lgs. 150/2009, art. 3 c. 5-bis)."""
    soglia = scheda.tipo.sistema.soglia_negativa
    return soglia is not None and scheda.punteggio is not None and scheda.punteggio < soglia


def in_ritardo(scheda: Scheda, passo: PassoScheda, *, oggi: date) -> bool:
    """Il passo si compie dopo il termine: si può, ma resta scritto."""
    termine = termini_di(scheda).di_passo(passo.codice)
    return termine is not None and oggi > termine


def indirizzo(nome: str, scheda: Scheda, *altro: object) -> str:
    return reverse(f"valutazione:{nome}", args=[scheda.ente.slug, scheda.ciclo.anno, scheda.pk, *altro])


CONFERME: dict[str, dict[str, str]] = {
    "assegna": {
        "domanda": "Assegnare la scheda?",
        "conseguenza": "Obiettivi, pesi e regole si congelano e la persona riceve la scheda da leggere: da qui in poi "
        "un cambiamento del sistema non la tocca.",
        "invia": "Assegna la scheda",
        "fatto": "Scheda assegnata: la persona è stata avvisata.",
    },
    "avvia": {
        "domanda": "Avviare la valutazione?",
        "conseguenza": "Si scrivono i valori. La persona può scrivere la sua autovalutazione fino alla proposta.",
        "invia": "Avvia la valutazione",
        "fatto": "La valutazione è aperta.",
    },
    "proponi": {
        "domanda": "Proporre questa valutazione?",
        "conseguenza": "I valori si fermano: per cambiarli la scheda va rimandata in valutazione. La persona non li "
        "vede ancora.",
        "invia": "Proponi",
        "fatto": "Valutazione proposta.",
    },
    "rimanda": {
        "domanda": "Rimandare la scheda in valutazione?",
        "conseguenza": "I valori si possono di nuovo cambiare. Il motivo resta nella storia della scheda.",
        "invia": "Rimanda",
        "fatto": "La scheda è di nuovo in valutazione.",
    },
    "notifica": {
        "domanda": "Consegnare la valutazione alla persona?",
        "conseguenza": "La persona vede valori, punteggio e motivazioni. Da oggi corrono i suoi termini per le "
        "osservazioni e per il riesame.",
        "invia": "Consegna",
        "fatto": "Valutazione consegnata: la persona è stata avvisata.",
    },
    "rivedi": {
        "domanda": "Riprendere in mano la valutazione?",
        "conseguenza": "La scheda torna in valutazione; andrà proposta e consegnata di nuovo, con termini nuovi.",
        "invia": "Riprendi la valutazione",
        "fatto": "La scheda è di nuovo in valutazione.",
    },
    "riesame": {
        "domanda": "Chiedere il riesame?",
        "conseguenza": "Decide un terzo, diverso da chi ti ha valutato. Può confermare il punteggio o cambiarlo. Si "
        "chiede una volta sola.",
        "invia": "Chiedi il riesame",
        "fatto": "Riesame chiesto: chi deve decidere è stato avvisato.",
    },
    "chiudi": {
        "domanda": "Chiudere la scheda?",
        "conseguenza": "Il punteggio si ferma per sempre, con i passi del conto: da qui si va ai premi.",
        "invia": "Chiudi la scheda",
        "fatto": "Scheda chiusa.",
    },
    "annulla": {
        "domanda": "Annullare la scheda?",
        "conseguenza": "La scheda resta leggibile con il motivo, ma non conta più. Si potrà crearne un'altra per lo "
        "stesso periodo.",
        "invia": "Annulla la scheda",
        "fatto": "Scheda annullata.",
    },
}
