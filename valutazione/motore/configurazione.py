"""Un sistema di valutazione come dati: le parti, e le condizioni perché stiano insieme. Si leggono in `lettura`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from obiettivi.misura import Conversione, Identita, Politica, TabellaFasce

CENTO = Decimal(100)
SU_FASCIA = "fascia"
ECONOMIA, NEL_GRUPPO, NELL_ENTE = "economia", "redistribuiti_nel_gruppo", "redistribuiti_nell_ente"


class ConfigurazioneRifiutata(ValueError):
    """La configurazione o i dati non hanno la forma prevista. `errori` sono le frasi, ognuna con il suo percorso."""

    def __init__(self, *errori: str) -> None:
        super().__init__(" ".join(errori))
        self.errori = errori


@dataclass(frozen=True)
class Correttivo:
    """Una correzione in percentuale, entro ± `limite`, scritta in una voce della scheda."""

    voce: str
    limite: Decimal


@dataclass(frozen=True)
class Nodo:
    """Un componente della scheda: con figli si aggrega, senza si legge e si converte."""

    cod: str
    figli: tuple["Nodo", ...] = ()
    aggregazione: str = ""
    base_pesi: Decimal = CENTO
    peso: Decimal | None = None
    mancante: Politica = Politica.ERRORE
    conversione: Conversione = field(default_factory=Identita)
    poi: Conversione | None = None
    moltiplica: Decimal | None = None
    correttivo: Correttivo | None = None
    massimo: Decimal | None = None
    decimali: int | None = None

    def tutti(self) -> Iterator["Nodo"]:
        """Il nodo e, dopo, tutti quelli sotto di lui."""
        yield self
        for figlio in self.figli:
            yield from figlio.tutti()


@dataclass(frozen=True)
class Blocco:
    """Se il componente `su` sta sotto `minimo` non c'è premio, qualunque sia il punteggio."""

    cod: str
    su: str
    minimo: Decimal


@dataclass(frozen=True)
class Quota:
    """Una parte del premio, legata alla fascia oppure a una condizione vera o falsa."""

    percentuale: Decimal
    su: str


@dataclass(frozen=True)
class Fattore:
    """Un numero che moltiplica: si legge da `dato`, si traduce (`tabella`, `conversione`), si divide per `base`."""

    dato: str
    predefinito: object = None
    base: Decimal = Decimal(1)
    tabella: Mapping[str, Decimal] | None = None
    conversione: Conversione | None = None


@dataclass(frozen=True)
class Premio:
    """Dal punteggio ai soldi."""

    tabella: TabellaFasce | None = None
    solo_fascia: bool = False
    percentuale_base: Decimal | None = None
    decimali_base: int | None = None
    quote: tuple[Quota, ...] = ()
    fattori: tuple[Fattore, ...] = ()
    esclusioni: tuple[str, ...] = ()
    giorni_anno: Decimal | None = None
    ore_giorno: Decimal | None = None
    coefficienti: Mapping[str, Decimal] | None = None
    resti: str = ECONOMIA
    resti_minimo: Decimal = Decimal(0)
    troncamento: bool = False


@dataclass(frozen=True)
class Maggiorazione:
    """Un premio in più ai primi: percentuale della media pro capite, quanti lo ricevono, chi lo paga.

    I beneficiari sono un numero oppure una `quota` percentuale delle persone. Con `dal_fondo` la somma si toglie dal
    fondo prima di dividerlo, e la media è quella dei premi destinati (CCNL 2026, art. 48).
    """

    percentuale: Decimal
    beneficiari: int = 0
    quota: Decimal | None = None
    per_eccesso: bool = False
    dal_fondo: bool = False

    def quanti(self, persone: int) -> int:
        """Quanti beneficiari fra quelle persone; una frazione di persona non conta, o conta con `per_eccesso`."""
        if self.quota is None:
            return self.beneficiari
        verso = ROUND_CEILING if self.per_eccesso else ROUND_FLOOR
        return int((self.quota * persone / CENTO).to_integral_value(rounding=verso))


@dataclass(frozen=True)
class Smvp:
    """Una configurazione intera, già controllata."""

    scheda: Nodo | None = None
    premio: Premio | None = None
    blocchi: tuple[Blocco, ...] = ()
    maggiorazione: Maggiorazione | None = None
    decimali_punteggio: int = 2
    foglie: frozenset[str] = frozenset()
    rami: frozenset[str] = frozenset()
    correttivi: frozenset[str] = frozenset()

    @property
    def dati_del_premio(self) -> set[str]:
        """I nomi dei fatti che le regole del premio leggono da ogni persona."""
        if self.premio is None:
            return set()
        condizioni = {quota.su for quota in self.premio.quote} - {SU_FASCIA}
        return condizioni | {fattore.dato for fattore in self.premio.fattori} | set(self.premio.esclusioni)
