"""Il quadro dei risultati: ciò che vede chi guarda, che cosa manca, che cosa va guardato due volte."""

from collections.abc import Iterable, Iterator, Sequence
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
from piao.base.numeri import data_breve, numero

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
    """Ciò che merita uno sguardo in più, per genere: prima i più gravi."""
    trovati = [*_delle_unita(risultati.unita)]
    for obiettivo in risultati.obiettivi:
        for indicatore in obiettivo.indicatori:
            trovati += _dell_indicatore(obiettivo, indicatore)
    ordine = list(Genere)
    return tuple(sorted(trovati, key=lambda segnale: ordine.index(segnale.genere)))


def _delle_unita(unita: Sequence[Aggregato]) -> Iterator[Segnale]:
    for una in unita:
        if tutti_al_cento([uno.grado for uno in una.obiettivi if not uno.prerequisito]):
            perche = f"{numero(una.misurati)} obiettivi misurati, tutti al massimo: i target erano sfidanti?"
            yield Segnale(Genere.TUTTO_AL_CENTO, una.nome, perche, unita=una.pk)


def _dell_indicatore(obiettivo: RisultatoObiettivo, i: RisultatoIndicatore) -> Iterable[Segnale]:
    if i.manca:
        return ()
    prove = (
        (Genere.AL_CONTRARIO, va_al_contrario(i.verso, _prima(i), i.valore), _da_a(i)),
        (Genere.FERMO, e_fermo([i.valore, *i.storici]), f"Sempre {numero(i.valore)}."),
        (Genere.A_POSTERIORI, i.tardivo or scritto_dopo(i.rilevato_il, i.scritto_giorno), _quando(i)),
        (Genere.SENZA_FONTE, not i.fonte.strip(), "Né l'indicatore né la rilevazione dicono da dove viene."),
    )
    return [Segnale(g, i.denominazione, perche, obiettivo.pk, obiettivo.unita) for g, vera, perche in prove if vera]


def _prima(i: RisultatoIndicatore) -> Decimal | None:
    """L'ultimo valore noto prima di questo ciclo: quello dell'anno prima, o quello di partenza."""
    return i.storici[0] if i.storici and i.storici[0] is not None else i.partenza


def _da_a(i: RisultatoIndicatore) -> str:
    return f"Da {numero(_prima(i))} a {numero(i.valore)}: {grado_in_parole(i.grado)} del target."


def _quando(i: RisultatoIndicatore) -> str:
    riferito = f" per un valore del {data_breve(i.rilevato_il)}" if i.rilevato_il else ""
    termine = ", dopo il termine della sessione" if i.tardivo else ""
    return f"Scritto il {data_breve(i.scritto_giorno)}{riferito}{termine}."
