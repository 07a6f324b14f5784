"""I filtri e i pezzi che ogni modello di pagina usa senza caricarli."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from piao.base import numeri

register = template.Library()
INIZIALE_MAIUSCOLA = re.compile(r"\b[A-ZÀ-Ý][a-zà-ÿ]+\b")  # non «JavaScript» e non «ID»


@register.filter
def numero(valore: Decimal | int | None, decimali: int | None = None) -> str:
    return numeri.numero(valore, decimali)


@register.filter
def percento(valore: Decimal | int | None, decimali: int = 1) -> str:
    return numeri.percento(valore, decimali)


@register.filter
def euro(valore: Decimal | None) -> str:
    return numeri.euro(valore)


@register.filter
def giorno(valore: date | None) -> str:
    """«30/01/2026»; un trattino quando manca."""
    return numeri.data_breve(valore) if valore else "–"


@register.filter
def giorno_esteso(valore: date | None) -> str:
    return numeri.data_estesa(valore) if valore else "–"


@register.filter
def trattino(valore: Any) -> Any:
    """Un trattino al posto del vuoto; lo zero resta zero."""
    return "–" if valore is None or valore == "" else valore


@register.filter
def voce(dizionario: dict[Any, Any], chiave: Any) -> Any:
    return dizionario.get(chiave, "")


@register.filter
def frase(titolo: str) -> str:
    """«Autenticazione a Due Fattori» → «Autenticazione a due fattori»: in italiano la maiuscola sta all'inizio."""
    prima, spazio, resto = titolo.strip().partition(" ")
    return prima + spazio + INIZIALE_MAIUSCOLA.sub(lambda parola: parola[0].lower(), resto)


@register.simple_tag
def icona(nome: str, classe: str = "icon icon-sm", descrizione: str = "") -> SafeString:
    """Un'icona del kit. Senza descrizione è decorativa e i lettori di schermo la saltano."""
    indirizzo = f"{static('librerie/sprites.svg')}#it-{nome}"
    nome_accessibile: SafeString | str = (
        format_html('role="img" aria-label="{}"', descrizione) if descrizione else mark_safe('aria-hidden="true"')
    )
    return format_html('<svg class="{}" {}><use href="{}"></use></svg>', classe, nome_accessibile, indirizzo)
