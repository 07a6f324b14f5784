"""La maschera che accompagna un passo."""

from django import forms


class NotaForm(forms.Form):
    """Le osservazioni di una restituzione: obbligatorie, perché chi riceve sappia che cosa fare."""

    nota = forms.CharField(
        label="Osservazioni",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Che cosa va cambiato, e perché. Le legge chi ha proposto l'obiettivo.",
        error_messages={"required": "Scrivi le osservazioni: chi riceve l'obiettivo deve sapere che cosa fare."},
    )
