"""Il Piano come dati: dataclass congelate che si confrontano con `==` e diventano JSON (`contenuto/dati.py`).

È anche l'elenco esplicito di ciò che esce dall'ente: un campo che non è qui non compare in pagina, nel PDF, negli
allegati. Le persone non ci sono: chi risponde è detto per ruolo, per gruppo o per unità.
Un valore che manca è None, «» o una tupla vuota: mai zero.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar


@dataclass(frozen=True)
class Atto:
    uso: str  # a che cosa serve nel ciclo: «Approvazione del Piano», «DUP»…
    estremi: str
    oggetto: str
    collegamento: str = ""


@dataclass(frozen=True)
class DatiEnte:
    denominazione: str
    tipo: str
    provincia: str = ""
    regione: str = ""
    codice_istat: str = ""
    codice_catasto: str = ""
    codice_ipa: str = ""
    codice_fiscale: str = ""
    partita_iva: str = ""
    indirizzo: str = ""
    telefono: str = ""
    email: str = ""
    pec: str = ""
    sito: str = ""
    organismo: str = ""
    organismo_composizione: str = ""
    mandato: str = ""
    comuni: tuple[str, ...] = ()
    stemma: str = ""


@dataclass(frozen=True)
class Frontespizio:
    titolo: str
    anno: int
    triennio: str
    anni: tuple[int, ...]
    impostazione: str
    bozza: bool
    anno_presunto: bool = False
    provvisorio: bool = False
    periodo: str = ""
    allegato_a: str = ""
    approvazione: str = ""
    versione: int | None = None  # soltanto in una versione congelata
    variazione: str = ""  # gli estremi dell'ultima variazione approvata

    @property
    def nome(self) -> str:
        """Il titolo con gli anni, che non si ripetono se il titolo li ha già."""
        return self.titolo if self.triennio in self.titolo else f"{self.titolo} {self.triennio}"


@dataclass(frozen=True)
class Testo:
    """Una parte discorsiva attiva, con le variabili già sostituite (HTML pulito)."""

    chiave: str
    capitolo: str
    titolo: str
    html: str


@dataclass(frozen=True)
class AnnoPopolazione:
    alla_data: date
    totale: int
    maschi: int | None = None
    femmine: int | None = None
    variazione: int | None = None
    variazione_percento: Decimal | None = None
    famiglie: int | None = None


@dataclass(frozen=True)
class RigaPersonale:
    etichetta: str
    uomini: int
    donne: int
    totale: int


@dataclass(frozen=True)
class DatiPersonale:
    """I totali e le percentuali sono calcolati dalle righe; `spesa` è la somma delle voci note, in euro."""

    anno: int
    totale: int | None
    alla_data: date | None = None
    righe: tuple[RigaPersonale, ...] = ()
    uomini: int | None = None
    donne: int | None = None
    uomini_percento: Decimal | None = None
    donne_percento: Decimal | None = None
    retribuzioni: Decimal | None = None
    irap: Decimal | None = None
    oneri: Decimal | None = None
    spesa: Decimal | None = None


@dataclass(frozen=True)
class DatiUnita:
    """`id` vale solo dentro il documento. `responsabili` sono incarichi, non persone."""

    id: int
    denominazione: str
    livello: str = ""
    codice: str = ""
    funzioni: str = ""
    padre: int | None = None
    profondita: int = 0
    responsabili: tuple[str, ...] = ()


@dataclass(frozen=True)
class Linea:
    id: int
    titolo: str
    descrizione: str = ""


@dataclass(frozen=True)
class UnitaCollegata:
    id: int
    denominazione: str
    ruolo: str
    peso: Decimal | None = None
    quota: Decimal | None = None


@dataclass(frozen=True)
class Assegnatario:
    nome: str
    ruolo: str
    peso: Decimal | None = None
    quota: Decimal | None = None


@dataclass(frozen=True)
class DatiTarget:
    """`testo` è ciò che si legge: la grafia del documento, se c'è, altrimenti operatore, valore e unità."""

    anno: int
    testo: str
    operatore: str = ""
    valore: Decimal | None = None
    valore_massimo: Decimal | None = None
    data: date | None = None


@dataclass(frozen=True)
class ValoreAnno:
    anno: int
    valore: Decimal


@dataclass(frozen=True)
class DatiIndicatore:
    denominazione: str
    codice: str = ""
    dimensione: str = ""
    unita_misura: str = ""
    formula: str = ""
    numeratore: str = ""
    denominatore: str = ""
    verso: str = ""
    decimali: int = 0
    partenza: Decimal | None = None
    partenza_anno: int | None = None
    nuovo: bool = False
    nota_nuovo: str = ""
    soglia_minima: Decimal | None = None
    storico: tuple[ValoreAnno, ...] = ()
    target: tuple[DatiTarget, ...] = ()
    fonte: str = ""
    tipo_fonte: str = ""
    responsabile_dato: str = ""
    frequenza: str = ""
    rilevazione_il: date | None = None
    peso: Decimal | None = None
    identificativo: str = ""  # lo stesso in ogni versione del Piano


@dataclass(frozen=True)
class DatiFase:
    titolo: str
    mesi: tuple[str, ...] = ()  # «2026-03»
    peso: Decimal | None = None
    risultato_atteso: str = ""
    percentuale_prevista: Decimal | None = None


@dataclass(frozen=True)
class DatiRisorsa:
    """`unita` è l'id di una `DatiUnita`, se la risorsa è di un'unità."""

    tipo: str
    descrizione: str
    quantita: Decimal | None = None
    capitolo: str = ""
    importo: Decimal | None = None
    anno: int | None = None
    unita: int | None = None


@dataclass(frozen=True)
class DatiObiettivo:
    """Un obiettivo con le nove risposte del Piano-tipo e i suoi legami. `padre` è il numero di un altro obiettivo."""

    numero: int
    livello: str
    titolo: str
    stato: str
    codice: str = ""
    padre: int | None = None
    padre_certo: bool = True
    linea: int | None = None
    descrizione: str = ""
    finalita: str = ""
    natura: str = ""
    motivazione_mantenimento: str = ""
    tipologia: str = ""
    anche_individuale: bool = False
    prerequisito: bool = False
    obbligo_legge: str = ""
    bisogno: str = ""
    stakeholder: str = ""
    contributori: str = ""
    miglioramento_atteso: str = ""
    valore_pubblico: str = ""
    valore_riferimento: str = ""
    fonte_riferimento: str = ""
    risultato_anno_precedente: str = ""
    missione: str = ""
    programma: str = ""
    riferimento_dup: str = ""
    misura_anticorruzione: str = ""
    pnrr: str = ""
    data_inizio: date | None = None
    data_fine: date | None = None
    peso: Decimal | None = None
    scala_peso: str = ""
    unita: tuple[UnitaCollegata, ...] = ()
    assegnatari: tuple[Assegnatario, ...] = ()
    temi: tuple[str, ...] = ()
    temi_proposti: tuple[str, ...] = ()
    ambiti: tuple[str, ...] = ()
    ambiti_proposti: tuple[str, ...] = ()
    indicatori: tuple[DatiIndicatore, ...] = ()
    fasi: tuple[DatiFase, ...] = ()
    risorse: tuple[DatiRisorsa, ...] = ()
    identificativo: str = ""  # lo stesso in ogni versione del Piano

    @property
    def strategico(self) -> bool:
        return self.livello == "strategico"

    @property
    def nome(self) -> str:
        return f"{self.codice} {self.titolo}".strip()


@dataclass(frozen=True)
class DatiFaseCiclo:
    denominazione: str
    organi: tuple[str, ...] = ()
    finalita: str = ""
    tempistica: str = ""


@dataclass(frozen=True)
class ObiettivoVariato:
    """Che cosa una variazione ha fatto di un obiettivo, e perché (se ha scritto una nota)."""

    che_cosa: str
    obiettivo: str
    nota: str = ""


@dataclass(frozen=True)
class DatiVariazione:
    """Una variazione approvata nell'anno, con il suo atto (D.Lgs. 150/2009, art. 6)."""

    numero: int
    titolo: str
    motivo: str
    causa: str
    atto: str
    obiettivi: tuple[ObiettivoVariato, ...] = ()


@dataclass(frozen=True)
class Composto:
    """Ciò che il Piano e la Relazione hanno in comune: l'ente, com'è fatto, gli atti, i testi, le variazioni.

    `mancanti` sono le variabili dei testi rimaste senza valore (non esce: serve a chi produce). L'ordine dei campi è
    quello del JSON; ciascun documento dice di che tipo è il suo frontespizio.
    """

    FORMATO: ClassVar[str]
    SCHEMA: ClassVar[int] = 1

    ente: DatiEnte
    documento: Any
    atti: tuple[Atto, ...] = ()
    testi: tuple[Testo, ...] = ()
    popolazione: tuple[AnnoPopolazione, ...] = ()
    personale: DatiPersonale | None = None
    unita: tuple[DatiUnita, ...] = ()
    linee: tuple[Linea, ...] = ()
    variazioni: tuple[DatiVariazione, ...] = ()
    mancanti: tuple[str, ...] = field(default=(), metadata={"interno": True})


@dataclass(frozen=True)
class Piano(Composto):
    """Tutto il Piano."""

    FORMATO: ClassVar[str] = "piano-della-performance"

    documento: Frontespizio
    obiettivi: tuple[DatiObiettivo, ...] = ()
    risorse: tuple[DatiRisorsa, ...] = ()
    fasi_ciclo: tuple[DatiFaseCiclo, ...] = ()
