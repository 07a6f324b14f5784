"""Il quadro dei risultati: ciò che vede chi guarda, che cosa manca, che cosa va guardato due volte."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from django.utils import timezone

from enti.ruoli import Profilo
from enti.voci import TipoIncarico
from obiettivi.letture.parole import grado_in_parole
from obiettivi.letture.risultati import (
    Aggregato,
    Risultati,
    RisultatoIndicatore,
    RisultatoObiettivo,
    delle_unita,
    risultati_di,
)
from obiettivi.misura.segnali import e_fermo, scritto_dopo, tutti_al_cento, va_al_contrario
from obiettivi.models import Ciclo, Sessione
from obiettivi.voci import StatoSessione
from piao.base.numeri import numero

ESITI, UNITA, LINEE, SCOSTAMENTI, MANCANO, SEGNALI = "esiti", "unita", "linee", "scostamenti", "mancano", "segnali"

# A ciascuno prima ciò che gli serve; nell'ordine, il primo incarico che si ha.
ORDINI: tuple[tuple[str, tuple[str, ...]], ...] = (
    (TipoIncarico.SEGRETARIO, (ESITI, MANCANO, UNITA, LINEE, SCOSTAMENTI, SEGNALI)),
    (TipoIncarico.NUCLEO, (ESITI, SEGNALI, SCOSTAMENTI, UNITA, LINEE, MANCANO)),
    (TipoIncarico.SINDACO, (ESITI, LINEE, UNITA, SCOSTAMENTI, SEGNALI, MANCANO)),
    (TipoIncarico.ASSESSORE, (ESITI, LINEE, UNITA, SCOSTAMENTI, SEGNALI, MANCANO)),
)
PER_TUTTI = (ESITI, UNITA, LINEE, SCOSTAMENTI, MANCANO, SEGNALI)
LE_MIE, TUTTO = "mie", "tutto"
NOMINATI = 3  # gli indicatori che un segnale nomina; gli altri li conta


class Genere(StrEnum):
    """Perché guardare due volte; l'ordine è quello in cui si leggono."""

    AL_CONTRARIO = "Va nel verso sbagliato"
    FERMO = "Stesso valore da tre anni"
    TUTTO_AL_CENTO = "Tutto al 100%"
    A_POSTERIORI = "Scritto a cose fatte"
    SENZA_FONTE = "Senza fonte"


@dataclass(frozen=True)
class Segnale:
    """Una domanda da farsi: su che cosa, e perché. `obiettivo` 0: riguarda un'unità intera."""

    genere: Genere
    dove: str
    perche: str
    obiettivo: int = 0
    unita: int = 0


@dataclass(frozen=True)
class Mancante:
    """Che cosa manca in un'unità; `in_ritardo` se il termine per scriverlo è passato."""

    unita: int
    nome: str
    valori: int
    su: int
    cause: int
    tardivi: int
    in_ritardo: bool


@dataclass(frozen=True)
class Cruscotto:
    """Il quadro di un ciclo per chi lo guarda: tutto l'ente, oppure solo le unità che guida."""

    risultati: Risultati
    sessioni: tuple[Sessione, ...]
    ambito: str
    guida: bool
    ordine: tuple[str, ...]
    oggi: date

    @property
    def ciclo(self) -> Ciclo:
        return self.risultati.ciclo

    @property
    def sessione(self) -> Sessione | None:
        return self.risultati.sessione

    @cached_property
    def segnali(self) -> tuple[Segnale, ...]:
        return segnali_di(self.risultati)

    @cached_property
    def mancanti(self) -> tuple[Mancante, ...]:
        tardi = self.sessione is not None and self.sessione.in_ritardo(self.oggi)
        righe = (_mancante(una, tardi) for una in self.risultati.unita)
        return tuple(riga for riga in righe if riga.valori or riga.cause or riga.tardivi)

    @property
    def valori_mancanti(self) -> int:
        return sum(riga.valori for riga in self.mancanti)


def cruscotto_di(ciclo: Ciclo, chi: Profilo, *, sessione: str = "", ambito: str = "") -> Cruscotto:
    """Il quadro secondo la sessione chiesta (una chiave) o quella di riferimento; chi guida unità parte dalle sue.

    Chi segue tutto l'ente parte dall'ente. Le letture non crescono con gli obiettivi.
    """
    cominciate = tuple(ciclo.sessioni.exclude(stato=StatoSessione.PROGRAMMATA).order_by("al"))
    chiesta = next((una for una in cominciate if str(una.pk) == sessione), cominciate[-1] if cominciate else None)
    letti = risultati_di(ciclo, chiesta)
    solo_mie = chi.guida_unita and (ambito or _parte_da(chi)) == LE_MIE
    visti = delle_unita(letti, chi.unita_guidate, "Le unità che guidi") if solo_mie else letti
    return Cruscotto(
        visti,
        cominciate,
        LE_MIE if solo_mie else TUTTO,
        bool(chi.unita_guidate),
        ordine_per(chi),
        timezone.localdate(),
    )


def _parte_da(chi: Profilo) -> str:
    return TUTTO if chi.segretario else LE_MIE


def ordine_per(chi: Profilo) -> tuple[str, ...]:
    return next((ordine for incarico, ordine in ORDINI if incarico in chi.incarichi), PER_TUTTI)


def _mancante(unita: Aggregato, tardi: bool) -> Mancante:
    indicatori = [uno for obiettivo in unita.obiettivi for uno in obiettivo.indicatori]
    valori = sum(uno.manca for uno in indicatori)
    cause = sum(uno.da_spiegare and not uno.causa for uno in indicatori)
    tardivi = sum(uno.tardivo for uno in indicatori)
    return Mancante(unita.pk, unita.nome, valori, len(indicatori), cause, tardivi, tardi and bool(valori or cause))


# ---- i segnali ---------------------------------------------------------------------------------------------------


def segnali_di(risultati: Risultati) -> tuple[Segnale, ...]:
    """Ciò che merita uno sguardo in più: prima ciò che riguarda un valore, poi ciò che riguarda un'unità."""
    trovati = [segnale for una in risultati.unita for segnale in (*_dei_valori(una), *_dell_unita(una))]
    ordine = list(Genere)
    return tuple(sorted(trovati, key=lambda segnale: ordine.index(segnale.genere)))


def _dei_valori(unita: Aggregato) -> Iterator[Segnale]:
    """Un segnale per valore: ciascuno vuole la sua risposta."""
    for o, i in _rilevati(unita):
        prima = _prima(i)
        if va_al_contrario(i.verso, prima, i.valore):
            perche = f"Da {numero(prima)} a {numero(i.valore)}: {grado_in_parole(i.grado)} del target."
            yield Segnale(Genere.AL_CONTRARIO, i.denominazione, perche, o.pk, unita.pk)
        if e_fermo([i.valore, *i.storici]):
            yield Segnale(Genere.FERMO, i.denominazione, f"Sempre {numero(i.valore)}.", o.pk, unita.pk)


def _dell_unita(unita: Aggregato) -> Iterator[Segnale]:
    """Un segnale per unità: è un modo di lavorare, non un valore."""
    dopo = [i for _, i in _rilevati(unita) if i.tardivo or scritto_dopo(i.rilevato_il, i.scritto_giorno)]
    senza = [i for _, i in _rilevati(unita) if not i.fonte.strip()]
    if tutti_al_cento([uno.grado for uno in unita.obiettivi if not uno.prerequisito]):
        perche = f"{numero(unita.misurati)} obiettivi misurati, tutti al massimo: i target erano sfidanti?"
        yield Segnale(Genere.TUTTO_AL_CENTO, unita.nome, perche, unita=unita.pk)
    if dopo:
        yield Segnale(Genere.A_POSTERIORI, unita.nome, _quali(dopo, "dopo il termine o molto dopo"), unita=unita.pk)
    if senza:
        yield Segnale(Genere.SENZA_FONTE, unita.nome, _quali(senza, "senza dire da dove viene"), unita=unita.pk)


def _rilevati(unita: Aggregato) -> Iterator[tuple[RisultatoObiettivo, RisultatoIndicatore]]:
    return ((o, i) for o in unita.obiettivi for i in o.indicatori if not i.manca)


def _prima(i: RisultatoIndicatore) -> Decimal | None:
    """L'ultimo valore noto prima di questo ciclo: quello dell'anno prima, o quello di partenza."""
    return i.storici[0] if i.storici and i.storici[0] is not None else i.partenza


def _quali(indicatori: Sequence[RisultatoIndicatore], come: str) -> str:
    """«3 valori scritti dopo il termine…: Pratiche evase, Reclami…»"""
    quanti = len(indicatori)
    nomi = ", ".join(uno.denominazione for uno in indicatori[:NOMINATI])
    altri = f", e altri {numero(quanti - NOMINATI)}" if quanti > NOMINATI else ""
    return f"{'Un valore scritto' if quanti == 1 else f'{numero(quanti)} valori scritti'} {come}: {nomi}{altri}."
