"""Le misure di `make bench`: ogni stanza registra le sue in `<stanza>/bench.py` (decisione 0040).

Una misura confronta ciò che facciamo noi con il minimo indispensabile per la stessa cosa (la pagina Django nuda,
WeasyPrint da solo): conta il rapporto, perché i tempi assoluti dipendono dalla macchina.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
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


# ---- in un processo a parte --------------------------------------------------------------------------------------


def in_un_processo(funzione: str, *argomenti: str) -> dict[str, float]:
    """Ciò che misura `funzione` («modulo:nome») in un processo nuovo, con la sua `memoria` massima in MB.

    Solleva `CalledProcessError` se la funzione non arriva in fondo.
    """
    comando = [sys.executable, "-m", "piao.base.bench", funzione, *argomenti]
    esito = subprocess.run(comando, stdout=subprocess.PIPE, text=True, check=True)
    misurato: dict[str, float] = json.loads(esito.stdout)
    return misurato


def _figlio(funzione: str, *argomenti: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "piao.settings")
    import_module("django").setup()
    modulo, _, nome = funzione.partition(":")
    misurato = getattr(import_module(modulo), nome)(*argomenti)
    memoria = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # Linux la dà in KB
    print(json.dumps(misurato | {"memoria": memoria}))


if __name__ == "__main__":
    _figlio(*sys.argv[1:])
