"""Gli avvisi di una persona e le lettere che le sono state mandate."""

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from piao.base.models import Avviso, Messaggio, PreferenzaAvvisi

APERTI = Q(letto_il__isnull=True) | Q(da_confermare=True, preso_atto_il__isnull=True)
NON_ARRIVATI = (Messaggio.Stato.RESPINTO, Messaggio.Stato.FALLITO)


def avvisi_di(utente: Any, ente: str | OuterRef) -> QuerySet[Avviso]:
    """Gli avvisi dell'utente in un ente (slug), compresi quelli che non sono di nessun ente."""
    return Avviso.objects.filter(Q(ente=ente) | Q(ente=""), destinatario=utente.pk).select_related("messaggio")


def quanti_da_leggere(utente: Any, ente: OuterRef) -> Combinable:
    """Quanti avvisi aspettano l'utente, come colonna di un'altra lettura: così ogni pagina lo sa senza una in più."""
    aperti = avvisi_di(utente, ente).filter(APERTI).order_by().values("destinatario")
    return Coalesce(Subquery(aperti.annotate(quanti=Count("pk")).values("quanti")), 0)


def messaggi_per(ente: str) -> QuerySet[Messaggio]:
    """Le lettere che portano avvisi di un ente (slug), dalla più recente, con quanti e quanti letti."""
    suoi = Q(avvisi__ente=ente)
    return (
        Messaggio.objects.filter(suoi)
        .select_related("destinatario")
        .annotate(
            quanti=Count("avvisi", filter=suoi),
            letti=Count("avvisi", filter=suoi & Q(avvisi__letto_il__isnull=False)),
            confermati=Count("avvisi", filter=suoi & Q(avvisi__preso_atto_il__isnull=False)),
        )
        .order_by("-creato_il", "-pk")
    )


def preferenza_di(utente: Any) -> PreferenzaAvvisi:
    """La preferenza dell'utente; se non l'ha mai scritta, quella predefinita, non ancora salvata."""
    return PreferenzaAvvisi.objects.filter(utente=utente).first() or PreferenzaAvvisi(utente=utente)
