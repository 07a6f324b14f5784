"""La maschera dei modelli di atto."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from piao.base.carico import controlla_documento
from relazioni.contenuto.atto import ELENCHI, SEGNAPOSTO
from relazioni.models import FormatoAtto
from relazioni.modulistica import ModelloIllegibile, controlla_modello


class ModelloAttoForm(forms.Form):
    """Il modello dell'ente. `sconosciuti` sono i segnaposto che nessuno saprà riempire: si accetta, ma si dice."""

    file = forms.FileField(
        label="Il modello",
        help_text="Un DOCX o un ODT con i segnaposto elencati nella pagina.",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.odt"}),
        error_messages={"required": "Scegli il file del modello."},
    )
    sconosciuti: tuple[str, ...] = ()

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if str(file.name).rsplit(".", 1)[-1].lower() not in FormatoAtto.values:
            raise ValidationError("Un modello è un file DOCX o ODT: salvalo in uno dei due formati e ricaricalo.")
        controlla_documento(file)
        try:
            self.sconosciuti = controlla_modello(file.read(), {*SEGNAPOSTO, *ELENCHI})
        except ModelloIllegibile as errore:
            raise ValidationError(str(errore)) from errore
        file.seek(0)
        return file
