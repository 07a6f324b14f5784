"""L'albero della performance disegnato: gli stessi rami della pagina, come scatole."""

from collections.abc import Iterable

from django.utils.safestring import SafeString

from obiettivi.letture.albero import Albero, Ramo
from obiettivi.models import Ciclo
from piao.base.grafici import Nodo, alberi
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
