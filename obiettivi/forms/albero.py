"""I filtri dell'albero. Un filtro sbagliato non è un errore: non filtra."""

from typing import Any

from django import forms

from enti.models import Ente, Unita
from obiettivi.letture.albero import PER_LINEE, PER_UNITA
from obiettivi.voci import Livello, StatoObiettivo, Tema

TUTTI = ("", "Tutti")


class AlberoForm(forms.Form):
    vista = forms.ChoiceField(
        label="Radici",
        choices=[(PER_LINEE, "linee di mandato"), (PER_UNITA, "unità organizzative")],
        required=False,
    )
    testo = forms.CharField(label="Cerca", max_length=100, required=False, widget=forms.TextInput({"type": "search"}))
    unita: Any = forms.ModelChoiceField(
        label="Unità", queryset=Unita.objects.none(), empty_label="Tutte", required=False
    )
    livello = forms.ChoiceField(label="Livello", choices=[TUTTI, *Livello.choices], required=False)
    stato = forms.ChoiceField(label="Stato", choices=[TUTTI, *StatoObiettivo.choices], required=False)
    tema = forms.ChoiceField(label="Tema", choices=[TUTTI, *Tema.choices], required=False)

    def __init__(self, *args: Any, ente: Ente, **kwargs: Any):
        super().__init__(*args, **kwargs)
        unita: Any = self.fields["unita"]
        unita.queryset = Unita.objects.filter(ente=ente).order_by("ordine", "denominazione")
        self.is_valid()

    @property
    def radici(self) -> str:
        return self._scelto("vista") or PER_LINEE

    @property
    def scelte(self) -> dict[str, Any]:
        unita = self._scelto("unita")
        campi = {nome: self._scelto(nome) or "" for nome in ("testo", "livello", "stato", "tema")}
        return {"unita": unita.pk if unita else None, **campi}

    @property
    def filtra(self) -> bool:
        return any(self.scelte.values())

    def _scelto(self, nome: str) -> Any:
        return getattr(self, "cleaned_data", {}).get(nome)
