"""Che cosa tocca a ciascuno nel percorso del Piano, secondo a che punto è."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from enti.letture import profilo
from enti.ruoli import Profilo
from enti.voci import TipoIncarico
from obiettivi.letture.consultazione import CONCORDATA, consultazioni_di
from obiettivi.letture.percorso import commenti_di, parere_valido
from obiettivi.models import Ciclo
from obiettivi.permessi import GIUNTA
from obiettivi.voci import StatoCiclo, StatoObiettivo


@dataclass(frozen=True)
class Compito:
    """Una cosa che tocca a chi guarda: la frase, il dettaglio, dove si fa."""

    frase: str
    dettaglio: str
    collegamento: str
    urgente: bool = False


def da_fare_nel_percorso(utente: Any, ciclo: Ciclo) -> list[Compito]:
    """I compiti dello stato in cui il Piano si trova."""
    compiti = PER_STATO.get(ciclo.stato)
    return list(compiti(utente, profilo(utente, ciclo.ente), ciclo)) if compiti else []


def _bozza(utente: Any, chi: Profilo, ciclo: Ciclo) -> Iterator[Compito]:
    if chi.segretario and ciclo.obiettivi.filter(stato=StatoObiettivo.VALIDATO).exists():
        dettaglio = "Il passo che viene: ogni responsabile legge i suoi obiettivi e dice se concorda."
        yield Compito("Avvia la consultazione dei responsabili", dettaglio, _in("percorso", ciclo))


def _consultazione(utente: Any, chi: Profilo, ciclo: Ciclo) -> Iterator[Compito]:
    if not (chi.guida_unita or chi.segretario):
        return
    righe = consultazioni_di(utente, ciclo)
    for riga in righe:
        if riga.incarico.persona.utente_id == utente.pk and riga.punto != CONCORDATA:
            yield Compito(
                "Di' se concordi sui tuoi obiettivi",
                f"{riga.incarico.dicitura}: leggili, poi concorda o scrivi che cosa non va.",
                reverse("relazioni:concorda", args=[ciclo.ente.slug, ciclo.anno, riga.incarico.pk]),
                urgente=riga.in_ritardo,
            )
    if chi.segretario:
        yield _stato_della_consultazione(ciclo, sum(riga.punto != CONCORDATA for riga in righe))


def _stato_della_consultazione(ciclo: Ciclo, mancano: int) -> Compito:
    if not mancano:
        return Compito("I responsabili concordano", "Ora si può chiedere il parere sul Piano.", _in("percorso", ciclo))
    chi = "Un responsabile non ha" if mancano == 1 else f"{mancano} responsabili non hanno"
    dettaglio = "Guarda chi è in ritardo e registra gli incontri."
    return Compito(f"{chi} ancora concordato", dettaglio, _in("consultazione", ciclo))


def _parere(utente: Any, chi: Profilo, ciclo: Ciclo) -> Iterator[Compito]:
    dato = parere_valido(ciclo)
    if dato is None and TipoIncarico.NUCLEO in chi.incarichi:
        yield Compito(
            "Ti è stato chiesto il parere sul Piano",
            "Una lista di controllo guida l'esame.",
            _in("nuovo_parere", ciclo),
            urgente=True,
        )
    if dato is None and chi.segretario:
        yield Compito("Si aspetta il parere sul Piano", "Se arriva su carta, trascrivilo.", _in("parere", ciclo))
    if dato is not None and chi.segretario:
        dettaglio = f"Il parere è {dato.get_esito_display()}."
        yield Compito("Il Piano si può proporre alla Giunta", dettaglio, _in("percorso", ciclo))


def _proposta(utente: Any, chi: Profilo, ciclo: Ciclo) -> Iterator[Compito]:
    if chi.incarichi & GIUNTA and not commenti_di(ciclo).filter(chi=utente).exists():
        dettaglio = "Numeri, novità, parere e rilievi in una pagina: puoi commentare."
        yield Compito("Leggi il Piano proposto", dettaglio, _in("giunta", ciclo))
    if chi.segretario:
        dettaglio = "Quando la Giunta delibera, registra l'atto: il documento si congela."
        yield Compito("Il Piano è davanti alla Giunta", dettaglio, _in("percorso", ciclo))


def _approvato(utente: Any, chi: Profilo, ciclo: Ciclo) -> Iterator[Compito]:
    if chi.segretario or TipoIncarico.RPCT in chi.incarichi:
        dettaglio = "In Amministrazione trasparente, sezione Performance; poi registra il giorno."
        yield Compito("Pubblica il Piano approvato", dettaglio, _in("percorso", ciclo))


def _in(pagina: str, ciclo: Ciclo) -> str:
    return reverse(f"relazioni:{pagina}", args=[ciclo.ente.slug, ciclo.anno])


PER_STATO: dict[str, Callable[[Any, Profilo, Ciclo], Iterator[Compito]]] = {
    StatoCiclo.BOZZA: _bozza,
    StatoCiclo.CONSULTAZIONE: _consultazione,
    StatoCiclo.PARERE: _parere,
    StatoCiclo.PROPOSTA: _proposta,
    StatoCiclo.APPROVATO: _approvato,
}
