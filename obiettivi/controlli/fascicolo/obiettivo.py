"""Gli obiettivi con ciò che hanno: indicatori, target, fasi, unità, assegnatari."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from obiettivi.controlli.fascicolo.ciclo import Linea
from obiettivi.voci import Livello, Natura, ScalaPeso, StatoObiettivo, Tipologia, Verso

SENZA_VALORE = frozenset({Verso.SI_NO, Verso.ENTRO_DATA})  # non hanno formula né valore di partenza


@dataclass(frozen=True)
class Padre:
    """L'obiettivo da cui un altro discende, quanto basta a dire se il filo arriva al DUP."""

    pk: int
    nome: str
    nel_dup: bool = False
    linea: Linea | None = None


@dataclass(frozen=True)
class Legame:
    unita: int
    capofila: bool = True
    peso: Decimal | None = None


@dataclass(frozen=True)
class Assegnazione:
    """A chi: `tipo` è «persona», «incarico» o «gruppo»; `gruppo` è il tipo del gruppo."""

    tipo: str
    pk: int
    nome: str = ""
    responsabile: bool = True
    peso: Decimal | None = None
    quota: Decimal | None = None
    quota_risultato: Decimal | None = None
    gruppo: str = ""


@dataclass(frozen=True)
class Target:
    anno: int
    operatore: str = ""
    valore: Decimal | None = None
    massimo: Decimal | None = None
    giorno: date | None = None
    testo: str = ""

    @property
    def scritto(self) -> bool:
        return bool(self.operatore == "si" or self.valore is not None or self.giorno or self.testo)

    @property
    def numerico(self) -> bool:
        return self.valore is not None


@dataclass(frozen=True)
class Indicatore:
    pk: int
    nome: str
    formula: str = ""
    unita: str = ""
    verso: str = ""
    baseline: Decimal | None = None
    baseline_anno: int | None = None
    nuovo: bool = False
    nota_nuovo: str = ""
    fonte: str = ""
    tipo_fonte: str = ""
    rilevazione_il: date | None = None
    peso: Decimal | None = None
    dimensione: str = ""
    target: tuple[Target, ...] = ()
    serie: tuple[tuple[int, Decimal], ...] = ()

    @property
    def si_misura_con_un_numero(self) -> bool:
        return self.verso not in SENZA_VALORE

    def nel(self, anno: int) -> Target | None:
        """Il target di un anno, se vi è scritto qualcosa."""
        return next((target for target in self.target if target.anno == anno and target.scritto), None)


@dataclass(frozen=True)
class Fase:
    nome: str
    mesi: tuple[str, ...] = ()

    @property
    def inizio(self) -> date | None:
        return _primo(min(self.mesi)) if self.mesi else None

    @property
    def fine(self) -> date | None:
        if not self.mesi:
            return None
        ultimo = _primo(max(self.mesi))
        return ultimo.replace(day=monthrange(ultimo.year, ultimo.month)[1])


def _primo(mese: str) -> date:
    return date.fromisoformat(f"{mese}-01")


@dataclass(frozen=True)
class Obiettivo:
    """Un obiettivo del Piano con tutto ciò che ha. `peso` è quello effettivo secondo il metodo del ciclo."""

    pk: int
    titolo: str
    codice: str = ""
    stato: str = StatoObiettivo.BOZZA
    descrizione: str = ""
    finalita: str = ""
    livello: str = Livello.OPERATIVO
    natura: str = ""
    motivazione_mantenimento: str = ""
    tipologia: str = ""
    anche_individuale: bool = False
    prerequisito: bool = False
    obbligo_legge: str = ""
    stakeholder: str = ""
    contributori: str = ""
    bisogno: str = ""
    miglioramento_atteso: str = ""
    valore_pubblico: str = ""
    valore_riferimento: str = ""
    fonte_riferimento: str = ""
    nel_dup: bool = False
    misura_anticorruzione: str = ""
    padre: Padre | None = None
    linea: Linea | None = None
    data_inizio: date | None = None
    data_fine: date | None = None
    peso: Decimal | None = None
    scala: str = ScalaPeso.PERCENTUALE
    temi: frozenset[str] = frozenset()
    ambiti: frozenset[str] = frozenset()
    unita: tuple[Legame, ...] = ()
    assegnazioni: tuple[Assegnazione, ...] = ()
    indicatori: tuple[Indicatore, ...] = ()
    fasi: tuple[Fase, ...] = ()
    risorse: frozenset[str] = frozenset()

    @property
    def nome(self) -> str:
        return f"{self.codice} {self.titolo}".strip()

    @property
    def operativo(self) -> bool:
        return self.livello == Livello.OPERATIVO

    @property
    def di_impatto(self) -> bool:
        """Promette un effetto fuori dall'ente: è strategico, o dichiara il valore pubblico e non discende da nessuno
        che ne risponda."""
        return not self.operativo or (bool(self.valore_pubblico.strip()) and self.padre is None)

    @property
    def mantenimento(self) -> bool:
        return self.natura == Natura.MANTENIMENTO

    @property
    def trasversale(self) -> bool:
        return self.tipologia in (Tipologia.TRASVERSALE, Tipologia.COMUNE)

    @property
    def inizio(self) -> date | None:
        """La data scritta o, se manca, il primo mese delle fasi."""
        fasi = [fase.inizio for fase in self.fasi if fase.inizio]
        return self.data_inizio or min(fasi, default=None)

    @property
    def fine(self) -> date | None:
        """La data scritta o, se manca, l'ultimo mese delle fasi."""
        fasi = [fase.fine for fase in self.fasi if fase.fine]
        return self.data_fine or max(fasi, default=None)

    @property
    def capofila(self) -> frozenset[int]:
        return frozenset(legame.unita for legame in self.unita if legame.capofila)

    @property
    def testo(self) -> str:
        return " ".join((self.titolo, self.descrizione, self.finalita))
