"""I premi in parole."""

from decimal import Decimal

from django import template

from enti.voci import Area
from piao.base.numeri import euro, numero, percento
from valutazione.models import Simulazione

register = template.Library()
TACIUTO = "–"


@register.filter
def soldi(scritto: str) -> str:
    """«1.234,50 €» da un importo conservato come testo."""
    return euro(Decimal(scritto))


@register.filter
def totale_fondo(scenario: Simulazione) -> Decimal:
    """La somma delle destinazioni: è il fondo."""
    return sum((Decimal(importo) for _, importo in scenario.destinazioni), Decimal(0))


@register.filter
def differenza(valore: Decimal) -> str:
    """«+120,00 €», «−35,50 €», «come prima»."""
    if not valore:
        return "come prima"
    return f"{'+' if valore > 0 else ''}{euro(valore)}"


@register.filter
def area(codice: str) -> str:
    return str(Area(codice).label) if codice else ""


@register.filter
def o_taciuto(valore: Decimal | int | None, come: str = "") -> str:
    """Il valore; un trattino dove non si può dire."""
    if valore is None:
        return TACIUTO
    if come == "euro":
        return euro(Decimal(valore))
    return percento(valore, 2) if come == "percento" else numero(valore, None if isinstance(valore, int) else 2)


@register.filter
def che_cambia(scenario: Simulazione) -> str:
    """In che cosa lo scenario è diverso dal fondo, in una frase."""
    diversi = [
        ("premi destinati", euro(scenario.importo) if scenario.importo is not None else ""),
        ("regole", str(scenario.regole or "")),
        ("maggiorazione", percento(scenario.maggiorazione) if scenario.maggiorazione is not None else ""),
        ("quota di beneficiari", percento(scenario.quota_massima) if scenario.quota_massima is not None else ""),
        ("tempi di pagamento rispettati", scenario.get_tempi_display() if scenario.tempi else ""),
        ("assenze", "come se nessuno fosse mai stato assente" if scenario.senza_assenze else ""),
    ]
    return "Diverso dal fondo: " + "; ".join(f"{nome} {valore}" for nome, valore in diversi if valore) + "."
