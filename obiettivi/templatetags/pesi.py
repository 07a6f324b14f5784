"""I pesi in parole, nelle pagine."""

from collections.abc import Iterable
from decimal import Decimal

from django import template

from obiettivi.letture.pesi import frase_miste, in_parole
from obiettivi.misura import Totale

register = template.Library()


@register.filter
def peso(valore: Decimal | None, scala: str) -> str:
    """«20%», «200‰», «3 punti»; vuoto se manca."""
    return in_parole(valore, scala)


@register.filter
def contrario(valore: Decimal) -> Decimal:
    return -valore


@register.filter
def scale_miste(totali: Iterable[Totale]) -> str:
    return frase_miste(totale.scala for totale in totali)
