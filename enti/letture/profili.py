"""Letture: QuerySet o dati pronti, non cambiano nulla."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import CharField, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from enti.models import Ente, Incarico, Rapporto, Unita
from enti.ruoli import Profilo
from enti.voci import GUIDANO_UNITA
from piao.base.avvisi import quanti_da_leggere

DIPENDENTE = "dipendente"
_ENTE = ("ente", "ente__slug", "ente__denominazione")


def in_vigore(il: date, prefisso: str = "") -> Q:
    """Le righe con `dal`/`al` valide in un giorno; una data assente non limita."""
    return (Q(**{f"{prefisso}dal__isnull": True}) | Q(**{f"{prefisso}dal__lte": il})) & (
        Q(**{f"{prefisso}al__isnull": True}) | Q(**{f"{prefisso}al__gte": il})
    )


def incarichi_in_vigore(ente: Ente, *, il: date) -> QuerySet[Incarico]:
    return Incarico.objects.filter(in_vigore(il), ente=ente).select_related("persona", "unita")


def rapporti_in_vigore(ente: Ente, *, il: date) -> QuerySet[Rapporto]:
    return Rapporto.objects.filter(in_vigore(il), ente=ente).select_related("persona", "unita")


def enti_di(utente: Any, *, il: date | None = None) -> QuerySet[Ente]:
    """Gli enti in cui l'utente ha oggi un incarico o un rapporto di lavoro."""
    giorno = il or timezone.localdate()
    incarichi = Incarico.objects.filter(in_vigore(giorno), persona__utente=utente)
    rapporti = Rapporto.objects.filter(in_vigore(giorno), persona__utente=utente)
    return Ente.objects.filter(Q(pk__in=incarichi.values("ente")) | Q(pk__in=rapporti.values("ente")))


def con_avvisi(utente: Any) -> QuerySet[Ente]:
    """Gli enti, ciascuno con `avvisi_da_leggere`: quanti avvisi vi aspettano l'utente."""
    return Ente.objects.annotate(avvisi_da_leggere=quanti_da_leggere(utente, OuterRef("slug")))


def profilo(utente: Any, ente: Ente, *, il: date | None = None) -> Profilo:
    """Che cosa è l'utente per l'ente quel giorno. Si ricorda sull'utente: una richiesta, un calcolo."""
    giorno = il or timezone.localdate()
    ricordo: dict[tuple[int, date], Profilo] = utente.__dict__.setdefault("_profili", {})
    if (ente.pk, giorno) not in ricordo:
        ricordo[ente.pk, giorno] = _calcola_profilo(utente, ente, giorno)
    return ricordo[ente.pk, giorno]


def altri_enti(utente: Any, ente: Ente) -> list[tuple[str, str]]:
    """Gli enti fra cui l'utente può passare, per nome: (nome nell'indirizzo, denominazione). Non costa una lettura."""
    posti = _posti(utente, timezone.localdate())
    altri = {(posto.slug, posto.denominazione) for posto in posti if posto.ente != ente.pk}
    return sorted(altri, key=lambda altro: altro[1])


def _calcola_profilo(utente: Any, ente: Ente, giorno: date) -> Profilo:
    posti = [posto for posto in _posti(utente, giorno) if posto.ente == ente.pk]
    guidate = {posto.unita for posto in posti if posto.tipo in GUIDANO_UNITA and posto.unita}
    return Profilo(
        incarichi=frozenset(posto.tipo for posto in posti if posto.tipo != DIPENDENTE),
        dipendente=any(posto.tipo == DIPENDENTE for posto in posti),
        unita_guidate=con_discendenti(ente, guidate) if guidate else frozenset(),
    )


class _Posto(NamedTuple):
    """Un incarico, o un rapporto di lavoro (tipo «dipendente»), con ciò che serve del suo ente."""

    ente: int
    slug: str
    denominazione: str
    tipo: str
    unita: int | None


def _posti(utente: Any, giorno: date) -> list[_Posto]:
    """I posti dell'utente quel giorno, in tutti gli enti: una lettura per richiesta. Chi non è entrato non ne ha."""
    if not utente.is_authenticated:
        return []
    ricordo: dict[date, list[_Posto]] = utente.__dict__.setdefault("_posti", {})
    if giorno not in ricordo:
        incarichi = Incarico.objects.filter(in_vigore(giorno), persona__utente=utente).order_by()
        rapporti = Rapporto.objects.filter(in_vigore(giorno), persona__utente=utente).order_by()
        righe = incarichi.values_list(*_ENTE, "tipo", "unita").union(
            rapporti.values_list(*_ENTE, Value(DIPENDENTE, CharField()), "unita")
        )
        ricordo[giorno] = [_Posto(*riga) for riga in righe]
    return ricordo[giorno]


def con_discendenti(ente: Ente, radici: Iterable[int]) -> frozenset[int]:
    """Le unità date e tutte quelle sotto, in una sola lettura."""
    figli: dict[int | None, list[int]] = {}
    for pk, padre in Unita.objects.filter(ente=ente).order_by().values_list("pk", "parent"):
        figli.setdefault(padre, []).append(pk)
    trovate, da_vedere = set(), list(radici)
    while da_vedere:
        pk = da_vedere.pop()
        if pk not in trovate:
            trovate.add(pk)
            da_vedere.extend(figli.get(pk, []))
    return frozenset(trovate)
