"""Ciò che non si può dire di pochi: le celle piccole si tacciono, e con loro quelle da cui si ricaverebbero. Puro.

Una tabella con i suoi totali è un sistema di equazioni: ogni riga e ogni colonna sommano al loro totale. Una cella
taciuta si ricava per differenza quando le equazioni la determinano; e se la somma delle taciute di una riga è piccola,
si sa comunque di quelle poche persone. Qui si tace finché nessuna delle due cose è più possibile.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Cella = tuple[int, int]


@dataclass(frozen=True)
class Tabella:
    """Quante persone per riga e colonna, con i totali in fondo; None dove non si dice."""

    righe: tuple[str, ...]
    colonne: tuple[str, ...]
    celle: tuple[tuple[int | None, ...], ...]
    soglia: int

    @property
    def taciute(self) -> int:
        return sum(cella is None for riga in self.celle for cella in riga)

    @property
    def per_riga(self) -> list[tuple[str, tuple[int | None, ...]]]:
        """(nome, celle) per ogni riga; l'ultima è il totale."""
        return list(zip((*self.righe, "Totale"), self.celle, strict=True))

    @property
    def per_riga_e_colonna(self) -> list[tuple[str, list[tuple[str, int | None]]]]:
        """(nome, [(colonna, cella)]) per ogni riga: ogni cella sa di quale colonna è."""
        colonne = (*self.colonne, "Totale")
        return [(nome, list(zip(colonne, celle, strict=True))) for nome, celle in self.per_riga]


def tabella(conti: Mapping[tuple[str, str], int], righe: Sequence[str], colonne: Sequence[str], k: int) -> Tabella:
    """La tabella che si può pubblicare: nessuna cella fra 1 e k-1, né scritta né ricavabile dai totali."""
    dentro = [[conti.get((riga, colonna), 0) for colonna in colonne] for riga in righe]
    piena = _con_totali(dentro, len(colonne))
    taciute = _da_tacere(piena, k)
    celle = tuple(
        tuple(None if (i, j) in taciute else quante for j, quante in enumerate(riga)) for i, riga in enumerate(piena)
    )
    return Tabella(tuple(righe), tuple(colonne), celle, k)


def gruppi_da_tacere(quanti: Mapping[str, int], k: int) -> frozenset[str]:
    """I gruppi di cui non si dice una media o una somma, sapendo che quella di tutti si dice.

    Quelli con meno di k persone; se insieme ne hanno meno di k, anche il più piccolo degli altri, e così via.
    """
    taciuti = {nome for nome, persone in quanti.items() if 0 < persone < k}
    altri = sorted((persone, nome) for nome, persone in quanti.items() if persone >= k)
    while taciuti and sum(quanti[nome] for nome in taciuti) < k and altri:
        taciuti.add(altri.pop(0)[1])
    return frozenset(taciuti)


def _con_totali(dentro: list[list[int]], colonne: int) -> list[list[int]]:
    con_somma = [[*riga, sum(riga)] for riga in dentro]
    totali = [sum(riga[j] for riga in dentro) for j in range(colonne)]
    return [*con_somma, [*totali, sum(totali)]]


def _da_tacere(piena: list[list[int]], k: int) -> set[Cella]:
    """Si aggiunge una cella alla volta: la più piccola che toglie un modo di ricavarne un'altra."""
    taciute = {(i, j) for i, riga in enumerate(piena) for j, quante in enumerate(riga) if 0 < quante < k}
    while True:
        scoperte = _ricavabili(taciute) | _somme_piccole(piena, taciute, k)
        candidate = {
            (i, j)
            for i, riga in enumerate(piena)
            for j in range(len(riga))
            if (i, j) not in taciute and any(i == a or j == b for a, b in scoperte)
        }
        if not candidate:
            return taciute
        taciute.add(min(candidate, key=lambda cella: _costo(piena, cella)))


def _costo(piena: list[list[int]], cella: Cella) -> tuple[bool, bool, int, Cella]:
    """Prima le celle di dentro e poi i totali; gli zeri per ultimi, perché tacerli non protegge nessuno."""
    i, j = cella
    totale = i == len(piena) - 1 or j == len(piena[0]) - 1
    return totale, piena[i][j] == 0, piena[i][j], cella


def _ricavabili(taciute: set[Cella]) -> set[Cella]:
    """Le celle che le somme determinano: gli archi senza i quali riga e colonna non si raggiungono più."""
    return {cella for cella in taciute if not _si_raggiungono(cella, taciute - {cella})}


def _si_raggiungono(cella: Cella, archi: Iterable[Cella]) -> bool:
    vicini = defaultdict[tuple[str, int], list[tuple[str, int]]](list)
    for i, j in archi:
        vicini["riga", i].append(("colonna", j))
        vicini["colonna", j].append(("riga", i))
    visti, da_vedere = {("riga", cella[0])}, [("riga", cella[0])]
    while da_vedere:
        nuovi = [nodo for nodo in vicini[da_vedere.pop()] if nodo not in visti]
        visti.update(nuovi)
        da_vedere.extend(nuovi)
    return ("colonna", cella[1]) in visti


def _somme_piccole(piena: list[list[int]], taciute: set[Cella], k: int) -> set[Cella]:
    """Le celle taciute la cui somma, in una riga o colonna dal totale scritto, riguarda meno di k persone."""
    fine, larga = len(piena) - 1, len(piena[0]) - 1
    linee = [[(i, j) for j in range(larga)] + [(i, larga)] for i in range(fine + 1)]
    linee += [[(i, j) for i in range(fine)] + [(fine, j)] for j in range(larga + 1)]
    scoperte: set[Cella] = set()
    for *dentro, totale in linee:
        nascoste = [cella for cella in dentro if cella in taciute]
        if nascoste and totale not in taciute and 0 < sum(piena[i][j] for i, j in nascoste) < k:
            scoperte.update(nascoste)
    return scoperte
