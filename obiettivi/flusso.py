"""I passi di un obiettivo, da leggere ad alta voce, e che cosa manca per compierli.

bozza → proposto (chi guida l'unità, o il segretario) → validato, oppure restituito con osservazioni (il segretario).
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from enti.letture import profilo
from obiettivi.letture import mancanze_di, obiettivi_visibili
from obiettivi.letture.casa import delle_mie_unita, incarichi_in_scadenza
from obiettivi.letture.mancanze import TipoMancanza
from obiettivi.models import Ciclo, Obiettivo
from obiettivi.permessi import puo_proporre, puo_restituire, puo_riaprire, puo_validare
from obiettivi.voci import StatoObiettivo
from piao.base.flusso import Mancanza, Passo
from piao.base.numeri import data_breve

BOZZA, PROPOSTO = StatoObiettivo.BOZZA, StatoObiettivo.PROPOSTO
RESTITUITO, VALIDATO = StatoObiettivo.RESTITUITO, StatoObiettivo.VALIDATO
MASSIMO_COMPITI = 20  # di più non si leggono in una pagina: gli altri stanno nell'elenco

PROPONI = Passo("proporre l'obiettivo", frozenset({BOZZA, RESTITUITO}), PROPOSTO, puo_proporre)
VALIDA = Passo("validare l'obiettivo", frozenset({PROPOSTO}), VALIDATO, puo_validare)
RESTITUISCI = Passo("restituire l'obiettivo", frozenset({PROPOSTO}), RESTITUITO, puo_restituire)
RIAPRI = Passo("riportare in bozza l'obiettivo", frozenset({VALIDATO}), BOZZA, puo_riaprire)

PASSI = {"proponi": PROPONI, "valida": VALIDA, "restituisci": RESTITUISCI, "riapri": RIAPRI}
CONFERME = {
    "proponi": {
        "domanda": "Proporre l'obiettivo?",
        "conseguenza": "Il segretario lo legge, poi lo valida o lo restituisce con osservazioni.",
        "invia": "Proponi",
        "fatto": "Obiettivo proposto: ora tocca al segretario.",
    },
    "valida": {
        "domanda": "Validare l'obiettivo?",
        "conseguenza": "Entra nel Piano così com'è. Finché il ciclo è in bozza si può riportare in bozza.",
        "invia": "Valida",
        "fatto": "Obiettivo validato.",
    },
    "restituisci": {
        "domanda": "Restituire l'obiettivo con osservazioni?",
        "conseguenza": "Torna a chi lo ha proposto, che lo corregge e lo propone di nuovo.",
        "invia": "Restituisci",
        "fatto": "Obiettivo restituito con le osservazioni.",
    },
    "riapri": {
        "domanda": "Riportare l'obiettivo in bozza?",
        "conseguenza": "Si potrà modificare; per tornare nel Piano dovrà essere proposto e validato di nuovo.",
        "invia": "Riporta in bozza",
        "fatto": "L'obiettivo è di nuovo in bozza.",
    },
}
PASSI_INSIEME = {"proponi": "Proponi", "valida": "Valida", "restituisci": "Restituisci…"}


class Incompleto(Exception):
    """L'obiettivo non si può proporre: `mancanze` dice perché."""

    def __init__(self, mancanze: list[TipoMancanza]) -> None:
        super().__init__("Manca ancora: " + ", ".join(tipo.nome for tipo in mancanze) + ".")
        self.mancanze = mancanze


def che_manca(obiettivo: Obiettivo) -> list[Mancanza]:
    """Ciò che serve per proporre l'obiettivo, ogni frase con il collegamento alla maschera che la risolve."""
    return [Mancanza(tipo.frase, indirizzo_sezione(obiettivo, tipo)) for tipo in mancanze_di(obiettivo) if tipo.blocca]


def che_gioverebbe(obiettivo: Obiettivo) -> list[Mancanza]:
    """Ciò che non impedisce la proposta ma renderebbe l'obiettivo più solido."""
    return [
        Mancanza(tipo.frase, indirizzo_sezione(obiettivo, tipo)) for tipo in mancanze_di(obiettivo) if not tipo.blocca
    ]


def indirizzo_sezione(obiettivo: Obiettivo, tipo: TipoMancanza) -> str:
    argomenti = [obiettivo.ciclo.ente.slug, obiettivo.ciclo.anno, obiettivo.pk, tipo.sezione]
    return reverse("obiettivi:modifica", args=argomenti) + f"#{tipo.ancora}"


def passi_possibili(utente: Any, obiettivo: Obiettivo) -> list[str]:
    """I passi che l'utente può compiere adesso, nell'ordine della tabella."""
    return [codice for codice, passo in PASSI.items() if passo.possibile(utente, obiettivo)]


@dataclass(frozen=True)
class Compito:
    """Una cosa che tocca a chi guarda: la frase, il dettaglio, dove si fa."""

    frase: str
    dettaglio: str
    collegamento: str
    urgente: bool = False


def cose_da_fare(utente: Any, ciclo: Ciclo) -> list[Compito]:
    """Ciò che chi guarda deve fare in questo ciclo, prima ciò che è stato restituito."""
    chi = profilo(utente, ciclo.ente)
    compiti: list[Compito] = []
    if ciclo.in_preparazione:
        compiti += _da_validare(utente, ciclo) if chi.segretario else []
        compiti += _da_scrivere(utente, ciclo) if chi.guida_unita else []
    return compiti + (_incarichi(ciclo) if chi.segretario or chi.ufficio_personale else [])


def _da_validare(utente: Any, ciclo: Ciclo) -> list[Compito]:
    quanti = obiettivi_visibili(utente, ciclo).filter(stato=PROPOSTO).count()
    elenco = reverse("obiettivi:elenco", args=[ciclo.ente.slug, ciclo.anno]) + f"?stato={PROPOSTO}"
    frase = "Un obiettivo aspetta la validazione" if quanti == 1 else f"{quanti} obiettivi aspettano la validazione"
    return [Compito(frase, "Leggili, poi validali o restituiscili con osservazioni.", elenco)] if quanti else []


def _da_scrivere(utente: Any, ciclo: Ciclo) -> list[Compito]:
    aperti = delle_mie_unita(utente, ciclo).filter(stato__in=[BOZZA, RESTITUITO]).order_by("-stato", "ordine", "pk")
    return [_da_finire(obiettivo) for obiettivo in aperti[:MASSIMO_COMPITI]]


def _da_finire(obiettivo: Obiettivo) -> Compito:
    mancanze = [tipo.nome for tipo in mancanze_di(obiettivo) if tipo.blocca]
    indirizzo = reverse("obiettivi:scheda", args=[obiettivo.ciclo.ente.slug, obiettivo.ciclo.anno, obiettivo.pk])
    dettaglio = "Manca: " + ", ".join(mancanze) + "." if mancanze else "Non manca nulla: puoi proporlo."
    if obiettivo.stato == RESTITUITO:
        return Compito(str(obiettivo), f"Restituito: {obiettivo.osservazioni}", indirizzo, urgente=True)
    return Compito(str(obiettivo), dettaglio, indirizzo)


def _incarichi(ciclo: Ciclo) -> list[Compito]:
    return [
        Compito(
            f"L'incarico di {incarico.dicitura} finisce il {data_breve(incarico.al)}",
            "Se continua, registra l'incarico nuovo con il suo atto.",
            reverse("enti:persona", args=[ciclo.ente.slug, incarico.persona_id]),
        )
        for incarico in incarichi_in_scadenza(ciclo.ente)
    ]
