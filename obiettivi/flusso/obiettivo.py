"""I passi di un obiettivo, da leggere ad alta voce, e che cosa manca per compierli.

bozza → proposto (chi guida l'unità, o il segretario) → validato, oppure restituito con osservazioni (il segretario).
"""

from typing import Any

from django.urls import reverse

from obiettivi.letture import mancanze_di
from obiettivi.letture.mancanze import TipoMancanza
from obiettivi.models import Obiettivo
from obiettivi.permessi import puo_proporre, puo_restituire, puo_riaprire, puo_validare
from obiettivi.voci import StatoObiettivo
from piao.base.flusso import Mancanza, Passo

BOZZA, PROPOSTO = StatoObiettivo.BOZZA, StatoObiettivo.PROPOSTO
RESTITUITO, VALIDATO = StatoObiettivo.RESTITUITO, StatoObiettivo.VALIDATO

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
