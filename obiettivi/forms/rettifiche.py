"""Le maschere di ciò che si scosta dal calcolo e delle evidenze."""

from typing import Any

from django import forms

from obiettivi.models import Evidenza, Forzatura, Neutralizzazione
from piao.base.campi import campo_modello
from piao.base.carico import Caricato, controlla_documento
from piao.base.moduli import Modulo


class ForzaturaForm(Modulo):
    fissi = frozenset({"sessione", "obiettivo"})

    class Meta:
        model = Forzatura
        fields = ("grado", "motivo")
        formfield_callback = campo_modello


class DecisioneForm(forms.Form):
    """Approvare o respingere una richiesta."""

    osservazioni = forms.CharField(
        label="Osservazioni",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Obbligatorie se respingi.",
    )

    def __init__(self, dati: Any = None) -> None:
        super().__init__(dati)
        self.approva = bool(dati) and dati.get("decisione") == "approva"

    def clean_osservazioni(self) -> str:
        osservazioni: str = self.cleaned_data["osservazioni"].strip()
        if not self.approva and not osservazioni:
            raise forms.ValidationError("Scrivi perché respingi la richiesta.")
        return osservazioni


class NeutralizzazioneForm(Modulo):
    fields: Any
    fissi = frozenset({"obiettivo"})

    class Meta:
        model = Neutralizzazione
        fields = ("politica", "motivo", "atto")
        formfield_callback = campo_modello
        labels = {"atto": "Atto che lo dice"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["atto"].queryset = self.instance.ente.atti.all()


class EvidenzaForm(Modulo):
    class Meta:
        model = Evidenza
        fields = ("file", "descrizione")
        help_texts = {"file": "PDF, P7M, ODT o DOCX."}

    def clean_file(self) -> Caricato:
        file: Caricato = self.cleaned_data["file"]
        controlla_documento(file)
        return file
