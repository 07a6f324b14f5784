"""Le maschere di Amministrazione trasparente: chi pubblica, che file, perché si ritira."""

from typing import Any

from django import forms

from piao.base.moduli import Modulo, ModuloVersionato
from relazioni.models import Pubblicazione, Trasparenza
from relazioni.models.trasparenza import TipoPubblicazione

A_MANO = (
    TipoPubblicazione.SISTEMA,
    TipoPubblicazione.RELAZIONE,
    TipoPubblicazione.VALIDAZIONE,
    TipoPubblicazione.ATTO_NUCLEO,
)


class DocumentoForm(Modulo):
    """Un file da pubblicare: la sola maschera che porta fuori un documento non nato qui."""

    class Meta:
        model = Pubblicazione
        fields = ("tipo", "anno", "titolo", "periodo", "atto", "ufficio", "file")
        help_texts = {
            "titolo": "Come lo leggeranno i cittadini.",
            "periodo": "Per esempio «Anno 2025» o «Triennio 2026-2028».",
            "atto": "Per esempio «Giunta n. 12 del 30/01/2026».",
            "file": "Un PDF con il testo, senza nomi di dipendenti né codici fiscali.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tipo"].choices = [(tipo.value, tipo.label) for tipo in A_MANO]  # type: ignore[attr-defined]
        self.fields["file"].required = True


class RitiroForm(forms.Form):
    motivo = forms.CharField(
        label="Perché la ritiri",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Resta scritto nella pagina pubblica: non mettervi dati personali.",
        error_messages={"required": "Scrivi perché la ritiri: resterà nella pagina pubblica."},
    )


class SitoForm(ModuloVersionato):
    class Meta:
        model = Trasparenza
        fields = ("ufficio", "accessibilita", "riscontro")
