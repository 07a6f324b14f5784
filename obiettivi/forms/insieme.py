"""Le maschere di ciò che si fa su più obiettivi insieme: quali, che passo, a chi."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from obiettivi.flusso import PASSI
from obiettivi.forms.campi import SceltaDestinatario, SceltaRiga
from obiettivi.letture.scelte import destinatari, rientrata, unita_in_ordine
from obiettivi.models import Ciclo, Obiettivo
from obiettivi.voci import RuoloAssegnatario, RuoloUnita

CHI = {"required": "Scegli a chi assegnare gli obiettivi."}


class SceltiForm(forms.Form):
    """Gli obiettivi scelti nell'elenco, fra quelli che chi guarda può vedere."""

    scelti = forms.ModelMultipleChoiceField(queryset=Obiettivo.objects.none(), widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, obiettivi: QuerySet[Obiettivo], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scelti: Any = self.fields["scelti"]
        scelti.queryset = obiettivi


class InsiemeForm(SceltiForm):
    """Più obiettivi e un passo."""

    passo = forms.ChoiceField(choices=[(codice, codice) for codice in PASSI], widget=forms.HiddenInput)
    nota = forms.CharField(
        label="Osservazioni",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Le stesse per tutti gli obiettivi scelti.",
    )

    @property
    def mancano_osservazioni(self) -> bool:
        return self.cleaned_data["passo"] == "restituisci" and not self.cleaned_data["nota"].strip()


class AssegnaUnitaForm(forms.Form):
    """L'unità e la sua parte."""

    titolo = "Assegnare a un'unità"
    ruolo = forms.ChoiceField(label="Come", choices=RuoloUnita.choices)
    field_order = ("a_chi", "ruolo")

    def __init__(self, *args: Any, ciclo: Ciclo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unita = unita_in_ordine(ciclo.ente)
        self.fields["a_chi"] = SceltaRiga(
            unita, voce=rientrata, label="Unità", vuota="Scegli l'unità", error_messages=CHI
        )
        self.order_fields(self.field_order)


class AssegnaResponsabileForm(forms.Form):
    """Un incarico, un gruppo o una persona, e la sua parte."""

    titolo = "Assegnare a un responsabile"
    ruolo = forms.ChoiceField(label="Come", choices=RuoloAssegnatario.choices)
    field_order = ("a_chi", "ruolo")

    def __init__(self, *args: Any, ciclo: Ciclo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["a_chi"] = SceltaDestinatario(destinatari(ciclo), label="A chi", error_messages=CHI)
        self.order_fields(self.field_order)


ASSEGNA: dict[str, type[AssegnaUnitaForm] | type[AssegnaResponsabileForm]] = {
    "unita": AssegnaUnitaForm,
    "responsabile": AssegnaResponsabileForm,
}
