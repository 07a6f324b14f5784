"""Barre orizzontali: un valore per riga, con il valore atteso come tacca."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

from piao.base.grafici.scala import Scala, scala_per
from piao.base.grafici.svg import (
    BIANCO,
    BLU,
    FILETTO,
    GRIGIO,
    LARGHEZZA,
    NOTTE,
    a_capo,
    disegno,
    elemento,
    larghezza_testo,
    linea,
    paragrafo,
    rettangolo,
    testo,
)
from piao.base.numeri import NON_DISPONIBILE, numero

SINISTRA, DESTRA = 218, LARGHEZZA - 44
CIMA, RIGA, SPESSORE = 10, 30, 16
ATTESO = "valore atteso"


@dataclass(frozen=True)
class Barra:
    """Un valore (None = non disponibile) e, se c'è, il valore atteso nella stessa unità."""

    nome: str
    valore: Decimal | None
    atteso: Decimal | None = None


def barre(righe: Sequence[Barra], *, prefisso: str, titolo: str, unita: str = "%", tacca: str = ATTESO) -> SafeString:
    """Le barre nell'ordine dato. `unita` segue ogni numero («%», « giorni»); `tacca` è il nome del riferimento."""
    scala = scala_per(valore for riga in righe for valore in (riga.valore, riga.atteso))
    fondo = CIMA + RIGA * len(righe)
    pezzi = [_griglia(scala, fondo, unita)]
    pezzi += [_riga(riga, CIMA + RIGA * i, scala, unita) for i, riga in enumerate(righe)]
    if any(riga.atteso is not None for riga in righe):
        pezzi.append(_legenda(fondo + 32, tacca))
        fondo += 20
    return disegno(
        pezzi, prefisso=prefisso, titolo=titolo, descrizione=_in_parole(righe, unita, tacca), altezza=fondo + 24
    )


def _x(valore: Decimal, scala: Scala) -> float:
    return SINISTRA + (DESTRA - SINISTRA) * scala.frazione(valore)


def _griglia(scala: Scala, fondo: float, unita: str) -> str:
    pezzi = ""
    for gradino in scala.gradini:
        x = _x(gradino, scala)
        pezzi += linea(x, CIMA - 4, x, fondo, stroke=GRIGIO if gradino == 0 else FILETTO, stroke_width=0.8)
        pezzi += testo(f"{numero(gradino)}{unita}", x, fondo + 14, text_anchor="middle", fill=GRIGIO, font_size=9.5)
    return pezzi


def _riga(riga: Barra, y: float, scala: Scala, unita: str) -> str:
    centro = y + RIGA / 2
    nomi = a_capo(riga.nome, SINISTRA - 14, 11, righe=2)
    alto = centro + 4 - 6.5 * (len(nomi) - 1)
    pezzi = paragrafo(nomi, SINISTRA - 10, alto, 13, text_anchor="end")
    pezzi += _valore(riga.valore, centro, scala, unita)
    if riga.atteso is not None:
        pezzi += _tacca(_x(riga.atteso, scala), centro)
    return pezzi


def _valore(valore: Decimal | None, centro: float, scala: Scala, unita: str) -> str:
    if valore is None:
        return testo(NON_DISPONIBILE, SINISTRA + 8, centro + 4, fill=GRIGIO)
    zero, x = _x(Decimal(0), scala), _x(valore, scala)
    barra = rettangolo(min(zero, x), centro - SPESSORE / 2, abs(x - zero), SPESSORE, fill=BLU)
    scritta = f"{numero(valore)}{unita}"
    if abs(x - zero) > larghezza_testo(scritta, 11) + 14:
        return barra + testo(scritta, min(zero, x) + 8, centro + 4, fill=BIANCO, font_weight=600)
    if valore < 0:  # a destra dello zero, in fondo al disegno, non c'è posto
        return barra + testo(scritta, x - 6, centro + 4, fill=NOTTE, font_weight=600, text_anchor="end")
    return barra + testo(scritta, x + 6, centro + 4, fill=NOTTE, font_weight=600)


def _tacca(x: float, centro: float) -> str:
    """Un'asta con la punta: si riconosce anche sopra la barra e senza colori."""
    punta = f"M{x - 4:.1f} {centro - 13:.1f}h8l-4 5z"
    return linea(x, centro - 12, x, centro + 11, stroke=NOTTE, stroke_width=2) + elemento("path", d=punta, fill=NOTTE)


def _legenda(y: float, nome: str) -> str:
    return _tacca(SINISTRA + 4, y) + testo(nome, SINISTRA + 14, y + 4, fill=GRIGIO, font_size=10)


def _in_parole(righe: Sequence[Barra], unita: str, tacca: str) -> str:
    return "; ".join(_riga_in_parole(riga, unita, tacca.removeprefix("valore ")) for riga in righe) + "."


def _riga_in_parole(riga: Barra, unita: str, tacca: str) -> str:
    valore = NON_DISPONIBILE if riga.valore is None else f"{numero(riga.valore)}{unita}"
    atteso = "" if riga.atteso is None else f" ({tacca} {numero(riga.atteso)}{unita})"
    return f"{riga.nome}: {valore}{atteso}"
