"""I passi di un conto, in parole."""

from decimal import Decimal

from django import template

from obiettivi.misura.numeri import in_parole
from piao.base.numeri import NON_DISPONIBILE, numero, percento

register = template.Library()


@register.filter
def parole(valore: object) -> str:
    """«12,5», «vero», «“in tempo”»; un trattino se manca."""
    return "–" if valore is None else in_parole(valore)


@register.filter
def grado(valore: Decimal | None) -> str:
    """«83,33%»; «n.d.» se il grado manca: non è zero."""
    return NON_DISPONIBILE if valore is None else percento(valore, 2)


@register.filter
def punti(valore: Decimal | None) -> str:
    """«+12,5 punti», «−3 punti»; «n.d.» se manca."""
    if valore is None:
        return NON_DISPONIBILE
    return f"{'+' if valore > 0 else ''}{numero(valore, 2)} punti"
