"""La maschera dell'atto con cui la Giunta approva: il Piano, o una sua variazione."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from enti.models import Atto
from enti.voci import Parere49
from piao.base.carico import controlla_documento
from piao.base.moduli import Modulo
from piao.base.numeri import data_estesa


class AttoDellaGiuntaForm(Modulo):
    """Numero e data sono d'obbligo: senza, non c'è atto. `non_prima`: il giorno da cui la Giunta poteva decidere."""

    class Meta:
        model = Atto
        fields = (
            "numero",
            "data",
            "oggetto",
            "parere_tecnico",
            "parere_contabile",
            "immediatamente_eseguibile",
            "file",
            "collegamento",
        )
        labels = {"numero": "Numero della delibera", "data": "Data della seduta", "file": "File della delibera"}
        help_texts = {
            "file": "PDF, P7M, ODT o DOCX. Facoltativo: si può aggiungere dopo, nella pagina degli atti.",
            "collegamento": "In alternativa al file: l'indirizzo dell'atto all'albo.",
        }
        widgets = {"oggetto": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, non_prima: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.non_prima = non_prima
        for nome in ("numero", "data", "parere_tecnico", "parere_contabile"):
            self.fields[nome].required = True
        for nome in ("parere_tecnico", "parere_contabile"):
            scelte = [("", "Scegli l'esito"), *Parere49.choices]
            self.fields[nome].choices = scelte  # type: ignore[attr-defined]  # è un elenco a discesa

    def clean_data(self) -> date:
        giorno: date = self.cleaned_data["data"]
        if giorno > timezone.localdate():
            raise ValidationError("La seduta non può essere nel futuro: registra l'approvazione quando c'è stata.")
        if self.non_prima and giorno < self.non_prima:
            raise ValidationError(f"La seduta non può essere prima del {data_estesa(self.non_prima)}.")
        return giorno

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            controlla_documento(file)
        return file or ""


class ApprovazioneForm(AttoDellaGiuntaForm):
    """L'atto che approva il Piano; dopo il termine serve anche il motivo del ritardo (art. 10 c. 5)."""

    motivo_ritardo = forms.CharField(
        label="Motivo del ritardo",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, termine: date, motivo_ritardo: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.termine = termine
        self.fields["motivo_ritardo"].initial = motivo_ritardo
        self.fields["motivo_ritardo"].help_text = (
            f"Serve se la seduta è dopo il {data_estesa(termine)}. Da qui nasce la bozza della comunicazione al "
            "Dipartimento della funzione pubblica."
        )

    def clean(self) -> dict[str, Any]:
        dati: dict[str, Any] = super().clean() or self.cleaned_data
        giorno = dati.get("data")
        if giorno and giorno > self.termine and not dati.get("motivo_ritardo", "").strip():
            frase = f"Il termine era il {data_estesa(self.termine)}: scrivi perché il Piano è approvato dopo."
            self.add_error("motivo_ritardo", frase)
        return dati
