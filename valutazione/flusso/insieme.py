"""I passi che si compiono su molte schede in una volta: quali sono pronte, quali no e perché."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from obiettivi.models import Ciclo
from piao.base.flusso import Mancanza
from valutazione.flusso.scheda import CHIUDI, PROPONI, PassoScheda, che_manca, conto_letto
from valutazione.letture.gradi import Gradi
from valutazione.letture.schede import schede_intere
from valutazione.models import Scheda

INSIEME = {passo.codice: passo for passo in (PROPONI, CHIUDI)}
PAROLE = {
    "proponi": {
        "titolo": "Proponi quelle complete",
        "conseguenza": "I valori si fermano: per cambiarli una scheda va rimandata in valutazione. Le persone non li "
        "vedono ancora.",
        "pronte": "Complete",
        "fatta": "proposta",
        "fatte": "proposte",
    },
    "chiudi": {
        "titolo": "Chiudi quelle pronte",
        "conseguenza": "Il punteggio di ciascuna si ferma per sempre, con i passi del conto: da qui si va ai premi.",
        "pronte": "Pronte",
        "fatta": "chiusa",
        "fatte": "chiuse",
    },
}


@dataclass(frozen=True)
class Insieme:
    """Le schede su cui chi guarda può compiere il passo: pronte, oppure ferme con ciò che manca."""

    pronte: tuple[Scheda, ...]
    ferme: tuple[tuple[Scheda, list[Mancanza]], ...]

    def __bool__(self) -> bool:
        return bool(self.pronte or self.ferme)


def insieme_di(utente: Any, ciclo: Ciclo, passo: PassoScheda) -> Insieme:
    """Un numero fisso di letture: i gradi si misurano una volta per tutte."""
    gradi, esiti = Gradi(ciclo), []
    for scheda in schede_intere(utente, ciclo).filter(stato__in=passo.da):
        if passo.possibile(utente, scheda):
            conto_letto(scheda, gradi)
            esiti.append((scheda, che_manca(scheda, passo)))
    pronte = tuple(scheda for scheda, manca in esiti if not manca)
    return Insieme(pronte, tuple((scheda, manca) for scheda, manca in esiti if manca))


def passi_insieme(utente: Any, schede: Iterable[Scheda]) -> list[tuple[str, str]]:
    """(codice, titolo) dei passi che chi guarda può compiere su almeno una di quelle schede."""
    lette = list(schede)
    utili = (codice for codice, passo in INSIEME.items() if any(passo.possibile(utente, una) for una in lette))
    return [(codice, PAROLE[codice]["titolo"]) for codice in utili]
