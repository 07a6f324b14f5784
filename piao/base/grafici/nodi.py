"""Ciò che gli alberi hanno in comune: nodi, rami, scatole, lettura in parole."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from piao.base.grafici.svg import BIANCO, BLU, NOTTE, a_capo, elemento, paragrafo, rettangolo

# Quanto sta in una pagina verticale, con titolo e didascalia, alla larghezza di serie.
# In una orizzontale: larghezza 990, altezza 500.
ALTEZZA_PAGINA = 800
QUASI_PARI = 1.25  # di quanto una pagina può superare la media delle altre
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
class Ramo:
    nodo: Nodo
    livello: int
    figli: list["Ramo"] = field(default_factory=list)

    def discendenza(self) -> Iterator["Ramo"]:
        yield self
        for figlio in self.figli:
            yield from figlio.discendenza()


def rami(nodi: Sequence[Nodo]) -> list[Ramo]:
    """Le radici con la loro discendenza; solleva ValueError se i nodi girano in tondo."""
    chiavi = {nodo.chiave for nodo in nodi}
    figli: dict[str | None, list[Nodo]] = {}
    for nodo in nodi:
        figli.setdefault(nodo.padre if nodo.padre in chiavi else None, []).append(nodo)

    def cresci(nodo: Nodo, livello: int) -> Ramo:
        return Ramo(nodo, livello, [cresci(figlio, livello + 1) for figlio in figli.get(nodo.chiave, [])])

    radici = [cresci(nodo, 0) for nodo in figli.get(None, [])]
    if sum(1 for radice in radici for _ in radice.discendenza()) != len(nodi):
        raise ValueError("L'albero gira in tondo: un nodo discende da sé stesso")
    return radici


def livelli(radici: Sequence[Ramo]) -> int:
    """Quanti livelli ha la foresta (almeno uno)."""
    return 1 + max((ramo.livello for radice in radici for ramo in radice.discendenza()), default=0)


def spezza(nodi: Sequence[Nodo], *, alto: Callable[[Sequence[Nodo]], float], altezza: float) -> list[list[Nodo]]:
    """Divide i nodi in gruppi che, disegnati, stanno nell'altezza data; gli antenati si ripetono in ogni gruppo.

    `alto` dice quanto è alto il disegno di certi nodi. Un ramo che ci sta intero non si divide, e i gruppi sono alti
    più o meno uguale, se si può: nessuna pagina resta quasi vuota dopo una piena.
    """
    per_chiave = {nodo.chiave: nodo for nodo in nodi}

    def alti(chiavi: Sequence[str]) -> float:
        return alto(_con_antenati(chiavi, per_chiave))

    insiemi = [
        insieme for radice in rami(nodi) for insieme in _indivisibili(radice, lambda chiavi: alti(chiavi) <= altezza)
    ]

    def raccolti(limite: float) -> list[list[str]]:
        gruppi: list[list[str]] = []
        for insieme in insiemi:
            if gruppi and alti([*gruppi[-1], *insieme]) <= limite:
                gruppi[-1] += insieme
            else:
                gruppi.append([*insieme])
        return gruppi

    pieni = raccolti(altezza)
    pari = raccolti(min(altezza, QUASI_PARI * sum(map(alti, pieni)) / len(pieni))) if len(pieni) > 1 else pieni
    return [_con_antenati(gruppo, per_chiave) for gruppo in (pari if len(pari) == len(pieni) else pieni)]


def titolo_di_parte(titolo: str, numero: int, quante: int) -> str:
    return titolo if quante == 1 else f"{titolo} ({numero} di {quante})"


def _indivisibili(ramo: Ramo, entra: Callable[[Sequence[str]], bool]) -> Iterator[list[str]]:
    """Le chiavi da tenere insieme: il ramo intero se entra in una pagina, altrimenti ciò che ne discende."""
    chiavi = [uno.nodo.chiave for uno in ramo.discendenza()]
    if not ramo.figli or entra(chiavi):
        yield chiavi
        return
    for figlio in ramo.figli:
        yield from _indivisibili(figlio, entra)


def _con_antenati(chiavi: Sequence[str], per_chiave: dict[str, Nodo]) -> list[Nodo]:
    tenute: set[str] = set()
    for chiave in chiavi:
        while chiave in per_chiave and chiave not in tenute:
            tenute.add(chiave)
            chiave = per_chiave[chiave].padre or ""
    return [nodo for nodo in per_chiave.values() if nodo.chiave in tenute]


def in_parole(radici: Sequence[Ramo]) -> str:
    """«Giunta: Area tecnica, Area affari generali. Area tecnica: …»."""
    frasi = [
        f"{ramo.nodo.etichetta}: {', '.join(figlio.nodo.etichetta for figlio in ramo.figli)}"
        for radice in radici
        for ramo in radice.discendenza()
        if ramo.figli or not ramo.livello
    ]
    return ". ".join(frase.removesuffix(": ") for frase in frasi) + "."


def righe_di(ramo: Ramo, larga: float) -> list[str]:
    """L'etichetta spezzata per una scatola larga `larga`; i primi due livelli, in neretto, prendono più spazio."""
    corpo = CORPO if ramo.livello < 2 else CORPO * 0.95
    return a_capo(ramo.nodo.etichetta, larga - 2 * MARGINE, corpo, righe=4)


def scatola(ramo: Ramo, x: float, y: float, larga: float, righe: list[str]) -> str:
    """Il riquadro con l'etichetta, nello stile del livello."""
    fondo, inchiostro, bordo = STILI[min(ramo.livello, len(STILI) - 1)]
    scritta = paragrafo(
        righe,
        x + MARGINE,
        y + 5 + CORPO,
        INTERLINEA,
        fill=inchiostro,
        font_size=CORPO,
        font_weight=600 if ramo.livello < 2 else None,
    )
    return rettangolo(x, y, larga, alta(righe), rx=3, fill=fondo, stroke=bordo) + scritta


def alta(righe: list[str]) -> float:
    """Quanto è alta la scatola che contiene quelle righe."""
    return INTERLINEA * len(righe) + 9


def gomito(percorso: str) -> str:
    """Il tratto che unisce due scatole."""
    return elemento("path", d=percorso, fill="none", stroke=RAMO)
