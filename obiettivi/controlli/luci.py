"""Le sette luci dell'art. 5 c. 2 del D.Lgs. 150/2009 accanto a un obiettivo: le stesse regole del Piano, una alla
volta.

Ogni luce ha una parola e una frase, non solo un colore."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models

from obiettivi.controlli.carica import fascicolo_dell_obiettivo
from obiettivi.controlli.catalogo import SUGLI_OBIETTIVI
from obiettivi.controlli.fascicolo import Fascicolo, Obiettivo
from obiettivi.controlli.segnali import scheda
from obiettivi.letture.controlli import regolazioni_di
from obiettivi.models import Obiettivo as RigaObiettivo
from piao.base.controlli import Esito, Gravita, Rilievo, esamina


class Stato(models.TextChoices):
    VERDE = "verde", "rispettato"
    AMBRA = "ambra", "da rafforzare"
    ROSSO = "rosso", "da correggere"


@dataclass(frozen=True)
class Requisito:
    """Una lettera dell'art. 5 c. 2: le regole che la guardano, che cosa serve perché si possa dire, dove si
    sistema."""

    lettera: str
    nome: str
    regole: tuple[str, ...]
    va_bene: str
    sezione: str
    manca: Callable[[Obiettivo], str] = lambda obiettivo: ""


@dataclass(frozen=True)
class Luce:
    lettera: str
    nome: str
    stato: Stato
    frase: str
    collegamento: str
    rilievi: tuple[Rilievo, ...] = ()

    @property
    def parola(self) -> str:
        return str(self.stato.label)


@dataclass(frozen=True)
class EsitoObiettivo:
    """Ciò che si mostra accanto a un obiettivo: le luci, nell'ordine delle lettere, e tutti i suoi rilievi."""

    luci: tuple[Luce, ...]
    esito: Esito

    @property
    def rilievi(self) -> tuple[Rilievo, ...]:
        return self.esito.rilievi


def _senza_strategia(o: Obiettivo) -> str:
    return (
        "" if o.operativo or o.linea or o.nel_dup else "Non dice da quale linea di mandato o parte del DUP discende."
    )


def _senza_indicatori(o: Obiettivo) -> str:
    return "" if o.indicatori else "Senza indicatori non si può dire."


def _senza_date(o: Obiettivo) -> str:
    return "" if o.inizio and o.fine else "Mancano le date."


def _senza_confronto(o: Obiettivo) -> str:
    if not o.valore_riferimento.strip():
        return "Manca un valore di riferimento: uno standard, o un ente simile."
    return "" if o.fonte_riferimento.strip() else "Il valore di riferimento non dice da dove viene."


REQUISITI = (
    Requisito("a", "Rilevante", ("P12",), "Discende dalla strategia dell'ente.", "collegamenti", _senza_strategia),
    Requisito("b", "Specifico e misurabile", ("P13", "P18"), "Ha indicatori completi.", "misura", _senza_indicatori),
    Requisito("c", "Migliora i servizi", ("P16", "P17"), "Il target migliora.", "misura", _senza_indicatori),
    Requisito("d", "Ha un tempo", ("P19", "P20"), "Ha date e tappe.", "quando", _senza_date),
    Requisito(
        "e", "Si confronta con altri", (), "Ha un valore di riferimento con la fonte.", "perche", _senza_confronto
    ),
    Requisito("f", "Si confronta col passato", ("P14", "P15"), "Si sa da dove si parte.", "misura", _senza_indicatori),
    Requisito("g", "Ha le risorse", ("P30",), "Ha persone o denaro.", "risorse"),
)


def esamina_obiettivo(obiettivo: RigaObiettivo, *, oggi: date | None = None) -> EsitoObiettivo:
    """Le regole che guardano gli obiettivi, su uno solo. Ciò che vale per il Piano intero qui non si dice.

    Le raccolte già lette (indicatori, fasi, unità…) non si rileggono.
    """
    fascicolo = fascicolo_dell_obiettivo(obiettivo, oggi=oggi)
    esito = esamina(SUGLI_OBIETTIVI, fascicolo, regolazioni_di(obiettivo.ciclo.ente))
    return EsitoObiettivo(luci_di(fascicolo, esito), esito)


def luci_di(fascicolo: Fascicolo, esito: Esito) -> tuple[Luce, ...]:
    """Le luci del primo obiettivo del fascicolo."""
    obiettivo = fascicolo.obiettivi[0]
    spente = {regolazione.codice for regolazione in esito.spente}
    return tuple(_luce(fascicolo, obiettivo, requisito, esito.rilievi, spente) for requisito in REQUISITI)


def _luce(f: Fascicolo, o: Obiettivo, requisito: Requisito, rilievi: Iterable[Rilievo], spente: set[str]) -> Luce:
    suoi = tuple(rilievo for rilievo in rilievi if rilievo.codice in requisito.regole)
    stato, frase = _stato(o, requisito, suoi, spente)
    collegamento = suoi[0].collegamento if suoi else scheda(f, o, requisito.sezione)
    return Luce(requisito.lettera, requisito.nome, stato, frase, collegamento, suoi)


def _stato(o: Obiettivo, requisito: Requisito, suoi: tuple[Rilievo, ...], spente: set[str]) -> tuple[Stato, str]:
    if suoi:
        grave = suoi[0].gravita in (Gravita.BLOCCO, Gravita.ERRORE)
        return (Stato.ROSSO if grave else Stato.AMBRA), suoi[0].frase
    if requisito.regole and spente.issuperset(requisito.regole):
        return Stato.AMBRA, "L'ente ha spento questo controllo."
    if manca := requisito.manca(o):
        return Stato.AMBRA, manca
    return Stato.VERDE, requisito.va_bene
