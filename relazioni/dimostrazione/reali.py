"""I Piani reali in Amministrazione trasparente: si pubblica soltanto ciò che il documento dice approvato.

Chi non riporta il suo atto di approvazione resta in preparazione: non lo si inventa per far figura.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from enti.models import Utente
from obiettivi.models import Ciclo
from obiettivi.voci import StatoCiclo
from relazioni.azioni.pubblicazioni import pubblica_il_vigente
from relazioni.lavori import congela_approvazione
from relazioni.models import Pubblicazione


def pubblica_gli_approvati(enti: Iterable[str], *, segretario: Utente) -> list[Pubblicazione]:
    """Congela e pubblica i Piani che hanno un atto; ripetuta, non cambia nulla.

    Solleva ErroreDiLavoro se il PDF non si può scrivere.
    """
    approvati = Ciclo.objects.filter(ente__slug__in=enti, atto_approvazione__isnull=False)
    da_fare = approvati.exclude(stato=StatoCiclo.BOZZA).filter(versioni__isnull=True)
    return [pubblicata for ciclo in da_fare if (pubblicata := _pubblica(ciclo, segretario))]


@transaction.atomic
def _pubblica(ciclo: Ciclo, segretario: Utente) -> Pubblicazione | None:
    congela_approvazione.call(
        None,
        ciclo_id=ciclo.pk,
        atto_id=ciclo.atto_approvazione_id or 0,  # il filtro lo garantisce
        utente_id=segretario.pk,
        sito=settings.INDIRIZZO_SITO,
        esistente=True,
    )
    return pubblica_il_vigente(ciclo, utente=segretario, il=timezone.localdate())
