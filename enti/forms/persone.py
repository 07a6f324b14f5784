"""Le maschere di persone, rapporti, incarichi, gruppi, inviti."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from enti.codici import CODICE_PERSONA
from enti.forms.comune import SceltaUnita, aspetto, metti_unita, unita_fra_cui_scegliere
from enti.letture import atti_di, persone_dell_ente
from enti.models import Ente, Gruppo, Incarico, Persona, Rapporto
from enti.voci import TipoIncarico
from piao.base.campi import campo_modello
from piao.base.moduli import Modulo, ModuloVersionato

ANAGRAFICA = ["cognome", "nome", "codice_fiscale", "email", "genere"]
COME = [("dipendente", "Dipendente (rapporto di lavoro)"), *TipoIncarico.choices]


class CampoCodice(forms.CharField):
    """Un codice si può incollare con gli spazi e in minuscolo: perciò il browser non lo accorcia."""

    def to_python(self, value: Any) -> Any:
        return str(super().to_python(value)).replace(" ", "").upper()

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {nome: valore for nome, valore in super().widget_attrs(widget).items() if nome != "maxlength"}


class PersonaForm(ModuloVersionato):
    class Meta:
        model = Persona
        fields = ANAGRAFICA
        field_classes = {"codice_fiscale": CampoCodice}
        help_texts = {"email": "Serve per invitarla a entrare nel programma."}

    helper = aspetto(("", ANAGRAFICA))

    def clean_codice_fiscale(self) -> str:
        codice = str(self.cleaned_data["codice_fiscale"])
        if codice and not CODICE_PERSONA.fullmatch(codice):
            raise forms.ValidationError("Un codice fiscale ha 16 fra lettere e cifre: controllalo.")
        return codice


class NuovaPersonaForm(PersonaForm):
    """L'anagrafica e il primo motivo per cui la persona sta nell'ente; il resto si completa dopo."""

    come = forms.ChoiceField(label="Che cosa è per l'ente", choices=COME)
    unita = SceltaUnita(None, label="Unità", required=False, empty_label="Nessuna")
    dal = forms.DateField(label="Dal")

    helper = aspetto(("Chi è", ANAGRAFICA), ("Perché è qui", ["come", "unita", "dal"]))

    def __init__(self, *args: Any, ente: Ente, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scelte: Any = self.fields["unita"]
        scelte.queryset = unita_fra_cui_scegliere(ente)
        scelte.help_text = "Dove lavora, o quale unità dirige."

    def validate_unique(self) -> None:
        """Chi è già conosciuto con lo stesso codice fiscale lo riconosce l'azione."""

    def validate_constraints(self) -> None:
        """Come sopra."""


class RapportoForm(ModuloVersionato):
    class Meta:
        model = Rapporto
        formfield_callback = campo_modello
        fields = ["tipo", "area", "profilo", "unita", "tempo", "matricola", "dal", "al"]
        help_texts = {"tempo": "100 a tempo pieno, 50 a metà tempo."}

    helper = aspetto(("", Meta.fields))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        metti_unita(self, "unita", self.instance.ente)


class IncaricoForm(ModuloVersionato):
    class Meta:
        model = Incarico
        formfield_callback = campo_modello
        fields = [
            "tipo", "unita", "titolo", "dal", "al", "atto", "quota", "ad_interim", "responsabile_pagamenti",
            "atto_integrazione", "nota",
        ]  # fmt: skip

    helper = aspetto(("", Meta.fields))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        metti_unita(self, "unita", self.instance.ente)
        for nome in ("atto", "atto_integrazione"):
            atti: Any = self.fields[nome]
            atti.queryset = atti_di(self.instance.ente)
            atti.empty_label = "Non ancora registrato"


class ChiudiIncaricoForm(ModuloVersionato):
    class Meta:
        model = Incarico
        fields = ["al"]
        labels = {"al": "Ultimo giorno"}

    helper = aspetto(("", Meta.fields))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["al"].required = True


class GruppoForm(Modulo):
    class Meta:
        model = Gruppo
        fields = ["denominazione", "tipo", "persone"]
        widgets = {"persone": forms.CheckboxSelectMultiple}
        help_texts = {"persone": "Solo per i gruppi di lavoro: gli altri gruppi si dicono per funzione."}

    helper = aspetto(("", ["denominazione", "tipo"]), ("Chi ne fa parte", ["persone"]))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scelte: Any = self.fields["persone"]
        scelte.queryset = persone_dell_ente(self.instance.ente)


class PasswordForm(forms.Form):
    """La password scelta da chi è stato invitato."""

    password = forms.CharField(
        label="Password",
        help_text="Almeno 12 caratteri: una frase che ricordi va benissimo.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )
    ancora = forms.CharField(
        label="Ripeti la password", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        dati = super().clean() or {}
        if "password" in dati and dati.get("ancora") != dati["password"]:
            self.add_error("ancora", "Le due password sono diverse: riscrivile.")
        return dati
