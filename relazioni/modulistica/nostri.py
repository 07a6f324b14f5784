"""I modelli di chi non ne ha di suoi: un testo solo per atto, scritto in DOCX e in ODT (`piao.base.modulistica`)."""

from functools import cache
from pathlib import Path

from piao.base.modulistica import Blocco, blocchi_da, scrivi

TESTI = Path(__file__).parent / "testi"


@cache
def modello_nostro(tipo: str, formato: str) -> bytes:
    """Il modello di un atto («proposta», «delibera») in «docx» o «odt», con i segnaposto ancora dentro."""
    return scrivi(blocchi_di(tipo), formato)


def blocchi_di(tipo: str) -> list[Blocco]:
    """Il testo di un atto, riga per riga, con i segnaposto ancora dentro."""
    return blocchi_da((TESTI / f"{tipo}.txt").read_text(encoding="utf-8"))
