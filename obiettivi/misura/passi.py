"""La derivazione di un numero: i passi che lo hanno fatto, leggibili uno per uno."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from obiettivi.misura.numeri import NonCalcolabile, in_parole


@dataclass(frozen=True, slots=True)
class Passo:
    """Che cosa si è fatto (`cosa`), come (`formula`), con quali `dati`, che cosa ne è uscito, per quale `voce`.

    Tiene i valori esatti; le parole si compongono solo quando qualcuno legge (`str`).
    """

    cosa: str
    formula: str
    dati: tuple[tuple[str, object], ...]
    esito: object
    voce: str = ""

    def di(self, chi: str) -> "Passo":
        """Lo stesso passo nella derivazione di `chi`: «Ada · O1»."""
        return Passo(self.cosa, self.formula, self.dati, self.esito, f"{chi} · {self.voce}" if self.voce else chi)

    def __str__(self) -> str:
        dati = ", ".join(f"{nome} {in_parole(valore)}" for nome, valore in self.dati)
        testa = f"{self.voce} · {self.cosa}" if self.voce else self.cosa
        come = f"{self.formula} ({dati})" if dati else self.formula
        return f"{testa}: {come} = {in_parole(self.esito)}"


class Assenza(StrEnum):
    """Perché un grado non c'è: nessuno lo ha rilevato, oppure non ha senso rilevarlo."""

    MANCANTE = "manca"
    NON_APPLICABILE = "non applicabile"


NON_APPLICABILE = Assenza.NON_APPLICABILE


@dataclass(frozen=True, slots=True)
class Grado:
    """Il grado di raggiungimento, o un altro valore calcolato. `valore` None ⇔ `assenza` dice perché."""

    valore: Decimal | None
    passi: tuple[Passo, ...] = ()
    assenza: Assenza | None = None

    @property
    def certo(self) -> Decimal:
        """Il valore, per chi non può farne a meno. Solleva NonCalcolabile se non c'è."""
        if self.valore is None:
            perche = "non è applicabile" if self.assenza is NON_APPLICABILE else "manca"
            raise NonCalcolabile(f"Il valore {perche}.")
        return self.valore
