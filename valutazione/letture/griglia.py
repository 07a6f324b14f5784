"""Ciò che una persona ha da valutare: le sue schede in valutazione, componente per componente.

Qui il punteggio è quello dell'ultima scrittura, che sta nella scheda: per quindici persone non si rileggono i gradi di
tutto l'ente. Vivo è nella scheda di ciascuno, e a ogni passo del percorso il conto si rifà.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from enti.letture import profilo
from enti.voci import TipoIncarico
from obiettivi.models import Ciclo
from piao.base.numeri import numero
from valutazione.letture.conto import con_conto
from valutazione.letture.gradi import SenzaGradi
from valutazione.letture.visibili import schede_visibili
from valutazione.letture.voci import VoceLetta, voci_lette
from valutazione.models import Componente, Scala, Scheda, TipoScheda
from valutazione.voci import ChiValuta, StatoScheda

DA_SCRIVERE = (StatoScheda.ASSEGNATA, StatoScheda.VALUTAZIONE)
TANTE = 3  # due persone con lo stesso giudizio non sono un caso da segnalare


def da_valutare(utente: Any, ciclo: Ciclo) -> QuerySet[Scheda]:
    """Le schede in cui l'utente scrive: come chi valuta, come chi propone, come componente dell'organismo."""
    mie = Q(valutatore__utente=utente) | Q(proponente__utente=utente)
    if TipoIncarico.NUCLEO in profilo(utente, ciclo.ente).incarichi:
        mie |= Q(tipo__propone=ChiValuta.NUCLEO, proponente=None) | Q(tipo__valuta=ChiValuta.NUCLEO, valutatore=None)
    return schede_visibili(utente, ciclo.ente).filter(mie, ciclo=ciclo).exclude(persona__utente=utente)


@dataclass(frozen=True)
class Valutata:
    """Una persona con le voci che si scrivono, e che cosa le manca."""

    scheda: Scheda
    voci: tuple[VoceLetta, ...]

    @property
    def da_scrivere(self) -> list[VoceLetta]:
        return [voce for voce in self.voci if not voce.politica]

    @property
    def scritte(self) -> int:
        return sum(voce.valore is not None for voce in self.da_scrivere)

    @property
    def manca(self) -> str:
        """La prima cosa che manca; vuoto se la valutazione si può proporre."""
        mancano = len(self.da_scrivere) - self.scritte
        if mancano:
            return "Manca una voce." if mancano == 1 else f"Mancano {mancano} voci."
        senza_motivo = [voce for voce in self.da_scrivere if voce.da_motivare]
        if senza_motivo:
            return f"Manca la motivazione di «{senza_motivo[0].voce}»."
        aperta = "" if self.scheda.punteggio is not None else "Apri la scheda: il punteggio è da calcolare."
        return str(self.scheda.esito.get("problema") or aperta)


@dataclass(frozen=True)
class Riga:
    """Una persona nella griglia, con le voci delle colonne nell'ordine; None dove la sua scheda non ce l'ha."""

    scheda: Scheda
    voci: tuple[VoceLetta | None, ...]

    @property
    def scritte(self) -> list[VoceLetta]:
        return [voce for voce in self.voci if voce is not None and not voce.politica]

    @property
    def da_motivare(self) -> list[VoceLetta]:
        return [voce for voce in self.scritte if voce.da_motivare]

    @property
    def completa(self) -> bool:
        return all(voce.valore is not None for voce in self.scritte) and not self.da_motivare


@dataclass(frozen=True)
class Griglia:
    """Un componente per più persone: una colonna per voce, una riga per persona."""

    componente: Componente
    tipo: TipoScheda
    colonne: tuple[Componente, ...]
    righe: tuple[Riga, ...]

    @property
    def complete(self) -> int:
        return sum(riga.completa for riga in self.righe)

    @property
    def uguali(self) -> list[str]:
        """«Buono» per tutti in una colonna: può essere vero, e può essere un gesto ripetuto."""
        return [frase for posto in range(len(self.colonne)) if (frase := self._uguali(posto))]

    def _uguali(self, posto: int) -> str:
        voci = [voce for riga in self.righe if (voce := riga.voci[posto]) is not None and not voce.politica]
        valori = {voce.valore for voce in voci}
        if len(voci) < TANTE or len(valori) != 1 or None in valori:
            return ""
        return f"In «{self.colonne[posto]}» tutte e {numero(len(voci))} le persone hanno «{voci[0].letta}»."

    @property
    def scale(self) -> list[Scala]:
        """Le scale delle colonne, ciascuna una volta."""
        return list(dict.fromkeys(colonna.scala for colonna in self.colonne if colonna.scala))


@dataclass(frozen=True)
class DaFare:
    """Tutto ciò che una persona ha da valutare in un anno."""

    persone: tuple[Valutata, ...]
    griglie: tuple[Griglia, ...]

    def griglia(self, componente: int) -> Griglia | None:
        return next((una for una in self.griglie if una.componente.pk == componente), None)

    def vicine(self, griglia: Griglia) -> list[Griglia]:
        """Le griglie dello stesso tipo di scheda, per passare dall'una all'altra."""
        return [una for una in self.griglie if una.tipo.pk == griglia.tipo.pk]


def da_fare(utente: Any, ciclo: Ciclo) -> DaFare:
    """Le persone da valutare, con le loro voci. Tre letture, quante che siano le persone."""
    schede = con_conto(da_valutare(utente, ciclo).filter(stato=StatoScheda.VALUTAZIONE))
    persone = tuple(_valutata(scheda) for scheda in schede)
    return DaFare(persone, tuple(_griglie(persone)))


def da_avviare(utente: Any, ciclo: Ciclo) -> int:
    """Quante schede assegnate aspettano che la valutazione cominci."""
    return da_valutare(utente, ciclo).filter(stato=StatoScheda.ASSEGNATA).count()


def _valutata(scheda: Scheda) -> Valutata:
    return Valutata(scheda, tuple(voce for voce in voci_lette(scheda, SenzaGradi(scheda.ciclo)) if voce.si_scrive))


def _griglie(persone: Sequence[Valutata]) -> Iterable[Griglia]:
    """Una per ogni ramo che ha voci da scrivere, nell'ordine delle schede."""
    colonne: dict[Componente, list[Componente]] = {}
    tipi = {persona.scheda.tipo_id: persona.scheda.tipo for persona in persone}
    for componente in dict.fromkeys(voce.componente for persona in persone for voce in persona.voci):
        if componente is not None:
            colonne.setdefault(componente.genitore or componente, []).append(componente)
    for ramo, sue in sorted(colonne.items(), key=lambda voce: (tipi[voce[0].tipo_id].ordine, voce[0].tipo_id)):
        sue.sort(key=lambda componente: (componente.ordine, componente.pk))
        yield Griglia(ramo, tipi[ramo.tipo_id], tuple(sue), tuple(_righe(persone, ramo, sue)))


def _righe(persone: Sequence[Valutata], ramo: Componente, colonne: Sequence[Componente]) -> Iterable[Riga]:
    for persona in persone:
        if persona.scheda.tipo_id == ramo.tipo_id:
            per_componente = {voce.componente: voce for voce in persona.voci}
            yield Riga(persona.scheda, tuple(per_componente.get(colonna) for colonna in colonne))
