"""Alberi: della performance (da sinistra a destra) e delle unità (dall'alto in basso).

La disposizione non misura nulla: ogni ramo riceve una fascia alta quanto la somma dei figli (o quanto la sua scatola),
e sta al centro della propria fascia. Due scatole non si toccano mai, per costruzione.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from piao.base.grafici.svg import (
    BIANCO,
    BLU,
    LARGHEZZA,
    NOTTE,
    a_capo,
    disegno,
    elemento,
    misura,
    paragrafo,
    rettangolo,
)

CORPO, INTERLINEA, MARGINE = 10.5, 12.5, 7
RAMO = "#8aa0b5"
# Riempimento, scritta e bordo per livello: anche senza colori il livello si legge dalla posizione.
STILI = ((NOTTE, BIANCO, NOTTE), (BLU, BIANCO, BLU), ("#e1ecf7", NOTTE, "#b8d2ec"), (BIANCO, NOTTE, "#c5c7c9"))


@dataclass(frozen=True)
class Nodo:
    """Una scatola dell'albero. `padre` è la chiave di un altro nodo, o None per una radice."""

    chiave: str
    etichetta: str
    padre: str | None = None


@dataclass
class _Ramo:
    nodo: Nodo
    livello: int
    figli: list["_Ramo"] = field(default_factory=list)

    def discendenza(self) -> Iterator["_Ramo"]:
        yield self
        for figlio in self.figli:
            yield from figlio.discendenza()


def albero(nodi: Sequence[Nodo], *, prefisso: str, titolo: str, larghezza: float = LARGHEZZA) -> SafeString:
    """L'albero della performance, radice a sinistra.

    Un nodo il cui `padre` non c'è fa radice; solleva ValueError se i nodi girano in tondo.
    """
    radici = _rami(nodi)
    livelli = 1 + max((ramo.livello for radice in radici for ramo in radice.discendenza()), default=0)
    carta = _Carta(larghezza, livelli)
    pezzi, y = [], 0.0
    for radice in radici:
        pezzi.append(carta.disegna(radice, y))
        y += carta.fascia(radice)
    return disegno(
        pezzi,
        prefisso=prefisso,
        titolo=titolo,
        descrizione=_in_parole(radici),
        altezza=max(y, 10),
        larghezza=larghezza,
    )


def spezza(nodi: Sequence[Nodo], *, massimo: int = 40) -> list[list[Nodo]]:
    """Divide un albero grande in più disegni, accorpando i rami sotto la radice finché stanno in `massimo` nodi.

    La radice si ripete in ciascuno. Un albero che sta in `massimo` nodi resta intero.
    """
    if len(nodi) <= massimo:
        return [list(nodi)]
    gruppi: list[list[Nodo]] = []
    for radice in _rami(nodi):
        gruppi += _accorpa(radice, massimo)
    return gruppi


def _accorpa(radice: _Ramo, massimo: int) -> list[list[Nodo]]:
    gruppi: list[list[Nodo]] = [[radice.nodo]]
    for figlio in radice.figli:
        nodi = [ramo.nodo for ramo in figlio.discendenza()]
        if len(gruppi[-1]) > 1 and len(gruppi[-1]) + len(nodi) > massimo:
            gruppi.append([radice.nodo])
        gruppi[-1] += nodi
    return gruppi


def _rami(nodi: Sequence[Nodo]) -> list[_Ramo]:
    chiavi = {nodo.chiave for nodo in nodi}
    figli: dict[str | None, list[Nodo]] = {}
    for nodo in nodi:
        figli.setdefault(nodo.padre if nodo.padre in chiavi else None, []).append(nodo)

    def cresci(nodo: Nodo, livello: int) -> _Ramo:
        return _Ramo(nodo, livello, [cresci(figlio, livello + 1) for figlio in figli.get(nodo.chiave, [])])

    radici = [cresci(nodo, 0) for nodo in figli.get(None, [])]
    if sum(1 for radice in radici for _ in radice.discendenza()) != len(nodi):
        raise ValueError("L'albero gira in tondo: un nodo discende da sé stesso")
    return radici


def _in_parole(radici: Sequence[_Ramo]) -> str:
    frasi = [
        f"{ramo.nodo.etichetta}: {', '.join(figlio.nodo.etichetta for figlio in ramo.figli)}"
        for radice in radici
        for ramo in radice.discendenza()
        if ramo.figli or not ramo.livello
    ]
    return ". ".join(frase.removesuffix(": ") for frase in frasi) + "."


def _scatola(ramo: _Ramo, x: float, y: float, larga: float, righe: list[str]) -> str:
    fondo, inchiostro, bordo = STILI[min(ramo.livello, len(STILI) - 1)]
    alta = _alta(righe)
    scritta = paragrafo(
        righe,
        x + MARGINE,
        y + 5 + CORPO,
        INTERLINEA,
        fill=inchiostro,
        font_size=CORPO,
        font_weight=600 if ramo.livello < 2 else None,
    )
    return rettangolo(x, y, larga, alta, rx=3, fill=fondo, stroke=bordo) + scritta


def _alta(righe: list[str]) -> float:
    return INTERLINEA * len(righe) + 9


@dataclass(frozen=True)
class _Carta:
    """Le misure dell'albero da sinistra a destra: una colonna per livello, più larga verso le foglie."""

    larghezza: float
    livelli: int
    vuoto: float = 26
    aria: float = 7

    def colonna(self, livello: int) -> tuple[float, float]:
        """Ascissa e larghezza della colonna di un livello."""
        pesi = [1.0 if i < self.livelli - 1 or self.livelli == 1 else 1.7 for i in range(self.livelli)]
        unita = (self.larghezza - 2 - self.vuoto * (self.livelli - 1)) / sum(pesi)
        return 1 + unita * sum(pesi[:livello]) + self.vuoto * livello, unita * pesi[livello]

    def righe(self, ramo: _Ramo) -> list[str]:
        larga = self.colonna(ramo.livello)[1]
        return a_capo(ramo.nodo.etichetta, larga - 2 * MARGINE, CORPO, righe=4)

    def fascia(self, ramo: _Ramo) -> float:
        return max(_alta(self.righe(ramo)) + self.aria, sum(self.fascia(figlio) for figlio in ramo.figli))

    def disegna(self, ramo: _Ramo, cima: float) -> str:
        x, larga = self.colonna(ramo.livello)
        righe, meta = self.righe(ramo), cima + self.fascia(ramo) / 2
        y = meta - _alta(righe) / 2
        pezzi, sotto = "", meta - sum(self.fascia(figlio) for figlio in ramo.figli) / 2
        for figlio in ramo.figli:
            pezzi += self._gomito(x + larga, meta, sotto + self.fascia(figlio) / 2) + self.disegna(figlio, sotto)
            sotto += self.fascia(figlio)
        return pezzi + _scatola(ramo, x, y, larga, righe)

    def _gomito(self, x: float, da: float, a: float) -> str:
        d = f"M{misura(x)} {misura(da)}h{misura(self.vuoto / 2)}V{misura(a)}h{misura(self.vuoto / 2)}"
        return elemento("path", d=d, fill="none", stroke=RAMO)


# ---- organigramma --------------------------------------------------------------------------------------

PER_FILA, SPAZIO, RIENTRO, STACCO = 5, 12, 12, 6


def organigramma(nodi: Sequence[Nodo], *, prefisso: str, titolo: str, larghezza: float = LARGHEZZA) -> SafeString:
    """Le unità dall'alto in basso: il vertice al centro, una colonna per ramo, le unità interne in elenco rientrato.

    Più vertici si dispongono uno sotto l'altro. Solleva ValueError se i nodi girano in tondo.
    """
    radici = _rami(nodi)
    pezzi, y = [], 1.0
    for radice in radici:
        disegnata, y = _vertice(radice, y, larghezza)
        pezzi.append(disegnata)
    return disegno(
        pezzi, prefisso=prefisso, titolo=titolo, descrizione=_in_parole(radici), altezza=y + 2, larghezza=larghezza
    )


def _vertice(radice: _Ramo, y: float, larghezza: float) -> tuple[str, float]:
    larga = larghezza * 0.36
    righe = a_capo(radice.nodo.etichetta, larga - 2 * MARGINE, CORPO)
    pezzi = _scatola(radice, (larghezza - larga) / 2, y, larga, righe)
    tronco = fondo = y + _alta(righe)
    for inizio in range(0, len(radice.figli), PER_FILA):
        fila = radice.figli[inizio : inizio + PER_FILA]
        disegnata, fondo = _fila(fila, tronco, fondo, larghezza)
        pezzi = disegnata + pezzi
    return pezzi, fondo + SPAZIO


def _fila(fila: Sequence[_Ramo], tronco: float, y: float, larghezza: float) -> tuple[str, float]:
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
    return elemento("path", d=d, fill="none", stroke=RAMO)


def _colonna(ramo: _Ramo, x: float, y: float, larga: float) -> tuple[str, float]:
    """Una scatola e, sotto e rientrate, quelle che ne dipendono; restituisce il disegno e dove finisce."""
    righe = a_capo(ramo.nodo.etichetta, larga - 2 * MARGINE, CORPO, righe=4)
    scatola, basso = _scatola(ramo, x, y, larga, righe), y + _alta(righe)
    pezzi = ""
    fondo = basso
    for figlio in ramo.figli:
        cima = fondo + STACCO
        d = f"M{misura(x + RIENTRO / 2)} {misura(basso)}V{misura(cima + 10)}h{misura(RIENTRO / 2)}"
        disegnata, fondo = _colonna(figlio, x + RIENTRO, cima, larga - RIENTRO)
        pezzi += elemento("path", d=d, fill="none", stroke=RAMO) + disegnata
    return pezzi + scatola, fondo
