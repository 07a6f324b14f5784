"""I lavori di ogni giorno: il lavoratore guarda l'ora e mette in coda ciò che oggi non è ancora stato fatto.

Quanti che siano i lavoratori, il lavoro di un giorno ha una chiave sola. È un aiuto, non la garanzia: un lavoro
quotidiano deve comunque poter essere ripetuto senza danno.
"""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from piao.base.lavori import avvia
from piao.base.models import Lavoro


@dataclass(frozen=True)
class Quotidiano:
    """Un lavoro da fare una volta al giorno, da una certa ora (italiana) in poi."""

    nome: str
    titolo: str
    dalle: time
    funzione: str


def rintocca(adesso: datetime) -> list[Lavoro]:
    """Mette in coda i lavori di oggi la cui ora è venuta; quelli già chiesti oggi non si ripetono."""
    qui = timezone.localtime(adesso)
    maturi = [uno for uno in quotidiani() if uno.dalle <= qui.time()]
    return [lavoro for uno in maturi if (lavoro := _chiedi(uno, f"quotidiano:{uno.nome}:{qui:%Y-%m-%d}"))]


def quotidiani() -> list[Quotidiano]:
    """I lavori scritti nelle impostazioni: sono le stanze a dire che cosa si fa ogni giorno."""
    righe: list[dict[str, Any]] = settings.LAVORI_QUOTIDIANI
    return [Quotidiano(**riga) for riga in righe]


@transaction.atomic
def _chiedi(uno: Quotidiano, chiave: str) -> Lavoro | None:
    if Lavoro.objects.filter(chiave=chiave).exists():
        return None
    return avvia(import_string(uno.funzione), chiave=chiave, titolo=uno.titolo, ente="", chi="sistema")
