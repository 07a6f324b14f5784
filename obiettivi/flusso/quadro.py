"""Il percorso come lo si mostra: le tappe, i passi che seguono, a chi toccano, che cosa manca."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from enti.voci import TipoIncarico
from obiettivi.flusso.piano import APPROVA, CONFERME, PassoPiano, che_manca, prossimi_passi
from obiettivi.models import Ciclo, Passaggio
from obiettivi.voci import StatoCiclo
from piao.base.controlli import Esito
from piao.base.flusso import Mancanza

FATTA, ADESSO, POI = "fatta", "adesso", "poi"
INVITI = {codice: parole["invia"] for codice, parole in CONFERME.items()} | {APPROVA.codice: "Registra l'approvazione"}
SPIEGAZIONI = {codice: parole["conseguenza"] for codice, parole in CONFERME.items()} | {
    APPROVA.codice: "Con l'atto della Giunta. Il documento si congela: contenuto, PDF e rilievi, ciascuno con la sua "
    "impronta. Da qui in poi cambia soltanto con una variazione."
}


@dataclass(frozen=True)
class Tappa:
    """Uno stato del percorso: già passato, quello di adesso, o da venire."""

    stato: str
    nome: str
    posto: str
    passaggio: Passaggio | None = None


def tappe(ciclo: Ciclo, passaggi: Iterable[Passaggio]) -> list[Tappa]:
    """I sei stati in ordine; accanto a quelli raggiunti, il passaggio con cui ci si è arrivati l'ultima volta."""
    ultimi: dict[str, Passaggio] = {}
    for passaggio in passaggi:  # dal più recente
        ultimi.setdefault(passaggio.a, passaggio)
    stati = list(StatoCiclo)
    qui = stati.index(StatoCiclo(ciclo.stato))
    return [
        Tappa(
            stato.value,
            str(stato.label),
            FATTA if n < qui else ADESSO if n == qui else POI,
            ultimi.get(stato) if n <= qui else None,
        )
        for n, stato in enumerate(stati)
    ]


@dataclass(frozen=True)
class Prossimo:
    """Un passo che si può compiere da qui: chi lo compie, se tocca a chi guarda, che cosa manca."""

    passo: PassoPiano
    invito: str
    spiega: str
    chi: str
    mio: bool
    indirizzo: str
    mancanze: list[Mancanza]


def prossimi(utente: Any, ciclo: Ciclo, esito: Esito) -> list[Prossimo]:
    return [
        Prossimo(
            passo,
            INVITI[passo.codice],
            SPIEGAZIONI[passo.codice],
            in_parole(ciclo, passo.chi[ciclo.stato]),
            passo.possibile(utente, ciclo),
            indirizzo_passo(ciclo, passo),
            che_manca(ciclo, passo, esito),
        )
        for passo in prossimi_passi(ciclo)
    ]


def indirizzo_passo(ciclo: Ciclo, passo: PassoPiano) -> str:
    """La pagina dove il passo si compie; l'approvazione ne ha una sua, perché congela il documento."""
    dove = [ciclo.ente.slug, ciclo.anno]
    if passo is APPROVA:
        return reverse("relazioni:approva", args=dove)
    return reverse("relazioni:passo_piano", args=[*dove, passo.codice])


def in_parole(ciclo: Ciclo, tipi: Sequence[str]) -> str:
    """«Segretario o Nucleo di valutazione»: gli incarichi come li chiama l'ente."""
    nomi = {TipoIncarico.NUCLEO: ciclo.ente.get_organismo_display()}
    return " o ".join(nomi.get(TipoIncarico(tipo), str(TipoIncarico(tipo).label)) for tipo in tipi)
