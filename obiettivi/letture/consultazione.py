"""La consultazione sugli obiettivi: con chi, a che punto, chi è in ritardo (D.Lgs. 150/2009, art. 5 c. 1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from enti.letture import in_vigore, profilo
from enti.models import Incarico
from enti.parametri import valore
from enti.voci import GUIDANO_UNITA, TipoIncarico
from obiettivi.models import Assegnazione, Ciclo, Consultazione, ObiettivoUnita
from obiettivi.voci import RuoloUnita

LE_VEDONO_TUTTE = frozenset({TipoIncarico.SEGRETARIO, TipoIncarico.NUCLEO})
DA_PROPORRE, PROPOSTA, NEGOZIATA, CONCORDATA = "da_proporre", "proposta", "negoziata", "concordata"


@dataclass(frozen=True)
class Riga:
    """Un responsabile e la sua consultazione; `giorni` sono quelli trascorsi da quando gli è stata proposta."""

    incarico: Incarico
    consultazione: Consultazione | None
    obiettivi: int
    giorni: int = 0
    termine: int = 0
    in_carica: bool = True

    @property
    def punto(self) -> str:
        """A che punto è: la più avanti fra le tre date."""
        c = self.consultazione
        if c is None or not (c.proposto_il or c.negoziato_il or c.concordato_il):
            return DA_PROPORRE
        return CONCORDATA if c.concordato_il else NEGOZIATA if c.negoziato_il else PROPOSTA

    @property
    def in_ritardo(self) -> bool:
        return self.punto in (PROPOSTA, NEGOZIATA) and self.giorni > self.termine


def responsabili_da_sentire(ciclo: Ciclo, *, il: date | None = None) -> QuerySet[Incarico]:
    """Chi guida un'unità quel giorno, e il segretario se ha obiettivi suoi."""
    suoi = Assegnazione.objects.filter(obiettivo__ciclo=ciclo, incarico__isnull=False).values("incarico")
    da_sentire = Q(tipo__in=GUIDANO_UNITA) | Q(tipo=TipoIncarico.SEGRETARIO, pk__in=suoi)
    incarichi = Incarico.objects.filter(in_vigore(il or timezone.localdate()), da_sentire, ente=ciclo.ente)
    return incarichi.select_related("persona", "unita").order_by("unita__ordine", "unita__denominazione", "tipo", "pk")


def consultazioni_di(utente: Any, ciclo: Ciclo, *, oggi: date | None = None) -> list[Riga]:
    """Le righe che l'utente può vedere: tutte, oppure le sue. Chi ha finito l'incarico resta se è stato sentito."""
    giorno = oggi or timezone.localdate()
    scritte = {c.incarico_id: c for c in Consultazione.objects.filter(ciclo=ciclo).select_related(*_CHI)}
    in_carica = list(responsabili_da_sentire(ciclo, il=giorno))
    cessati = [c.incarico for pk, c in scritte.items() if pk not in {i.pk for i in in_carica}]
    quanti, termine = _obiettivi_per_incarico(ciclo, [*in_carica, *cessati]), giorni_per_concordare(giorno)
    tutte = [
        Riga(i, scritte.get(i.pk), quanti[i.pk], _giorni(scritte.get(i.pk), giorno), termine, i not in cessati)
        for i in [*in_carica, *cessati]
    ]
    if profilo(utente, ciclo.ente).incarichi & LE_VEDONO_TUTTE:
        return tutte
    return [riga for riga in tutte if riga.incarico.persona.utente_id == utente.pk]


_CHI = ("incarico__persona", "incarico__unita")


def incarico_da_sentire(ciclo: Ciclo, pk: int) -> Incarico:
    """L'incarico di una riga della consultazione. Solleva Http404 se non c'è."""
    sentiti = Consultazione.objects.filter(ciclo=ciclo).values("incarico")
    in_carica = responsabili_da_sentire(ciclo).values("pk")
    incarichi = Incarico.objects.filter(Q(pk__in=sentiti) | Q(pk__in=in_carica), ente=ciclo.ente)
    return get_object_or_404(incarichi.select_related("persona", "unita"), pk=pk)


def consultazione_con(ciclo: Ciclo, incarico: Incarico) -> Consultazione:
    """La riga scritta, oppure una ancora da scrivere."""
    scritta = Consultazione.objects.filter(ciclo=ciclo, incarico=incarico).first()
    return scritta or Consultazione(ciclo=ciclo, incarico=incarico)


def giorni_per_concordare(il: date) -> int:
    """Dopo quanti giorni dalla proposta l'accordo è in ritardo."""
    return int(valore("consultazione_giorni", il).numero)


def _giorni(consultazione: Consultazione | None, oggi: date) -> int:
    proposta = consultazione.proposto_il if consultazione else None
    return (oggi - proposta).days if proposta else 0


def _obiettivi_per_incarico(ciclo: Ciclo, incarichi: Iterable[Incarico]) -> dict[int, int]:
    """Quanti obiettivi riguardano ciascuno: di cui la sua unità è capofila, o assegnati a lui."""
    per_unita: dict[int, set[int]] = {}
    capofila = ObiettivoUnita.objects.filter(obiettivo__ciclo=ciclo, ruolo=RuoloUnita.CAPOFILA)
    for unita, obiettivo in capofila.values_list("unita", "obiettivo"):
        per_unita.setdefault(unita, set()).add(obiettivo)
    suoi: dict[int, set[int]] = {}
    assegnati = Assegnazione.objects.filter(obiettivo__ciclo=ciclo, incarico__isnull=False)
    for incarico, obiettivo in assegnati.values_list("incarico", "obiettivo"):
        suoi.setdefault(incarico, set()).add(obiettivo)
    return {i.pk: len(per_unita.get(i.unita_id or 0, set()) | suoi.get(i.pk, set())) for i in incarichi}
