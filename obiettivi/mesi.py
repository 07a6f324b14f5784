"""I mesi di una fase, testi «AAAA-MM»: quali si possono scegliere e come si dicono a parole. Conti puri."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from piao.base.numeri import MESI

NESSUNO = "nessun mese"


@dataclass(frozen=True)
class Mese:
    """Un mese da scegliere: il valore «2026-03» e il nome per chi legge."""

    anno: int
    numero: int

    @property
    def valore(self) -> str:
        return f"{self.anno:04d}-{self.numero:02d}"

    @property
    def nome(self) -> str:
        return f"{MESI[self.numero - 1]} {self.anno}"


def mesi_di(anni: Iterable[int]) -> list[Mese]:
    """I dodici mesi di ogni anno, in ordine."""
    return [Mese(anno, numero) for anno in sorted(set(anni)) for numero in range(1, 13)]


def anni_con(anni: Sequence[int], mesi: Iterable[str]) -> list[int]:
    """Gli anni del ciclo e quelli già usati dai mesi: nulla di ciò che è salvato resta fuori dalla griglia."""
    return sorted({*anni, *(int(mese[:4]) for mese in mesi)})


def mesi_in_parole(mesi: Iterable[str]) -> str:
    """«da marzo ad aprile 2026», «gennaio 2026 e da novembre 2026 a febbraio 2027», «nessun mese»."""
    tratti: list[tuple[int, int]] = []
    for posto in sorted({_posto(mese) for mese in mesi}):
        if tratti and posto == tratti[-1][1] + 1:
            tratti[-1] = (tratti[-1][0], posto)
        else:
            tratti.append((posto, posto))
    frasi = [_tratto(*tratto) for tratto in tratti]
    return " e ".join(filter(None, (", ".join(frasi[:-1]), *frasi[-1:]))) or NESSUNO


def _posto(mese: str) -> int:
    anno, numero = mese.split("-")
    return int(anno) * 12 + int(numero) - 1


def _tratto(primo: int, ultimo: int) -> str:
    inizio, fine = _mese(primo), _mese(ultimo)
    if primo == ultimo:
        return fine.nome
    apertura = MESI[inizio.numero - 1] if inizio.anno == fine.anno else inizio.nome
    return f"da {apertura} {'ad' if fine.nome.startswith('a') else 'a'} {fine.nome}"


def _mese(posto: int) -> Mese:
    return Mese(posto // 12, posto % 12 + 1)
