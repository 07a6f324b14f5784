"""La maschera del parere: esito, osservazioni, lista di controllo, verbale."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from obiettivi.models import Parere
from obiettivi.voci import EsitoParere
from piao.base.carico import controlla_documento
from piao.base.controlli import Esito
from piao.base.moduli import Modulo
from relazioni.lista_parere import PIANO, Domanda, Risposta, congela, domande

VERBALE = ("numero", "data", "file", "collegamento")


class ConListaEVerbale(Modulo):
    """Una decisione dell'organismo, con la lista di controllo e il verbale in un gesto solo.

    `trascrive`: chi scrive non è dell'organismo, e allora il verbale è d'obbligo.
    """

    lista: ClassVar[str]
    che_cosa: ClassVar[str]
    fissi = frozenset()
    verbale_numero = forms.CharField(label="Numero del verbale", max_length=30, required=False)
    verbale_data = forms.DateField(label="Data del verbale", required=False)
    verbale_file = forms.FileField(label="File del verbale", required=False, help_text="PDF, P7M, ODT o DOCX.")
    verbale_collegamento = forms.URLField(
        label="Oppure il suo indirizzo", required=False, assume_scheme="https", max_length=200
    )

    def __init__(self, *args: Any, trascrive: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.trascrive = trascrive
        for domanda in domande(self.lista):
            self.fields[f"risposta_{domanda.codice}"] = forms.ChoiceField(
                label=domanda.domanda, choices=Risposta.choices, required=False, widget=forms.RadioSelect
            )
            self.fields[f"nota_{domanda.codice}"] = forms.CharField(label="Nota", required=False, max_length=1000)

    def righe(self, esito: Esito) -> Iterator[dict[str, Any]]:
        """Le domande da mostrare, ciascuna con i suoi campi e con ciò che i controlli hanno trovato."""
        for domanda in domande(self.lista):
            yield {
                "domanda": domanda,
                "risposta": self[f"risposta_{domanda.codice}"],
                "nota": self[f"nota_{domanda.codice}"],
                "rilievi": domanda.rilievi(esito),
            }

    def clean_verbale_file(self) -> Any:
        file = self.cleaned_data["verbale_file"]
        if isinstance(file, UploadedFile):
            controlla_documento(file)
        return file

    def clean(self) -> dict[str, Any]:
        dati: dict[str, Any] = super().clean() or self.cleaned_data
        if self.trascrive and not self.errors and not (dati.get("verbale_numero") and dati.get("verbale_data")):
            self.add_error("verbale_numero", f"Per trascrivere {self.che_cosa} servono numero e data del verbale.")
        return dati

    @property
    def dati(self) -> dict[str, Any]:
        verbale = {nome: self.cleaned_data[f"verbale_{nome}"] for nome in VERBALE}
        verbale["file"] = verbale["file"] or ""
        return {
            **{nome: self.cleaned_data[nome] for nome in self._meta.fields or ()},
            "lista": congela(self._risposte()),
            "verbale": verbale if any(verbale.values()) else None,
        }

    def _risposte(self) -> Iterator[tuple[Domanda, str, str]]:
        for domanda in domande(self.lista):
            yield domanda, *(self.cleaned_data[f"{parte}_{domanda.codice}"] for parte in ("risposta", "nota"))


class ParereForm(ConListaEVerbale):
    """Il parere sul Piano."""

    lista, che_cosa = PIANO, "un parere"

    class Meta:
        model = Parere
        fields = ("esito", "dato_il", "osservazioni")
        widgets = {"osservazioni": forms.Textarea(attrs={"rows": 6}), "esito": forms.RadioSelect}
        help_texts = {"osservazioni": "Servono se il parere non è favorevole senza riserve."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["esito"].choices = EsitoParere.choices  # type: ignore[attr-defined]  # senza la riga vuota
        self.initial["dato_il"] = self.initial.get("dato_il") or timezone.localdate()
