"""La stessa scrittura su più obiettivi: chi non può riceverla resta com'è e non ferma gli altri."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied

from obiettivi import flusso
from obiettivi.models import Obiettivo
from piao.base.flusso import PassoNonAmmesso


class GiaAssegnato(Exception):
    """L'obiettivo è già di quell'unità o di quel destinatario."""


@dataclass(frozen=True)
class Esito:
    """Quanti obiettivi sono cambiati, che cosa ha dato il verbo e, per gli altri, perché no."""

    fatti: int
    fermi: list[tuple[Obiettivo, str]]
    scritti: tuple[Any, ...] = ()


def su_tutti(verbo: Callable[..., Any], obiettivi: Iterable[Obiettivo], **argomenti: Any) -> Esito:
    """Applica il verbo a ogni obiettivo e racconta com'è andata."""
    scritti, fermi = [], []
    for obiettivo in obiettivi:
        try:
            scritti.append(verbo(obiettivo, **argomenti))
        except (PassoNonAmmesso, flusso.Incompleto, GiaAssegnato) as motivo:
            fermi.append((obiettivo, str(motivo)))
        except PermissionDenied:
            fermi.append((obiettivo, "Il tuo incarico non lo consente."))
    return Esito(len(scritti), fermi, tuple(scritti))
