"""Ripartizioni: per ogni riga una barra divisa in parti, ciascuna con il suo riempimento e il suo numero."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

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
    misura,
    paragrafo,
    rettangolo,
    testo,
    tratteggio,
)
from piao.base.numeri import NON_DISPONIBILE, numero

SINISTRA, DESTRA = 218, LARGHEZZA - 44
CIMA, RIGA, SPESSORE = 10, 34, 22
CORPO, PASSO_LEGENDA = 10.0, 18


@dataclass(frozen=True)
class Riparto:
    """Una riga: quanti per ciascuna voce, nell'ordine delle voci."""

    nome: str
    quanti: Sequence[int]

    @property
    def totale(self) -> int:
        return sum(self.quanti)


def ripartizione(righe: Sequence[Riparto], voci: Sequence[str], *, prefisso: str, titolo: str) -> SafeString:
    """Barre lunghe uguali, divise in proporzione. Una voce vale lo stesso riempimento in ogni riga.

    Solleva ValueError se una riga non ha un numero per ogni voce.
    """
    if sbagliate := [riga.nome for riga in righe if len(riga.quanti) != len(voci)]:
        raise ValueError(f"Righe con un numero di parti diverso dalle voci: {', '.join(sbagliate)}")
    presenti = [i for i in range(len(voci)) if any(riga.quanti[i] for riga in righe)]
    fondo = CIMA + RIGA * len(righe)
    legenda, alta = _legenda([(voci[i], i) for i in presenti], prefisso, fondo + 20)
    pezzi = [_motivi(prefisso), *(_riga(riga, CIMA + RIGA * i, prefisso) for i, riga in enumerate(righe)), legenda]
    descrizione = "; ".join(_in_parole(riga, voci) for riga in righe) + "."
    return disegno(pezzi, prefisso=prefisso, titolo=titolo, descrizione=descrizione, altezza=alta + 12)


def _motivi(prefisso: str) -> str:
    righe = tratteggio(f"{prefisso}-righe", BLU, "#cfe2f5"), tratteggio(f"{prefisso}-vuoto", FILETTO)
    return elemento("defs", "".join(righe))


def _stile(prefisso: str, indice: int) -> dict[str, object]:
    """Dal pieno al vuoto: si distinguono anche senza colori, e ogni parte porta il suo numero."""
    stili: list[dict[str, object]] = [
        {"fill": NOTTE},
        {"fill": BLU},
        {"fill": f"url(#{prefisso}-righe)", "stroke": BLU},
        {"fill": "#fff", "stroke": NOTTE, "stroke_width": 1.5},
        {"fill": "#b8d2ec", "stroke": BLU},
        {"fill": f"url(#{prefisso}-vuoto)", "stroke": GRIGIO, "stroke_dasharray": "3 2"},
    ]
    return stili[indice % len(stili)]


def _riga(riga: Riparto, y: float, prefisso: str) -> str:
    nomi = a_capo(riga.nome, SINISTRA - 14, 11, righe=2)
    centro = y + RIGA / 2
    pezzi = paragrafo(nomi, SINISTRA - 10, centro + 4 - 6.5 * (len(nomi) - 1), 13, text_anchor="end")
    if not riga.totale:
        return pezzi + testo(NON_DISPONIBILE, SINISTRA + 8, centro + 4, fill=GRIGIO)
    x = float(SINISTRA)
    for indice, quanti in enumerate(riga.quanti):
        ampia = (DESTRA - SINISTRA) * quanti / riga.totale
        pezzi += _parte(x, centro, ampia, quanti, _stile(prefisso, indice)) if quanti else ""
        x += ampia
    return pezzi


def _parte(x: float, centro: float, ampia: float, quanti: int, stile: dict[str, object]) -> str:
    rett = rettangolo(x + 0.5, centro - SPESSORE / 2, max(ampia - 1, 1), SPESSORE, **stile)
    scritta = numero(quanti)
    largo = larghezza_testo(scritta, CORPO) + 8
    if largo > ampia:
        return rett
    mezzo = x + ampia / 2
    cartellino = rettangolo(mezzo - largo / 2, centro - 7.5, largo, 15, rx=2, fill=BIANCO)
    return (
        rett
        + cartellino
        + testo(scritta, mezzo, centro + 3.5, text_anchor="middle", font_size=CORPO, font_weight=700, fill=NOTTE)
    )


def _legenda(voci: Sequence[tuple[str, int]], prefisso: str, y: float) -> tuple[str, float]:
    """Le voci presenti, su quante righe servono; e fin dove arrivano."""
    pezzi, x = "", float(SINISTRA)
    for nome, indice in voci:
        ampia = 20 + larghezza_testo(nome, CORPO) + 18
        if x + ampia > LARGHEZZA and x > SINISTRA:
            x, y = float(SINISTRA), y + PASSO_LEGENDA
        campione = rettangolo(0.5, -9, 13, 10, **_stile(prefisso, indice))
        pezzi += elemento("g", campione, transform=f"translate({misura(x)} {misura(y)})")
        pezzi += testo(nome, x + 20, y, font_size=CORPO, fill=GRIGIO)
        x += ampia
    return pezzi, y


def _in_parole(riga: Riparto, voci: Sequence[str]) -> str:
    parti = ", ".join(f"{numero(n)} {voce}" for n, voce in zip(riga.quanti, voci, strict=True) if n)
    return f"{riga.nome}: {parti or NON_DISPONIBILE}"
