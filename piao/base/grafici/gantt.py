"""Cronoprogrammi: fasi e mesi, su uno o più anni, con l'eventuale andamento effettivo sotto il previsto."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString, mark_safe

from piao.base.grafici.svg import (
    BLU,
    CARATTERE,
    FILETTO,
    GRIGIO,
    LARGHEZZA,
    NOTTE,
    a_capo,
    disegno,
    elemento,
    linea,
    misura,
    paragrafo,
    rettangolo,
    testo,
    tratteggio,
)
from piao.base.numeri import MESI

# Anno e mese (1-12).
Mese = tuple[int, int]

NOMI, CIMA, RIGA = 200, 28, 30
BINARIO = "#eaeef2"
TRATTO_MEDIO = "\u2013"
SENZA_MESI = "da definire"


@dataclass(frozen=True)
class Fase:
    """Una fase con i mesi previsti e, a consuntivo, quelli effettivi (None = non ancora rilevati)."""

    nome: str
    previsti: Sequence[Mese]
    effettivi: Sequence[Mese] | None = None


@dataclass(frozen=True)
class RigaCronoprogramma:
    nome: str
    periodi: tuple[str, ...]
    mesi: SafeString


@dataclass(frozen=True)
class Cronoprogramma:
    """Le fasi come tabella: nome e periodo in parole, i mesi come disegno di contorno (chi ascolta ha già il periodo).

    Gli anni sono quelli delle fasi; se nessuna fase ha mesi, si mostra `anno`.
    """

    didascalia: str
    fasi: Sequence[Fase]
    anno: int
    prefisso: str = "gantt"

    @cached_property
    def anni(self) -> list[int]:
        return anni_di(self.fasi) or [self.anno]

    @property
    def titolo_mesi(self) -> str:
        return (
            f"Mesi del {self.anni[0]}" if len(self.anni) == 1 else f"Mesi {self.anni[0]}{TRATTO_MEDIO}{self.anni[-1]}"
        )

    @property
    def ha_effettivi(self) -> bool:
        return any(fase.effettivi is not None for fase in self.fasi)

    @property
    def corto(self) -> bool:
        return len(self.fasi) <= 12

    @property
    def testata(self) -> SafeString:
        return _di_contorno(_nomi_dei_mesi(_Calendario(self.anni, 0, LARGHEZZA), 28, corpo=20), 34)

    @property
    def righe(self) -> list[RigaCronoprogramma]:
        return [
            RigaCronoprogramma(fase.nome, self._periodi(fase), self._striscia(f"{self.prefisso}-{i}", fase))
            for i, fase in enumerate(self.fasi, start=1)
        ]

    def _periodi(self, fase: Fase) -> tuple[str, ...]:
        """L'anno si scrive solo quando non basta l'intestazione a dirlo."""
        return _periodi(fase, con_anno=len(self.anni) > 1)

    def _striscia(self, prefisso: str, fase: Fase) -> SafeString:
        alta = 34
        calendario = _Calendario(self.anni, 0, LARGHEZZA)
        pezzi = _binario(calendario, 2, alta - 4) + _barre(fase, calendario, alta / 2, 15, prefisso, solo=alta - 4)
        motivo = elemento("defs", tratteggio(f"{prefisso}-righe", NOTTE, scala=2)) if fase.effettivi else ""
        return _di_contorno(motivo + pezzi, alta)


def gantt(fasi: Sequence[Fase], *, anno: int, prefisso: str, titolo: str) -> SafeString:
    """Il cronoprogramma intero come figura, con i periodi in parole nella descrizione."""
    calendario = _Calendario(anni_di(fasi) or [anno], NOMI, LARGHEZZA)
    fondo = CIMA + RIGA * len(fasi)
    pezzi = [
        elemento("defs", tratteggio(f"{prefisso}-righe", NOTTE)),
        _nomi_dei_mesi(calendario, CIMA - 12, corpo=9.5),
    ]
    pezzi += [_riga(fase, calendario, CIMA + RIGA * i, prefisso) for i, fase in enumerate(fasi)]
    effettivi = any(fase.effettivi is not None for fase in fasi)
    if effettivi:
        pezzi.append(_legenda(prefisso, fondo + 20))
    descrizione = "; ".join(f"{fase.nome}: {', '.join(_periodi(fase))}" for fase in fasi) + "."
    return disegno(
        pezzi, prefisso=prefisso, titolo=titolo, descrizione=descrizione, altezza=fondo + (28 if effettivi else 6)
    )


def anni_di(fasi: Iterable[Fase]) -> list[int]:
    """Gli anni toccati dalle fasi, senza buchi."""
    toccati = {anno for fase in fasi for anno, _ in (*fase.previsti, *(fase.effettivi or ()))}
    return list(range(min(toccati), max(toccati) + 1)) if toccati else []


def tratti(mesi: Iterable[Mese]) -> list[tuple[Mese, Mese]]:
    """I mesi consecutivi raggruppati: primo e ultimo di ciascun gruppo, in ordine."""
    gruppi: list[tuple[Mese, Mese]] = []
    for mese in sorted(set(mesi)):
        if gruppi and _indice(mese) == _indice(gruppi[-1][1]) + 1:
            gruppi[-1] = (gruppi[-1][0], mese)
        else:
            gruppi.append((mese, mese))
    return gruppi


def periodo_in_parole(mesi: Iterable[Mese], *, con_anno: bool = True) -> str:
    """«feb – giu 2026, nov 2026 – gen 2027»; «da definire» senza mesi. Senza anno: «feb – giu»."""
    return ", ".join(_tratto_in_parole(*tratto, con_anno) for tratto in tratti(mesi)) or SENZA_MESI


def _indice(mese: Mese) -> int:
    return mese[0] * 12 + mese[1] - 1


def _abbreviato(mese: Mese) -> str:
    return MESI[mese[1] - 1][:3]


def _tratto_in_parole(primo: Mese, ultimo: Mese, con_anno: bool) -> str:
    fine = _abbreviato(ultimo) + (f" {ultimo[0]}" if con_anno else "")
    if primo == ultimo:
        return fine
    inizio = _abbreviato(primo) + (f" {primo[0]}" if primo[0] != ultimo[0] else "")
    return f"{inizio} {TRATTO_MEDIO} {fine}"


def _periodi(fase: Fase, *, con_anno: bool = True) -> tuple[str, ...]:
    previsto = periodo_in_parole(fase.previsti, con_anno=con_anno)
    if fase.effettivi is None:
        return (previsto,)
    effettivo = periodo_in_parole(fase.effettivi, con_anno=con_anno) if fase.effettivi else "non svolta"
    return (f"previsto {previsto}", f"effettivo {effettivo}")


# ---- disegno -----------------------------------------------------------------------------------------


def _di_contorno(pezzi: str, alta: int) -> SafeString:
    """Un disegno che non aggiunge informazioni: chi ascolta lo salta."""
    svg = elemento(
        "svg",
        pezzi,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {LARGHEZZA} {alta}",
        aria_hidden="true",
        font_family=CARATTERE,
    )
    return mark_safe(svg)  # nessun testo di utenti: solo mesi e misure


@dataclass(frozen=True)
class _Calendario:
    """Dove cade ogni mese nel disegno: gli anni da sinistra a destra."""

    anni: Sequence[int]
    sinistra: float
    destra: float

    @property
    def mesi(self) -> int:
        return 12 * len(self.anni)

    def x(self, mesi_dall_inizio: float) -> float:
        return self.sinistra + (self.destra - self.sinistra) * mesi_dall_inizio / self.mesi

    def estremi(self, primo: Mese, ultimo: Mese) -> tuple[float, float]:
        zero = self.anni[0] * 12
        return self.x(_indice(primo) - zero), self.x(_indice(ultimo) + 1 - zero)


def _nomi_dei_mesi(calendario: _Calendario, base: float, *, corpo: float) -> str:
    """Un anno solo: «Gen Feb…»; più anni: l'anno al centro dei suoi mesi."""
    if len(calendario.anni) == 1:
        nomi = [(mese[:3].capitalize(), calendario.x(i + 0.5)) for i, mese in enumerate(MESI)]
    else:
        nomi = [(str(anno), calendario.x(12 * i + 6)) for i, anno in enumerate(calendario.anni)]
    return "".join(testo(nome, x, base, text_anchor="middle", font_size=corpo, fill=GRIGIO) for nome, x in nomi)


def _riga(fase: Fase, calendario: _Calendario, y: float, prefisso: str) -> str:
    nomi = a_capo(fase.nome, NOMI - 14, 11, righe=2)
    centro = y + RIGA / 2
    pezzi = paragrafo(nomi, 0, centro + 4 - 6.5 * (len(nomi) - 1), 13)
    pezzi += linea(0, y + RIGA, LARGHEZZA, y + RIGA, stroke=FILETTO, stroke_width=0.8)
    return pezzi + _binario(calendario, centro - 10, 20) + _barre(fase, calendario, centro, 10, prefisso, solo=20)


def _binario(calendario: _Calendario, y: float, alta: float) -> str:
    """Una casella chiara per mese: i mesi si contano senza griglia, e fra gli anni c'è più aria."""
    caselle = ""
    for i in range(calendario.mesi):
        da, a = calendario.x(i) + (4 if i and i % 12 == 0 else 1), calendario.x(i + 1) - 1
        caselle += f"M{misura(da)} {misura(y)}H{misura(a)}V{misura(y + alta)}H{misura(da)}z"
    return elemento("path", d=caselle, fill=BINARIO)


def _barre(
    fase: Fase, calendario: _Calendario, centro: float, alta: float, prefisso: str, *, solo: float | None = None
) -> str:
    """Previsto pieno sopra ed effettivo a righe sotto; il previsto da solo può essere più alto (`solo`)."""
    if fase.effettivi is None:
        intera = solo or alta
        return _tratti(fase.previsti, calendario, centro - intera / 2, intera, fill=BLU)
    effettivo = {"fill": f"url(#{prefisso}-righe)", "stroke": NOTTE, "stroke_width": 1.2}
    return _tratti(fase.previsti, calendario, centro - alta, alta, fill=BLU) + _tratti(
        fase.effettivi, calendario, centro + 1.5, alta - 2, **effettivo
    )


def _tratti(mesi: Sequence[Mese], calendario: _Calendario, y: float, alta: float, **stile: object) -> str:
    pezzi = ""
    for primo, ultimo in tratti(mesi):
        da, a = calendario.estremi(primo, ultimo)
        pezzi += rettangolo(da, y, a - da, alta, **stile)
    return pezzi


def _legenda(prefisso: str, y: float) -> str:
    return (
        rettangolo(NOMI, y - 8, 14, 9, fill=BLU)
        + testo("previsto", NOMI + 20, y, font_size=10, fill=GRIGIO)
        + rettangolo(NOMI + 80, y - 8, 14, 9, fill=f"url(#{prefisso}-righe)", stroke=NOTTE)
        + testo("effettivo", NOMI + 100, y, font_size=10, fill=GRIGIO)
    )
