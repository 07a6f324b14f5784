"""Il pennello: elementi SVG con testo protetto, colori e misure della casa."""

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

BLU, NOTTE, GRIGIO, FILETTO, INCHIOSTRO, BIANCO = "#06c", "#17324d", "#455b71", "#d9dadb", "#1a1a1a", "#fff"
CARATTERE = "Titillium Web, DejaVu Sans, sans-serif"
LARGHEZZA = 640

# Larghezza dei caratteri di Titillium Web seminero in frazioni di corpo, arrotondata per eccesso.
_STRETTI, _LARGHI = frozenset("iljtfrIJ.,;:'’!|()[] "), frozenset("mwMWHNUDRQO@…")


def misura(valore: float | Decimal) -> str:
    """Una coordinata con un decimale al più: il file resta piccolo e sempre uguale."""
    return f"{round(float(valore), 1) + 0.0:.1f}".removesuffix(".0")


def elemento(nome: str, contenuto: str = "", /, **attributi: object) -> str:
    """Un elemento con gli attributi dati (`font_size` diventa `font-size`; None si salta). `contenuto` è già SVG."""
    scritti = "".join(
        f' {chiave.rstrip("_").replace("_", "-")}="{_valore(valore)}"'
        for chiave, valore in attributi.items()
        if valore is not None
    )
    return f"<{nome}{scritti}>{contenuto}</{nome}>" if contenuto else f"<{nome}{scritti}/>"


def _valore(valore: object) -> str:
    return misura(valore) if isinstance(valore, float | Decimal) else escape(str(valore))


def testo(parole: str, x: float, y: float, **attributi: object) -> str:
    return elemento("text", escape(parole), x=float(x), y=float(y), **attributi)


def rettangolo(x: float, y: float, w: float, h: float, **attributi: object) -> str:
    return elemento("rect", x=float(x), y=float(y), width=float(w), height=float(h), **attributi)


def linea(x1: float, y1: float, x2: float, y2: float, **attributi: object) -> str:
    return elemento("path", d=f"M{misura(x1)} {misura(y1)}L{misura(x2)} {misura(y2)}", **attributi)


def disegno(
    pezzi: Iterable[str], *, prefisso: str, titolo: str, descrizione: str, altezza: float, larghezza: float = LARGHEZZA
) -> SafeString:
    """La cornice comune: misure, carattere, titolo e descrizione collegati per chi non vede il disegno."""
    nomi = elemento("title", escape(titolo), id=f"{prefisso}-titolo")
    nomi += elemento("desc", escape(descrizione) or "—", id=f"{prefisso}-descrizione")
    svg = elemento(
        "svg",
        nomi + "".join(pezzi),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {misura(larghezza)} {misura(altezza)}",
        role="img",
        aria_labelledby=f"{prefisso}-titolo",
        aria_describedby=f"{prefisso}-descrizione",
        font_family=CARATTERE,
        font_size=11,
        fill=INCHIOSTRO,
    )
    return mark_safe(svg)  # ogni testo è passato da escape()


def tratteggio(identificativo: str, colore: str, fondo: str = BIANCO, scala: int = 1) -> str:
    """Un motivo a righe oblique: distingue una serie dall'altra anche in bianco e nero."""
    righe = rettangolo(0, 0, 6, 6, fill=fondo) + elemento(
        "path", d="M-1.5 1.5L1.5 -1.5M0 6L6 0M4.5 7.5L7.5 4.5", stroke=colore, stroke_width=1.6
    )
    ingrandito = f"scale({scala})" if scala != 1 else None
    return elemento(
        "pattern",
        righe,
        id=identificativo,
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
        patternTransform=ingrandito,
    )


@lru_cache(maxsize=8192)  # un albero grande misura le stesse scritte migliaia di volte
def larghezza_testo(parole: str, corpo: float) -> float:
    """Stima per eccesso, in unità del disegno: qui non c'è un font da interrogare."""
    return corpo * sum(0.3 if c in _STRETTI else 0.78 if c in _LARGHI else 0.54 for c in parole)


def a_capo(parole: str, larghezza: float, corpo: float, righe: int = 3) -> list[str]:
    """Spezza in al più `righe` righe larghe `larghezza`; ciò che avanza finisce con «…»."""
    scritte: list[str] = []
    for parola in parole.split():
        if scritte and larghezza_testo(f"{scritte[-1]} {parola}", corpo) <= larghezza:
            scritte[-1] += f" {parola}"
        else:
            scritte.append(parola)
    tronca = len(scritte) > righe
    return [
        accorcia(riga + ("…" if tronca and i == righe - 1 else ""), larghezza, corpo)
        for i, riga in enumerate(scritte[:righe])
    ]


def accorcia(parole: str, larghezza: float, corpo: float) -> str:
    """La stessa scritta, o la parte che ci sta seguita da «…»."""
    if larghezza_testo(parole, corpo) <= larghezza:
        return parole
    while parole and larghezza_testo(f"{parole}…", corpo) > larghezza:
        parole = parole[:-1]
    return parole.rstrip(" …,.;") + "…"


def paragrafo(righe: Iterable[str], x: float, y: float, passo: float, **attributi: object) -> str:
    """Più righe di testo in un solo elemento, una sotto l'altra."""
    contenuto = "".join(
        elemento("tspan", escape(riga), x=float(x), y=float(y + i * passo)) for i, riga in enumerate(righe)
    )
    return elemento("text", contenuto, **attributi)
