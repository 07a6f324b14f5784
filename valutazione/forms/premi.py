"""Le maschere dei premi: il fondo, una persona, un interim, uno scenario, la conferma, il pagamento."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from enti.forms.comune import aspetto
from enti.models import Atto, Incarico
from enti.parametri import valore
from obiettivi.misura.numeri import CENTO
from piao.base.campi import CampoNumero, campo_modello
from piao.base.moduli import Modulo, ModuloVersionato
from piao.base.numeri import percento
from valutazione.letture.premi.scenari import CON_GRADUATORIA
from valutazione.models import Fondo, Interim, Partecipante, Simulazione, TipoScheda
from valutazione.voci import Destinatari, StatoSistema

MAGGIORAZIONE = ("maggiorazione", "quota_massima", "per_eccesso", "criterio_parita", "fissata_il", "obiettivi_di_ente")
NESSUNO = "Non indicato"
PESI = ("differenziali_valutazioni", "differenziali_esperienza")
DIFFERENZIALI = (*PESI, "differenziali_anni", "differenziali_usate")
DEL_COMPARTO = ("risorse_trattamenti", "risorse_performance", *DIFFERENZIALI)
DELLE_EQ = (Destinatari.EQ, Destinatari.DIRIGENTI)
SEZIONI = (
    ("Quanto, e con quali regole", ("importo", "atto", "regole", "base_comune")),
    ("Le quote del contratto", ("posizione_totale", "risorse_trattamenti", "risorse_performance")),
    ("I tempi di pagamento", ("quota_tempi", "tempi", "tempi_ritardo", "tempi_fonte")),
    ("La maggiorazione ai migliori", MAGGIORAZIONE),
    ("I differenziali stipendiali", DIFFERENZIALI),
    ("", ("nota",)),
)


class FondoForm(ModuloVersionato):
    """I campi che quella categoria di persone chiede, e nessun altro."""

    class Meta:
        model = Fondo
        fields = tuple(campo for _, campi in SEZIONI for campo in campi)
        formfield_callback = campo_modello

    fissi = frozenset({"ciclo", "platea"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fondo = self.instance
        for nome in _non_servono(fondo.platea):
            del self.fields[nome]
        _scelte(self, "atto", Atto.objects.filter(ente=fondo.ciclo.ente_id))
        tipi = TipoScheda.objects.filter(sistema__ente=fondo.ciclo.ente_id, destinatari=fondo.platea)
        _scelte(self, "regole", tipi.filter(sistema__stato=StatoSistema.ADOTTATO).select_related("sistema"))

    @property
    def helper(self) -> FormHelper:
        """I campi in sezioni, nell'ordine in cui un segretario ci pensa; una sezione vuota non si mostra."""
        sezioni = ((titolo, [campo for campo in campi if campo in self.fields]) for titolo, campi in SEZIONI)
        return aspetto(*((titolo, campi) for titolo, campi in sezioni if campi))

    def clean(self) -> dict[str, Any] | None:
        dati = super().clean() or self.cleaned_data
        if dati.get("maggiorazione") and dati.get("quota_massima") is None:
            self.add_error("quota_massima", "La maggiorazione va ai primi di una quota chiusa: scrivi quale.")
        if sum(dati.get(nome) or 0 for nome in PESI) > CENTO:
            self.add_error(PESI[1], "Insieme alle valutazioni supera il 100%: controlla i due pesi.")
        if dati.get("tempi") == "si" and (dati.get("tempi_ritardo") or 0) > 0:
            self.add_error("tempi", "Con un ritardo sopra lo zero i tempi non sono rispettati: controlla i due dati.")
        return dati


def _scelte(modulo: forms.BaseForm, nome: str, righe: QuerySet[Any]) -> None:
    """Le sole righe fra cui si può scegliere."""
    campo = modulo.fields[nome]
    if isinstance(campo, forms.ModelChoiceField):
        campo.queryset = righe
        campo.empty_label = NESSUNO


def _non_servono(platea: str) -> set[str]:
    """I campi che per quella categoria non significano nulla."""
    della_graduatoria = set() if platea in CON_GRADUATORIA else set(MAGGIORAZIONE)
    del_comparto = set() if platea == Destinatari.DIPENDENTI else set(DEL_COMPARTO)
    degli_incarichi = set() if platea in DELLE_EQ else {"posizione_totale"}
    return della_graduatoria | del_comparto | degli_incarichi


class PartecipanteForm(ModuloVersionato):
    """L'importo di partenza, l'esclusione, i fatti che le regole del premio leggono e il programma non sa."""

    class Meta:
        model = Partecipante
        fields = ("base", "escluso", "posto")
        formfield_callback = campo_modello

    fissi = frozenset({"fondo", "persona"})

    def __init__(self, *args: Any, fatti: list[str], veri: frozenset[str], base: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nomi = {f"fatto_{posto}": nome for posto, nome in enumerate(fatti)}
        for campo, nome in self.nomi.items():
            self.fields[campo] = _campo(nome, vero=nome in veri)
            self.initial[campo] = self.instance.fatti.get(nome)
        if base:
            self.fields["base"].label = f"{base} (€)"
        else:
            del self.fields["base"]

    @property
    def dati(self) -> dict[str, Any]:
        propri = {nome: valore for nome, valore in super().dati.items() if nome not in self.nomi}
        scritti = {nome: self.cleaned_data[campo] for campo, nome in self.nomi.items()}
        return propri | {"fatti": {nome: _da_conservare(v) for nome, v in scritti.items() if v not in (None, "")}}


def _campo(nome: str, *, vero: bool) -> forms.Field:
    etichetta = nome.replace("_", " ").capitalize()
    if vero:
        return forms.BooleanField(label=etichetta, required=False)
    return forms.CharField(label=etichetta, required=False, max_length=100, help_text="Un numero, o una voce.")


def _da_conservare(scritto: Any) -> Any:
    """Vero e falso restano tali; un numero all'italiana si conserva come lo legge il motore."""
    if isinstance(scritto, bool):
        return scritto
    try:
        letto = CampoNumero(required=False).clean(scritto)
    except forms.ValidationError:
        return scritto.strip()
    return f"{letto:f}"


class SceltaIncarico(forms.ModelChoiceField):  # type: ignore[type-arg]  # generica solo per gli stub
    def label_from_instance(self, obj: Incarico) -> str:
        return f"{obj.persona}, {obj.dicitura}"


class SceltaRegole(forms.ModelChoiceField):  # type: ignore[type-arg]  # generica solo per gli stub
    def label_from_instance(self, obj: TipoScheda) -> str:
        return f"{obj} – {obj.sistema}"


class InterimForm(Modulo):
    incarico = SceltaIncarico(label="Incarico ad interim", queryset=Incarico.objects.none())

    class Meta:
        model = Interim
        fields = ("incarico", "posizione", "percentuale")
        formfield_callback = campo_modello

    fissi = frozenset({"fondo"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ente, anno = self.instance.fondo.ciclo.ente_id, self.instance.fondo.ciclo.anno
        righe = Incarico.objects.filter(ente=ente, ad_interim=True, dal__year__lte=anno).exclude(al__year__lt=anno)
        _scelte(self, "incarico", righe.select_related("persona", "unita"))

    def clean_percentuale(self) -> Any:
        scritta = self.cleaned_data["percentuale"]
        oggi = timezone.localdate()
        minima, massima = (valore(f"interim_{quale}", oggi).numero for quale in ("minimo", "massimo"))
        if not minima <= scritta <= massima and self.instance.fondo.platea == Destinatari.EQ:
            limiti = f"fra il {percento(minima)} e il {percento(massima)}"
            raise forms.ValidationError(f"Per le EQ il contratto vuole una percentuale {limiti}.")
        return scritta


class ScenarioForm(ModuloVersionato):
    """Un nome e i soli numeri che cambiano: il resto è come nel fondo."""

    regole = SceltaRegole(
        label="Regole del premio",
        queryset=TipoScheda.objects.none(),
        required=False,
        help_text="Vuoto: quelle del fondo. Anche di un sistema ancora in preparazione: per vedere che cosa cambia.",
    )

    class Meta:
        model = Simulazione
        fields = ("nome", "importo", "regole", "maggiorazione", "quota_massima", "tempi", "senza_assenze")
        formfield_callback = campo_modello

    fissi = frozenset({"fondo"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fondo = self.instance.fondo
        if fondo.platea not in CON_GRADUATORIA:
            del self.fields["maggiorazione"], self.fields["quota_massima"]
        tipi = TipoScheda.objects.filter(sistema__ente=fondo.ciclo.ente_id, destinatari=fondo.platea)
        _scelte(self, "regole", tipi.select_related("sistema"))


class ConfermaForm(forms.Form):
    """La motivazione è d'obbligo solo se restano errori aperti."""

    motivazione = forms.CharField(
        label="Perché si conferma con errori aperti",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Resta nel registro e nella scheda di controllo dell'organismo di valutazione.",
    )

    def __init__(self, *args: Any, con_errori: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not con_errori:
            del self.fields["motivazione"]


class RiapriForm(forms.Form):
    nota = forms.CharField(
        label="Perché si riapre",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Resta nel registro. Per esempio: un riesame ha cambiato un punteggio.",
        error_messages={"required": "Scrivi perché si riapre: resta nel registro."},
    )


class PagamentoForm(Modulo):
    class Meta:
        model = Fondo
        fields = ("liquidato_il", "atto_liquidazione")
        formfield_callback = campo_modello

    fissi = frozenset()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["liquidato_il"].required = True
        _scelte(self, "atto_liquidazione", Atto.objects.filter(ente=self.instance.ciclo.ente_id))

    def _argomenti(self, versione: int | None = None) -> dict[str, Any]:
        return {"il": self.cleaned_data["liquidato_il"], "atto": self.cleaned_data["atto_liquidazione"]}
