"""I passi di un obiettivo: l'unica porta per cambiarne lo stato."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from obiettivi import flusso
from obiettivi.azioni.avvisi import avvisa_restituito
from obiettivi.letture import mancanze_di
from obiettivi.models import Obiettivo
from piao.base.flusso import compi


@transaction.atomic
def proponi(obiettivo: Obiettivo, *, utente: Any, nota: str = "") -> Obiettivo:
    """Solleva `flusso.Incompleto` se manca qualcosa di necessario."""
    if flusso.PROPONI.possibile(utente, obiettivo):
        mancanze = [tipo for tipo in mancanze_di(obiettivo) if tipo.blocca]
        if mancanze:
            raise flusso.Incompleto(mancanze)
    proposto: Obiettivo = compi(flusso.PROPONI, obiettivo, utente=utente, nota=nota)
    return proposto


def valida(obiettivo: Obiettivo, *, utente: Any, nota: str = "") -> Obiettivo:
    """Le osservazioni di una restituzione precedente hanno fatto il loro lavoro: restano nel registro."""
    validato: Obiettivo = compi(flusso.VALIDA, obiettivo, utente=utente, nota=nota, osservazioni="")
    return validato


@transaction.atomic
def restituisci(obiettivo: Obiettivo, *, utente: Any, nota: str) -> Obiettivo:
    """Le osservazioni sono obbligatorie: chi riceve deve sapere che cosa fare. Solleva ValueError se mancano."""
    if not nota.strip():
        raise ValueError("Per restituire un obiettivo servono le osservazioni.")
    restituito: Obiettivo = compi(flusso.RESTITUISCI, obiettivo, utente=utente, nota=nota, osservazioni=nota)
    avvisa_restituito(restituito, oggi=timezone.localdate())
    return restituito


def riapri(obiettivo: Obiettivo, *, utente: Any, nota: str = "") -> Obiettivo:
    riaperto: Obiettivo = compi(flusso.RIAPRI, obiettivo, utente=utente, nota=nota)
    return riaperto


VERBI: dict[str, Callable[..., Obiettivo]] = {
    "proponi": proponi,
    "valida": valida,
    "restituisci": restituisci,
    "riapri": riapri,
}
