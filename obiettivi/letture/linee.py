"""Da quale linea di mandato discende ciascun obiettivo: la sua, o quella dell'obiettivo da cui discende."""

from collections.abc import Sequence

from obiettivi.models import LineaMandato, Obiettivo


def linee_per_obiettivo(obiettivi: Sequence[Obiettivo]) -> dict[int, LineaMandato]:
    """La linea di ogni obiettivo che ne ha una, propria o ereditata salendo l'albero.

    Nessuna lettura: gli obiettivi arrivano con la linea loro e con quella del padre (`obiettivi_misurati`).
    """
    presenti = {uno.pk: uno for uno in obiettivi}
    trovate = {uno.pk: _sale(uno, presenti) for uno in obiettivi}
    return {pk: linea for pk, linea in trovate.items() if linea is not None}


def _sale(obiettivo: Obiettivo, presenti: dict[int, Obiettivo]) -> LineaMandato | None:
    """Sale fra i presenti; di un padre che non si misura più conta la linea, e lì ci si ferma."""
    visti: set[int] = set()
    qui: Obiettivo | None = obiettivo
    while qui is not None and qui.pk not in visti:
        visti.add(qui.pk)
        if qui.linea_mandato is not None:
            return qui.linea_mandato
        if qui.padre_id is not None and qui.padre_id not in presenti:
            return qui.padre.linea_mandato if qui.padre else None
        qui = presenti.get(qui.padre_id or 0)
    return None
