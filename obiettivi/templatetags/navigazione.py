"""La barra di navigazione: di quale anno si parla e quale voce è quella della pagina aperta."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from obiettivi.letture import anni_di
from obiettivi.voci import CONCLUSI

register = template.Library()


@dataclass(frozen=True)
class Anni:
    """L'anno mostrato, se il suo Piano è approvato, e gli altri fra cui passare."""

    corrente: int | None
    approvato: bool
    tutti: list[int]


@register.simple_tag(takes_context=True)
def anni_del_ciclo(context: dict[str, Any]) -> Anni:
    """L'anno dell'indirizzo; nelle pagine senza anno, l'ultimo ciclo dell'ente. Una lettura sola per pagina."""
    request = context["request"]
    tutti = anni_di(request.ente)
    risolto = getattr(request, "resolver_match", None)
    dall_indirizzo = risolto.kwargs.get("anno") if risolto else None
    corrente = dall_indirizzo or next(iter(tutti), None)
    return Anni(corrente, tutti.get(corrente or 0) in CONCLUSI, list(tutti))


@register.simple_tag(takes_context=True)
def voce_nav(context: dict[str, Any], nome: str, testo: str, *argomenti: Any) -> SafeString:
    """Una voce del menu. È «corrente» quando la pagina aperta è la sua o sta sotto il suo indirizzo."""
    try:
        indirizzo = reverse(nome, args=argomenti)
    except NoReverseMatch:
        return SafeString("")
    corrente = SafeString(' aria-current="page"') if _aperta(context["request"].path, indirizzo, nome) else ""
    return format_html('<li><a href="{}"{}>{}</a></li>', indirizzo, corrente, testo)


def _aperta(percorso: str, indirizzo: str, nome: str) -> bool:
    """La home vale per sé e per la home di un anno; le altre voci anche per le pagine sotto di loro."""
    if nome.endswith(":casa"):
        return percorso == indirizzo or percorso.removeprefix(indirizzo).rstrip("/").isdigit()
    return percorso.startswith(indirizzo)
