"""Le misure di `make bench`: ogni stanza registra le sue in `<stanza>/bench.py`.

Una misura confronta ciò che facciamo noi con il minimo indispensabile per la stessa cosa (la pagina Django nuda,
WeasyPrint da solo): conta il rapporto, perché i tempi assoluti dipendono dalla macchina.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Confronto:
    """Una riga del risultato. `nostro` e `minimo` sono nella stessa `unita`; `minimo` può mancare."""

    nome: str
    nostro: float
    minimo: float | None = None
    unita: str = "ms"

    @property
    def rapporto(self) -> float | None:
        """Quante volte il minimo."""
        return self.nostro / self.minimo if self.minimo else None


Misura = Callable[[], Iterable[Confronto]]
misure: list[Misura] = []


def misura(funzione: Misura) -> Misura:
    """Decoratore: la funzione sarà eseguita da `make bench`, su un database vuoto che prepara da sé."""
    misure.append(funzione)
    return funzione


def millisecondi(azione: Callable[[], object], volte: int = 5) -> float:
    """La mediana del tempo di `azione`, dopo un giro a vuoto che riempie le cache."""
    azione()
    return median(_una_volta(azione) for _ in range(volte))


def _una_volta(azione: Callable[[], object]) -> float:
    inizio = time.perf_counter()
    azione()
    return (time.perf_counter() - inizio) * 1000
