"""La scelta di ciò che continua nell'anno nuovo."""

from collections.abc import Sequence
from typing import Any

from django import forms

from obiettivi.letture.nuovo_anno import Candidato


class NuovoAnnoForm(forms.Form):
    """Quali obiettivi, e da dove ripartono. Chi nel frattempo è già stato portato si tace: non è un errore."""

    data: Any  # un QueryDict: gli stub lo dicono un dizionario qualunque

    scelti = forms.Field(required=False)
    anche_target = forms.BooleanField(
        label="Dove il risultato non è ancora noto, riparti dal target dell'anno",
        help_text="Provvisorio: resta scritto nella nota dell'indicatore. Altrimenti si riparte da dove si partiva.",
        required=False,
    )
    testi = forms.BooleanField(
        label="Porta anche i testi del Piano", help_text="Le variabili, come l'anno, cambiano da sé.", required=False
    )

    def __init__(self, dati: Any = None, *, candidati: Sequence[Candidato]) -> None:
        super().__init__(dati, initial={"testi": True})
        self.candidati = candidati

    @property
    def segnati(self) -> set[int]:
        """Gli obiettivi con il segno: quelli scritti o, la prima volta, quelli che di solito continuano."""
        if not self.is_bound:
            return {uno.obiettivo.pk for uno in self.candidati if uno.continua}
        scritti = set(self.data.getlist("scelti"))
        return {uno.obiettivo.pk for uno in self.candidati if str(uno.obiettivo.pk) in scritti}

    def clean_scelti(self) -> set[int]:
        return self.segnati
