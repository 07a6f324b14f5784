"""Ciò che le maschere della stanza hanno in comune: l'aspetto a gruppi e la scelta di un'unità."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from enti.models import Ente, Unita
from piao.base.moduli import Modulo


def aspetto(*gruppi: tuple[str, Sequence[str]]) -> FormHelper:
    """I campi in gruppi con un titolo, su più colonne dove c'è posto."""
    scatole = [(titolo, Div(*campi, css_class="campi")) for titolo, campi in gruppi]
    return _helper(Layout(*(Fieldset(titolo, scatola) if titolo else scatola for titolo, scatola in scatole)))


def _helper(layout: Layout) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.render_hidden_fields = True
    helper.layout = layout
    return helper


class SceltaUnita(forms.ModelChoiceField):  # type: ignore[type-arg]  # generico solo per gli stub
    """Un'unità dell'ente, rientrata secondo il suo posto nell'albero."""

    def label_from_instance(self, unita: Any) -> str:
        return "\u2003" * getattr(unita, "tree_depth", 0) + str(unita)


def unita_fra_cui_scegliere(ente: Ente, *, il: date | None = None, anche: int | None = None) -> QuerySet[Unita]:
    """Le unità non ancora chiuse, nell'ordine dell'albero; `anche` resta in elenco comunque."""
    giorno = il or timezone.localdate()
    aperte = Q(al__isnull=True) | Q(al__gte=giorno) | Q(pk=anche)
    unita: QuerySet[Unita] = Unita.objects.with_tree_fields().filter(aperte, ente=ente)
    return unita


def metti_unita(form: Modulo, nome: str, ente: Ente, **altro: Any) -> None:
    """Sostituisce il campo con una scelta fra le unità dell'ente, conservando etichetta e aiuto."""
    campo = form.fields[nome]
    form.fields[nome] = SceltaUnita(
        unita_fra_cui_scegliere(ente, anche=getattr(form.instance, f"{nome}_id", None)),
        label=campo.label,
        help_text=campo.help_text,
        required=campo.required,
        empty_label=altro.get("vuoto", "Nessuna"),
        error_messages={"invalid_choice": altro.get("errore", "Scegli un'unità dell'ente dall'elenco.")},
    )
