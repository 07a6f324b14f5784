"""L'organigramma, dall'alto in basso."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from piao.base.grafici.nodi import (
    ALTEZZA_PAGINA,
    Nodo,
    Ramo,
    alta,
    gomito,
    in_parole,
    rami,
    righe_di,
    scatola,
    spezza,
    titolo_di_parte,
)
from piao.base.grafici.svg import LARGHEZZA, disegno, misura

SPAZIO, RIENTRO, STACCO = 12, 12, 6
# Con più file le colonne sono pari: il tronco passa in mezzo e non taglia le scatole.
PER_FILA, PER_FILA_PARI = 5, 4


def organigramma(nodi: Sequence[Nodo], *, prefisso: str, titolo: str, larghezza: float = LARGHEZZA) -> SafeString:
    """Le unità dall'alto in basso: il vertice al centro, una colonna per ramo, le unità interne in elenco rientrato.

    Più vertici si dispongono uno sotto l'altro. Solleva ValueError se i nodi girano in tondo.
    """
    radici = rami(nodi)
    pezzi, fondo = _vertici(radici, larghezza)
    return disegno(
        pezzi, prefisso=prefisso, titolo=titolo, descrizione=in_parole(radici), altezza=fondo, larghezza=larghezza
    )


def organigrammi(
    nodi: Sequence[Nodo], *, prefisso: str, titolo: str, larghezza: float = LARGHEZZA, altezza: float = ALTEZZA_PAGINA
) -> list[SafeString]:
    """L'organigramma in uno o più disegni, alti al più una pagina: chi sta sopra si ripete in ognuno."""
    pezzi = spezza(nodi, alto=lambda parte: _vertici(rami(parte), larghezza)[1], altezza=altezza)
    return [
        organigramma(
            pezzo, prefisso=f"{prefisso}-{i}", titolo=titolo_di_parte(titolo, i, len(pezzi)), larghezza=larghezza
        )
        for i, pezzo in enumerate(pezzi, start=1)
    ]


def _vertici(radici: Sequence[Ramo], larghezza: float) -> tuple[list[str], float]:
    """I pezzi del disegno e dove finisce."""
    pezzi, y = [], 1.0
    for radice in radici:
        disegnata, y = _vertice(radice, y, larghezza)
        pezzi.append(disegnata)
    return pezzi, y + 2


def _vertice(radice: Ramo, y: float, larghezza: float) -> tuple[str, float]:
    """Il vertice e, finché c'è un solo figlio, la catena sotto di lui: al centro; poi le colonne."""
    larga, pezzi, ramo = larghezza * 0.36, "", radice
    testa, fondo = _al_centro(ramo, y, larga, larghezza)
    while len(ramo.figli) == 1:
        ramo = ramo.figli[0]
        pezzi += gomito(f"M{misura(larghezza / 2)} {misura(fondo)}v{SPAZIO}")
        scatola_, fondo = _al_centro(ramo, fondo + SPAZIO, larga, larghezza)
        testa += scatola_
    tronco = fondo
    per_fila = PER_FILA if len(ramo.figli) <= PER_FILA else PER_FILA_PARI
    for inizio in range(0, len(ramo.figli), per_fila):
        disegnata, fondo = _fila(ramo.figli[inizio : inizio + per_fila], tronco, fondo, larghezza)
        pezzi += disegnata
    return pezzi + testa, fondo + SPAZIO


def _al_centro(ramo: Ramo, y: float, larga: float, larghezza: float) -> tuple[str, float]:
    righe = righe_di(ramo, larga)
    return scatola(ramo, (larghezza - larga) / 2, y, larga, righe), y + alta(righe)


def _fila(fila: Sequence[Ramo], tronco: float, y: float, larghezza: float) -> tuple[str, float]:
    """Una fila di colonne appese allo stesso tronco; restituisce il disegno e dove finisce la più lunga."""
    colonne = max(len(fila), 3)
    larga = (larghezza - 2 - SPAZIO * (colonne - 1)) / colonne
    sinistra = (larghezza - larga * len(fila) - SPAZIO * (len(fila) - 1)) / 2
    cima, fondo, pezzi = y + 2 * SPAZIO, y, ""
    for i, ramo in enumerate(fila):
        x = sinistra + (larga + SPAZIO) * i
        pezzi += _appeso(larghezza / 2, tronco, x + larga / 2, cima)
        disegnata, basso = _colonna(ramo, x, cima, larga)
        pezzi, fondo = pezzi + disegnata, max(fondo, basso)
    return pezzi, fondo


def _appeso(da_x: float, da_y: float, a_x: float, a_y: float) -> str:
    d = f"M{misura(da_x)} {misura(da_y)}V{misura(a_y - SPAZIO)}H{misura(a_x)}V{misura(a_y)}"
    return gomito(d)


def _colonna(ramo: Ramo, x: float, y: float, larga: float) -> tuple[str, float]:
    """Una scatola e, sotto e rientrate, quelle che ne dipendono; restituisce il disegno e dove finisce."""
    righe = righe_di(ramo, larga)
    testa, basso = scatola(ramo, x, y, larga, righe), y + alta(righe)
    pezzi = ""
    fondo = basso
    for figlio in ramo.figli:
        cima = fondo + STACCO
        d = f"M{misura(x + RIENTRO / 2)} {misura(basso)}V{misura(cima + 10)}h{misura(RIENTRO / 2)}"
        disegnata, fondo = _colonna(figlio, x + RIENTRO, cima, larga - RIENTRO)
        pezzi += gomito(d) + disegnata
    return pezzi + testa, fondo
