"""A che punto è il percorso del Piano: passaggi, pareri, motivazioni, commenti."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from enti.letture import incarichi_in_vigore
from enti.models import Ente
from obiettivi.letture.controlli import motivazioni_di
from obiettivi.models import Ciclo, Commento, Motivazione, Parere, Passaggio
from obiettivi.voci import StatoCiclo
from piao.base.controlli import Esito, Rilievo


def passaggi_di(ciclo: Ciclo) -> QuerySet[Passaggio]:
    """I passi compiuti, dal più recente."""
    return Passaggio.objects.filter(ciclo=ciclo).select_related("chi")


def pareri_di(ciclo: Ciclo) -> QuerySet[Parere]:
    """I pareri sul Piano (non sulle variazioni), dal più recente."""
    return Parere.objects.filter(ciclo=ciclo, variazione__isnull=True).select_related("verbale", "chi")


def parere_valido(ciclo: Ciclo) -> Parere | None:
    """Il parere che vale per ciò che si propone: l'ultimo, dato dopo l'ultima volta in cui è stato chiesto."""
    chiesto = passaggi_di(ciclo).filter(a=StatoCiclo.PARERE).values_list("quando", flat=True).first()
    pareri = pareri_di(ciclo)
    return (pareri.filter(creato_il__gte=chiesto) if chiesto else pareri).first()


def rilievi_del_passaggio(passaggio: Passaggio) -> tuple[Esito, list[tuple[Rilievo, Motivazione | None]]]:
    """L'esito congelato in quel momento, e accanto a ogni rilievo la motivazione che aveva già."""
    esito = Esito.da_json(passaggio.rilievi)
    scritte = {chiave: m for chiave, m in motivazioni_di(passaggio.ciclo).items() if m.quando <= passaggio.quando}
    return esito, [(rilievo, scritte.get((rilievo.codice, rilievo.oggetto.codice))) for rilievo in esito.rilievi]


def commenti_di(ciclo: Ciclo) -> QuerySet[Commento]:
    """Ciò che la Giunta osserva sul Piano (non sulle variazioni), dal primo."""
    return Commento.objects.filter(ciclo=ciclo, variazione__isnull=True).select_related("chi", "obiettivo")


def in_qualita_di(utente: Any, ente: Ente, tipi: Iterable[str]) -> str:
    """La dicitura dell'incarico con cui l'utente agisce oggi: il primo che ha, nell'ordine dato."""
    ordine = list(tipi)
    suoi = incarichi_in_vigore(ente, il=timezone.localdate()).filter(persona__utente=utente, tipo__in=ordine)
    return next((i.dicitura for i in sorted(suoi, key=lambda i: ordine.index(i.tipo))), "")
