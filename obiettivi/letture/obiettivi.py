"""Gli obiettivi che un utente può vedere, e quelli letti per intero."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.http import Http404

from enti.letture import profilo
from obiettivi.letture.mancanze import con_mancanze
from obiettivi.letture.variazioni import copie_visibili
from obiettivi.models import Assegnazione, Ciclo, Obiettivo, ObiettivoUnita, Risorsa
from obiettivi.voci import StatoObiettivo

VISIBILI_A_TUTTI = (StatoObiettivo.PROPOSTO, StatoObiettivo.VALIDATO, StatoObiettivo.RITIRATO)
CHI = (
    Prefetch("unita_collegate", ObiettivoUnita.objects.select_related("unita")),
    Prefetch(
        "assegnazioni",
        Assegnazione.objects.select_related("persona", "incarico__unita", "incarico__persona", "gruppo"),
    ),
)
RACCOLTE = ("classificazioni", "indicatori__target", "indicatori__valori_storici", "fasi", "risorse")


def obiettivi_visibili(utente: Any, ciclo: Ciclo) -> QuerySet[Obiettivo]:
    """Gli obiettivi del ciclo che l'utente può vedere: le bozze solo per chi, da `enti/ruoli.py`, vede le bozze."""
    chi = profilo(utente, ciclo.ente)
    tutti: QuerySet[Obiettivo] = ciclo.obiettivi.all()  # ogni obiettivo riceve questo ciclo, senza rileggerlo
    if not chi.appartiene:
        return tutti.none()
    return tutti if chi.vede_le_bozze else tutti.filter(stato__in=VISIBILI_A_TUTTI)


def con_chi(obiettivi: QuerySet[Obiettivo]) -> QuerySet[Obiettivo]:
    """Con le unità e gli assegnatari: ciò che serve a un elenco."""
    return obiettivi.prefetch_related(*CHI)


def con_tutto(obiettivi: QuerySet[Obiettivo]) -> QuerySet[Obiettivo]:
    """Con tutto ciò che sta in una scheda: il numero di letture non dipende da quanti sono gli obiettivi."""
    collegati = obiettivi.select_related("ciclo__ente", "padre", "linea_mandato")
    return con_chi(collegati).prefetch_related(*RACCOLTE, "figli")


@dataclass(frozen=True)
class Scheda:
    """Un obiettivo con tutto ciò che ha, e i vicini dell'albero che chi guarda può vedere."""

    obiettivo: Obiettivo
    padre: Obiettivo | None
    figli: list[Obiettivo]


def scheda_di(utente: Any, ciclo: Ciclo, pk: int) -> Scheda:
    """La scheda di un obiettivo, con le mancanze. Solleva Http404 se l'utente non lo può vedere.

    L'obiettivo, chi gli sta sopra e chi gli sta sotto si leggono insieme: una bozza altrui non si intravede.
    """
    suo_padre = Obiettivo.objects.filter(pk=pk).values("padre")
    visibili = con_mancanze(obiettivi_visibili(utente, ciclo)).select_related("linea_mandato")
    vicini = {o.pk: o for o in visibili.filter(Q(pk=pk) | Q(padre=pk) | Q(pk__in=suo_padre))}
    if pk not in vicini:
        return _scheda_della_copia(utente, ciclo, pk)
    obiettivo = vicini[pk]
    prefetch_related_objects([obiettivo], *CHI, *RACCOLTE)
    return Scheda(obiettivo, vicini.get(obiettivo.padre_id or 0), [o for o in vicini.values() if o.padre_id == pk])


def _scheda_della_copia(utente: Any, ciclo: Ciclo, pk: int) -> Scheda:
    """Una copia di lavoro ha il padre dell'obiettivo del Piano, e nessuno sotto."""
    copie = con_mancanze(copie_visibili(utente, ciclo)).select_related("linea_mandato", "padre")
    copia = copie.filter(pk=pk).first()
    if copia is None:
        raise Http404("L'obiettivo non c'è, o non è ancora stato proposto.")
    copia.ciclo = ciclo
    prefetch_related_objects([copia], *CHI, *RACCOLTE)
    return Scheda(copia, copia.padre, [])


def obiettivo_di(utente: Any, ciclo: Ciclo, pk: int) -> Obiettivo:
    """Un obiettivo, o una copia di lavoro, fra quelli che l'utente può vedere. Gli altri non esistono (Http404)."""
    trovato = _con_unita(obiettivi_visibili(utente, ciclo), pk) or _con_unita(copie_visibili(utente, ciclo), pk)
    if trovato is None:
        raise Http404("L'obiettivo non c'è, o non è ancora stato proposto.")
    trovato.ciclo = ciclo
    return trovato


def _con_unita(obiettivi: QuerySet[Obiettivo], pk: int) -> Obiettivo | None:
    return obiettivi.filter(pk=pk).prefetch_related("unita_collegate").first()


def risorse_del_piano(ciclo: Ciclo) -> QuerySet[Risorsa]:
    """Le risorse di tutto il piano o di un'unità: quelle che non sono di un obiettivo."""
    return Risorsa.objects.filter(ciclo=ciclo, obiettivo__isnull=True).select_related("unita")


LEGAMI: dict[str, Any] = {"unita": ObiettivoUnita, "responsabile": Assegnazione}


def legami_di(ciclo: Ciclo, che: str, chiavi: Iterable[int]) -> QuerySet[Any]:
    """Fra questi, i legami degli obiettivi del ciclo con le unità o con chi ne risponde."""
    legami: QuerySet[Any] = LEGAMI[che].objects.filter(pk__in=chiavi, obiettivo__ciclo=ciclo)
    return legami
