"""Le maschere dei passi: la nota che li accompagna, la scelta di più obiettivi."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from obiettivi.flusso import PASSI
from obiettivi.models import Obiettivo


class NotaForm(forms.Form):
    """Le osservazioni di una restituzione: obbligatorie, perché chi riceve sappia che cosa fare."""

    nota = forms.CharField(
        label="Osservazioni",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Che cosa va cambiato, e perché. Le legge chi ha proposto l'obiettivo.",
        error_messages={"required": "Scrivi le osservazioni: chi riceve l'obiettivo deve sapere che cosa fare."},
    )


class InsiemeForm(forms.Form):
    """Più obiettivi e un passo."""

    passo = forms.ChoiceField(choices=[(codice, codice) for codice in PASSI], widget=forms.HiddenInput)
    scelti = forms.ModelMultipleChoiceField(queryset=Obiettivo.objects.none(), widget=forms.MultipleHiddenInput)
    nota = forms.CharField(
        label="Osservazioni",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Le stesse per tutti gli obiettivi scelti.",
    )

    def __init__(self, *args: Any, obiettivi: QuerySet[Obiettivo], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scelti: Any = self.fields["scelti"]
        scelti.queryset = obiettivi

    @property
    def mancano_osservazioni(self) -> bool:
        return self.cleaned_data["passo"] == "restituisci" and not self.cleaned_data["nota"].strip()
