"""Dal valore rilevato al grado di raggiungimento: una classe per conversione, con il suo pavimento e il suo tetto.

Il valore è un numero, un giudizio, vero o falso, oppure un insieme di voci (`consuntivo`, `target`, `minimo`…).
Se manca, il grado manca; se non è applicabile, il grado non è applicabile: nessuna conversione inventa 0 o 100.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import ClassVar

from obiettivi.misura.fasce import TabellaFasce
from obiettivi.misura.numeri import CENTO, ZERO, NonCalcolabile, conti_esatti, in_parole, leggi_numero
from obiettivi.misura.passi import Assenza, Grado, Passo

Dati = tuple[tuple[str, object], ...]


@dataclass(frozen=True, kw_only=True)
class Conversione(ABC):
    """Una regola che porta un valore a un grado. `minimo` e `massimo` si applicano alla fine."""

    minimo: Decimal | None = None
    massimo: Decimal | None = None
    formula: ClassVar[str] = ""

    def __call__(self, valore: object, nome: str = "") -> Grado:
        """Il grado con i suoi passi, intestati a `nome`. Solleva NonCalcolabile se il valore non si può convertire."""
        assenza = _assenza(valore)
        if assenza is not None:
            return Grado(None, (Passo("rilevazione", assenza.value, (), None, nome),), assenza)
        with conti_esatti():
            dati, convertito = self._converti(valore)
            passo = Passo("conversione", self.formula, dati, convertito, nome)
            limitato = self._entro(convertito)
            if limitato == convertito:
                return Grado(convertito, (passo,))
            quale, come = ("pavimento", "non sotto") if limitato > convertito else ("tetto", "non sopra")
            return Grado(limitato, (passo, Passo(quale, come, (("limite", limitato),), limitato, nome)))

    def _entro(self, convertito: Decimal) -> Decimal:
        if self.minimo is not None and convertito < self.minimo:
            return self.minimo
        return self.massimo if self.massimo is not None and convertito > self.massimo else convertito

    @abstractmethod
    def _converti(self, valore: object) -> tuple[Dati, Decimal]:
        """I dati letti e il risultato, prima di pavimento e tetto."""


def _assenza(valore: object) -> Assenza | None:
    if isinstance(valore, Assenza):
        return valore
    if valore is None or (isinstance(valore, Mapping) and valore.get("consuntivo") is None):
        return Assenza.MANCANTE
    return None


# ---- da un numero, un giudizio, un sì o no -----------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Identita(Conversione):
    """Il valore com'è."""

    formula = "il valore com'è"

    def _converti(self, valore: object) -> tuple[Dati, Decimal]:
        letto = leggi_numero(valore)
        return (("valore", letto),), letto


@dataclass(frozen=True, kw_only=True)
class Lineare(Conversione):
    """Dal tratto `da` al tratto `a`, in proporzione. Con `satura` chi esce dal tratto resta all'estremo."""

    da: tuple[Decimal, Decimal]
    a: tuple[Decimal, Decimal]
    satura: bool = True
    formula = "y0 + (valore − x0) × (y1 − y0) / (x1 − x0)"

    def _converti(self, valore: object) -> tuple[Dati, Decimal]:
        letto = leggi_numero(valore)
        (x0, x1), (y0, y1) = self.da, self.a
        usato = min(max(letto, min(self.da)), max(self.da)) if self.satura else letto
        limite = () if usato == letto else (("riportato a", usato),)
        dati = (("valore", letto), *limite, ("x0", x0), ("x1", x1), ("y0", y0), ("y1", y1))
        return dati, y0 + (usato - x0) * (y1 - y0) / (x1 - x0)


@dataclass(frozen=True, kw_only=True)
class Livelli(Conversione):
    """Un giudizio in parole e il numero che gli corrisponde."""

    livelli: Mapping[str, Decimal]
    formula = "il numero del giudizio"

    def _converti(self, valore: object) -> tuple[Dati, Decimal]:
        giudizio = etichetta(valore)
        if giudizio not in self.livelli:
            simili = get_close_matches(giudizio, self.livelli, n=1)
            forse = f" (forse «{simili[0]}»)" if simili else ""
            raise NonCalcolabile(f"Il giudizio {in_parole(valore)} non è nella scala: {elenco(self.livelli)}{forse}.")
        return (("giudizio", giudizio),), self.livelli[giudizio]


@dataclass(frozen=True, kw_only=True)
class Gradini(Conversione):
    """Ciò che dà la fascia in cui cade il valore."""

    tabella: TabellaFasce
    formula = "l'esito della fascia in cui cade il valore"

    def _converti(self, valore: object) -> tuple[Dati, Decimal]:
        letto = leggi_numero(valore)
        fascia = self.tabella.trova(letto)
        return (("valore", letto), ("fascia", str(fascia)), *fascia.esito.dati), fascia.esito.di(letto)


@dataclass(frozen=True, kw_only=True)
class SiNo(Conversione):
    """Fatto o non fatto: 100 o 0, senza vie di mezzo."""

    formula = "vero 100, falso 0"

    def _converti(self, valore: object) -> tuple[Dati, Decimal]:
        if not isinstance(valore, bool):
            raise NonCalcolabile(f"Atteso vero o falso, trovato {in_parole(valore)}.")
        return (("raggiunto", valore),), CENTO if valore else ZERO


# ---- da un consuntivo e un target --------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _SulTarget(Conversione):
    """Ciò che accomuna le conversioni che confrontano un consuntivo con un target."""

    voci: ClassVar[tuple[str, ...]] = ("consuntivo", "target")

    def _converti(self, valore: object) -> tuple[Dati, Decimal]:
        letti = [leggi_numero(voce(valore, nome), nome) for nome in self.voci]
        return (*zip(self.voci, letti, strict=True), *self._parametri()), self._calcola(*letti)

    def _parametri(self) -> Dati:
        """I numeri della conversione che entrano nella formula."""
        return ()

    @abstractmethod
    def _calcola(self, *letti: Decimal) -> Decimal:
        """Il grado, dai valori delle `voci` nell'ordine."""


def _positivo(target: Decimal) -> Decimal:
    if target > 0:
        return target
    quale = "zero" if not target else "negativo"
    raise NonCalcolabile(f"Il target è {quale}: il rapporto non dice quanto si è raggiunto. Serve un altro confronto.")


@dataclass(frozen=True, kw_only=True)
class Rapporto(_SulTarget):
    """Più è, meglio è."""

    formula = "consuntivo / target × 100"

    def _calcola(self, *letti: Decimal) -> Decimal:
        consuntivo, target = letti
        return consuntivo * CENTO / _positivo(target)


@dataclass(frozen=True, kw_only=True)
class InversoRapporto(_SulTarget):
    """Meno è, meglio è: il doppio del target vale la metà."""

    formula = "target / consuntivo × 100"

    def _calcola(self, *letti: Decimal) -> Decimal:
        consuntivo, target = letti
        if consuntivo <= 0:
            quale = "zero" if not consuntivo else "negativo"
            raise NonCalcolabile(f"Il consuntivo è {quale} e sta al denominatore: serve un'altra conversione.")
        return _positivo(target) * CENTO / consuntivo


@dataclass(frozen=True, kw_only=True)
class InversoScostamento(_SulTarget):
    """Meno è, meglio è: ogni punto di scostamento dal target toglie un punto."""

    formula = "(2 × target − consuntivo) / target × 100"

    def _calcola(self, *letti: Decimal) -> Decimal:
        consuntivo, target = letti
        return (2 * target - consuntivo) * CENTO / _positivo(target)


@dataclass(frozen=True, kw_only=True)
class Soglie(_SulTarget):
    """Il cammino fatto dal minimo (0) al target (100), anche quando il meglio è calare."""

    voci = ("consuntivo", "target", "minimo")
    formula = "(consuntivo − minimo) / (target − minimo) × 100"

    def _calcola(self, *letti: Decimal) -> Decimal:
        consuntivo, target, minimo = letti
        if target == minimo:
            raise NonCalcolabile("Il target è uguale al minimo: non c'è un cammino da misurare.")
        return (consuntivo - minimo) * CENTO / (target - minimo)


@dataclass(frozen=True, kw_only=True)
class Intervallo(_SulTarget):
    """Restare fra `minimo` e `massimo` vale 100. Fuori si perde in proporzione, fino a 0 a distanza `tolleranza`."""

    tolleranza: Decimal = ZERO
    voci = ("consuntivo", "minimo", "massimo")
    formula = "100 dentro l'intervallo; fuori, 100 × (1 − distanza / tolleranza), mai sotto 0"

    def _calcola(self, *letti: Decimal) -> Decimal:
        consuntivo, minimo, massimo = letti
        if massimo < minimo:
            raise NonCalcolabile("L'intervallo è rovesciato: il massimo sta sotto il minimo.")
        distanza = max(minimo - consuntivo, consuntivo - massimo, ZERO)
        if distanza >= self.tolleranza:
            return ZERO if distanza else CENTO
        return CENTO * (self.tolleranza - distanza) / self.tolleranza

    def _parametri(self) -> Dati:
        return (("tolleranza", self.tolleranza),)


@dataclass(frozen=True, kw_only=True)
class EntroData(Conversione):
    """Entro una data: i giorni di ritardo (negativi se in anticipo) cadono in una fascia."""

    tabella: TabellaFasce
    formula = "l'esito della fascia in cui cadono i giorni di ritardo"

    def _converti(self, valore: object) -> tuple[Dati, Decimal]:
        fatto, entro = (_giorno(voce(valore, nome), nome) for nome in ("consuntivo", "target"))
        ritardo = Decimal((fatto - entro).days)
        dati = (("fatto il", f"{fatto:%d/%m/%Y}"), ("entro il", f"{entro:%d/%m/%Y}"), ("giorni di ritardo", ritardo))
        return dati, self.tabella.trova(ritardo).esito.di(ritardo)


# ---- leggere ciò che è scritto -----------------------------------------------------------------------------------


def voce(valore: object, nome: str) -> object:
    """La voce di un valore composto. Solleva NonCalcolabile se il valore è semplice o la voce non c'è."""
    if not isinstance(valore, Mapping):
        raise NonCalcolabile(f"Attese le voci di un confronto (consuntivo, target…), trovato {in_parole(valore)}.")
    if valore.get(nome) is None:
        raise NonCalcolabile(f"Manca «{nome}».")
    return valore[nome]


def etichetta(valore: object) -> str:
    """Il nome di un livello: un testo com'è, un numero senza zeri inutili («3.0» scritto come numero è «3»)."""
    if isinstance(valore, int | Decimal) and not isinstance(valore, bool):
        testo = f"{leggi_numero(valore):f}"
        return testo.rstrip("0").rstrip(".") if "." in testo else testo
    return str(valore)


def elenco(nomi: Mapping[str, object]) -> str:
    return ", ".join(f"«{nome}»" for nome in nomi)


def _giorno(scritto: object, nome: str) -> date:
    if isinstance(scritto, date):
        return scritto
    try:
        return date.fromisoformat(str(scritto))
    except ValueError as errore:
        atteso = f"«{nome}»: attesa una data come 2026-01-31, trovato {in_parole(scritto)}."
        raise NonCalcolabile(atteso) from errore
