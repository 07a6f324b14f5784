"""I passi di un conto, in parole."""

from django import template

from obiettivi.letture.parole import grado_in_parole, punti_in_parole
from obiettivi.misura.esiti import di_quanti
from obiettivi.misura.numeri import in_parole

register = template.Library()


@register.filter
def parole(valore: object) -> str:
    """«12,5», «vero», «“in tempo”»; un trattino se manca."""
    return "–" if valore is None else in_parole(valore)


register.filter("di_quanti", di_quanti)
register.filter("grado", grado_in_parole)
register.filter("punti", punti_in_parole)
