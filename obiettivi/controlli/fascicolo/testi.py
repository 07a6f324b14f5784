"""Ciò che si scrive e ciò che ne esce."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Testo:
    """Una parte discorsiva (HTML) o un campo di un obiettivo (testo semplice), con la pagina dove si scrive."""

    chiave: str
    nome: str
    html: str
    collegamento: str = ""
    tipo: str = "testo"
    dentro: str = ""


@dataclass(frozen=True)
class Documento:
    """L'ultimo PDF prodotto: ciò che gli manca per essere accessibile e conservabile."""

    prodotto: bool = False
    definitivo: bool = False
    mancanze: tuple[str, ...] = ()
    collegamento: str = ""
