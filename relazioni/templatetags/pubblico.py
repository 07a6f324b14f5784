"""Come si dicono gli obiettivi nelle pagine di tutti: le stesse parole del documento."""

from decimal import Decimal

from django import template
from django.utils.html import strip_tags

from piao.base.numeri import MESI
from piao.base.numeri import numero as in_italiano
from relazioni.contenuto.obiettivi import con_unita
from relazioni.contenuto.tipi import DatiIndicatore, DatiObiettivo, DatiTarget
from relazioni.stampa import parole

register = template.Library()


@register.filter
def chi_risponde(o: DatiObiettivo) -> str:
    return parole.chi_risponde(o)


@register.filter
def chi_contribuisce(o: DatiObiettivo) -> str:
    return parole.chi_contribuisce(o)


@register.filter
def quando(o: DatiObiettivo) -> str:
    return parole.periodo(o.data_inizio, o.data_fine)


@register.filter
def peso(o: DatiObiettivo) -> str:
    return parole.peso_di(o)


@register.filter
def misura(valore: Decimal | None, indicatore: DatiIndicatore) -> str:
    """«80%», «25 giorni»: il valore con l'unità dell'indicatore."""
    return con_unita(valore, indicatore.unita_misura, indicatore.decimali)


@register.filter
def traguardo(indicatore: DatiIndicatore, anno: int) -> DatiTarget | None:
    return next((uno for uno in indicatore.target if uno.anno == anno), None)


@register.filter
def senza_segni(html: str) -> str:
    """Il testo di un HTML, per un riassunto."""
    return " ".join(strip_tags(html.replace("<", " <")).split())


@register.filter
def mese(scritto: str) -> str:
    """«2026-03» → «marzo 2026»."""
    anno, numero = scritto.split("-")
    return f"{MESI[int(numero) - 1]} {anno}"


@register.filter
def iniziale(testo: str) -> str:
    """La maiuscola all'inizio, il resto com'è."""
    return parole.maiuscola(testo)


@register.filter
def formula(indicatore: DatiIndicatore) -> str:
    return parole.formula(indicatore)


@register.filter
def cella(valore: object) -> str:
    """Una cella di una tabella pubblicata: i numeri all'italiana, un trattino dove non si dice."""
    if valore is None:
        return "–"
    return in_italiano(valore) if isinstance(valore, Decimal | int) else str(valore)
