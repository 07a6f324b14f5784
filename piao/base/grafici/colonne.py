"""Serie per anno: colonne affiancate o impilate, e linee."""

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
    disegno,
    elemento,
    larghezza_testo,
    linea,
    misura,
    rettangolo,
    testo,
    tratteggio,
)
from piao.base.numeri import NON_DISPONIBILE, numero

SINISTRA, DESTRA, CIMA, FONDO = 58, LARGHEZZA - 12, 22, 202
LEGENDA = FONDO + 40
ALTEZZA = LEGENDA + 12
CORPO_MINIMO = 8.0
SPAZIO_DEL_NUMERO = 20  # fra due punti di linee diverse nello stesso anno: sotto, i numeri si coprirebbero
SEGNI = ("cerchio", "quadrato", "rombo")


@dataclass(frozen=True)
class Serie:
    """Un valore per ciascun anno (None = non disponibile)."""

    nome: str
    valori: Sequence[Decimal | None]


def colonne(
    anni: Sequence[str], serie: Sequence[Serie], *, prefisso: str, titolo: str, unita: str = "", impilate: bool = False
) -> SafeString:
    """Colonne per anno. Ogni serie ha un riempimento diverso (pieno, a righe, chiaro), non solo un colore."""
    _pretendi_un_valore_per_anno(anni, serie)
    scala = scala_per(_altezze(serie, impilate))
    disegna = _impilate if impilate else _affiancate
    pezzi = [_motivi(prefisso), _assi(anni, scala, unita), disegna(anni, serie, scala, prefisso)]
    pezzi.append(_legenda([(uno.nome, _campione(prefisso, i)) for i, uno in enumerate(serie)]))
    return disegno(
        pezzi, prefisso=prefisso, titolo=titolo, descrizione=_in_parole(anni, serie, unita), altezza=ALTEZZA
    )


def linee(
    anni: Sequence[str], serie: Sequence[Serie], *, prefisso: str, titolo: str, unita: str = "", da_zero: bool = True
) -> SafeString:
    """Una linea per serie, interrotta dove il valore manca; ogni serie ha il suo segno."""
    _pretendi_un_valore_per_anno(anni, serie)
    scala = scala_per((valore for uno in serie for valore in uno.valori), da_zero=da_zero)
    pezzi = [_assi(anni, scala, unita)]
    pezzi += [_linea(i, serie, scala) for i in range(len(serie))]
    pezzi.append(_legenda([(uno.nome, _segno(i, 7, -4)) for i, uno in enumerate(serie)]))
    return disegno(
        pezzi, prefisso=prefisso, titolo=titolo, descrizione=_in_parole(anni, serie, unita), altezza=ALTEZZA
    )


def _pretendi_un_valore_per_anno(anni: Sequence[str], serie: Sequence[Serie]) -> None:
    sbagliate = [uno.nome for uno in serie if len(uno.valori) != len(anni)]
    if sbagliate:
        raise ValueError(f"Serie con un numero di valori diverso dagli anni: {', '.join(sbagliate)}")


def _altezze(serie: Sequence[Serie], impilate: bool) -> list[Decimal | None]:
    if not impilate:
        return [valore for uno in serie for valore in uno.valori]
    return [sum(presenti, Decimal(0)) for presenti in _presenti_per_anno(serie)]


def _presenti_per_anno(serie: Sequence[Serie]) -> list[list[Decimal]]:
    return [[v for v in anno if v is not None] for anno in zip(*(uno.valori for uno in serie), strict=True)]


def _y(valore: Decimal, scala: Scala) -> float:
    return FONDO - (FONDO - CIMA) * scala.frazione(valore)


def _passo(anni: int) -> float:
    return (DESTRA - SINISTRA) / max(anni, 1)


def _assi(anni: Sequence[str], scala: Scala, unita: str) -> str:
    pezzi = ""
    for gradino in scala.gradini:
        y = _y(gradino, scala)
        pezzi += linea(SINISTRA, y, DESTRA, y, stroke=GRIGIO if gradino == 0 else FILETTO, stroke_width=0.8)
        scritta = f"{numero(gradino)}{unita}"
        pezzi += testo(scritta, SINISTRA - 8, y + 3.5, text_anchor="end", fill=GRIGIO, font_size=9.5)
    passo = _passo(len(anni))
    for i, anno in enumerate(anni):
        pezzi += testo(anno, SINISTRA + passo * (i + 0.5), FONDO + 16, text_anchor="middle", font_weight=600)
    return pezzi


# ---- colonne -----------------------------------------------------------------------------------------


def _motivi(prefisso: str) -> str:
    return elemento("defs", tratteggio(f"{prefisso}-righe", NOTTE) + tratteggio(f"{prefisso}-righe2", BLU, "#cfe2f5"))


def _riempimento(prefisso: str, indice: int) -> dict[str, object]:
    stili: list[dict[str, object]] = [
        {"fill": BLU},
        {"fill": f"url(#{prefisso}-righe)", "stroke": NOTTE, "stroke_width": 1},
        {"fill": "#b8d2ec", "stroke": BLU, "stroke_width": 1},
        {"fill": NOTTE},
        {"fill": f"url(#{prefisso}-righe2)", "stroke": BLU, "stroke_width": 1},
    ]
    return stili[indice % len(stili)]


def _campione(prefisso: str, indice: int) -> str:
    return rettangolo(0, -9, 14, 10, **_riempimento(prefisso, indice))


def _affiancate(anni: Sequence[str], serie: Sequence[Serie], scala: Scala, prefisso: str) -> str:
    passo = _passo(len(anni))
    spessore = min(46.0, passo * 0.76 / max(len(serie), 1))
    corpo = _corpo_che_ci_sta([valore for uno in serie for valore in uno.valori], spessore)
    pezzi = ""
    for i in range(len(anni)):
        sinistra = SINISTRA + passo * (i + 0.5) - spessore * len(serie) / 2
        for j, uno in enumerate(serie):
            x = sinistra + spessore * j
            pezzi += _colonna(uno.valori[i], x, spessore - 2, scala, _riempimento(prefisso, j))
            pezzi += _scritta(uno.valori[i], x + spessore / 2 - 1, scala, corpo)
    return pezzi


def _corpo_che_ci_sta(valori: Sequence[Decimal | None], spazio: float) -> float:
    """Il corpo con cui la scritta più lunga non tocca la vicina; zero (si tace) se sarebbe troppo piccolo."""
    massima = max((larghezza_testo(numero(valore), 1) for valore in valori), default=1.0)
    corpo = min(10.0, (spazio - 1) / massima)
    return corpo if corpo >= CORPO_MINIMO else 0.0


def _colonna(valore: Decimal | None, x: float, spessore: float, scala: Scala, stile: dict[str, object]) -> str:
    if valore is None:
        return ""
    y, zero = _y(valore, scala), _y(Decimal(0), scala)
    return rettangolo(x, min(y, zero), spessore, abs(zero - y), **stile)


def _scritta(valore: Decimal | None, x: float, scala: Scala, corpo: float) -> str:
    if valore is None:
        return testo(NON_DISPONIBILE, x, FONDO - 5, text_anchor="middle", font_size=corpo or CORPO_MINIMO, fill=GRIGIO)
    if not corpo:
        return ""
    y = min(_y(valore, scala), _y(Decimal(0), scala)) - 4
    return testo(numero(valore), x, y, text_anchor="middle", font_size=corpo, font_weight=600, fill=NOTTE)


def _impilate(anni: Sequence[str], serie: Sequence[Serie], scala: Scala, prefisso: str) -> str:
    passo = _passo(len(anni))
    spessore = min(64.0, passo * 0.6)
    pezzi = ""
    for i, presenti in enumerate(_presenti_per_anno(serie)):
        x = SINISTRA + passo * (i + 0.5) - spessore / 2
        pezzi += _pila([uno.valori[i] for uno in serie], x, spessore, scala, prefisso)
        # Una somma a cui manca un pezzo non è un totale.
        totale = numero(sum(presenti, Decimal(0))) if len(presenti) == len(serie) else NON_DISPONIBILE
        cima = _y(sum(presenti, Decimal(0)), scala)
        pezzi += testo(totale, x + spessore / 2, cima - 5, text_anchor="middle", font_weight=700, fill=NOTTE)
    return pezzi


def _pila(valori: Sequence[Decimal | None], x: float, spessore: float, scala: Scala, prefisso: str) -> str:
    pezzi, base = "", Decimal(0)
    for j, valore in enumerate(valori):
        if valore:
            sotto, sopra = _y(base, scala), _y(base + valore, scala)
            pezzi += rettangolo(x, sopra, spessore, sotto - sopra, **_riempimento(prefisso, j))
            pezzi += _dentro(numero(valore), x + spessore / 2, sopra, sotto)
            base += valore
    return pezzi


def _dentro(parole: str, x: float, sopra: float, sotto: float) -> str:
    """Il valore del segmento su un cartellino bianco, leggibile sopra ogni riempimento; se non ci sta, si tace."""
    if sotto - sopra < 16:
        return ""
    ampio, centro = larghezza_testo(parole, 9.5) + 6, (sopra + sotto) / 2
    cartellino = rettangolo(x - ampio / 2, centro - 7, ampio, 14, rx=2, fill=BIANCO)
    return cartellino + testo(parole, x, centro + 3.5, text_anchor="middle", font_size=9.5, fill=NOTTE)


# ---- linee -------------------------------------------------------------------------------------------


def _linea(indice: int, serie: Sequence[Serie], scala: Scala) -> str:
    valori, colore = serie[indice].valori, (BLU, NOTTE, GRIGIO)[indice % 3]
    passo = _passo(len(valori))
    punti = [
        None if valore is None else (SINISTRA + passo * (i + 0.5), _y(valore, scala))
        for i, valore in enumerate(valori)
    ]
    tratto = elemento(
        "path",
        d=_percorso(punti),
        fill="none",
        stroke=colore,
        stroke_width=2,
        stroke_dasharray=(None, "6 3", "2 3")[indice % 3],
    )
    per_anno = zip(*(una.valori for una in serie), strict=True)
    vicine = [[_y(valore, scala) for valore in anno if valore is not None] for anno in per_anno]
    return tratto + "".join(_punto(indice, x, y, valori[i], vicine[i]) for i, (x, y) in _numerati(punti))


def _numerati(punti: Sequence[tuple[float, float] | None]) -> list[tuple[int, tuple[float, float]]]:
    return [(i, punto) for i, punto in enumerate(punti) if punto is not None]


def _percorso(punti: Sequence[tuple[float, float] | None]) -> str:
    percorso, staccato = "", True
    for punto in punti:
        if punto is not None:
            percorso += f"{'M' if staccato else 'L'}{misura(punto[0])} {misura(punto[1])}"
        staccato = punto is None
    return percorso or "M0 0"


def _punto(indice: int, x: float, y: float, valore: Decimal | None, vicine: Sequence[float]) -> str:
    """Il segno e il suo numero: sopra, o sotto dove un'altra linea passa appena più in alto, così non si coprono."""
    sotto = y + SPAZIO_DEL_NUMERO < FONDO and any(0 < y - altra < SPAZIO_DEL_NUMERO for altra in vicine)
    dove = y + 16 if sotto else y - 9
    scritta = testo(numero(valore), x, dove, text_anchor="middle", font_size=10, font_weight=600, fill=NOTTE)
    return _segno(indice, x, y) + scritta


def _segno(indice: int, x: float, y: float) -> str:
    """Cerchio, quadrato o rombo: la serie si riconosce dalla forma."""
    colore = (BLU, NOTTE, GRIGIO)[indice % 3]
    forme = {
        "cerchio": f"M{misura(x - 4)} {misura(y)}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z",
        "quadrato": f"M{misura(x - 4)} {misura(y - 4)}h8v8h-8z",
        "rombo": f"M{misura(x)} {misura(y - 5)}l5 5l-5 5l-5 -5z",
    }
    return elemento("path", d=forme[SEGNI[indice % 3]], fill=colore, stroke=BIANCO, stroke_width=1)


# ---- parole ------------------------------------------------------------------------------------------


def _legenda(voci: Sequence[tuple[str, str]]) -> str:
    pezzi, x = "", float(SINISTRA)
    for nome, campione in voci:
        pezzi += elemento("g", campione, transform=f"translate({misura(x)} {LEGENDA})")
        pezzi += testo(nome, x + 20, LEGENDA, font_size=10, fill=GRIGIO)
        x += 20 + larghezza_testo(nome, 10) + 18
    return pezzi


def _in_parole(anni: Sequence[str], serie: Sequence[Serie], unita: str) -> str:
    return "; ".join(f"{uno.nome}: {_valori_in_parole(anni, uno, unita)}" for uno in serie) + "."


def _valori_in_parole(anni: Sequence[str], serie: Serie, unita: str) -> str:
    coppie = zip(anni, serie.valori, strict=True)
    return ", ".join(f"{anno} {numero(valore)}{unita if valore is not None else ''}" for anno, valore in coppie)
