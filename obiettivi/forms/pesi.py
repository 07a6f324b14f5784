"""La griglia dei pesi: un campo per obiettivo, e accanto il valore che l'utente aveva davanti."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField

from obiettivi.letture.pesi import Quadro, Riga, in_parole, scala_di

SALVA, UGUALI, PROPORZIONE, TOTALI = "salva", "uguali", "proporzione", "totali"


class PesiForm(forms.Form):
    """I pesi propri di un destinatario. Vuoto vuol dire «quello dell'obiettivo»."""

    decimali = forms.ChoiceField(
        label="Cifre dopo la virgola",
        choices=[("0", "nessuna"), ("1", "una"), ("2", "due")],
        initial="2",
        required=False,
    )

    def __init__(self, *args: Any, quadro: Quadro, proposti: Mapping[int, Decimal] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.quadro = quadro
        for riga in quadro.modificabili:
            self.fields[f"peso_{riga.pk}"] = _campo(riga, (proposti or {}).get(riga.pk, riga.legame.peso))
            self.fields[f"visto_{riga.pk}"] = forms.DecimalField(
                required=False, widget=forms.HiddenInput, initial=_essenziale(riga.legame.peso)
            )

    def righe(self) -> Iterator[tuple[Riga, BoundField | None, BoundField | None]]:
        """Ogni obiettivo con il campo per scriverne il peso (None se non si può) e quello del valore visto."""
        for riga in self.quadro.righe:
            scrivibile = f"peso_{riga.pk}" in self.fields
            yield (
                riga,
                self[f"peso_{riga.pk}"] if scrivibile else None,
                self[f"visto_{riga.pk}"] if scrivibile else None,
            )

    @property
    def cifre(self) -> int:
        return int(self.cleaned_data["decimali"] or 2)

    @property
    def pesi(self) -> dict[int, Decimal | None]:
        """I pesi letti; quelli illeggibili mancano."""
        return self._letti("peso_")

    @property
    def visti(self) -> dict[int, Decimal | None]:
        return self._letti("visto_")

    def _letti(self, prefisso: str) -> dict[int, Decimal | None]:
        return {
            riga.pk: self.cleaned_data[prefisso + str(riga.pk)]
            for riga in self.quadro.modificabili
            if prefisso + str(riga.pk) in self.cleaned_data
        }


def con_visti_aggiornati(form: PesiForm, attuali: Mapping[int, Decimal | None]) -> PesiForm:
    """La stessa maschera con ciò che l'utente ha scritto, ma che ora «ha visto» i valori attuali."""
    dati = dict(form.data.items())
    for pk, peso in attuali.items():
        dati[f"visto_{pk}"] = "" if peso is None else str(peso)
    return PesiForm(dati, quadro=form.quadro)


def _campo(riga: Riga, iniziale: Decimal | None) -> forms.DecimalField:
    base = in_parole(riga.dell_obiettivo, scala_di(riga.obiettivo))
    return forms.DecimalField(
        label=f"Peso di {riga.obiettivo}",
        required=False,
        min_value=Decimal(0),
        max_digits=9,
        decimal_places=4,
        localize=True,
        initial=_essenziale(iniziale),
        widget=forms.TextInput(
            attrs={"inputmode": "decimal", "autocomplete": "off", "class": "form-control", "placeholder": base or "–"}
        ),
        error_messages={"invalid": "Scrivi un numero, per esempio 12,5.", "min_value": "Un peso non è mai negativo."},
    )


def _essenziale(peso: Decimal | None) -> Decimal | None:
    """Senza gli zeri che il database aggiunge in coda: 20 e non 20,0000."""
    return None if peso is None else Decimal(f"{peso:f}".rstrip("0").rstrip(".") if "." in f"{peso:f}" else peso)
