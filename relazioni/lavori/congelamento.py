"""Come si congela ciò che la Giunta ha approvato: lo stesso per il Piano, le sue variazioni e la Relazione."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from obiettivi.flusso.piano import PianoFermo
from obiettivi.flusso.variazione import VariazioneFerma
from piao.base.flusso import PassoNonAmmesso
from piao.base.lavori import ErroreDiLavoro, segnala
from relazioni.azioni.approvazione import Archiviato, DocumentoCambiato, Pronta, archivia
from relazioni.flusso.relazione import RelazioneFerma
from relazioni.lavori.pdf import Avanza, conta_pagine
from relazioni.stampa import Colophon

RIFACIMENTI = 3  # quante volte si ricompone, se mentre si scrive il PDF qualcosa cambia
FERMATE = (PianoFermo, VariazioneFerma, RelazioneFerma, PassoNonAmmesso)
CAMBIATI = "Mentre si preparava il documento i dati dell'ente sono cambiati più volte: riprova fra poco."
SENZA_INCARICO = "Il tuo incarico non consente di registrare l'approvazione."

P = TypeVar("P", bound=Pronta)
V = TypeVar("V")


class ApprovazioneInCorso(Exception):
    """Qualcuno sta già registrando un'approvazione di questo documento."""


@contextmanager
def detto_a_chi_approva() -> Iterator[None]:
    """Ciò che ferma l'approvazione diventa un ErroreDiLavoro, con la frase per chi la registra."""
    try:
        yield
    except FERMATE as errore:
        raise ErroreDiLavoro(str(errore)) from errore
    except PermissionDenied as errore:
        raise ErroreDiLavoro(SENZA_INCARICO) from errore


def congela(
    lavoro_id: int | None,
    prepara: Callable[[], P],
    scrivi: Callable[[P, Avanza], bytes],
    approva: Callable[[P, Archiviato], V],
) -> V:
    """Prepara, scrive il PDF, approva; da capo se intanto i dati cambiano. Solleva ErroreDiLavoro se non smettono."""
    for _ in range(RIFACIMENTI):
        segnala(lavoro_id, 1, "Raccolgo i dati")
        pronta = prepara()
        pdf = scrivi(pronta, lambda punto, passo: segnala(lavoro_id, 2 + punto * 95 // 100, passo))
        segnala(lavoro_id, 97, "Conservo il documento")
        archiviato = archivia(pronta, pdf, pagine=conta_pagine(pdf))
        segnala(lavoro_id, 99, "Registro l'approvazione")
        try:
            return approva(pronta, archiviato)
        except DocumentoCambiato:
            continue
    raise ErroreDiLavoro(CAMBIATI)


def colophon_di(pronta: Pronta, sito: str) -> Colophon:
    """Come si verifica il documento: codice, indirizzo completo, impronta. `sito` è l'indirizzo del programma."""
    indirizzo = sito.rstrip("/") + reverse("verifica", args=[pronta.codice])
    return Colophon(pronta.codice, indirizzo, pronta.impronta)
