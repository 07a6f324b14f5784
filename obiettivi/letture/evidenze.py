"""I file che provano i valori."""

from django.db.models import QuerySet

from obiettivi.letture.rilevazioni import RigaObiettivo
from obiettivi.models import Evidenza, Sessione


def evidenze_della(sessione: Sessione) -> QuerySet[Evidenza]:
    """Le evidenze dei valori di una sessione."""
    righe = Evidenza.objects.filter(rilevazione__sessione=sessione)
    return righe.select_related("rilevazione__sessione", "rilevazione__indicatore__obiettivo__ciclo__ente")


def evidenze_per_rilevazione(riga: RigaObiettivo) -> dict[int, list[Evidenza]]:
    """Le evidenze di un obiettivo, per rilevazione."""
    rilevazioni = [indicatore.rilevazione for indicatore in riga.indicatori if indicatore.rilevazione]
    per: dict[int, list[Evidenza]] = {}
    for evidenza in Evidenza.objects.filter(rilevazione__in=rilevazioni).select_related("chi"):
        per.setdefault(evidenza.rilevazione_id, []).append(evidenza)
    return per
