"""Gli obiettivi che un utente può vedere, e quelli letti per intero."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404

from enti.letture import profilo
from obiettivi.letture.mancanze import con_mancanze
from obiettivi.models import Assegnazione, Ciclo, Obiettivo, ObiettivoUnita, Risorsa
from obiettivi.voci import StatoObiettivo

VISIBILI_A_TUTTI = (StatoObiettivo.PROPOSTO, StatoObiettivo.VALIDATO)


def obiettivi_visibili(utente: Any, ciclo: Ciclo) -> QuerySet[Obiettivo]:
    """Gli obiettivi del ciclo che l'utente può vedere: le bozze solo per chi, da `enti/ruoli.py`, vede le bozze."""
    chi = profilo(utente, ciclo.ente)
    tutti = Obiettivo.objects.filter(ciclo=ciclo).select_related("ciclo__ente")
    if not chi.appartiene:
        return tutti.none()
    return tutti if chi.vede_le_bozze else tutti.filter(stato__in=VISIBILI_A_TUTTI)


def con_chi(obiettivi: QuerySet[Obiettivo]) -> QuerySet[Obiettivo]:
    """Con le unità e gli assegnatari: ciò che serve a un elenco."""
    return obiettivi.prefetch_related(
        Prefetch("unita_collegate", ObiettivoUnita.objects.select_related("unita")),
        Prefetch(
            "assegnazioni",
            Assegnazione.objects.select_related("persona", "incarico__unita", "incarico__persona", "gruppo"),
        ),
    )


def con_tutto(obiettivi: QuerySet[Obiettivo]) -> QuerySet[Obiettivo]:
    """Con tutto ciò che sta in una scheda: il numero di letture non dipende da quanti sono gli obiettivi."""
    return (
        con_chi(obiettivi)
        .select_related("ciclo__ente", "padre", "linea_mandato")
        .prefetch_related(
            "classificazioni", "indicatori__target", "indicatori__valori_storici", "fasi", "risorse", "figli"
        )
    )


def obiettivo_completo(utente: Any, ciclo: Ciclo, pk: int) -> Obiettivo:
    """Un obiettivo per la sua scheda, con le mancanze. Solleva Http404 se l'utente non lo può vedere."""
    return get_object_or_404(con_tutto(con_mancanze(obiettivi_visibili(utente, ciclo))), pk=pk)


def risorse_del_piano(ciclo: Ciclo) -> QuerySet[Risorsa]:
    """Le risorse di tutto il piano o di un'unità: quelle che non sono di un obiettivo."""
    return Risorsa.objects.filter(ciclo=ciclo, obiettivo__isnull=True).select_related("unita")
