"""I giorni di un anno: periodi uniti, contati una volta sola. L'anno dei premi è di 365 giorni: il 29 febbraio no."""

from collections.abc import Iterable
from datetime import date, timedelta

Periodo = tuple[date, date]  # primo e ultimo giorno, inclusi
GIORNI_ANNO = 365
GIORNO = timedelta(days=1)
MESE_INTERO = 15  # giorni da cui un mese conta


def nell_anno(dal: date | None, al: date | None, anno: int) -> Periodo | None:
    """La parte di un periodo che cade nell'anno; None se non ce n'è. Una data assente non limita."""
    primo, ultimo = max(dal or date.min, date(anno, 1, 1)), min(al or date.max, date(anno, 12, 31))
    return (primo, ultimo) if primo <= ultimo else None


def uniti(periodi: Iterable[Periodo | None]) -> list[Periodo]:
    """Gli stessi giorni senza sovrapposizioni, in ordine."""
    esito: list[Periodo] = []
    for dal, al in sorted(periodo for periodo in periodi if periodo):
        if esito and dal <= esito[-1][1] + GIORNO:
            esito[-1] = (esito[-1][0], max(esito[-1][1], al))
        else:
            esito.append((dal, al))
    return esito


def comuni(primi: Iterable[Periodo], altri: Iterable[Periodo]) -> list[Periodo]:
    """I giorni che stanno in tutti e due."""
    secondi = list(altri)
    incroci = ((max(a, c), min(b, d)) for a, b in primi for c, d in secondi)
    return uniti(incrocio for incrocio in incroci if incrocio[0] <= incrocio[1])


def quanti(periodi: Iterable[Periodo | None]) -> int:
    """Quanti giorni, ognuno una volta."""
    return sum((al - dal).days + 1 - _bisestili(dal, al) for dal, al in uniti(periodi))


def mesi(periodi: Iterable[Periodo | None]) -> int:
    """Quanti mesi con almeno quindici giorni."""
    noti = uniti(periodi)
    if not noti:
        return 0
    anno = noti[0][0].year
    interi = (comuni(noti, [(date(anno, m, 1), _fine(anno, m))]) for m in range(1, 13))
    return sum(quanti(parte) >= MESE_INTERO for parte in interi)


def _bisestili(dal: date, al: date) -> int:
    giorno = _fine(dal.year, 2)
    return int(giorno.day == 29 and dal <= giorno <= al)


def _fine(anno: int, mese: int) -> date:
    return (date(anno, mese, 28) + 4 * GIORNO).replace(day=1) - GIORNO
