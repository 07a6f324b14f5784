"""Le regole di un sistema nelle pagine: fasce, esiti, conversioni in parole."""

from typing import Any

from django import template

from valutazione.letture.parole import conversione_in_parole, esito_in_parole, fascia_in_parole

register = template.Library()

register.filter("conversione", conversione_in_parole)
register.filter("fascia", fascia_in_parole)
register.filter("esito", esito_in_parole)


@register.filter
def del_codice(dettaglio: Any, codice: str) -> Any:
    """Il valore di un componente in un conto; niente se non c'è."""
    return dettaglio.get(codice)
