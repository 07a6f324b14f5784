"""Le maschere del percorso: la nota di un passo, le date di una consultazione, ciò che ne pensa il responsabile."""

from typing import Any

from django import forms

from obiettivi.flusso.piano import PUBBLICA, PassoPiano
from obiettivi.models import Consultazione
from piao.base.moduli import ModuloVersionato

NOTA_MASSIMA = 4000


class PassoForm(forms.Form):
    """Che cosa si scrive compiendo un passo: la nota (quando serve, d'obbligo) e il giorno della pubblicazione."""

    pubblicato_il = forms.DateField(
        label="Pubblicato il",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "Scrivi il giorno in cui il Piano è stato pubblicato."},
    )
    nota = forms.CharField(
        label="Nota",
        max_length=NOTA_MASSIMA,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Facoltativa: resta scritta nel percorso del Piano.",
    )

    def __init__(self, *args: Any, passo: PassoPiano, con_nota: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if passo is not PUBBLICA:
            del self.fields["pubblicato_il"]
        if con_nota:
            self._pretendi_nota()

    def _pretendi_nota(self) -> None:
        nota = self.fields["nota"]
        nota.required, nota.label = True, "Perché"
        nota.help_text = "Resta scritto nel percorso del Piano: lo legge chi viene dopo."
        nota.error_messages["required"] = "Scrivi perché: chi riprende il Piano deve sapere che cosa fare."


class ConsultazioneForm(ModuloVersionato):
    """Le tre date e la nota, scritte dal segretario."""

    fissi = frozenset({"ciclo", "incarico"})

    class Meta:
        model = Consultazione
        fields = ("proposto_il", "negoziato_il", "concordato_il", "nota")
        help_texts = {
            "proposto_il": "Quando gli hai mandato gli obiettivi.",
            "negoziato_il": "Quando ne avete discusso.",
            "concordato_il": "Quando vi siete accordati.",
        }
        widgets = {"nota": forms.Textarea(attrs={"rows": 4})}


class DiLaTuaForm(ModuloVersionato):
    """Ciò che il responsabile pensa dei suoi obiettivi."""

    fissi = frozenset({"ciclo", "incarico"})

    class Meta:
        model = Consultazione
        fields = ("nota",)
        labels = {"nota": "Le tue osservazioni"}
        help_texts = {"nota": "Facoltative se concordi. Le leggono il segretario e l'organismo di valutazione."}
        widgets = {"nota": forms.Textarea(attrs={"rows": 5})}
