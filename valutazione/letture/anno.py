"""L'anno di una persona: le sue schede messe insieme come dice il sistema, e le assenze che contano o no."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from enti.letture import persone_dell_ente
from enti.models import Persona, Rapporto
from obiettivi.misura import NonCalcolabile
from obiettivi.models import Ciclo
from valutazione.letture.visibili import schede_visibili
from valutazione.models import Scheda
from valutazione.motore import Smvp, Valutazione, valutazione_di
from valutazione.voci import StatoScheda


@dataclass(frozen=True)
class AnnoDellaPersona:
    """Le schede dell'anno, con la valutazione che ne viene; `problema` dice perché non c'è ancora."""

    persona: Persona
    schede: tuple[Scheda, ...]
    valutazione: Valutazione | None = None
    problema: str = ""

    @property
    def interim(self) -> list[Scheda]:
        return [scheda for scheda in self.schede if e_interim(scheda)]


def anno_della_persona(utente: Any, ciclo: Ciclo, persona: int) -> AnnoDellaPersona:
    """Le schede che l'utente può vedere di una persona. Solleva Http404 se non ne può vedere nessuna."""
    visibili = schede_visibili(utente, ciclo.ente).filter(ciclo=ciclo, persona=persona).select_related("incarico")
    schede = tuple(visibili.exclude(stato=StatoScheda.ANNULLATA).order_by("dal", "pk"))
    if not schede:
        raise Http404("Nessuna scheda di questa persona, per chi guarda.")
    return AnnoDellaPersona(schede[0].persona, schede, *valutazione_annuale(schede))


def valutazione_annuale(schede: Sequence[Scheda]) -> tuple[Valutazione | None, str]:
    """La media dei periodi, per giorni o semplice come dice il sistema. Un interim non raddoppia i giorni: a parte."""
    contano = [scheda for scheda in schede if not e_interim(scheda)] or list(schede)
    senza = [scheda for scheda in contano if scheda.punteggio is None]
    if senza:
        quante = (
            "Manca il punteggio di una scheda" if len(senza) == 1 else f"Manca il punteggio di {len(senza)} schede"
        )
        return None, f"{quante} su {len(contano)}."
    sistema = contano[0].tipo.sistema
    smvp = Smvp(decimali_punteggio=max(scheda.tipo.decimali_punteggio for scheda in contano))
    peso = "giorni" if sistema.media_per_giorni else "semplice"
    try:
        return valutazione_di(smvp, {"periodi": [_periodo(scheda) for scheda in contano], "peso": peso}), ""
    except NonCalcolabile as errore:
        return None, str(errore)


def giorni_di(scheda: Scheda) -> int:
    return (scheda.al - scheda.dal).days + 1


def e_interim(scheda: Scheda) -> bool:
    return scheda.incarico is not None and scheda.incarico.ad_interim


def _periodo(scheda: Scheda) -> dict[str, object]:
    return {"punteggio": scheda.punteggio, "giorni": Decimal(giorni_di(scheda))}


def rapporti_di(ciclo: Ciclo, persona: Persona) -> list[Rapporto]:
    """I rapporti di lavoro della persona con l'ente, con le assenze dell'anno in `assenze_qui`."""
    rapporti = list(Rapporto.objects.filter(ente=ciclo.ente, persona=persona).order_by("dal"))
    for rapporto in rapporti:
        dell_anno = rapporto.assenze.filter(dal__year__lte=ciclo.anno, al__year__gte=ciclo.anno)
        rapporto.__dict__["assenze_qui"] = list(dell_anno)
    return rapporti


def rapporto_di(ciclo: Ciclo, pk: int) -> Rapporto:
    """Un rapporto di lavoro dell'ente; gli altri non esistono (Http404)."""
    persone = persone_dell_ente(ciclo.ente)
    return get_object_or_404(Rapporto.objects.filter(persona__in=persone), ente=ciclo.ente, pk=pk)
