"""La maschera dei commenti della Giunta."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from obiettivi.models import Commento, Obiettivo
from piao.base.moduli import Modulo


class CommentoForm(Modulo):
    """Un commento sul Piano, o su un suo obiettivo."""

    fissi = frozenset()

    class Meta:
        model = Commento
        fields = ("obiettivo", "testo")
        widgets = {"testo": forms.Textarea(attrs={"rows": 4, "maxlength": 4000})}
        error_messages = {"testo": {"required": "Scrivi il commento, oppure annulla."}}

    def __init__(self, *args: Any, obiettivi: QuerySet[Obiettivo], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scelta: Any = self.fields["obiettivo"]
        scelta.queryset, scelta.empty_label, scelta.label = obiettivi, "Tutto il Piano", "Su che cosa"
