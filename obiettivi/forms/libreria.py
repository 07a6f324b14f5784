"""Cercare in libreria, copiare un modello, dargli nome."""

from typing import Any

from django import forms

from enti.letture import profilo
from enti.models import Unita
from obiettivi.letture.libreria import COMUNE, DELL_ENTE, Ricerca, unita_per_copiare
from obiettivi.models import Ciclo, Modello
from obiettivi.voci import Tema
from piao.base.moduli import Modulo


class RicercaForm(forms.Form):
    """I filtri della libreria. Un filtro sbagliato non è un errore: non filtra."""

    testo = forms.CharField(label="Cerca", max_length=100, required=False, widget=forms.TextInput({"type": "search"}))
    tema = forms.ChoiceField(label="Tema", choices=[("", "Tutti"), *Tema.choices], required=False)
    norma = forms.CharField(
        label="Norma", max_length=100, required=False, widget=forms.TextInput({"placeholder": "per esempio 33/2013"})
    )
    origine = forms.ChoiceField(
        label="Libreria",
        choices=[("", "Tutte"), (COMUNE, "comune"), (DELL_ENTE, "dell'ente")],
        required=False,
    )

    @property
    def ricerca(self) -> Ricerca:
        self.is_valid()
        return Ricerca(**{nome: valore or "" for nome, valore in getattr(self, "cleaned_data", {}).items()})


class CopiaForm(forms.Form):
    """Per quale unità copiare. Il segretario può decidere dopo; chi guida un'unità la sceglie subito."""

    unita: Any = forms.ModelChoiceField(
        label="Unità che ne risponde",
        queryset=Unita.objects.none(),
        required=False,
        empty_label="la scelgo dopo",
        error_messages={"required": "Scegli per quale delle tue unità."},
    )

    def __init__(self, *args: Any, utente: Any, ciclo: Ciclo, **kwargs: Any):
        super().__init__(*args, **kwargs)
        campo: Any = self.fields["unita"]
        campo.queryset = unita_per_copiare(utente, ciclo)
        campo.required = not profilo(utente, ciclo.ente).segretario
        if campo.required:
            campo.empty_label = None if campo.queryset.count() == 1 else "scegli"


class ModelloForm(Modulo):
    class Meta:
        model = Modello
        fields = ("titolo", "descrizione", "norma")
        widgets = {
            "titolo": forms.TextInput,
            "descrizione": forms.Textarea({"rows": 3}),
        }
        help_texts = {"norma": "Se c'è una norma che lo chiede o lo suggerisce."}
