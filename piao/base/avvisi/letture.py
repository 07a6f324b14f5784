"""Gli avvisi di una persona e le lettere che le sono state mandate."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from piao.base.models import Avviso, Messaggio, PreferenzaAvvisi

APERTI = Q(letto_il__isnull=True) | Q(da_confermare=True, preso_atto_il__isnull=True)
NON_ARRIVATI = (Messaggio.Stato.RESPINTO, Messaggio.Stato.FALLITO)


def avvisi_di(utente: Any, ente: str) -> QuerySet[Avviso]:
    """Gli avvisi dell'utente in un ente (slug), compresi quelli che non sono di nessun ente."""
    return Avviso.objects.filter(Q(ente=ente) | Q(ente=""), destinatario=utente).select_related("messaggio")


def da_leggere(utente: Any, ente: str) -> int:
    """Quanti avvisi aspettano di essere letti, o che se ne prenda atto."""
    return avvisi_di(utente, ente).filter(APERTI).order_by().count()


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
