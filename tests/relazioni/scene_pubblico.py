"""Un ente che ha pubblicato il suo Piano, e come lo si visita da fuori."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from enti.models import Ente
from obiettivi.models import Versione
from relazioni.azioni.pubblicazioni import pubblica_versione
from relazioni.models import Pubblicazione
from tests.relazioni.scene_approvazione import Decisione, approvato, ciclo_proposto, decisione, variazione_proposta


@dataclass(frozen=True)
class Scena:
    """Il Piano 2026 di un ente, approvato e pubblicato."""

    presa: Decisione
    versione: Versione
    pubblicazione: Pubblicazione

    @property
    def ente(self) -> Ente:
        return self.presa.ciclo.ente


def pubblicato(**campi: Any) -> Scena:
    presa = decisione(ciclo_proposto(**campi))
    versione = approvato(presa)
    return Scena(presa, versione, pubblica_versione(versione, utente=presa.utente, ufficio="Segreteria"))


def variato(scena: Scena) -> Scena:
    """Una variazione approvata e pubblicata: il titolo dell'obiettivo 1.1 diventa «Tempi dimezzati»."""
    variazione = variazione_proposta(scena.presa.ciclo, scena.presa.utente)
    presa = Decisione(scena.presa.ciclo, scena.presa.atto, scena.presa.utente, variazione=variazione)
    versione = approvato(presa)
    return Scena(presa, versione, pubblica_versione(versione, utente=presa.utente, ufficio="Segreteria"))


def obiettivo(scena: Scena, codice: str = "1.1") -> Any:
    return scena.presa.ciclo.obiettivi.get(codice=codice)


def apri(client: Any, ente: Ente | None, nome: str, *argomenti: Any, **cerca: Any) -> Any:
    """La risposta di una pagina pubblica a chi non è entrato."""
    if ente is None:
        return client.get(reverse(nome, args=argomenti), cerca)
    return client.get(reverse(f"relazioni:{nome}", args=[ente.slug, *argomenti]), cerca)


def letto(risposta: Any) -> str:
    contenuto = b"".join(risposta.streaming_content) if risposta.streaming else risposta.content
    scritto: str = contenuto.decode()
    return scritto.replace("&#x27;", "'")
