"""La maschera degli atti."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from enti.forms.comune import aspetto
from enti.models import Atto
from piao.base.carico import controlla_documento
from piao.base.moduli import Modulo


class AttoForm(Modulo):
    class Meta:
        model = Atto
        fields = [
            "organo", "organo_testo", "numero", "data", "oggetto", "parere_tecnico", "parere_contabile",
            "immediatamente_eseguibile", "file", "collegamento",
        ]  # fmt: skip
        help_texts = {
            "organo_testo": "Solo se il nome dell'organo è diverso, per esempio «Giunta dell'Unione».",
            "file": "PDF, P7M, ODT o DOCX.",
            "collegamento": "In alternativa al file: l'indirizzo dell'atto all'albo o in Amministrazione trasparente.",
        }
        widgets = {"oggetto": forms.Textarea(attrs={"rows": 2})}

    helper = aspetto(("", Meta.fields))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            controlla_documento(file)
        return file or ""
