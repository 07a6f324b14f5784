"""I cicli e le linee di mandato di un ente."""

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from enti.models import Ente
from obiettivi.models import Ciclo, LineaMandato


def cicli_di(ente: Ente) -> QuerySet[Ciclo]:
    """I cicli dell'ente, dal più recente."""
    return Ciclo.objects.filter(ente=ente).select_related("ente")


def ciclo_di(ente: Ente, anno: int) -> Ciclo:
    """Il ciclo di un anno. Solleva Http404 se l'ente non l'ha aperto."""
    return get_object_or_404(cicli_di(ente), anno=anno)


def ciclo_corrente(ente: Ente) -> Ciclo | None:
    """Il ciclo dell'anno in corso; se non c'è, il più recente; se non ce n'è nessuno, None."""
    cicli = list(cicli_di(ente))
    oggi = timezone.localdate().year
    return next((ciclo for ciclo in cicli if ciclo.anno == oggi), cicli[0] if cicli else None)


def linee_di(ente: Ente) -> QuerySet[LineaMandato]:
    """Le linee di mandato, con il numero di obiettivi che ne discendono."""
    return LineaMandato.objects.filter(ente=ente).annotate(quanti=Count("obiettivi"))
