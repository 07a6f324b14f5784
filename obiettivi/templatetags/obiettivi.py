"""Filtri delle pagine degli obiettivi: un target in parole, il peso che conta, il nome di una classificazione."""

from typing import Any

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django import template
from django.forms import BaseForm
from django.utils.safestring import SafeString, mark_safe

from obiettivi.contenuto import target_in_parole as in_parole
from obiettivi.letture.pesi import peso_di
from obiettivi.models import Classificazione, Obiettivo, Target
from obiettivi.voci import Ambito, ScalaPeso, Tema, TipoClassificazione
from piao.base.numeri import numero

register = template.Library()


@register.filter
def target_in_parole(target: Target) -> str:
    return in_parole(target)


@register.filter
def peso(obiettivo: Obiettivo) -> str:
    """Il peso scritto o calcolato; vuoto se manca."""
    valore: Any = peso_di(obiettivo)
    return "" if valore is None else numero(valore)


@register.filter
def scala(obiettivo: Obiettivo) -> str:
    return str(ScalaPeso(obiettivo.scala_peso or obiettivo.ciclo.scala_peso).label)


@register.filter
def nome_classificazione(riga: Classificazione) -> str:
    """«Digitalizzazione», «c) soddisfazione dei destinatari»; un codice sconosciuto resta com'è."""
    voci: Any = Tema if riga.tipo == TipoClassificazione.TEMA else Ambito
    return str(dict(voci.choices).get(riga.codice, riga.codice))


@register.simple_tag
def campi(form: BaseForm, nomi: str) -> SafeString:
    """Alcuni campi di una maschera, nell'ordine dato (i nomi separati da spazi)."""
    pezzi = [as_crispy_field(form[nome]) for nome in nomi.split()]
    return mark_safe("".join(pezzi))  # sono già HTML di crispy
