"""L'esito dei controlli come lo legge una persona: la regola accanto al rilievo, la ragione di ciò che resta."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from obiettivi.controlli.catalogo import PER_CODICE
from obiettivi.controlli.duplicati import Gruppo, gruppi_uguali
from obiettivi.controlli.fascicolo import Legame, Obiettivo
from obiettivi.letture.controlli import Unitario, motivazioni_di, regole_di
from obiettivi.models import Ciclo, Motivazione, RegolaEnte
from piao.base.controlli import Esito, Gravita, NonValutabile, Regola, Rilievo

SI_MOTIVANO = (Gravita.ERRORE, Gravita.AVVISO)


@dataclass(frozen=True)
class Voce:
    """Un rilievo con il titolo della sua regola e, se c'è, la motivazione. `motivabile`: da chi guarda, adesso."""

    rilievo: Rilievo
    titolo: str = ""
    motivazione: Motivazione | None = None
    motivabile: bool = False

    @property
    def da_motivare(self) -> bool:
        return self.rilievo.gravita == Gravita.ERRORE and self.motivazione is None

    @property
    def ancora(self) -> str:
        return f"r-{self.rilievo.codice}-{self.rilievo.oggetto.codice}".replace(":", "-")


@dataclass(frozen=True)
class Spenta:
    titolo: str
    riga: RegolaEnte


@dataclass(frozen=True)
class Quadro:
    """Tutto ciò che si sa dello stato del Piano: rilievi, ciò che non si è potuto valutare, ciò che è spento."""

    esito: Esito
    voci: tuple[Voce, ...]
    non_valutabili: tuple[tuple[str, NonValutabile], ...]
    spente: tuple[Spenta, ...]

    @property
    def conteggi(self) -> dict[Gravita, int]:
        return self.esito.conteggi

    @property
    def da_motivare(self) -> int:
        return sum(voce.da_motivare for voce in self.voci)

    @property
    def motivati(self) -> int:
        return sum(voce.motivazione is not None for voce in self.voci)

    def voce(self, codice: str, oggetto: str) -> Voce | None:
        """Il rilievo di una regola su un oggetto, se c'è ancora."""
        trovate = (v for v in self.voci if (v.rilievo.codice, v.rilievo.oggetto.codice) == (codice, oggetto))
        return next(trovate, None)


def quadro_di(esito: Esito, ciclo: Ciclo, *, tutti: bool = False, guidati: frozenset[str] = frozenset()) -> Quadro:
    """Il quadro per chi può motivare ogni rilievo (`tutti`) o quelli degli obiettivi che guida («obiettivo:12»)."""
    motivazioni, regole = motivazioni_di(ciclo), regole_di(ciclo.ente)
    return Quadro(
        esito,
        tuple(_voce(rilievo, motivazioni, tutti, guidati) for rilievo in esito.rilievi),
        tuple((titolo_di(voce.codice), voce) for voce in esito.non_valutabili),
        tuple(Spenta(titolo_di(una.codice), regole[una.codice]) for una in esito.spente if una.codice in regole),
    )


def titolo_di(codice: str) -> str:
    """Il titolo della regola; vuoto per una regola che il catalogo non ha più."""
    regola: Regola[Any] | None = PER_CODICE.get(codice)
    return regola.titolo if regola else ""


def uguali_nel_piano(ciclo: Ciclo, unitario: Unitario) -> list[Gruppo]:
    """Gli obiettivi scritti uguali in più unità: una lettura sola, perché delle unità si sa già."""
    righe = ciclo.obiettivi.values_list("pk", "titolo", "codice", "livello")
    return gruppi_uguali(
        Obiettivo(pk=pk, titolo=titolo, codice=codice, livello=livello, unita=_legami(unitario, pk))
        for pk, titolo, codice, livello in righe
    )


def _legami(unitario: Unitario, pk: int) -> tuple[Legame, ...]:
    return tuple(Legame(unita) for unita in unitario.degli_oggetti.get(f"obiettivo:{pk}", ()))


def _voce(
    rilievo: Rilievo, motivazioni: Mapping[tuple[str, str], Motivazione], tutti: bool, guidati: frozenset[str]
) -> Voce:
    puo = rilievo.gravita in SI_MOTIVANO and (tutti or rilievo.oggetto.radice in guidati)
    motivazione = motivazioni.get((rilievo.codice, rilievo.oggetto.codice))
    return Voce(rilievo, titolo_di(rilievo.codice), motivazione, puo)
