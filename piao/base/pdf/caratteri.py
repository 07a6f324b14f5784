"""Quali caratteri un documento sa disegnare: quelli dei nostri font e nessun altro, su qualunque macchina.

I font di Designers Italia coprono le lingue europee; dietro di loro, in `librerie/fonts/ripiego/`, stanno DejaVu Sans
(frecce, simboli, greco, cirillico) e Noto Emoji (le faccine, in un colore solo). I font installati sulla macchina non
si usano: lo stesso documento deve dare gli stessi byte ovunque, e una faccina a colori non è da PDF/A.
"""

import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from piao.base.pdf.risorse import trova_statico

RIPIEGO = "librerie/fonts/ripiego"
STILE = "css/stampa.css"
FONT_DELLO_STILE = re.compile(r'url\("static:([^"]+\.ttf)"\)')
SOSTITUTO = "\N{REPLACEMENT CHARACTER}"
# Non hanno un disegno loro: spazi, a capo, segni che dicono come leggere gli altri.
SENZA_DISEGNO = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
VARIANTI = range(0xFE00, 0xFE10)


def non_stampabili(testo: str) -> tuple[str, ...]:
    """I caratteri che nessun nostro font sa disegnare, una volta ciascuno e in ordine.

    Solleva RisorsaMancante se i font non sono stati preparati.
    """
    conosciuti = _disegnabili()
    return tuple(sorted(c for c in set(testo) if ord(c) not in conosciuti and not _senza_disegno(c)))


def con_sostituti(testo: str) -> str:
    """Il testo con «�» dove un carattere non si può disegnare: un vuoto non si vede, e PDF/UA lo vieta."""
    return testo.translate({ord(c): SOSTITUTO for c in non_stampabili(testo)})


@contextmanager
def solo_i_nostri_font() -> Iterator[None]:
    """Dentro il blocco chi cerca un font trova soltanto quelli di ripiego, oltre ai `@font-face` del documento."""
    with TemporaryDirectory(prefix="piao-font-") as memoria:
        configurazione = Path(memoria) / "fonts.conf"
        cartelle = f"<dir>{escape(str(trova_statico(RIPIEGO)))}</dir><cachedir>{escape(memoria)}</cachedir>"
        configurazione.write_text(f"<fontconfig>{cartelle}</fontconfig>")
        with _variabile("FONTCONFIG_FILE", str(configurazione)):
            yield


@contextmanager
def _variabile(nome: str, valore: str) -> Iterator[None]:
    """La variabile d'ambiente vale solo dentro il blocco: è l'unico modo di dire a fontconfig dove guardare."""
    prima = os.environ.get(nome)
    os.environ[nome] = valore
    try:
        yield
    finally:
        os.environ.pop(nome)
        os.environ.update({nome: prima} if prima is not None else {})


@cache
def _disegnabili() -> frozenset[int]:
    """I codici che hanno un disegno in almeno un font. L'area privata non conta: lì ogni font mette ciò che vuole."""
    from fontTools.ttLib import TTFont

    trovati: set[int] = set()
    for file in _file():
        with TTFont(file, lazy=True) as font:
            trovati |= font.getBestCmap().keys()
    return frozenset(codice for codice in trovati if unicodedata.category(chr(codice)) != "Co")


def _file() -> list[Path]:
    dello_stile = FONT_DELLO_STILE.findall(trova_statico(STILE).read_text())
    return [*map(trova_statico, dello_stile), *sorted(trova_statico(RIPIEGO).glob("*.ttf"))]


def _senza_disegno(carattere: str) -> bool:
    return unicodedata.category(carattere) in SENZA_DISEGNO or ord(carattere) in VARIANTI
