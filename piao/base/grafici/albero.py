"""L'albero della performance, da sinistra a destra.

La disposizione non misura nulla: ogni ramo riceve una fascia alta quanto la somma dei figli (o quanto la sua scatola),
e sta al centro della propria fascia. Due scatole non si toccano mai, per costruzione.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from piao.base.grafici.nodi import (
    ALTEZZA_PAGINA,
    Nodo,
    Ramo,
    alta,
    gomito,
    in_parole,
    livelli,
    rami,
    righe_di,
    scatola,
    spezza,
    titolo_di_parte,
)
from piao.base.grafici.svg import LARGHEZZA, disegno, misura


def albero(nodi: Sequence[Nodo], *, prefisso: str, titolo: str, larghezza: float = LARGHEZZA) -> SafeString:
    """L'albero della performance, radice a sinistra.

    Un nodo il cui `padre` non c'è fa radice; solleva ValueError se i nodi girano in tondo.
    """
    radici = rami(nodi)
    carta = _Carta(larghezza, livelli(radici))
    pezzi, y = [], 0.0
    for radice in radici:
        pezzi.append(carta.disegna(radice, y))
        y += carta.fascia(radice)
    return disegno(
        pezzi,
        prefisso=prefisso,
        titolo=titolo,
        descrizione=in_parole(radici),
        altezza=max(y, 10),
        larghezza=larghezza,
    )


def alberi(
    nodi: Sequence[Nodo], *, prefisso: str, titolo: str, larghezza: float = LARGHEZZA, altezza: float = ALTEZZA_PAGINA
) -> list[SafeString]:
    """L'albero in uno o più disegni, alti al più una pagina; se sono più d'uno, il titolo dice quale."""
    pezzi = spezza(nodi, alto=lambda parte: _altezza(parte, larghezza), altezza=altezza)
    return [
        albero(pezzo, prefisso=f"{prefisso}-{i}", titolo=titolo_di_parte(titolo, i, len(pezzi)), larghezza=larghezza)
        for i, pezzo in enumerate(pezzi, start=1)
    ]


def _altezza(nodi: Sequence[Nodo], larghezza: float) -> float:
    radici = rami(nodi)
    carta = _Carta(larghezza, livelli(radici))
    return sum(carta.fascia(radice) for radice in radici)


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

    def righe(self, ramo: Ramo) -> list[str]:
        return righe_di(ramo, self.colonna(ramo.livello)[1])

    def fascia(self, ramo: Ramo) -> float:
        return max(alta(self.righe(ramo)) + self.aria, sum(self.fascia(figlio) for figlio in ramo.figli))

    def disegna(self, ramo: Ramo, cima: float) -> str:
        x, larga = self.colonna(ramo.livello)
        righe, meta = self.righe(ramo), cima + self.fascia(ramo) / 2
        y = meta - alta(righe) / 2
        pezzi, sotto = "", meta - sum(self.fascia(figlio) for figlio in ramo.figli) / 2
        for figlio in ramo.figli:
            pezzi += self._unisci(x + larga, meta, sotto + self.fascia(figlio) / 2) + self.disegna(figlio, sotto)
            sotto += self.fascia(figlio)
        return pezzi + scatola(ramo, x, y, larga, righe)

    def _unisci(self, x: float, da: float, a: float) -> str:
        return gomito(f"M{misura(x)} {misura(da)}h{misura(self.vuoto / 2)}V{misura(a)}h{misura(self.vuoto / 2)}")
