"""Il motore dei controlli: regole che leggono un fascicolo e dicono che cosa non va, dove, e come si rimedia.

Nessuna parola del dominio: il fascicolo lo conosce la stanza che scrive le regole. Una regola non decide se si può
andare avanti: dà una gravità, e la gravità dice che cosa succede.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, Generic, TypeVar

from django.db import models

F = TypeVar("F")


class Gravita(models.TextChoices):
    """Che cosa comporta un rilievo, dal più grave.

    BLOCCO ferma il passaggio; ERRORE lo lascia compiere solo con una motivazione scritta; AVVISO e INFO si leggono.
    """

    BLOCCO = "blocco", "blocco"
    ERRORE = "errore", "errore"
    AVVISO = "avviso", "avviso"
    INFO = "info", "informazione"

    @property
    def grado(self) -> int:
        """0 è la più grave."""
        return list(Gravita).index(self)


class Ambito(models.TextChoices):
    """Che cosa guarda una regola: il piano intero, un obiettivo alla volta, i testi."""

    PIANO = "piano", "tutto il piano"
    OBIETTIVO = "obiettivo", "i singoli obiettivi"
    TESTO = "testo", "i testi"


@dataclass(frozen=True)
class Riferimento:
    """L'oggetto di un rilievo: `tipo` e `chiave` lo ritrovano, `nome` lo dice a chi legge.

    `dentro` è il codice dell'oggetto più grande che lo contiene («obiettivo:12»), quando ce n'è uno.
    """

    tipo: str
    chiave: str = ""
    nome: str = ""
    dentro: str = ""

    @property
    def codice(self) -> str:
        """«indicatore:7», «piano»: stabile, per ritrovare il rilievo e la sua motivazione a un altro controllo."""
        return f"{self.tipo}:{self.chiave}" if self.chiave else self.tipo

    @property
    def radice(self) -> str:
        """Il codice dell'oggetto più grande: per un indicatore, il suo obiettivo."""
        return self.dentro or self.codice


@dataclass(frozen=True)
class Segnale:
    """Ciò che una regola ha trovato. Il motore vi aggiunge il codice e la norma e ne fa un `Rilievo`."""

    gravita: Gravita
    oggetto: Riferimento
    frase: str
    rimedio: str = ""
    collegamento: str = ""


@dataclass(frozen=True)
class NonValutabile:
    """La regola non si può applicare adesso, e perché: non è la stessa cosa di «va bene»."""

    motivo: str
    codice: str = ""


@dataclass(frozen=True)
class Rilievo:
    """Una cosa che non va, nelle parole di chi la deve sistemare, con la pagina dove si sistema."""

    codice: str
    gravita: Gravita
    oggetto: Riferimento
    frase: str
    rimedio: str = ""
    collegamento: str = ""
    norma: str = ""

    @property
    def ordine(self) -> tuple[int, str, str, str, str]:
        return self.gravita.grado, self.codice, self.oggetto.nome, self.oggetto.codice, self.frase


@dataclass(frozen=True)
class Regola(Generic[F]):
    """Un controllo. `gravita` è la più alta che può dare.

    `certa` è falso quando la fonte della regola non è stata riletta: allora, se l'ente non decide altrimenti, un
    blocco diventa un errore da motivare.
    """

    codice: str
    titolo: str
    norma: str
    gravita: Gravita
    valuta: Callable[[F], Iterable[Segnale | NonValutabile]]
    ambito: Ambito = Ambito.PIANO
    certa: bool = True

    @property
    def predefinita(self) -> Gravita:
        """La gravità più alta che dà finché l'ente non la regola."""
        return Gravita.ERRORE if self.gravita == Gravita.BLOCCO and not self.certa else self.gravita

    @property
    def spiegazione(self) -> str:
        """La condizione in parole, come è scritta accanto alla regola."""
        return " ".join((self.valuta.__doc__ or "").split())


@dataclass(frozen=True)
class Regolazione:
    """Una regola cambiata dall'ente: spenta (`gravita` None) o con un'altra gravità massima. Il motivo è d'obbligo."""

    codice: str
    motivo: str
    gravita: Gravita | None = None

    @property
    def spenta(self) -> bool:
        return self.gravita is None


def regola(
    codice: str,
    titolo: str,
    *,
    norma: str,
    gravita: Gravita,
    ambito: Ambito = Ambito.PIANO,
    certa: bool = True,
) -> Callable[[Callable[[F], Iterable[Segnale | NonValutabile]]], Regola[F]]:
    """Fa di una funzione una regola. La docstring della funzione è la condizione, in parole."""

    def avvolgi(valuta: Callable[[F], Iterable[Segnale | NonValutabile]]) -> Regola[F]:
        return Regola(codice, titolo, norma, gravita, valuta, ambito, certa)

    return avvolgi


@dataclass(frozen=True)
class Esito:
    """Il risultato di un controllo: i rilievi dal più grave, ciò che non si è potuto valutare, ciò che è spento."""

    rilievi: tuple[Rilievo, ...] = ()
    non_valutabili: tuple[NonValutabile, ...] = ()
    spente: tuple[Regolazione, ...] = ()

    @property
    def blocca(self) -> bool:
        return any(rilievo.gravita == Gravita.BLOCCO for rilievo in self.rilievi)

    @property
    def da_motivare(self) -> tuple[Rilievo, ...]:
        return tuple(rilievo for rilievo in self.rilievi if rilievo.gravita == Gravita.ERRORE)

    @property
    def conteggi(self) -> dict[Gravita, int]:
        """Quanti rilievi per gravità, dalla più grave; lo zero si dice."""
        quanti = Counter(rilievo.gravita for rilievo in self.rilievi)
        return {gravita: quanti[gravita] for gravita in Gravita}

    def di(self, codice: str) -> tuple[Rilievo, ...]:
        """I rilievi su un oggetto («obiettivo:12») e su ciò che ne fa parte."""
        return tuple(r for r in self.rilievi if codice in (r.oggetto.codice, r.oggetto.dentro))

    def in_json(self) -> str:
        """Il testo canonico: lo stesso esito dà sempre gli stessi byte."""
        dati = {nome: [_scritto(voce) for voce in getattr(self, nome)] for nome in _ELENCHI}
        return json.dumps(dati, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def da_json(cls, testo: str) -> "Esito":
        """L'esito da un testo canonico. Solleva ValueError, KeyError o TypeError se non è uno dei nostri."""
        dati: Mapping[str, list[dict[str, Any]]] = json.loads(testo)
        return cls(
            rilievi=tuple(_rilievo(voce) for voce in dati["rilievi"]),
            non_valutabili=tuple(NonValutabile(**voce) for voce in dati["non_valutabili"]),
            spente=tuple(_regolazione(voce) for voce in dati["spente"]),
        )


_ELENCHI = ("rilievi", "non_valutabili", "spente")


@dataclass
class _Raccolta:
    rilievi: list[Rilievo] = field(default_factory=list)
    non_valutabili: list[NonValutabile] = field(default_factory=list)


def esamina(regole: Iterable[Regola[F]], fascicolo: F, regolazioni: Iterable[Regolazione] = ()) -> Esito:
    """Applica le regole accese al fascicolo. Non scrive nulla e non guarda l'orologio."""
    per_codice = {regolazione.codice: regolazione for regolazione in regolazioni}
    raccolta, spente = _Raccolta(), []
    for una in regole:
        sua = per_codice.get(una.codice)
        if sua and sua.spenta:
            spente.append(sua)
            continue
        _applica(una, fascicolo, (sua and sua.gravita) or una.predefinita, raccolta)
    return Esito(
        tuple(sorted(raccolta.rilievi, key=lambda rilievo: rilievo.ordine)),
        tuple(sorted(raccolta.non_valutabili, key=lambda voce: (voce.codice, voce.motivo))),
        tuple(sorted(spente, key=lambda voce: voce.codice)),
    )


def _applica(una: Regola[F], fascicolo: F, tetto: Gravita, raccolta: _Raccolta) -> None:
    for trovato in una.valuta(fascicolo):
        if isinstance(trovato, NonValutabile):
            raccolta.non_valutabili.append(replace(trovato, codice=una.codice))
        else:
            raccolta.rilievi.append(_rilievo_da(una, trovato, tetto))


def _rilievo_da(una: Regola[F], segnale: Segnale, tetto: Gravita) -> Rilievo:
    """Ciò che la regola dà al massimo prende la gravità decisa; il resto non la supera."""
    massima = segnale.gravita == una.gravita
    gravita = tetto if massima else max(segnale.gravita, tetto, key=lambda g: g.grado)
    resto = {nome: getattr(segnale, nome) for nome in ("oggetto", "frase", "rimedio", "collegamento")}
    return Rilievo(codice=una.codice, gravita=gravita, norma=una.norma, **resto)


def _rilievo(voce: dict[str, Any]) -> Rilievo:
    nuovi = {"gravita": Gravita(voce["gravita"]), "oggetto": Riferimento(**voce["oggetto"])}
    return Rilievo(**{**voce, **nuovi})


def _regolazione(voce: dict[str, Any]) -> Regolazione:
    gravita = voce.get("gravita")
    return Regolazione(**{**voce, "gravita": Gravita(gravita) if gravita else None})


def _scritto(voce: Any) -> dict[str, Any]:
    """I campi che non hanno il valore predefinito: aggiungerne uno domani non cambia gli esiti di ieri."""
    scritti = {campo.name: getattr(voce, campo.name) for campo in fields(voce)}
    predefiniti = {campo.name: campo.default for campo in fields(voce)}
    return {
        nome: _scritto(valore) if is_dataclass(valore) else valore
        for nome, valore in scritti.items()
        if valore != predefiniti[nome]
    }
