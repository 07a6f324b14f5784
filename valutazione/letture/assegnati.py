"""Gli obiettivi che entrano in una scheda: assegnati alla persona, al suo incarico, al suo gruppo, e quelli di tutti.

Il peso è quello dell'assegnazione; se non ne ha uno, quello dell'obiettivo. Un obiettivo assegnato per più strade
conta una volta, con il peso della strada più vicina alla persona. Un prerequisito non pesa e non entra.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from enti.voci import TipoGruppo
from obiettivi.letture.pesi import peso_di
from obiettivi.models import Assegnazione, Ciclo, Obiettivo
from obiettivi.voci import Livello, StatoObiettivo, Tipologia
from valutazione.models import Scheda
from valutazione.voci import Destinatari

# Come nei pesi: uno strategico conta per una persona se vale per i singoli o se ha un peso suo.
PER_LE_PERSONE = Q(obiettivo__livello=Livello.OPERATIVO) | Q(obiettivo__anche_individuale=True) | Q(peso__isnull=False)
DI_FUNZIONE = {
    TipoGruppo.RESPONSABILI: (Destinatari.EQ, Destinatari.DIRIGENTI),
    TipoGruppo.VERTICE: (Destinatari.SEGRETARIO,),
}


@dataclass(frozen=True)
class Assegnato:
    """Un obiettivo con il peso che ha per questa persona, e per quale strada le arriva."""

    obiettivo: Obiettivo
    peso: Decimal | None
    strada: str


class Assegnati:
    """Le assegnazioni di un ciclo, lette una volta: poi si chiede per ogni scheda."""

    def __init__(self, ciclo: Ciclo) -> None:
        del_piano = ciclo.obiettivi.filter(stato=StatoObiettivo.VALIDATO, prerequisito=False)
        legami = Assegnazione.objects.filter(PER_LE_PERSONE, obiettivo__in=del_piano)
        self._legami = list(
            legami.select_related("gruppo", "incarico", "obiettivo__ciclo").prefetch_related("gruppo__persone")
        )
        di_tutti = Q(tipologia=Tipologia.COMUNE) | Q(anche_individuale=True)
        self._comuni = list(del_piano.filter(di_tutti).select_related("ciclo"))

    def di(self, scheda: Scheda) -> list[Assegnato]:
        """Gli obiettivi della scheda, nell'ordine del Piano. Un interim ha solo i suoi: il resto è nella titolare."""
        interim = scheda.incarico is not None and scheda.incarico.ad_interim
        trovati: dict[int, Assegnato] = {}
        for strada, riguarda in STRADE_INTERIM if interim else STRADE:
            for legame in self._legami:
                if riguarda(legame, scheda):
                    trovati.setdefault(legame.obiettivo_id, _assegnato(legame, strada))
        for obiettivo in () if interim else self._comuni:
            trovati.setdefault(obiettivo.pk, Assegnato(obiettivo, peso_di(obiettivo), "di tutto il personale"))
        return _in_ordine(trovati.values())


def _assegnato(legame: Assegnazione, strada: str) -> Assegnato:
    proprio = legame.peso if legame.peso is not None else peso_di(legame.obiettivo)
    return Assegnato(legame.obiettivo, proprio, strada)


def _in_ordine(assegnati: Iterable[Assegnato]) -> list[Assegnato]:
    return sorted(assegnati, key=lambda uno: (uno.obiettivo.ordine, uno.obiettivo.pk))


def _alla_persona(legame: Assegnazione, scheda: Scheda) -> bool:
    return legame.persona_id is not None and legame.persona_id == scheda.persona_id


def _all_incarico(legame: Assegnazione, scheda: Scheda) -> bool:
    """All'incarico della scheda, o a quello a cui è succeduto nella stessa funzione."""
    suo, altro = scheda.incarico, legame.incarico
    if suo is None or altro is None:
        return False
    stessa = (altro.tipo, altro.unita_id) == (suo.tipo, suo.unita_id)
    return altro.pk == suo.pk or (stessa and altro.al is not None and altro.al < suo.dal)


def _al_gruppo(legame: Assegnazione, scheda: Scheda) -> bool:
    gruppo = legame.gruppo
    if gruppo is None or gruppo.tipo == TipoGruppo.ORGANO_POLITICO:
        return False
    if gruppo.tipo == TipoGruppo.TUTTI or scheda.tipo.destinatari in DI_FUNZIONE.get(TipoGruppo(gruppo.tipo), ()):
        return True
    return any(persona.pk == scheda.persona_id for persona in gruppo.persone.all())


STRADE: tuple[tuple[str, Callable[[Assegnazione, Scheda], bool]], ...] = (
    ("assegnato alla persona", _alla_persona),
    ("assegnato all'incarico", _all_incarico),
    ("assegnato al gruppo", _al_gruppo),
)
STRADE_INTERIM = (("assegnato all'incarico", _all_incarico),)
