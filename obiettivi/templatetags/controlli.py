"""Quando mostrare i controlli a chi guarda."""

from typing import Any

from django import template

from obiettivi.models import Ciclo
from obiettivi.permessi import puo_vedere_controlli

register = template.Library()


@register.simple_tag(takes_context=True)
def vede_i_controlli(context: dict[str, Any], ciclo: Ciclo) -> bool:
    return puo_vedere_controlli(context["request"].user, ciclo)
