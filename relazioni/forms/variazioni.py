"""Le maschere delle variazioni: oggetto e ragioni, che cosa si ritira, che cosa si aggiunge, perché si dice di no."""

from typing import Any

from django import forms

from enti.models import Unita
from obiettivi.forms.campi import SceltaRiga
from obiettivi.letture.scelte import rientrata
from obiettivi.models import Variazione
from obiettivi.voci import Livello
from piao.base.moduli import Modulo, ModuloVersionato

TESTO = forms.Textarea(attrs={"rows": 5})


class _Ragioni:
    model = Variazione
    fields = ("titolo", "motivo", "causa")
    help_texts = {
        "titolo": "In poche parole: compare nel Piano e nella Relazione.",
        "motivo": "Perché il Piano approvato non va più bene. Lo leggono il Nucleo, la Giunta e i cittadini.",
    }
    widgets = {"motivo": TESTO, "causa": forms.RadioSelect}


class NuovaVariazioneForm(Modulo):
    fissi = frozenset()

    class Meta(_Ragioni):
        pass

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _senza_vuota(self)


class VariazioneForm(ModuloVersionato):
    fissi = frozenset({"ciclo"})

    class Meta(_Ragioni):
        pass

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _senza_vuota(self)


def _senza_vuota(form: Any) -> None:
    causa = form.fields["causa"]
    causa.choices = [scelta for scelta in causa.choices if scelta[0]]


class NotaForm(forms.Form):
    """Una ragione scritta: perché si ritira, perché si rimanda."""

    nota = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, etichetta: str, manca: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nota"].label = etichetta
        self.fields["nota"].error_messages["required"] = manca


class AggiuntaForm(forms.Form):
    """Il minimo di un obiettivo nuovo: il resto si scrive nella sua scheda."""

    titolo = forms.CharField(label="Titolo", max_length=600, widget=forms.Textarea(attrs={"rows": 2}))
    livello = forms.ChoiceField(label="Livello", choices=Livello.choices, initial=Livello.OPERATIVO)

    def __init__(self, *args: Any, unita: list[Unita], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unita"] = SceltaRiga(unita, voce=rientrata, label="Unità capofila", vuota="Scegli l'unità")
