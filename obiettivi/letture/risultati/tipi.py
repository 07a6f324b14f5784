"""I risultati come dati fermi: che cosa si sa di un indicatore, di un obiettivo, di un'unità, dell'ente."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from django.utils import timezone

from obiettivi.misura import Passo
from obiettivi.misura.esiti import Esito, conta_esiti, esito_di
from obiettivi.models import Ciclo, Sessione
from obiettivi.voci import StatoSessione

CENTO = Decimal(100)


@dataclass(frozen=True)
class RisultatoIndicatore:
    """Un indicatore: quanto si era promesso, quanto è stato, da che fonte, con quale grado (0-100)."""

    pk: int
    identificativo: UUID
    codice: str
    denominazione: str
    unita_misura: str
    verso: str
    partenza: Decimal | None
    atteso: str
    target: Decimal | None
    risultato: str  # «81,5», «sì», «12/03/2026», «non applicabile»; vuoto se manca
    valore: Decimal | None
    grado: Decimal | None
    scostamento: Decimal | None  # punti sopra o sotto il 100% del target, senza tetto
    da_spiegare: bool
    storici: tuple[Decimal | None, ...] = ()  # i valori dell'anno prima, di due anni prima
    numeratore: Decimal | None = None
    denominatore: Decimal | None = None
    causa: str = ""
    causa_in_parole: str = ""
    spiegazione: str = ""
    correttivo: str = ""
    nota: str = ""
    fonte: str = ""
    rilevato_il: date | None = None
    scritto_da: str = ""
    scritto_il: datetime | None = None
    tardivo: bool = False
    problema: str = ""
    motivo_non_applicabile: str = ""
    previsione: str = ""

    @property
    def manca(self) -> bool:
        return not self.risultato

    @property
    def scritto_giorno(self) -> date | None:
        """Il giorno in cui è stato scritto la prima volta, qui da noi."""
        return timezone.localdate(self.scritto_il) if self.scritto_il else None


@dataclass(frozen=True)
class RisultatoFase:
    """Una fase: quanto è fatta (%), quando è cominciata e finita davvero. None se nessuno l'ha detto."""

    pk: int
    titolo: str
    mesi: tuple[str, ...]
    percentuale: Decimal | None
    inizio: date | None
    fine: date | None
    nota: str


@dataclass(frozen=True)
class Forzato:
    """Un grado che prende il posto di quello calcolato: chi l'ha chiesto, perché, chi l'ha approvato."""

    grado: Decimal
    motivo: str
    chiesto_da: str
    deciso_da: str
    deciso_il: datetime | None


@dataclass(frozen=True)
class Neutralizzato:
    """Un obiettivo tolto dal conto, con l'atto che lo dice."""

    politica: str
    politica_in_parole: str
    motivo: str
    atto: str
    scritto_da: str
    scritto_il: datetime


@dataclass(frozen=True)
class RisultatoObiettivo:
    """Un obiettivo: il grado che vale, quello calcolato, e tutto ciò che serve a spiegarli."""

    pk: int
    identificativo: UUID
    codice: str
    titolo: str
    livello: str
    prerequisito: bool
    precedente: int | None
    unita: int  # 0: nessuna unità è capofila
    unita_nome: str
    linea: int  # 0: nessuna linea di mandato
    linea_nome: str
    metodo: str
    grado: Decimal | None
    calcolato: Decimal | None
    problema: str
    indicatori: tuple[RisultatoIndicatore, ...]
    fasi: tuple[RisultatoFase, ...]
    forzato: Forzato | None = None
    neutralizzato: Neutralizzato | None = None
    richiesta_aperta: bool = False  # un valore forzato chiesto e non ancora deciso
    passi: tuple[Passo, ...] = field(default=(), repr=False)

    @property
    def nome(self) -> str:
        return f"{self.codice} {self.titolo}".strip()

    @property
    def scostamento(self) -> Decimal | None:
        """I punti che mancano al 100% (negativi, o zero); None se non è misurato."""
        return None if self.grado is None else self.grado - CENTO

    @property
    def esito(self) -> Esito:
        return esito_di(self.grado, neutralizzato=self.neutralizzato is not None)

    @property
    def atteso(self) -> str:
        return "; ".join(_detto(uno, uno.atteso or "senza target") for uno in self.indicatori)

    @property
    def risultato(self) -> str:
        return "; ".join(_detto(uno, uno.risultato or "n.d.") for uno in self.indicatori)

    @property
    def cause(self) -> tuple[str, ...]:
        """Le cause scritte dei suoi scostamenti, una volta ciascuna."""
        return tuple(dict.fromkeys(uno.causa for uno in self.indicatori if uno.causa))

    @property
    def spiegazioni(self) -> tuple[str, ...]:
        return tuple(uno.spiegazione for uno in self.indicatori if uno.spiegazione)

    @property
    def mancano(self) -> int:
        return sum(uno.manca for uno in self.indicatori)


def _detto(indicatore: RisultatoIndicatore, che: str) -> str:
    return f"{indicatore.denominazione}: {che}"


@dataclass(frozen=True)
class Aggregato:
    """Un'unità, una linea o l'ente: la media degli obiettivi misurati, come è fatta e su quanti."""

    pk: int
    nome: str
    grado: Decimal | None
    regola: str
    obiettivi: tuple[RisultatoObiettivo, ...] = field(repr=False)
    problema: str = ""
    passi: tuple[Passo, ...] = field(default=(), repr=False)

    @property
    def totale(self) -> int:
        return len(self.obiettivi)

    @property
    def misurati(self) -> int:
        return sum(uno.grado is not None for uno in self.obiettivi)

    @property
    def non_misurati(self) -> int:
        return self.totale - self.misurati

    @property
    def esiti(self) -> dict[Esito, int]:
        """Quanti obiettivi per ciascun esito, nell'ordine degli esiti."""
        return conta_esiti(uno.esito for uno in self.obiettivi)


@dataclass(frozen=True)
class Risultati:
    """Un ciclo intero, come lo dice la sua sessione di riferimento; None se nessuna è ancora cominciata."""

    ciclo: Ciclo
    sessione: Sessione | None
    soglia: Decimal | None
    ente: Aggregato
    unita: tuple[Aggregato, ...]
    linee: tuple[Aggregato, ...]

    @property
    def obiettivi(self) -> tuple[RisultatoObiettivo, ...]:
        return self.ente.obiettivi

    @property
    def definitivi(self) -> bool:
        """La sessione guarda a tutto l'anno ed è chiusa."""
        return self.sessione is not None and self.sessione.finale and self.sessione.stato == StatoSessione.CHIUSA

    @cached_property
    def per_identificativo(self) -> dict[UUID, RisultatoObiettivo]:
        """L'indirizzo permanente dell'obiettivo, quello che sta nelle versioni approvate del Piano."""
        return {uno.identificativo: uno for uno in self.obiettivi}

    @property
    def forzati(self) -> tuple[RisultatoObiettivo, ...]:
        return tuple(uno for uno in self.obiettivi if uno.forzato)

    @property
    def neutralizzati(self) -> tuple[RisultatoObiettivo, ...]:
        return tuple(uno for uno in self.obiettivi if uno.neutralizzato)

    @property
    def scostamenti(self) -> tuple[tuple[RisultatoObiettivo, RisultatoIndicatore], ...]:
        """Gli indicatori oltre la soglia (o, durante l'anno, quelli che si prevede di non raggiungere)."""
        return tuple((o, i) for o in self.obiettivi for i in o.indicatori if i.da_spiegare)
