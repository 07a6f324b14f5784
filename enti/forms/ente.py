"""Le maschere dell'ente: dati, stemma, comuni dell'unione, livelli dell'organigramma."""

from typing import Any

from django import forms
from django.core.files.base import ContentFile

from enti.forms.comune import aspetto
from enti.letture import enti_di
from enti.models import Appartenenza, Ente, LivelloUnita
from piao.base.carico import immagine_pulita
from piao.base.moduli import Modulo, ModuloVersionato


class EnteForm(ModuloVersionato):
    class Meta:
        model = Ente
        fields = [
            "denominazione", "tipo", "provincia", "sigla_provincia", "regione",
            "codice_istat", "codice_catasto", "codice_ipa", "codice_fiscale", "partita_iva",
            "indirizzo", "telefono", "email", "pec", "sito",
            "organismo", "organismo_composizione", "organismo_nota", "organismo_dal", "organismo_al",
            "dup", "mandato_dal", "mandato_al", "nota",
        ]  # fmt: skip
        help_texts = {
            "codice_istat": "Sei cifre: provincia e comune.",
            "codice_ipa": "Dall'Indice delle pubbliche amministrazioni.",
            "pec": "L'indirizzo del protocollo.",
        }
        widgets = {"nota": forms.Textarea(attrs={"rows": 3})}

    helper = aspetto(
        ("Chi è", ["denominazione", "tipo", "provincia", "sigla_provincia", "regione"]),
        ("Codici", ["codice_istat", "codice_catasto", "codice_ipa", "codice_fiscale", "partita_iva"]),
        ("Recapiti", ["indirizzo", "telefono", "email", "pec", "sito"]),
        (
            "Organismo di valutazione",
            ["organismo", "organismo_composizione", "organismo_dal", "organismo_al", "organismo_nota"],
        ),
        ("Programmazione", ["dup", "mandato_dal", "mandato_al", "nota"]),
    )

    def clean_sigla_provincia(self) -> str:
        return str(self.cleaned_data["sigla_provincia"]).upper()


class StemmaForm(forms.Form):
    """Lo stemma esce già ripulito: riletto, ridotto, riscritto in PNG."""

    stemma = forms.FileField(
        label="Immagine dello stemma",
        help_text="PNG, JPEG o WebP, al massimo 2 MB; meglio se ha lo sfondo trasparente.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={"required": "Scegli il file dello stemma.", "empty": "Il file è vuoto: scegline un altro."},
    )

    def clean_stemma(self) -> ContentFile[bytes]:
        return immagine_pulita(self.cleaned_data["stemma"])


class AppartenenzaForm(Modulo):
    fissi = frozenset({"unione"})

    class Meta:
        model = Appartenenza
        fields = ["comune", "ente_comune", "dal", "al"]
        help_texts = {"ente_comune": "Solo se anche il comune usa questo programma."}

    helper = aspetto(("", ["comune", "ente_comune", "dal", "al"]))

    def __init__(self, *args: Any, utente: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scelte: Any = self.fields["ente_comune"]
        scelte.queryset = enti_di(utente).exclude(pk=self.instance.unione_id)


class LivelloForm(forms.Form):
    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    nome = forms.CharField(label="Nome del livello", max_length=60, required=False)


class LivelliBase(forms.BaseFormSet[LivelloForm]):
    """I livelli dal più alto; una riga lasciata vuota si toglie."""

    def __init__(self, dati: Any = None, *, ente: Ente) -> None:
        self.gia = {livello.pk: livello for livello in ente.livelli.all()}
        super().__init__(dati, initial=[{"pk": pk, "nome": livello.nome} for pk, livello in self.gia.items()])

    def clean(self) -> None:
        nomi = [nome.casefold() for _, nome in self.nomi]
        if len(nomi) != len(set(nomi)):
            raise forms.ValidationError("Due livelli hanno lo stesso nome: cambiane uno.")

    @property
    def nomi(self) -> list[tuple[LivelloUnita | None, str]]:
        righe = [form.cleaned_data for form in self.forms if form.is_valid() and form.cleaned_data.get("nome")]
        return [(self.gia.get(riga.get("pk") or 0), riga["nome"].strip()) for riga in righe]


LivelliFormSet: Any = forms.formset_factory(LivelloForm, formset=LivelliBase, extra=2, max_num=12)
