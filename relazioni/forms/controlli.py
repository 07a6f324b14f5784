"""Le maschere dei controlli: regolare una regola, motivare un rilievo, unire obiettivi uguali."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime

from enti.models import Unita
from obiettivi.models import Motivazione, RegolaEnte
from obiettivi.voci import Regolato
from piao.base.controlli import Gravita, Regola
from piao.base.moduli import Modulo

VALORI = {
    Regolato.SPENTO: "Spento: il controllo non si fa, e nell'elenco dei controlli si legge il perché",
    Regolato.INFO: "Informazione: si legge e basta",
    Regolato.AVVISO: "Avviso: si legge, si può motivare",
    Regolato.ERRORE: "Errore: per approvare il Piano va corretto o motivato",
    Regolato.BLOCCO: "Blocco: finché c'è, il Piano non va avanti",
}


class ConVisto(Modulo):
    """Ricorda quando era stata scritta la riga che l'utente aveva davanti: chi salva dopo un altro prima rilegge."""

    visto = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["visto"].initial = self.instance.quando.isoformat() if self.instance.pk else ""

    def clean_visto(self) -> datetime | None:
        """Un valore che non è una data vuol dire che non si sa che cosa l'utente aveva davanti."""
        try:
            return parse_datetime(self.cleaned_data["visto"])
        except ValueError:
            return None


class RegolaForm(ConVisto):
    """Che cosa vale un controllo nell'ente. Il valore previsto non si sceglie: ci si torna."""

    confermato = forms.BooleanField(
        label="La fonte non è stata riletta: voglio comunque che questo controllo fermi il Piano", required=False
    )

    class Meta:
        model = RegolaEnte
        fields = ("vale", "motivo")
        widgets = {"vale": forms.RadioSelect}

    def __init__(self, *args: Any, regola: Regola[Any], blocchi: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        esclusi = {str(regola.predefinita)} | (set() if blocchi else {str(Gravita.BLOCCO)})
        vale: Any = self.fields["vale"]
        vale.choices = [(valore, parole) for valore, parole in VALORI.items() if valore not in esclusi]
        self.fields["motivo"].help_text = "Lo legge chi esamina il Piano: i responsabili, il Nucleo, la Giunta."
        if regola.certa or not blocchi:
            del self.fields["confermato"]


class MotivazioneForm(ConVisto):
    """Il motivo di un rilievo; se la stessa regola ha altri rilievi senza motivo, anche per quelli."""

    tutti = forms.BooleanField(required=False)

    class Meta:
        model = Motivazione
        fields = ("motivo",)
        labels = {"motivo": "Perché resta così"}
        help_texts = {"motivo": "Resta scritto con il tuo nome e la data, e lo leggono il Nucleo e la Giunta."}

    def __init__(self, *args: Any, altri: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        etichetta = f"Vale anche per gli altri rilievi del controllo senza motivazione ({altri})"
        self.fields["tutti"].label = etichetta
        if not altri:
            del self.fields["tutti"]

    @property
    def dati(self) -> dict[str, Any]:
        return {nome: valore for nome, valore in super().dati.items() if nome != "tutti"}


class UnioneForm(forms.Form):
    """La conferma di un'unione: quale unità risponde dell'obiettivo unico, e le versioni che si sono viste."""

    capofila = forms.TypedChoiceField(label="Unità capofila", coerce=int, empty_value=None, required=False)
    versioni = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, unita: Iterable[Unita], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campo: Any = self.fields["capofila"]
        campo.choices = [(una.pk, str(una)) for una in unita]

    def clean_versioni(self) -> dict[int, int]:
        return versioni_da(self.cleaned_data["versioni"])


class AnnullaUnioneForm(forms.Form):
    """La conferma che un'unione si annulla, con la versione dell'obiettivo unito che si è vista."""

    versione = forms.IntegerField(widget=forms.HiddenInput)

    def ripeti(self, errore: forms.ValidationError, *, versione: int) -> None:
        """Dice perché non si è potuto; chi conferma di nuovo lo fa su ciò che legge adesso."""
        self.data = {"versione": str(versione)}
        self.add_error(None, errore)


def versioni_in_parole(versioni: Iterable[tuple[int, int]]) -> str:
    """«12:3,15:1»: chiave e versione di ogni obiettivo."""
    return ",".join(f"{pk}:{versione}" for pk, versione in versioni)


def versioni_da(testo: str) -> dict[int, int]:
    """Le coppie di `versioni_in_parole`. Solleva ValidationError se il testo è stato manomesso."""
    try:
        return {int(pk): int(versione) for pk, versione in (coppia.split(":") for coppia in testo.split(","))}
    except ValueError:
        raise forms.ValidationError("Non si capisce quali obiettivi unire: ricomincia dall'elenco.") from None
