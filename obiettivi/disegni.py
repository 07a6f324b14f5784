"""I disegni della stanza: l'albero della performance, le fasi previste e quelle effettive."""

from collections.abc import Iterable
from datetime import date

from django.utils.safestring import SafeString

from obiettivi.letture.albero import Albero, Ramo
from obiettivi.letture.rilevazioni import RigaFase, RigaObiettivo
from obiettivi.models import Ciclo, Sessione
from piao.base.grafici import Fase, Nodo, alberi, gantt
from piao.base.grafici import albero as disegna

RADICE = "radice"
LARGHEZZA, ALTEZZA_FIGURA = 1100, 1400


def disegno_albero(albero: Albero, ciclo: Ciclo) -> SafeString:
    """L'albero intero in una figura sola, da scaricare."""
    return disegna(_nodi(albero, ciclo), prefisso="albero", titolo=_titolo(ciclo), larghezza=LARGHEZZA)


def figure_albero(albero: Albero, ciclo: Ciclo) -> list[SafeString]:
    """L'albero in una o più figure, ciascuna abbastanza piccola da leggersi in pagina."""
    return alberi(
        _nodi(albero, ciclo), prefisso="albero", titolo=_titolo(ciclo), larghezza=LARGHEZZA, altezza=ALTEZZA_FIGURA
    )


def _titolo(ciclo: Ciclo) -> str:
    return f"Albero della performance {ciclo.triennio} – {ciclo.ente}"


def _nodi(albero: Albero, ciclo: Ciclo) -> list[Nodo]:
    return [Nodo(RADICE, f"{ciclo.ente} {ciclo.triennio}"), *_sotto(RADICE, albero.rami)]


def _sotto(padre: str, rami: Iterable[Ramo]) -> Iterable[Nodo]:
    for ramo in rami:
        yield Nodo(ramo.chiave, ramo.titolo + (" (collegamento incerto)" if ramo.incerto else ""), padre)
        yield from _sotto(ramo.chiave, ramo.figli)


def gantt_a_consuntivo(riga: RigaObiettivo, sessione: Sessione) -> SafeString | None:
    """Le fasi come erano previste e, sotto, come sono andate fino alla sessione; None se nessuna ha mesi."""
    fasi = [_fase(fase, sessione) for fase in riga.fasi]
    if not any(fase.previsti or fase.effettivi for fase in fasi):
        return None
    titolo = f"Fasi di «{riga.obiettivo}»: previste ed effettive"
    return gantt(fasi, anno=sessione.ciclo.anno, prefisso="consuntivo", titolo=titolo)


def _fase(riga: RigaFase, sessione: Sessione) -> Fase:
    """Una fase cominciata e non finita arriva fino alla data della sessione; non cominciata, non è stata svolta."""
    previsti = [(int(mese[:4]), int(mese[5:])) for mese in riga.fase.mesi]
    fatta = riga.avanzamento
    if fatta is None:
        return Fase(str(riga.fase), previsti)
    effettivi = _mesi(fatta.inizio, fatta.fine or max(sessione.al, fatta.inizio)) if fatta.inizio else []
    return Fase(str(riga.fase), previsti, effettivi)


def _mesi(primo: date, ultimo: date) -> list[tuple[int, int]]:
    da, a = (giorno.year * 12 + giorno.month - 1 for giorno in (primo, ultimo))
    return [(mese // 12, mese % 12 + 1) for mese in range(da, a + 1)]
