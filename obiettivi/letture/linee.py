"""Da quale linea di mandato discende ciascun obiettivo: la sua, o quella dell'obiettivo da cui discende."""

from collections.abc import Mapping

from obiettivi.models import Ciclo, LineaMandato


def linee_per_obiettivo(ciclo: Ciclo) -> dict[int, LineaMandato]:
    """La linea di ogni obiettivo del ciclo che ne ha una, propria o ereditata salendo l'albero. Due letture."""
    legami = {pk: (padre, linea) for pk, padre, linea in ciclo.obiettivi.values_list("pk", "padre", "linea_mandato")}
    linee = {linea.pk: linea for linea in LineaMandato.objects.filter(ente=ciclo.ente_id)}
    trovate = {pk: _sale(pk, legami) for pk in legami}
    return {pk: linee[linea] for pk, linea in trovate.items() if linea is not None}


def _sale(pk: int | None, legami: Mapping[int, tuple[int | None, int | None]]) -> int | None:
    visti: set[int] = set()
    while pk is not None and pk in legami and pk not in visti:
        visti.add(pk)
        pk, linea = legami[pk]
        if linea is not None:
            return linea
    return None
