"""A chi va detta una cosa: gli utenti che oggi hanno un ruolo, o che guidano certe unità."""

from collections.abc import Iterable
from datetime import date

from enti.letture import in_vigore
from enti.models import Ente, Incarico, Unita
from enti.voci import GUIDANO_UNITA

PAGAMENTI = "pagamenti"  # non è un incarico: è chi, fra gli incaricati, risponde dei pagamenti


def utenti_per_ruolo(ente: Ente, *, oggi: date) -> dict[str, set[int]]:
    """Gli utenti che oggi hanno ogni ruolo dell'ente e possono entrare."""
    righe = Incarico.objects.filter(in_vigore(oggi), ente=ente, persona__utente__is_active=True).order_by()
    trovati: dict[str, set[int]] = {}
    for tipo, paga, utente in righe.values_list("tipo", "responsabile_pagamenti", "persona__utente"):
        for ruolo in (tipo, PAGAMENTI) if paga else (tipo,):
            trovati.setdefault(ruolo, set()).add(utente)
    return trovati


def guide_di(ente: Ente, unita: Iterable[int], *, oggi: date) -> set[int]:
    """Gli utenti che oggi dirigono una di queste unità, o una sopra di loro."""
    padri = dict(Unita.objects.filter(ente=ente).order_by().values_list("pk", "parent"))
    sopra = {antenata for pk in unita for antenata in _con_antenate(pk, padri)}
    righe = Incarico.objects.filter(in_vigore(oggi), unita__in=sopra, tipo__in=GUIDANO_UNITA)
    return set(righe.filter(persona__utente__is_active=True).order_by().values_list("persona__utente", flat=True))


def _con_antenate(pk: int, padri: dict[int, int | None]) -> list[int]:
    trovate: list[int] = []
    qui: int | None = pk
    while qui is not None and qui not in trovate:
        trovate.append(qui)
        qui = padri.get(qui)
    return trovate
