"""Le schede che un utente può vedere. È l'unica porta: elenchi, ricerche, esportazioni e pagine partono da qui.

La vedono la persona, chi la valuta o la propone, chi le sta sopra nell'organigramma, il segretario, l'ufficio
personale, l'organismo di valutazione; chi decide un riesame, finché è aperto (norme R107). Nessun altro: per gli altri
la scheda non esiste.
"""

from typing import Any

from django.db.models import Q, QuerySet

from enti.letture import profilo
from enti.models import Ente
from enti.ruoli import Profilo
from enti.voci import TipoIncarico
from valutazione.models import Scheda
from valutazione.voci import ChiValuta, Destinatari, StatoScheda

CON_UNITA = (Destinatari.EQ, Destinatari.DIRIGENTI)


def schede_visibili(utente: Any, ente: Ente) -> QuerySet[Scheda]:
    """Le schede dell'ente che l'utente può vedere oggi, con ciò che un elenco mostra."""
    chi = profilo(utente, ente)
    schede = _dell_ente(ente)
    if not chi.appartiene:
        return schede.none()
    if le_vede_tutte(chi):
        return schede
    return schede.filter(_sue(utente) | _sotto(chi) | _da_riesaminare(chi))


def le_vede_tutte(chi: Profilo) -> bool:
    return chi.segretario or chi.ufficio_personale or TipoIncarico.NUCLEO in chi.incarichi


def _dell_ente(ente: Ente) -> QuerySet[Scheda]:
    return Scheda.objects.filter(ciclo__ente=ente).select_related(
        "ciclo__ente", "tipo__sistema", "persona", "unita", "valutatore", "proponente"
    )


def _sue(utente: Any) -> Q:
    """Come persona valutata, come chi valuta, come chi propone."""
    return Q(persona__utente=utente) | Q(valutatore__utente=utente) | Q(proponente__utente=utente)


def _sotto(chi: Profilo) -> Q:
    """Chi guida un'unità vede chi vi lavora; di chi guida un'unità, soltanto se la sua sta più in alto."""
    della_guida = Q(tipo__destinatari__in=CON_UNITA)
    return (~della_guida & Q(unita__in=chi.unita_guidate)) | (della_guida & Q(unita__parent__in=chi.unita_guidate))


def _da_riesaminare(chi: Profilo) -> Q:
    """Il riesame affidato al sindaco gli apre la scheda, finché non ha deciso."""
    if TipoIncarico.SINDACO not in chi.incarichi:
        return Q(pk__in=[])
    return Q(stato=StatoScheda.RIESAME, riesame__organo=ChiValuta.SINDACO)
