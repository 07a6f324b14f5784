"""Le maschere dello scadenzario: cercare, segnare una scadenza, cambiarne il termine."""

from typing import Any, ClassVar

from django import forms

from enti.models import Ente
from obiettivi.letture.scadenze import FiltroScadenze
from obiettivi.models import Adempimento
from piao.base.campi import campo_modello
from piao.base.moduli import ModuloVersionato

QUALI = [
    ("", "Tutte"),
    ("mie", "Le mie"),
    ("aperte", "Da fare"),
    ("ritardo", "In ritardo"),
    ("fatte", "Fatte"),
    ("verificare", "Da verificare"),
]


class FiltroScadenzeForm(forms.Form):
    """Il filtro dell'elenco: sta nell'indirizzo. Ciò che non si capisce non filtra."""

    q = forms.CharField(label="Cerca", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    quali = forms.ChoiceField(label="Mostra", choices=QUALI, required=False)

    def filtro(self, ruoli: frozenset[str]) -> FiltroScadenze:
        self.is_valid()
        scelte = self.cleaned_data
        return FiltroScadenze(scelte.get("quali", ""), scelte.get("q", ""), ruoli)


class _ScadenzaForm(ModuloVersionato):
    """Anche una riga non ancora scritta ha una versione: zero. Così chi arriva secondo se ne accorge."""

    fields: Any
    fissi: ClassVar[frozenset[str]] = frozenset()

    def _argomenti(self, versione: int | None = None) -> dict[str, Any]:
        return self.dati | {"versione": versione or self.cleaned_data["versione"]}


class FattaForm(_ScadenzaForm):
    class Meta:
        model = Adempimento
        fields = ("fatto_il", "atto", "nota")
        formfield_callback = campo_modello
        labels = {"fatto_il": "Fatta il", "atto": "Atto che la prova"}
        help_texts = {
            "fatto_il": "Lascia vuoto per togliere il segno.",
            "atto": "Se manca, aggiungilo prima nel registro degli atti.",
            "nota": "Per esempio il numero di protocollo, o dove si trova la prova.",
        }

    def __init__(self, *args: Any, ente: Ente, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["atto"].queryset = ente.atti.all()


class TermineForm(_ScadenzaForm):
    class Meta:
        model = Adempimento
        fields = ("termine", "non_dovuto", "motivo")
        formfield_callback = campo_modello
        labels = {"termine": "Il nostro termine", "non_dovuto": "Non è dovuta"}
        help_texts = {
            "termine": "Lascia vuoto per tenere quello calcolato.",
            "non_dovuto": "Per esempio perché l'ente non rientra fra gli obbligati.",
            "motivo": "Chi legge lo scadenzario lo vede.",
        }

    def __init__(self, *args: Any, di_legge: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if di_legge:
            del self.fields["termine"]
