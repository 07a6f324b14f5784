"""Gli indirizzi delle pagine dei testi, del documento di cui si scrive."""

from django import template

from relazioni.scrivania import Scrivania

register = template.Library()


@register.simple_tag
def pagina(scrivania: Scrivania, nome: str, *argomenti: object) -> str:
    return scrivania.pagina(nome, *argomenti)
