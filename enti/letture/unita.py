"""L'organigramma a una data: un albero pronto da mostrare, in due letture."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from enti.letture.profili import in_vigore, incarichi_in_vigore
from enti.models import Ente, Incarico, Unita
from enti.voci import GUIDANO_UNITA
from piao.base.grafici import Nodo


@dataclass(frozen=True)
class Ramo:
    """Un'unità con chi la guida e le unità sotto di lei."""

    unita: Unita
    responsabili: tuple[Incarico, ...]
    figli: tuple["Ramo", ...]

    def discendenza(self) -> Iterator["Ramo"]:
        yield self
        for figlio in self.figli:
            yield from figlio.discendenza()

    @property
    def sotto(self) -> int:
        """Quante unità ci sono sotto, a ogni livello."""
        return sum(1 for _ in self.discendenza()) - 1


def unita_dell_ente(ente: Ente) -> QuerySet[Unita]:
    unita: QuerySet[Unita] = ente.unita.select_related("livello", "parent")
    return unita


def organigramma(ente: Ente, *, il: date) -> tuple[Ramo, ...]:
    """Le unità valide quel giorno. Chi sta sotto un'unità non valida quel giorno diventa una radice."""
    valide = list(unita_dell_ente(ente).filter(in_vigore(il)).order_by("ordine", "denominazione"))
    presenti = {unita.pk for unita in valide}
    figli: dict[int | None, list[Unita]] = {}
    for unita in valide:
        figli.setdefault(unita.parent_id if unita.parent_id in presenti else None, []).append(unita)
    return _rami(figli.get(None, []), figli, _responsabili(ente, il))


def nodi(rami: Iterable[Ramo], ente: Ente) -> list[Nodo]:
    """Gli stessi rami per il disegno: l'ente è la radice."""
    trovati = [Nodo("ente", str(ente))]
    for ramo in (r for radice in rami for r in radice.discendenza()):
        presente = any(nodo.chiave == str(ramo.unita.parent_id) for nodo in trovati)
        trovati.append(Nodo(str(ramo.unita.pk), str(ramo.unita), str(ramo.unita.parent_id) if presente else "ente"))
    return trovati


def _rami(
    livello: Sequence[Unita], figli: dict[int | None, list[Unita]], guidano: dict[int, list[Incarico]]
) -> tuple[Ramo, ...]:
    return tuple(
        Ramo(unita, tuple(guidano.get(unita.pk, ())), _rami(figli.get(unita.pk, []), figli, guidano))
        for unita in livello
    )


def _responsabili(ente: Ente, il: date) -> dict[int, list[Incarico]]:
    guidano: dict[int, list[Incarico]] = {}
    for incarico in incarichi_in_vigore(ente, il=il).filter(tipo__in=GUIDANO_UNITA, unita__isnull=False):
        guidano.setdefault(incarico.unita_id or 0, []).append(incarico)
    return guidano
