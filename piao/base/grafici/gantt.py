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
    paragrafo,
    rettangolo,
    testo,
    tratteggio,
)
from piao.base.numeri import MESI

# Anno e mese (1-12).
Mese = tuple[int, int]

NOMI = 200
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
    periodo: str
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
        return f"Mesi del {self.anni[0]}" if len(self.anni) == 1 else f"Mesi {self.anni[0]}{TRATTO_MEDIO}{self.anni[-1]}"

    @property
    def ha_effettivi(self) -> bool:
        return any(fase.effettivi is not None for fase in self.fasi)

    @property
    def corto(self) -> bool:
        return len(self.fasi) <= 12

    @property
    def testata(self) -> SafeString:
        return _di_contorno(_nomi_dei_mesi(self.anni, 0, LARGHEZZA, 22), 30)

    @property
    def righe(self) -> list[RigaCronoprogramma]:
        return [
            RigaCronoprogramma(fase.nome, _periodi(fase), self._striscia(f"{self.prefisso}-{i}", fase))
            for i, fase in enumerate(self.fasi, start=1)
        ]

    def _striscia(self, prefisso: str, fase: Fase) -> SafeString:
        alta = 48
        pezzi = _griglia(self.anni, 0, LARGHEZZA, 0, alta)
        pezzi += _barre(fase, self.anni, 0, LARGHEZZA, alta / 2, 20, prefisso)
        motivo = elemento("defs", tratteggio(f"{prefisso}-righe", NOTTE)) if fase.effettivi else ""
        return _di_contorno(motivo + pezzi, alta)


def gantt(fasi: Sequence[Fase], *, anno: int, prefisso: str, titolo: str) -> SafeString:
    """Il cronoprogramma intero come figura, con i periodi in parole nella descrizione."""
    anni = anni_di(fasi) or [anno]
    cima, riga = 34, 30
    fondo = cima + riga * len(fasi)
    pezzi = [elemento("defs", tratteggio(f"{prefisso}-righe", NOTTE)), _nomi_dei_mesi(anni, NOMI, LARGHEZZA, 26)]
    pezzi.append(_griglia(anni, NOMI, LARGHEZZA, cima, fondo))
    for i, fase in enumerate(fasi):
        pezzi.append(_riga(fase, anni, cima + riga * i, riga, prefisso))
    effettivi = any(fase.effettivi is not None for fase in fasi)
    if effettivi:
        pezzi.append(_legenda(prefisso, fondo + 20))
    descrizione = "; ".join(f"{fase.nome}: {_periodi(fase)}" for fase in fasi) + "."
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


def periodo_in_parole(mesi: Iterable[Mese]) -> str:
    """«feb – giu 2026, nov 2026 – gen 2027»; «da definire» senza mesi."""
    return ", ".join(_tratto_in_parole(*tratto) for tratto in tratti(mesi)) or SENZA_MESI


def _indice(mese: Mese) -> int:
    return mese[0] * 12 + mese[1] - 1


def _abbreviato(mese: Mese) -> str:
    return MESI[mese[1] - 1][:3]


def _tratto_in_parole(primo: Mese, ultimo: Mese) -> str:
    fine = f"{_abbreviato(ultimo)} {ultimo[0]}"
    if primo == ultimo:
        return fine
    inizio = _abbreviato(primo) + (f" {primo[0]}" if primo[0] != ultimo[0] else "")
    return f"{inizio} {TRATTO_MEDIO} {fine}"


def _periodi(fase: Fase) -> str:
    previsto = periodo_in_parole(fase.previsti)
    if fase.effettivi is None:
        return previsto
    effettivo = periodo_in_parole(fase.effettivi) if fase.effettivi else "non svolta"
    return f"previsto {previsto}; effettivo {effettivo}"


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


def _x(mese_da_inizio: int, anni: Sequence[int], sinistra: float, destra: float) -> float:
    return sinistra + (destra - sinistra) * mese_da_inizio / (12 * len(anni))


def _nomi_dei_mesi(anni: Sequence[int], sinistra: float, destra: float, corpo_grande: float) -> str:
    """Un anno: «Gen Feb…». Più anni: l'anno in testa e le iniziali (fino a due), poi solo gli anni."""
    pezzi = ""
    base = corpo_grande - 4
    corpo = 20 if sinistra == 0 else 9.5
    for i in range(12 * len(anni)):
        x = (_x(i, anni, sinistra, destra) + _x(i + 1, anni, sinistra, destra)) / 2
        nome = MESI[i % 12][:3].capitalize()
        if len(anni) == 1:
            pezzi += testo(nome, x, base, text_anchor="middle", font_size=corpo, fill=GRIGIO)
        elif i % 12 == 6:
            pezzi += testo(
                str(anni[i // 12]), _x(i, anni, sinistra, destra), base, text_anchor="middle", font_size=corpo, fill=GRIGIO
            )
    return pezzi


def _griglia(anni: Sequence[int], sinistra: float, destra: float, cima: float, fondo: float) -> str:
    """Un filetto per mese; fra un anno e l'altro più scuro."""
    ogni = 1 if len(anni) <= 2 else 3
    return "".join(
        linea(x, cima, x, fondo, stroke=GRIGIO if i % 12 == 0 else FILETTO, stroke_width=1 if i % 12 == 0 else 0.7)
        for i in range(0, 12 * len(anni) + 1, ogni)
        for x in [_x(i, anni, sinistra, destra)]
    )


def _riga(fase: Fase, anni: Sequence[int], y: float, alta: float, prefisso: str) -> str:
    nomi = a_capo(fase.nome, NOMI - 14, 11, righe=2)
    centro = y + alta / 2
    pezzi = paragrafo(nomi, 0, centro + 4 - 6.5 * (len(nomi) - 1), 13)
    pezzi += linea(0, y + alta, LARGHEZZA, y + alta, stroke=FILETTO, stroke_width=0.7)
    return pezzi + _barre(fase, anni, NOMI, LARGHEZZA, centro, 12, prefisso)


def _barre(
    fase: Fase, anni: Sequence[int], sinistra: float, destra: float, centro: float, alta: float, prefisso: str
) -> str:
    previsto = {"fill": BLU}
    effettivo = {"fill": f"url(#{prefisso}-righe)", "stroke": NOTTE, "stroke_width": 1}
    if fase.effettivi is None:
        return _tratti(fase.previsti, anni, sinistra, destra, centro - alta / 2, alta, previsto)
    return _tratti(fase.previsti, anni, sinistra, destra, centro - alta, alta * 0.9, previsto) + _tratti(
        fase.effettivi, anni, sinistra, destra, centro + alta * 0.1, alta * 0.8, effettivo
    )


def _tratti(
    mesi: Sequence[Mese],
    anni: Sequence[int],
    sinistra: float,
    destra: float,
    y: float,
    alta: float,
    stile: dict[str, object] | dict[str, str],
) -> str:
    pezzi = ""
    for primo, ultimo in tratti(mesi):
        da = _x(_indice(primo) - anni[0] * 12, anni, sinistra, destra)
        a = _x(_indice(ultimo) + 1 - anni[0] * 12, anni, sinistra, destra)
        pezzi += rettangolo(da, y, a - da, alta, **stile)
    return pezzi


def _legenda(prefisso: str, y: float) -> str:
    return (
        rettangolo(NOMI, y - 8, 14, 9, fill=BLU)
        + testo("previsto", NOMI + 20, y, font_size=10, fill=GRIGIO)
        + rettangolo(NOMI + 80, y - 8, 14, 9, fill=f"url(#{prefisso}-righe)", stroke=NOTTE, stroke_width=1)
        + testo("effettivo", NOMI + 100, y, font_size=10, fill=GRIGIO)
    )
