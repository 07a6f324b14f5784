"""I testi di un documento: gli indirizzi delle loro pagine, come si leggono in un elenco."""

from django import template

from relazioni import variabili
from relazioni.scrivania import Scrivania

register = template.Library()
register.filter("con_i_nomi", variabili.con_i_nomi)


@register.simple_tag
def pagina(scrivania: Scrivania, nome: str, *argomenti: object) -> str:
    return scrivania.pagina(nome, *argomenti)
