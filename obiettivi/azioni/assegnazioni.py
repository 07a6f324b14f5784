"""Dare un obiettivo a un'unità o a chi ne risponde, senza aprirne la maschera."""

from collections.abc import Callable
from typing import Any, TypeAlias

from django.db import transaction
from django.db.models import QuerySet

from enti.models import Unita
from obiettivi.azioni.insieme import GiaAssegnato
from obiettivi.azioni.obiettivo import aggiorna_obiettivo
from obiettivi.azioni.righe import Righe
from obiettivi.models import Assegnazione, Obiettivo, ObiettivoUnita
from obiettivi.voci import StatoObiettivo
from piao.base.concorrenza import blocca
from piao.base.flusso import PassoNonAmmesso

Legame: TypeAlias = ObiettivoUnita | Assegnazione


@transaction.atomic
def assegna_a_unita(obiettivo: Obiettivo, *, utente: Any, a_chi: Unita, ruolo: str) -> Legame:
    """Collega un'unità. Solleva `GiaAssegnato` se lo è già, `PassoNonAmmesso` se l'obiettivo è validato."""
    riga = _aperto(obiettivo)
    if riga.unita_collegate.filter(unita=a_chi).exists():
        raise GiaAssegnato(f"È già di {a_chi}.")
    return _scrivi(riga, ObiettivoUnita(obiettivo=riga, unita=a_chi, ruolo=ruolo), utente=utente)


@transaction.atomic
def assegna_a_destinatario(obiettivo: Obiettivo, *, utente: Any, a_chi: Any, ruolo: str) -> Legame:
    """Assegna a un incarico, a un gruppo o a una persona. Solleva come `assegna_a_unita`."""
    riga = _aperto(obiettivo)
    suo = {a_chi._meta.model_name: a_chi}
    if riga.assegnazioni.filter(**suo).exists():
        raise GiaAssegnato(f"È già assegnato a {a_chi}.")
    return _scrivi(riga, Assegnazione(obiettivo=riga, ruolo=ruolo, **suo), utente=utente)


ASSEGNA: dict[str, Callable[..., Legame]] = {"unita": assegna_a_unita, "responsabile": assegna_a_destinatario}


@transaction.atomic
def togli_legami(obiettivo: Obiettivo, *, utente: Any, legami: QuerySet[Any]) -> None:
    """Toglie all'obiettivo, fra questi legami, i suoi. Solleva `PassoNonAmmesso` se l'obiettivo è validato."""
    riga = _aperto(obiettivo)
    suoi = Righe(da_togliere=list(legami.filter(obiettivo=riga)))
    aggiorna_obiettivo(riga, utente=utente, versione=None, righe=suoi, parte="annulla l'assegnazione")


def _aperto(obiettivo: Obiettivo) -> Obiettivo:
    riga = blocca(obiettivo, versione=None)
    if riga.stato == StatoObiettivo.VALIDATO:
        raise PassoNonAmmesso("È «validato»: per cambiarlo va prima riportato in bozza.")
    return riga


def _scrivi(obiettivo: Obiettivo, legame: Legame, *, utente: Any) -> Legame:
    aggiorna_obiettivo(obiettivo, utente=utente, versione=None, righe=Righe([legame]), parte=f"assegna a {legame}")
    return legame
