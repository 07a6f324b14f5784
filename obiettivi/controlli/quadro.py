"""L'esito dei controlli come lo legge una persona: la regola accanto al rilievo, la ragione di ciò che resta."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from obiettivi.controlli.catalogo import PER_CODICE
from obiettivi.controlli.duplicati import Gruppo, gruppi_uguali
from obiettivi.controlli.fascicolo import Legame, Obiettivo
from obiettivi.letture.controlli import Orizzonte, motivazioni_di, regole_di
from obiettivi.models import Ciclo, Motivazione, RegolaEnte
from piao.base.controlli import Esito, Gravita, NonValutabile, Regola, Riferimento, Rilievo

Catalogo = Mapping[str, Regola[Any]]
SI_MOTIVANO = (Gravita.ERRORE, Gravita.AVVISO)


@dataclass(frozen=True)
class Voce:
    """Un rilievo con il titolo della sua regola, ciò di cui parla (di un indicatore, l'obiettivo) e la motivazione.

    Per chi guarda: se può motivarlo adesso, e la pagina dove si rimedia (vuota se non vi può entrare).
    """

    rilievo: Rilievo
    titolo: str = ""
    oggetto: str = ""
    motivazione: Motivazione | None = None
    motivabile: bool = False
    collegamento: str = ""
    ripetuta: bool = False  # la stessa regola ha già detto qualcosa dello stesso oggetto

    @property
    def da_motivare(self) -> bool:
        return self.rilievo.gravita == Gravita.ERRORE and self.motivazione is None

    @property
    def ancora(self) -> str:
        """Il suo posto nella pagina. In un `id` non ci stanno spazi, e un codice importato può averne."""
        return re.sub(r"[\s:]+", "-", f"r-{self.rilievo.codice}-{self.rilievo.oggetto.codice}")


@dataclass(frozen=True)
class Spenta:
    titolo: str
    riga: RegolaEnte


@dataclass(frozen=True)
class Sguardo:
    """Chi guarda: che cosa vede, quali rilievi può motivare, dove può andare a rimediare."""

    orizzonte: Orizzonte | None = None
    motiva: Callable[[Rilievo], bool] = lambda _: False
    porta: Callable[[Rilievo], str] = lambda _: ""


@dataclass(frozen=True)
class Quadro:
    """Lo stato del Piano per chi lo guarda: rilievi, ciò che non si è potuto valutare, ciò che è spento."""

    voci: tuple[Voce, ...] = ()
    non_valutabili: tuple[tuple[str, NonValutabile], ...] = ()
    spente: tuple[Spenta, ...] = ()

    @property
    def conteggi(self) -> dict[Gravita, int]:
        """Quanti rilievi per gravità, dalla più grave; lo zero si dice."""
        quanti = Counter(voce.rilievo.gravita for voce in self.voci)
        return {gravita: quanti[gravita] for gravita in Gravita}

    @property
    def blocchi(self) -> int:
        return self.conteggi[Gravita.BLOCCO]

    @property
    def da_motivare(self) -> int:
        return sum(voce.da_motivare for voce in self.voci)

    @property
    def motivati(self) -> int:
        return sum(voce.motivazione is not None for voce in self.voci)

    def senza_motivo(self, codice: str) -> set[Riferimento]:
        """Gli oggetti su cui quella regola ha ancora un rilievo che chi guarda può motivare."""
        voci = (voce for voce in self.voci if voce.rilievo.codice == codice and not voce.motivazione)
        return {voce.rilievo.oggetto for voce in voci if voce.motivabile}

    def voce(self, codice: str, oggetto: str) -> Voce | None:
        """Il rilievo di una regola su un oggetto, se c'è ancora."""
        trovate = (v for v in self.voci if (v.rilievo.codice, v.rilievo.oggetto.codice) == (codice, oggetto))
        return next(trovate, None)


def quadro_di(esito: Esito, ciclo: Ciclo, sguardo: Sguardo | None = None, catalogo: Catalogo = PER_CODICE) -> Quadro:
    """Il quadro per chi guarda; senza nessuno che guardi c'è tutto e nulla si può fare.

    `catalogo` ha le regole di cui l'esito parla: quelle del Piano, se non si dice altro.
    """
    chi = sguardo or Sguardo()
    motivazioni, regole = motivazioni_di(ciclo), regole_di(ciclo.ente)
    visti = [r for r in esito.rilievi if chi.orizzonte is None or chi.orizzonte.mostra(r)]
    voci = [_voce(r, motivazioni.get((r.codice, r.oggetto.codice)), chi, catalogo) for r in visti]
    return Quadro(
        tuple(_senza_ripetere_l_ancora(voci)),
        tuple((titolo_di(voce.codice, catalogo), voce) for voce in esito.non_valutabili),
        tuple(
            Spenta(titolo_di(una.codice, catalogo), regole[una.codice]) for una in esito.spente if una.codice in regole
        ),
    )


def titolo_di(codice: str, catalogo: Catalogo = PER_CODICE) -> str:
    """Il titolo della regola; vuoto per una regola che il catalogo non ha più."""
    regola: Regola[Any] | None = catalogo.get(codice)
    return regola.titolo if regola else ""


def uguali_nel_piano(orizzonte: Orizzonte) -> list[Gruppo]:
    """Gli obiettivi scritti uguali in più unità, fra quelli che si vedono."""
    return gruppi_uguali(
        Obiettivo(pk=o.pk, titolo=o.titolo, codice=o.codice, livello=o.livello, unita=_legami(orizzonte, chiave))
        for chiave, o in orizzonte.obiettivi.items()
    )


def _legami(orizzonte: Orizzonte, chiave: str) -> tuple[Legame, ...]:
    return tuple(Legame(unita) for unita in sorted(orizzonte.degli_oggetti[chiave]))


def _senza_ripetere_l_ancora(voci: Iterable[Voce]) -> Iterator[Voce]:
    viste: set[str] = set()
    for voce in voci:
        yield replace(voce, ripetuta=voce.ancora in viste)
        viste.add(voce.ancora)


def _voce(rilievo: Rilievo, motivazione: Motivazione | None, chi: Sguardo, catalogo: Catalogo) -> Voce:
    motivabile = rilievo.gravita in SI_MOTIVANO and chi.motiva(rilievo)
    obiettivo = chi.orizzonte.obiettivi.get(rilievo.oggetto.radice) if chi.orizzonte else None
    oggetto = str(obiettivo) if obiettivo else rilievo.oggetto.nome
    return Voce(rilievo, titolo_di(rilievo.codice, catalogo), oggetto, motivazione, motivabile, chi.porta(rilievo))
