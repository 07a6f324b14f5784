"""Le scadenze di un ciclo, calcolate dalle date dell'ente."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from obiettivi.scadenzario.formule import giorno_di
from obiettivi.scadenzario.regole import Regola, tutte
from piao.base.numeri import data_breve, data_estesa, numero

PREAVVISO = 30  # giorni prima del termine in cui una scadenza è «vicina»
UN_ANNO = 365


class Stato(StrEnum):
    """A che punto è una scadenza, nell'ordine in cui preme."""

    IN_RITARDO = "in_ritardo"
    VICINA = "vicina"
    FUTURA = "futura"
    SENZA_DATA = "senza_data"
    FATTA = "fatta"
    NON_DOVUTA = "non_dovuta"

    @property
    def aperta(self) -> bool:
        return self not in (Stato.FATTA, Stato.NON_DOVUTA)


@dataclass(frozen=True)
class Deroga:
    """Ciò che l'ente ha detto di una scadenza: fatta il…, spostata al…, non dovuta perché…"""

    termine: date | None = None
    non_dovuta: bool = False
    motivo: str = ""
    fatta_il: date | None = None
    atto: str = ""
    nota: str = ""


@dataclass(frozen=True)
class Fatti:
    """Ciò che si sa di un ciclo. `prove` dice quando una cosa risulta fatta; `condizioni`, che ente è e che anno è.

    `proprie` sono le scadenze che l'ente si è dato da sé: le fasi del ciclo con un giorno.
    """

    anno: int
    termine_bilancio: date | None = None
    prove: Mapping[str, date] = field(default_factory=dict)
    condizioni: frozenset[str] = frozenset()
    deroghe: Mapping[str, Deroga] = field(default_factory=dict)
    proprie: tuple[Regola, ...] = ()

    @property
    def bilancio_differito(self) -> bool:
        return self.termine_bilancio is not None and self.termine_bilancio > date(self.anno - 1, 12, 31)


@dataclass(frozen=True)
class Scadenza:
    """Una scadenza di un ciclo, vista oggi. `ritardo` e `mancano` sono giorni."""

    anno: int
    regola: Regola
    calcolato: date | None
    termine: date | None
    fatta_il: date | None
    stato: Stato
    ritardo: int = 0
    mancano: int | None = None
    motivo: str = ""
    deroga: Deroga | None = None

    @property
    def codice(self) -> str:
        return self.regola.codice

    @property
    def aperta(self) -> bool:
        return self.stato.aperta

    @property
    def automatica(self) -> bool:
        """Fatta perché lo dicono i dati, non perché qualcuno l'ha segnato."""
        return self.fatta_il is not None and not (self.deroga and self.deroga.fatta_il)

    @property
    def spostata(self) -> bool:
        return self.deroga is not None and self.deroga.termine is not None

    @property
    def in_parole(self) -> str:
        """«in ritardo di 12 giorni», «oggi», «fra 3 giorni», «fatta il 30/01/2027»."""
        match self.stato:
            case Stato.NON_DOVUTA:
                return "non dovuta"
            case Stato.FATTA:
                dopo = f", {giorni(self.ritardo)} dopo il termine" if self.ritardo else ""
                return f"fatta il {data_breve(self.fatta_il)}{dopo}"
            case Stato.SENZA_DATA:
                return "aspetta un'altra data"
            case Stato.IN_RITARDO:
                return f"in ritardo di {giorni(self.ritardo)}"
        return fra(self.mancano or 0)

    @property
    def frase(self) -> str:
        """La scadenza detta a chi non la conosce: quando, e da quanto."""
        quando = data_estesa(self.termine)
        if self.stato == Stato.IN_RITARDO:
            return f"Il termine del {quando} è passato da {giorni(self.ritardo)}."
        return f"Il termine è {fra(self.mancano)}, il {quando}." if self.mancano else f"Il termine è oggi, {quando}."

    @property
    def giorno(self) -> date | None:
        """Dove sta nel calendario: il termine, o quando è stata fatta se un termine non c'è."""
        return self.termine or self.fatta_il

    @property
    def giorno_certo(self) -> date:
        """Per mettere in ordine: chi non ha un giorno va in fondo."""
        return self.giorno or date.max


def giorni(quanti: int) -> str:
    return "un giorno" if quanti == 1 else f"{numero(quanti)} giorni"


def fra(quanti: int) -> str:
    if quanti > UN_ANNO:
        return "fra più di un anno"
    return {0: "oggi", 1: "domani"}.get(quanti, f"fra {giorni(quanti)}")


def calcola(fatti: Fatti, *, oggi: date) -> list[Scadenza]:
    """Le scadenze del ciclo in ordine di data; quelle che un'altra fa nascere compaiono solo quando servono."""
    eventi = {"termine_bilancio": fatti.termine_bilancio} if fatti.termine_bilancio else {}
    condizioni = set(fatti.condizioni) | ({"bilancio_differito"} if fatti.bilancio_differito else set())
    trovate: list[Scadenza] = []
    for regola in (*tutte(), *fatti.proprie):
        scadenza = _scadenza(regola, fatti, condizioni, eventi, oggi)
        if not _prevista(scadenza, condizioni):
            continue
        trovate.append(scadenza)
        eventi |= _eventi(scadenza)
        condizioni |= {f"tardiva:{scadenza.codice}"} if scadenza.ritardo else set()
    return sorted(trovate, key=lambda s: (s.giorno_certo, s.regola.nome))


def _prevista(scadenza: Scadenza, condizioni: set[str]) -> bool:
    """La norma vige il giorno in cui la scadenza cade (finché non si sa quale, a fine anno) e riguarda l'ente."""
    regola = scadenza.regola
    giorno = scadenza.calcolato or date(scadenza.anno, 12, 31)
    return regola.vale(giorno) and (not regola.solo_se or regola.solo_se in condizioni)


def _scadenza(regola: Regola, fatti: Fatti, condizioni: set[str], eventi: Mapping[str, date], oggi: date) -> Scadenza:
    deroga = fatti.deroghe.get(regola.codice)
    calcolato = _termine(regola, fatti.anno, condizioni, eventi)
    termine = (deroga and deroga.termine) or calcolato
    fatta_il = (deroga and deroga.fatta_il) or fatti.prove.get(regola.prova)
    perche_no = _non_dovuta(regola, deroga, condizioni)
    stato = _stato(termine, fatta_il, perche_no is not None, oggi)
    dovuta = termine if stato != Stato.NON_DOVUTA else None
    return Scadenza(
        anno=fatti.anno,
        regola=regola,
        calcolato=calcolato,
        termine=termine,
        fatta_il=fatta_il,
        stato=stato,
        ritardo=max(0, ((fatta_il or oggi) - dovuta).days) if dovuta else 0,
        mancano=(dovuta - oggi).days if dovuta and not fatta_il else None,
        motivo=perche_no or (deroga.motivo if deroga else ""),
        deroga=deroga,
    )


def _termine(regola: Regola, anno: int, condizioni: set[str], eventi: Mapping[str, date]) -> date | None:
    """La prima formula la cui condizione è vera e il cui giorno si conosce."""
    adatte = (formula for condizione, formula in regola.termine.items() if not condizione or condizione in condizioni)
    return next(filter(None, (giorno_di(formula, anno, eventi) for formula in adatte)), None)


def _non_dovuta(regola: Regola, deroga: Deroga | None, condizioni: set[str]) -> str | None:
    """Perché non è dovuta; None se lo è. Ciò che l'ente ha segnato come fatto era dovuto."""
    if deroga and deroga.non_dovuta:
        return deroga.motivo
    if deroga and deroga.fatta_il:
        return None
    return next((motivo for condizione, motivo in regola.non_dovuta_se.items() if condizione in condizioni), None)


def _stato(termine: date | None, fatta_il: date | None, non_dovuta: bool, oggi: date) -> Stato:
    if non_dovuta:
        return Stato.NON_DOVUTA
    if fatta_il:
        return Stato.FATTA
    if termine is None:
        return Stato.SENZA_DATA
    if termine < oggi:
        return Stato.IN_RITARDO
    return Stato.VICINA if termine <= oggi + timedelta(days=PREAVVISO) else Stato.FUTURA


def _eventi(scadenza: Scadenza) -> dict[str, date]:
    date_note = {scadenza.codice: scadenza.fatta_il, f"termine:{scadenza.codice}": scadenza.termine}
    return {nome: giorno for nome, giorno in date_note.items() if giorno}
