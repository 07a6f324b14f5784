"""Le maschere della Relazione: i fatti dell'anno, le risorse usate, l'atto, la validazione, la pubblicazione."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from enti.models import Atto
from enti.voci import Organo
from obiettivi.models import Risorsa
from piao.base.campi import CampoNumero, campo_modello
from piao.base.moduli import ModuloVersionato
from piao.base.numeri import data_estesa
from relazioni.forms.approvazione import AttoDellaGiuntaForm
from relazioni.forms.parere import ConListaEVerbale
from relazioni.lista_parere import RELAZIONE
from relazioni.models import Impiego, Relazione, Validazione

PAGAMENTI = ("itr", "tmp", "itp", "stock", "pcc_il", "revisore_verbale", "revisore_il", "pagamenti_nota")
FORMAZIONE = ("formazione_ore_donne", "formazione_ore_uomini", "formazione_in_soglia")
UTENTI = ("indagini", "indagini_risposte", "indagini_soddisfatti", "indagini_pubblicate_il")
TRASPARENZA = ("rpct_relazione_il", "rpct_indirizzo", "attestazione_il")
GRUPPI = (
    ("I tempi di pagamento", "Dalla Piattaforma dei crediti commerciali (DL 13/2023, art. 4-bis).", PAGAMENTI),
    ("La formazione", "Le ore dell'anno, di tutto il personale.", FORMAZIONE),
    ("Gli utenti", "Le indagini sulla soddisfazione (D.Lgs. 150/2009, art. 19-bis).", UTENTI),
    ("Trasparenza e anticorruzione", "Gli adempimenti dell'anno (D.Lgs. 33/2013, art. 44).", TRASPARENZA),
)


class FattiForm(ModuloVersionato):
    """I fatti dell'anno: tutti facoltativi, ciò che manca si vede nei controlli."""

    fissi = frozenset()

    class Meta:
        model = Relazione
        fields = (*PAGAMENTI, *FORMAZIONE, *UTENTI, *TRASPARENZA)
        widgets = {"pagamenti_nota": forms.Textarea(attrs={"rows": 3})}
        formfield_callback = campo_modello

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for nome in ("pcc_il", "revisore_il", "indagini_pubblicate_il", "rpct_relazione_il", "attestazione_il"):
            self.fields[nome].widget.attrs["max"] = timezone.localdate().isoformat()

    @property
    def gruppi(self) -> Iterator[dict[str, Any]]:
        for titolo, spiega, campi in GRUPPI:
            yield {"titolo": titolo, "spiega": spiega, "campi": [self[nome] for nome in campi]}


class ImpiegoForm(forms.Form):
    """Quanto si è usato di una risorsa."""

    importo = CampoNumero(label="Usati (€)", max_digits=14, decimal_places=2, min_value=0, required=False)
    nota = forms.CharField(label="Nota", max_length=300, required=False)


class ImpieghiForm:
    """Una riga per risorsa con un importo previsto. Non è una maschera di Django: le raccoglie."""

    def __init__(self, dati: Any, *, risorse: Iterable[Risorsa], impieghi: Iterable[Impiego]) -> None:
        noti = {impiego.risorsa_id: impiego for impiego in impieghi}
        self.righe = [
            (risorsa, ImpiegoForm(dati, prefix=f"r{risorsa.pk}", initial=_iniziale(noti.get(risorsa.pk))))
            for risorsa in risorse
            if risorsa.importo is not None
        ]

    def is_valid(self) -> bool:
        esiti = [form.is_valid() for _, form in self.righe]  # tutte: ciascuna dice i suoi errori
        return all(esiti)

    @property
    def impieghi(self) -> dict[int, dict[str, Decimal | str | None]]:
        return {risorsa.pk: dict(form.cleaned_data) for risorsa, form in self.righe}


def _iniziale(impiego: Impiego | None) -> dict[str, Any]:
    return {"importo": impiego.importo, "nota": impiego.nota} if impiego else {}


class ApprovaRelazioneForm(AttoDellaGiuntaForm):
    """L'atto che approva la Relazione; dopo il termine serve anche il motivo del ritardo (art. 10 c. 5)."""

    motivo_ritardo = forms.CharField(
        label="Motivo del ritardo", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    class Meta(AttoDellaGiuntaForm.Meta):
        model = Atto
        fields: tuple[str, ...] = ("organo", *AttoDellaGiuntaForm.Meta.fields)  # type: ignore[assignment]  # uno in più

    def __init__(self, *args: Any, termine: date, unificata: bool, motivo_ritardo: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.termine = termine
        organi: Any = self.fields["organo"]
        ammessi = (Organo.CONSIGLIO, Organo.GIUNTA) if unificata else (Organo.GIUNTA,)
        organi.choices = [(organo.value, organo.label) for organo in ammessi]
        organi.required = True
        self.fields["motivo_ritardo"].initial = motivo_ritardo
        self.fields["motivo_ritardo"].help_text = f"Serve se la seduta è dopo il {data_estesa(termine)}."

    def clean(self) -> dict[str, Any]:
        dati: dict[str, Any] = super().clean() or self.cleaned_data
        giorno = dati.get("data")
        if giorno and giorno > self.termine and not dati.get("motivo_ritardo", "").strip():
            frase = f"Il termine era il {data_estesa(self.termine)}: scrivi perché la Relazione è approvata dopo."
            self.add_error("motivo_ritardo", frase)
        return dati


class ValidazioneForm(ConListaEVerbale):
    """Ciò che l'organismo decide: i criteri, l'esito, che cosa si pubblica e che cosa resta fra organismo ed ente."""

    lista, che_cosa = RELAZIONE, "una validazione"

    class Meta:
        model = Validazione
        fields = ("esito", "data", "sintesi", "riservate")
        widgets = {
            "esito": forms.RadioSelect,
            "sintesi": forms.Textarea(attrs={"rows": 5}),
            "riservate": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts = {
            "sintesi": "Esce nel verbale pubblico. Serve se la Relazione non è validata senza riserve.",
            "riservate": "Restano nel verbale interno: le leggono l'organismo, il segretario, il sindaco.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        esito: Any = self.fields["esito"]
        esito.choices = [scelta for scelta in esito.choices if scelta[0]]
        self.initial["data"] = self.initial.get("data") or timezone.localdate()


class _CheAgisce(forms.Form):
    """Una maschera senza riga: chiama l'azione e, se rifiuta, dice perché."""

    def salva(self, azione: Any, *cosa: Any, **contesto: Any) -> Any:
        try:
            return azione(*cosa, **contesto, **self.cleaned_data)
        except ValidationError as errore:
            self.add_error(None, errore)
        return None


class PubblicaForm(_CheAgisce):
    """Il giorno in cui la Relazione è comparsa in Amministrazione trasparente."""

    pubblicata_il = forms.DateField(label="Pubblicata il", widget=forms.DateInput(attrs={"type": "date"}))
    indirizzo = forms.URLField(
        label="Dove si trova", required=False, assume_scheme="https", max_length=200, help_text="Facoltativo."
    )


class RiapriForm(_CheAgisce):
    """Il motivo per cui la Relazione torna in bozza."""

    nota = forms.CharField(label="Perché si riapre", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class MotivoForm(forms.Form):
    """Perché un rilievo resta com'è."""

    motivo = forms.CharField(
        label="Motivo",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Lo leggono la Giunta e l'organismo di valutazione.",
    )
