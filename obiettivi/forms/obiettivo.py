"""Le maschere di un obiettivo, una per parte della scheda. In bozza si accetta tutto ciò che è incompleto.

Che cosa serve per proporlo non lo decidono le maschere ma `obiettivi.flusso.che_manca`.
"""

from decimal import Decimal
from typing import Any

from django import forms
from django.forms import ValidationError

from enti.models import Unita
from obiettivi.azioni.righe import Righe
from obiettivi.forms.campi import SceltaRiga
from obiettivi.forms.moduli import FormConRighe
from obiettivi.letture.scelte import rientrata
from obiettivi.misura import CALCOLATO
from obiettivi.models import Classificazione, LineaMandato, Obiettivo
from obiettivi.voci import Ambito, Livello, MetodoAggregazione, ScalaPeso, Tema, TipoClassificazione
from piao.base.campi import NON_INDICATO, campo_modello
from piao.base.moduli import Modulo

CENTO = Decimal(100)


class NuovoObiettivoForm(Modulo):
    """Il minimo per cominciare: il titolo, il livello, chi ne risponde."""

    class Meta:
        model = Obiettivo
        fields = ("titolo", "livello")
        formfield_callback = campo_modello

    def __init__(self, *args: Any, unita: list[Unita], serve_unita: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["titolo"].widget.attrs["autofocus"] = True
        self.fields["unita"] = SceltaRiga(
            unita,
            voce=rientrata,
            label="Unità capofila",
            required=serve_unita,
            vuota="Scegli l'unità" if serve_unita else "La indico dopo",
        )


class ParteForm(FormConRighe):
    """I campi di una parte della scheda."""

    fissi = frozenset({"ciclo"})

    class Meta:
        model = Obiettivo
        fields: tuple[str, ...] = ()


class CheCosaForm(ParteForm):
    class Meta:
        model = Obiettivo
        fields = (
            "codice",
            "titolo",
            "descrizione",
            "livello",
            "natura",
            "motivazione_mantenimento",
            "tipologia",
            "anche_individuale",
            "prerequisito",
            "peso",
            "strategicita",
            "complessita",
            "scala_peso",
            "metodo_aggregazione",
            "quota_fasi",
            "obbligo_legge",
        )
        formfield_callback = campo_modello

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ciclo = self.instance.ciclo
        self.fields["titolo"].widget = forms.Textarea(attrs={"rows": 2, "maxlength": 400})
        togli = ["peso"] if ciclo.metodo_peso == CALCOLATO else ["strategicita", "complessita"]
        for nome in togli:
            del self.fields[nome]
        vuota = f"Quella del ciclo: {ciclo.get_scala_peso_display()}"
        self.fields["scala_peso"].choices = [("", vuota), *ScalaPeso.choices]
        self.fields["metodo_aggregazione"].required = False  # chi non lo sceglie tiene quello che c'è

    def clean_titolo(self) -> str:
        """Il titolo sta su una riga: gli a capo incollati diventano spazi."""
        return " ".join(self.cleaned_data["titolo"].split())

    def clean_metodo_aggregazione(self) -> str:
        metodo: str = self.cleaned_data["metodo_aggregazione"]
        return metodo or self.instance.metodo_aggregazione

    def clean_quota_fasi(self) -> Decimal | None:
        quota: Decimal | None = self.cleaned_data["quota_fasi"]
        if (self.cleaned_data.get("metodo_aggregazione") == MetodoAggregazione.MISTA) != (quota is not None):
            raise ValidationError("La quota serve, da 0 a 100, solo se contano sia gli indicatori sia le fasi.")
        return quota

    def clean_livello(self) -> str:
        livello: str = self.cleaned_data["livello"]
        if livello == Livello.OPERATIVO and self.instance.pk and self.instance.figli.exists():
            raise ValidationError("Altri obiettivi discendono da questo: per renderlo operativo scollegali prima.")
        return livello

    def clean(self) -> dict[str, Any] | None:
        dati = super().clean() or self.cleaned_data
        scala = dati.get("scala_peso") or self.instance.ciclo.scala_peso
        peso = dati.get("peso")
        if dati.get("prerequisito") and peso is None:
            dati["peso"] = None  # anche dove il peso si calcola: un prerequisito non ne ha
        if peso is not None and scala == ScalaPeso.PERCENTUALE and peso > CENTO:
            self.add_error("peso", "In percentuale il peso va da 0 a 100.")
        return dati


class PercheForm(ParteForm):
    class Meta:
        model = Obiettivo
        fields = (
            "bisogno",
            "stakeholder",
            "finalita",
            "miglioramento_atteso",
            "valore_pubblico",
            "risultato_anno_precedente",
            "valore_riferimento",
            "fonte_riferimento",
        )
        formfield_callback = campo_modello


class ChiForm(ParteForm):
    class Meta:
        model = Obiettivo
        fields = ("contributori",)
        formfield_callback = campo_modello


class QuandoForm(ParteForm):
    class Meta:
        model = Obiettivo
        fields = ("data_inizio", "data_fine")
        formfield_callback = campo_modello

    def clean(self) -> dict[str, Any] | None:
        dati = super().clean() or self.cleaned_data
        inizio, fine = dati.get("data_inizio"), dati.get("data_fine")
        if inizio and fine and fine < inizio:
            self.add_error("data_fine", "L'obiettivo finisce prima di cominciare: controlla le due date.")
        return dati

    def _get_validation_exclusions(self) -> set[str]:
        """Le due date le controlla già `clean`, con la frase accanto al campo."""
        return super()._get_validation_exclusions() | {"data_inizio", "data_fine"}


class RisorseForm(ParteForm):
    pass


class CollegamentiForm(ParteForm):
    temi = forms.MultipleChoiceField(
        label="Temi (DM 132/2022)", choices=Tema.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    ambiti = forms.MultipleChoiceField(
        label="Ambiti della performance organizzativa (D.Lgs. 150/2009, art. 8)",
        choices=Ambito.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Obiettivo
        fields = (
            "padre",
            "padre_certo",
            "linea_mandato",
            "missione",
            "programma",
            "riferimento_dup",
            "misura_anticorruzione",
            "pnrr",
            "nota",
        )
        formfield_callback = campo_modello

    def __init__(self, *args: Any, padri: list[Obiettivo], linee: list[LineaMandato], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["padre"] = SceltaRiga(
            padri, label="Obiettivo strategico da cui discende", vuota=NON_INDICATO, required=False
        )
        self.fields["linea_mandato"] = SceltaRiga(linee, label="Linea di mandato", vuota=NON_INDICATO, required=False)
        self.fields["padre_certo"].help_text = "Togli la spunta se il collegamento è dedotto e non scritto."
        self.presenti = list(self.instance.classificazioni.all())
        self.fields["temi"].initial = self._codici(TipoClassificazione.TEMA)
        self.fields["ambiti"].initial = self._codici(TipoClassificazione.AMBITO)

    def _codici(self, tipo: str) -> list[str]:
        return [riga.codice for riga in self.presenti if riga.tipo == tipo]

    @property
    def dati(self) -> dict[str, Any]:
        return {nome: valore for nome, valore in super().dati.items() if nome not in ("temi", "ambiti")}

    def righe(self) -> Righe:
        """Le classificazioni spuntate in più si aggiungono, quelle senza spunta si tolgono."""
        volute = {(TipoClassificazione.TEMA, codice) for codice in self.cleaned_data["temi"]}
        volute |= {(TipoClassificazione.AMBITO, codice) for codice in self.cleaned_data["ambiti"]}
        presenti = {(riga.tipo, riga.codice): riga for riga in self.presenti}
        return Righe(
            [
                Classificazione(obiettivo=self.instance, tipo=tipo, codice=codice)
                for tipo, codice in sorted(volute - presenti.keys())
            ],
            [riga for chiave, riga in presenti.items() if chiave not in volute],
        )
