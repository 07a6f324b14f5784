"""Ciò che i controlli sulle valutazioni e sui premi guardano: fatti semplici, riempiti da `carica`."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse


@dataclass(frozen=True)
class Scheda:
    """Una scheda dell'anno. `attesi` sono i colloqui che il sistema vuole, `fatti` quelli confermati da tutti e due.

    `puo_valutare` dice se chi valuta ha, in quel periodo, l'incarico che il sistema chiede.
    """

    pk: int
    persona: int
    nome: str
    platea: str
    chiusa: bool = False
    punteggio: Decimal | None = None
    valutatore: int | None = None
    nome_valutatore: str = ""
    puo_valutare: bool = True
    collegiale: bool = False  # decide l'organismo, non una persona
    assegnata_il: date | None = None
    termine: date | None = None
    limite: date | None = None
    attesi: frozenset[str] = frozenset()
    fatti: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Premio:
    """Il premio di una persona nello scenario che si conferma, con i giorni su cui è stato fatto."""

    persona: int
    nome: str
    totale: Decimal
    maggiorazione: Decimal = Decimal(0)
    punteggio: Decimal | None = None
    giorni: int = 365
    assenza_giorni: int = 0
    assenze_che_contano: int = 0
    base: Decimal | None = None
    incaricato: bool = False  # ha un incarico di EQ o di dirigente nell'anno


@dataclass(frozen=True)
class Fondo:
    """Un fondo con le regole del contratto e i premi che ne vengono. `giorno` è quello di cui valgono le norme."""

    pk: int
    platea: str
    nome: str
    importo: Decimal
    giorno: date
    premi: tuple[Premio, ...] = ()
    problema: str = ""
    posizione_totale: Decimal | None = None
    risorse_trattamenti: Decimal | None = None
    risorse_performance: Decimal | None = None
    differenziali_valutazioni: Decimal | None = None
    differenziali_esperienza: Decimal | None = None
    differenziali_anni: int | None = None
    differenziali_usate: int | None = None
    quota_tempi: Decimal = Decimal(0)
    tempi: str = ""
    tempi_ritardo: Decimal | None = None
    tempi_fonte: str = ""
    maggiorazione: Decimal | None = None
    quota_massima: Decimal | None = None
    per_eccesso: bool = False
    criterio_parita: str = ""
    fissata_il: date | None = None
    obiettivi_di_ente: bool = False
    parita_decisa: bool = True


@dataclass(frozen=True)
class Fascicolo:
    """L'anno intero, quel giorno. `dipendenti` è None quando il personale non è scritto."""

    ente: str
    anno: int
    oggi: date
    piano_approvato: bool = False
    relazione_validata_il: date | None = None
    dipendenti: int | None = None
    con_funzionari: bool = True
    schede: tuple[Scheda, ...] = ()
    fondi: tuple[Fondo, ...] = ()

    def verso(self, nome: str, *argomenti: object) -> str:
        """L'indirizzo di una pagina dell'anno."""
        return reverse(nome, args=[self.ente, self.anno, *argomenti])
