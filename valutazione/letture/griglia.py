"""Ciò che una persona ha da valutare: le sue schede in valutazione, componente per componente."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from enti.letture import profilo
from enti.voci import TipoIncarico
from obiettivi.models import Ciclo
from piao.base.numeri import numero
from valutazione.letture.conto import Conto, con_conto, conto_di
from valutazione.letture.gradi import Gradi
from valutazione.letture.visibili import schede_visibili
from valutazione.letture.voci import VoceLetta
from valutazione.models import Componente, Scheda, TipoScheda
from valutazione.voci import ChiValuta, StatoScheda

TANTE = 3  # due persone con lo stesso giudizio non sono un caso da segnalare


def da_valutare(utente: Any, ciclo: Ciclo) -> QuerySet[Scheda]:
    """Le schede in cui l'utente scrive: come chi valuta, come chi propone, come componente dell'organismo."""
    mie = Q(valutatore__utente=utente) | Q(proponente__utente=utente)
    if TipoIncarico.NUCLEO in profilo(utente, ciclo.ente).incarichi:
        mie |= Q(tipo__propone=ChiValuta.NUCLEO, proponente=None) | Q(tipo__valuta=ChiValuta.NUCLEO, valutatore=None)
    return schede_visibili(utente, ciclo.ente).filter(mie, ciclo=ciclo).exclude(persona__utente=utente)


@dataclass(frozen=True)
class Riga:
    """Una persona nella griglia, con le voci della colonna nell'ordine; None dove la sua scheda non ce l'ha."""

    conto: Conto
    voci: tuple[VoceLetta | None, ...]

    @property
    def scheda(self) -> Scheda:
        return self.conto.scheda

    @property
    def scritte(self) -> list[VoceLetta]:
        return [voce for voce in self.voci if voce is not None and voce.si_scrive and not voce.politica]

    @property
    def completa(self) -> bool:
        return all(voce.valore is not None and not voce.da_motivare for voce in self.scritte)


@dataclass(frozen=True)
class Griglia:
    """Un componente per più persone: una colonna per voce, una riga per persona."""

    componente: Componente
    colonne: tuple[Componente, ...]
    righe: tuple[Riga, ...]

    @property
    def tipo(self) -> TipoScheda:
        return self.componente.tipo

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
    def scale(self) -> list[Any]:
        """Le scale delle colonne, ciascuna una volta."""
        return list(dict.fromkeys(colonna.scala for colonna in self.colonne if colonna.scala))


@dataclass(frozen=True)
class Lavoro:
    """Tutto ciò che una persona ha da valutare in un anno."""

    griglie: tuple[Griglia, ...]
    conti: tuple[Conto, ...]
    da_avviare: int

    def griglia(self, componente: int) -> Griglia | None:
        return next((una for una in self.griglie if una.componente.pk == componente), None)

    def vicine(self, griglia: Griglia) -> list[Griglia]:
        """Le griglie dello stesso tipo di scheda, per passare dall'una all'altra."""
        return [una for una in self.griglie if una.componente.tipo_id == griglia.componente.tipo_id]


def lavoro_di(utente: Any, ciclo: Ciclo) -> Lavoro:
    """Le schede da valutare con i loro conti. Poche letture, quante che siano le persone."""
    mie = da_valutare(utente, ciclo)
    gradi = Gradi(ciclo)
    conti = tuple(conto_di(scheda, gradi) for scheda in con_conto(mie.filter(stato=StatoScheda.VALUTAZIONE)))
    return Lavoro(tuple(_griglie(conti)), conti, mie.filter(stato=StatoScheda.ASSEGNATA).count())


def _griglie(conti: Sequence[Conto]) -> Iterable[Griglia]:
    """Una per ogni ramo che ha voci da scrivere, nell'ordine delle schede."""
    colonne: dict[Componente, list[Componente]] = {}
    for voce in (voce for conto in conti for voce in conto.voci if voce.si_scrive):
        componente = voce.componente
        if componente is None:
            continue
        ramo = colonne.setdefault(componente.genitore or componente, [])
        if componente not in ramo:
            ramo.append(componente)
    for ramo, sue in sorted(colonne.items(), key=lambda voce: (voce[0].tipo.ordine, voce[0].tipo_id)):
        yield Griglia(ramo, tuple(sue), tuple(_righe(conti, ramo, sue)))


def _righe(conti: Sequence[Conto], ramo: Componente, colonne: Sequence[Componente]) -> Iterable[Riga]:
    for conto in conti:
        if conto.scheda.tipo_id == ramo.tipo_id:
            per_componente = {voce.componente: voce for voce in conto.voci}
            yield Riga(conto, tuple(per_componente.get(colonna) for colonna in colonne))
