"""Le maschere del contesto: si scrivono i numeri di partenza, mai totali o percentuali."""

from collections.abc import Sequence
from typing import Any

from django import forms

from enti.forms.comune import aspetto
from enti.models import Ente, Personale, Popolazione, RigaPersonale
from enti.voci import Area
from piao.base.campi import campo_modello
from piao.base.moduli import Differenza, Modulo, ModuloVersionato
from piao.base.testo import in_cifre

RIGHE_VUOTE = 3
ANNI = range(1950, 2101)


class PopolazioneForm(Modulo):
    class Meta:
        model = Popolazione
        fields = ["alla_data", "maschi", "femmine", "totale_rilevato", "famiglie", "nota"]
        help_texts = {"alla_data": "Di solito il 31 dicembre."}

    helper = aspetto(("", Meta.fields))


class PersonaleForm(ModuloVersionato):
    class Meta:
        model = Personale
        formfield_callback = campo_modello
        fields = [
            "anno", "alla_data", "totale_dichiarato", "meno_di_50", "retribuzioni", "irap", "oneri", "nota",
        ]  # fmt: skip
        widgets = {
            "nota": forms.Textarea(attrs={"rows": 2}),
            "meno_di_50": forms.NullBooleanSelect,
        }

    helper = aspetto(
        ("", ["anno", "alla_data"]),
        ("Spesa dell'anno", ["retribuzioni", "irap", "oneri"]),
        ("Se la ripartizione non si conosce", ["totale_dichiarato", "meno_di_50", "nota"]),
    )

    def clean_anno(self) -> int:
        anno = int(self.cleaned_data["anno"])
        if anno not in ANNI:
            raise forms.ValidationError(f"Scrivi un anno fra il {ANNI.start} e il {ANNI.stop - 1}.")
        return anno

    def salva_con_righe(self, righe: Sequence[dict[str, Any]], azione: Any, *cosa: Any, **contesto: Any) -> Any:
        self.righe = righe
        return self.salva(azione, *cosa, righe=righe, **contesto)

    def altre_differenze(self, attuale: Personale) -> list[Differenza]:
        tuo = _in_parole([RigaPersonale(**{**riga, "pk": None}) for riga in self.righe])
        suo = _in_parole(attuale.righe.all())
        return [("Settori", tuo, suo)] if tuo != suo else []


def _in_parole(righe: Any) -> str:
    return "; ".join(f"{riga.etichetta}: {riga.uomini} uomini, {riga.donne} donne" for riga in righe)


class RigaForm(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm è generica solo per gli stub
    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = RigaPersonale
        fields = ["etichetta", "unita", "area", "uomini", "donne"]

    def __init__(self, *args: Any, ente: Ente, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unita: Any = self.fields["unita"]
        unita.queryset = ente.unita.all()
        unita.empty_label = "–"
        area: Any = self.fields["area"]
        area.choices = [("", "–"), *Area.choices]
        for nome in ("uomini", "donne"):
            self.fields[nome].required = False
            self.fields[nome].initial = None

    def clean_uomini(self) -> int:
        return self.cleaned_data["uomini"] or 0

    def clean_donne(self) -> int:
        return self.cleaned_data["donne"] or 0


class RigheBase(forms.BaseFormSet[RigaForm]):
    """Le righe per settore: una riga con il settore vuoto si toglie; «aggiungi righe» ne dà altre senza salvare."""

    def __init__(self, dati: Any = None, *, personale: Personale, copia: Personale | None = None) -> None:
        gia = (copia or personale).righe.select_related("unita") if (copia or personale).pk else []
        campi = (*RigaForm.Meta.fields, *([] if copia else ["pk"]))
        super().__init__(
            self._con_altre_righe(dati),
            prefix="righe",
            initial=[{campo: getattr(riga, campo) for campo in campi} for riga in gia],
            form_kwargs={"ente": personale.ente},
        )
        self._unita_una_volta(personale.ente)

    @staticmethod
    def _con_altre_righe(dati: Any) -> Any:
        if not dati or "aggiungi" not in dati:
            return dati
        dati = dati.copy()
        dati["righe-TOTAL_FORMS"] = str((in_cifre(dati.get("righe-TOTAL_FORMS")) or 0) + RIGHE_VUOTE)
        return dati

    def _unita_una_volta(self, ente: Ente) -> None:
        """Un elenco di unità per tutte le righe: le letture non crescono con i settori."""
        scelte = [("", "–"), *((unita.pk, str(unita)) for unita in ente.unita.all())]
        for form in self.forms:
            campo: Any = form.fields["unita"]
            campo.choices = scelte

    @property
    def righe(self) -> list[dict[str, Any]]:
        valide = [form.cleaned_data for form in self.forms if form.has_changed() or form.initial]
        return [dati for dati in valide if dati.get("etichetta")]


RigheFormSet: Any = forms.formset_factory(RigaForm, formset=RigheBase, extra=RIGHE_VUOTE, max_num=200)
