"""La maschera di un indicatore: i suoi campi, i target degli anni del ciclo, i valori degli anni passati."""

from decimal import Decimal
from typing import Any

from django import forms
from django.forms import ValidationError

from obiettivi.models import Indicatore, Target
from obiettivi.voci import Operatore
from piao.base.campi import CampoNumero, campo_modello
from piao.base.moduli import Differenza, Modulo, differenze

ANNI_PASSATI = 3  # art. 5 c. 2 lett. f D.Lgs. 150/2009: «almeno il triennio precedente»


class IndicatoreForm(Modulo):
    """La versione che si controlla è quella dell'obiettivo: indicatori e obiettivo si modificano insieme."""

    versione = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Indicatore
        fields = (
            "denominazione",
            "codice",
            "dimensione",
            "unita_misura",
            "formula",
            "numeratore",
            "denominatore",
            "verso",
            "decimali",
            "peso",
            "baseline",
            "baseline_anno",
            "nuovo",
            "nota_nuovo",
            "soglia_minima",
            "fonte",
            "tipo_fonte",
            "responsabile_dato",
            "frequenza",
            "rilevazione_il",
            "nota",
        )
        formfield_callback = campo_modello

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["versione"].initial = self.instance.obiettivo.versione

    def clean_decimali(self) -> int:
        decimali: int = self.cleaned_data["decimali"]
        if decimali > 6:
            raise ValidationError("Al massimo sei decimali.")
        return decimali

    def clean(self) -> dict[str, Any] | None:
        dati = super().clean() or self.cleaned_data
        if dati.get("nuovo") and dati.get("baseline") is not None:
            self.add_error("nuovo", "Ha un valore di partenza: non è nuovo. Togli la spunta oppure il valore.")
        return dati


class TargetForm(Modulo):
    """Il target di un anno; tutto vuoto vuol dire che quell'anno non ne ha."""

    class Meta:
        model = Target
        fields = ("operatore", "valore", "valore_massimo", "data", "testo_originale")
        formfield_callback = campo_modello

    @property
    def scritto(self) -> dict[str, Any] | None:
        vuoto = all(valore in (None, "") for valore in self.dati.values())
        return None if vuoto else self.dati

    def clean(self) -> dict[str, Any] | None:
        dati = super().clean() or self.cleaned_data
        da, a = dati.get("valore"), dati.get("valore_massimo")
        if a is not None and dati.get("operatore") != Operatore.TRA:
            self.add_error("valore_massimo", "Il secondo valore serve solo con «tra».")
        elif da is not None and a is not None and a < da:
            self.add_error("valore_massimo", "L'intervallo è alla rovescia: il secondo valore è minore del primo.")
        return dati


class ModuloIndicatore:
    """L'indicatore con i suoi anni: valido quando tutto è valido, scritto in una volta."""

    def __init__(self, indicatore: Indicatore, dati: Any = None) -> None:
        self.indicatore = indicatore
        self.form = IndicatoreForm(dati, instance=indicatore)
        self.target = [TargetForm(dati, instance=t, prefix=f"target-{t.anno}") for t in _target_degli_anni(indicatore)]
        self.storici = ValoriStoriciForm(dati, indicatore=indicatore)

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.storici.is_valid(), *(form.is_valid() for form in self.target)])

    def argomenti(self) -> dict[str, Any]:
        """Ciò che vuole l'azione `salva_indicatore`."""
        return {
            "versione": self.form.cleaned_data["versione"],
            "target": {form.instance.anno: form.scritto for form in self.target},
            "storici": self.storici.per_anno,
        }

    def riparti_da(self, obiettivo: Any) -> list[Differenza]:
        """Dopo un salvataggio altrui ciò che è scritto resta, e il prossimo vale. Dice che cosa è diverso."""
        self.form.data = self.form.data.copy()
        self.form.data["versione"] = str(obiettivo.versione)
        if self.indicatore.pk is None:
            return []
        attuale = Indicatore.objects.get(pk=self.indicatore.pk)
        diversi = differenze(self.form, attuale)
        for form, target in zip(self.target, _target_degli_anni(attuale), strict=True):
            diversi += [(f"{target.anno}, {nome}", tuo, suo) for nome, tuo, suo in differenze(form, target)]
        return diversi


class ValoriStoriciForm(forms.Form):
    """Una casella per anno: i tre prima del ciclo, più quelli già scritti."""

    def __init__(self, dati: Any = None, *, indicatore: Indicatore) -> None:
        super().__init__(dati, prefix="storico")
        scritti: dict[int, Decimal] = {}
        if indicatore.pk:
            scritti = dict(indicatore.valori_storici.values_list("anno", "valore"))
        primo = indicatore.obiettivo.ciclo.anno - ANNI_PASSATI
        self.anni = sorted({*range(primo, primo + ANNI_PASSATI), *scritti})
        for anno in self.anni:
            self.fields[str(anno)] = CampoNumero(
                label=str(anno), required=False, max_digits=18, decimal_places=6, initial=scritti.get(anno)
            )

    @property
    def per_anno(self) -> dict[int, Decimal | None]:
        return {anno: self.cleaned_data[str(anno)] for anno in self.anni}


def _target_degli_anni(indicatore: Indicatore) -> list[Target]:
    """Un target per ogni anno del ciclo, più quelli già scritti per altri anni."""
    scritti = {target.anno: target for target in indicatore.target.all()} if indicatore.pk else {}
    anni = sorted({*indicatore.obiettivo.ciclo.anni, *scritti})
    return [scritti.get(anno) or Target(indicatore=indicatore, anno=anno) for anno in anni]
