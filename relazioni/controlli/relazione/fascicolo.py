"""Ciò che una regola sulla Relazione può sapere: il documento, il suo percorso, il giorno. Nulla del database."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from enti.parametri import valore, vige
from relazioni.contenuto.relazione.tipi import Relazione
from relazioni.voci import StatoRelazione
from valutazione.aggregati import Fatti


@dataclass(frozen=True)
class Percorso:
    """A che punto è: lo stato, l'atto, la validazione, la pubblicazione."""

    stato: str = StatoRelazione.BOZZA
    organo: str = ""
    numero: str = ""
    approvata_il: date | None = None
    motivo_ritardo: str = ""
    validata: str = ""  # l'esito dell'ultima validazione della versione in vigore
    validata_il: date | None = None
    pubblicata_il: date | None = None

    @property
    def in_bozza(self) -> bool:
        return self.stato == StatoRelazione.BOZZA


@dataclass(frozen=True)
class Promesse:
    """Il Piano com'è adesso: gli obiettivi approvati, quelli la cui promessa nella Relazione è diversa, il resto."""

    congelate: bool = True
    approvati: frozenset[str] = frozenset()  # identificativi, anche dei ritirati
    diverse: tuple[str, ...] = ()
    variazioni: int = 0
    variazioni_senza_parere: tuple[int, ...] = ()


@dataclass(frozen=True)
class Anno:
    """Ciò che è successo durante l'anno e dopo: monitoraggio, anno seguente, quote sui tempi, tabelle dei premi."""

    sessioni_chiuse: int = 0
    verbali: int | None = None
    continuati: int | None = None  # None: il ciclo seguente non c'è
    continuati_senza_risultato: tuple[str, ...] = ()
    quota_pagamenti: bool = False
    premi_pubblicati_il: date | None = None  # il giorno in cui sono uscite tutte e due le tabelle dell'art. 20


@dataclass(frozen=True)
class FascicoloRelazione:
    """`oggi` è il giorno in cui si guarda: nessuna regola guarda l'orologio."""

    slug: str
    oggi: date
    relazione: Relazione
    percorso: Percorso = Percorso()
    promesse: Promesse = Promesse()
    anno_attorno: Anno = Anno()
    nomi: frozenset[tuple[str, str]] = frozenset()
    parti_vuote: frozenset[str] = frozenset()
    pagine: int | None = None
    mancanze_pdf: tuple[str, ...] | None = None
    valutazioni: Fatti | None = None  # None: l'anno non ha schede

    @property
    def anno(self) -> int:
        return self.relazione.documento.anno

    @property
    def il(self) -> date:
        """Le norme sono quelle del giorno in cui la Relazione si approva, di regola l'anno dopo."""
        return self.percorso.approvata_il or date(self.anno + 1, 6, 30)

    @property
    def termine(self) -> date:
        """Il 30 giugno dell'anno dopo; il 30 aprile se esce con il rendiconto."""
        codice = "relazione_termine_unificata" if self.relazione.documento.unificata else "relazione_termine"
        return valore(codice, date(self.anno + 1, 1, 1)).nel(self.anno + 1)

    def numero(self, codice: str) -> Decimal:
        return valore(codice, self.il).numero

    def vige(self, codice: str) -> bool:
        """La norma valeva già durante l'anno di cui si parla."""
        return vige(codice, date(self.anno, 12, 31))

    def pagina(self, nome: str, *argomenti: object) -> str:
        return reverse(nome, args=[self.slug, self.anno, *argomenti])
