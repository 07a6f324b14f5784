"""Il ciclo: gli atti su cui poggia, le fasi, le risorse, le variazioni, le note sul documento di origine."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from obiettivi.voci import IN_PREPARAZIONE, StatoCiclo
from piao.base.controlli import Riferimento


@dataclass(frozen=True)
class Atto:
    pk: int
    organo: str = ""
    numero: str = ""
    data: date | None = None
    nome: str = ""
    parere_tecnico: str = ""
    parere_contabile: str = ""


@dataclass(frozen=True)
class Ciclo:
    anno: int
    anno_fine: int | None = None
    anno_fine_letto: int | None = None
    stato: str = StatoCiclo.BOZZA
    impostazione: str = ""
    provvisorio: bool = False
    provvisori_approvati: bool = False
    bilancio_termine: date | None = None
    bilancio_approvato_il: date | None = None
    motivo_ritardo: str = ""
    pubblicato_il: date | None = None
    inviato_portale_il: date | None = None
    smvp_confermato_il: date | None = None
    approvazione: Atto | None = None
    dup: Atto | None = None
    smvp: Atto | None = None
    parere_smvp: Atto | None = None
    piao: Atto | None = None
    fondo_costituito: bool | None = None

    @property
    def anni(self) -> tuple[int, ...]:
        return tuple(range(self.anno, (self.anno_fine or self.anno + 2) + 1))

    @property
    def in_preparazione(self) -> bool:
        return self.stato in IN_PREPARAZIONE

    @property
    def concluso(self) -> bool:
        """Approvato o pubblicato."""
        return self.stato in (StatoCiclo.APPROVATO, StatoCiclo.PUBBLICATO)

    @property
    def approvato_il(self) -> date | None:
        return self.approvazione.data if self.approvazione else None


@dataclass(frozen=True)
class FaseCiclo:
    nome: str
    evento: str = ""
    giorni: int | None = None


@dataclass(frozen=True)
class Linea:
    pk: int
    nome: str
    al: int | None = None


@dataclass(frozen=True)
class Risorsa:
    """Una risorsa di tutto il piano (`unita` None) o di un'unità."""

    tipo: str
    unita: int | None = None


@dataclass(frozen=True)
class Variazione:
    pk: int
    numero: int
    titolo: str
    stato: str
    motivo: str = ""
    atto: Atto | None = None
    con_parere: bool = False
    a_risultato_noto: tuple[str, ...] = ()  # indicatori già rilevati di cui cambia il target


@dataclass(frozen=True)
class Nota:
    """Un'incoerenza del documento di origine: che cosa vi è scritto e che cosa ci si aspettava."""

    codice: str
    tipo: str
    riga: int | None = None
    gravita: str = ""
    letto: str = ""
    atteso: str = ""
    descrizione: str = ""

    @property
    def riferimento(self) -> Riferimento:
        return Riferimento(
            "nota", self.codice, f"Documento di origine, riga {self.riga}" if self.riga else "Documento"
        )


@dataclass(frozen=True)
class PesiScheda:
    """Quanto pesano gli ambiti nella scheda di chi dirige, in percentuale del punteggio.

    `struttura` None: non si può sapere, o la scheda non la distingue dagli obiettivi. `altro` è l'ambito più pesante
    fra gli altri, e `nome_altro` il suo nome.
    """

    codice: str
    scheda: str
    struttura: Decimal | None = None
    altro: Decimal = Decimal(0)
    nome_altro: str = ""


@dataclass(frozen=True)
class Schede:
    """Delle schede di chi era in servizio a inizio anno soltanto date e numeri: mai le persone."""

    assegnate: tuple[date, ...] = ()
    da_assegnare: int = 0
    lette: int = 0
    pesi: tuple[PesiScheda, ...] = ()  # uno per tipo di scheda di dirigenti e incaricati

    @property
    def non_lette(self) -> int:
        return len(self.assegnate) - self.lette

    def oltre(self, giorno: date, *, oggi: date) -> int:
        """Quante sono state assegnate dopo quel giorno, o ancora non lo sono ed è passato."""
        ferme = self.da_assegnare if oggi > giorno else 0
        return sum(assegnata > giorno for assegnata in self.assegnate) + ferme
