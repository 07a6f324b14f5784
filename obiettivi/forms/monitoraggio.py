"""Le maschere del monitoraggio: una sessione, e le due righe della griglia (un indicatore, una fase)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from obiettivi.letture.regole import Genere
from obiettivi.letture.rilevazioni import RigaFase, RigaIndicatore
from obiettivi.misura import NonCalcolabile
from obiettivi.misura.rilevati import valore_dal_rapporto
from obiettivi.models import Avanzamento, Rilevazione, Sessione
from piao.base.campi import campo_modello
from piao.base.moduli import ModuloVersionato
from piao.base.numeri import numero

SI_NO = [("", "—"), ("True", "sì"), ("False", "no")]
SERVE_UN_VALORE = "Scrivi il valore, oppure di' perché l'indicatore non è applicabile."
SERVE_IL_MOTIVO = "Scrivi perché l'indicatore non è applicabile."
NON_INSIEME = "Hai scritto un valore e anche «non applicabile»: togli uno dei due."
SPIEGAZIONE = ("causa", "spiegazione", "correttivo")
VALORI = ("valore", "numeratore", "denominatore", "data", "esito")


class SessioneForm(ModuloVersionato):
    class Meta:
        model = Sessione
        fields = ("nome", "al", "dal", "entro", "soglia", "nota")
        formfield_callback = campo_modello

    fissi = frozenset({"ciclo"})

    def clean(self) -> dict[str, Any] | None:
        dati = super().clean() or self.cleaned_data
        al, dal, entro = (dati.get(nome) for nome in ("al", "dal", "entro"))
        if al and al.year != self.instance.ciclo.anno:
            self.add_error("al", f"Scrivi un giorno del {self.instance.ciclo.anno}, l'anno del ciclo.")
        if dal and entro and entro < dal:
            self.add_error("entro", "La consegna viene prima dell'inizio: controlla le due date.")
        return dati


class MotivoForm(forms.Form):
    """Il motivo di un passo che torna indietro: obbligatorio, perché resta nel registro."""

    nota = forms.CharField(
        label="Motivo",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Resta nel registro; lo legge chi compila.",
        error_messages={"required": "Scrivi il motivo: resta nel registro."},
    )


class DiRiga(ModuloVersionato):
    """Una riga della griglia: la versione viaggia sempre, anche quando la riga è ancora da scrivere."""

    cleaned_data: dict[str, Any]
    fields: Any

    def _argomenti(self, versione: int | None = None) -> dict[str, Any]:
        return self.dati | {"versione": versione or self.cleaned_data["versione"]}

    @property
    def argomenti(self) -> dict[str, Any]:
        """Ciò che vuole l'azione che scrive la riga."""
        return self._argomenti()


class RilevazioneForm(DiRiga):
    """Il valore di un indicatore, nella forma che l'indicatore chiede, o il motivo per cui non si applica."""

    non_fatto = forms.BooleanField(label="non ancora fatto", required=False)
    esito = forms.TypedChoiceField(
        label="Raggiunto", choices=SI_NO, coerce=lambda scelto: scelto == "True", empty_value=None, required=False
    )

    class Meta:
        model = Rilevazione
        fields = (
            "valore",
            "numeratore",
            "denominatore",
            "data",
            "esito",
            "rilevato_il",
            "fonte",
            "previsione",
            "nota",
            "non_applicabile",
            "motivo_non_applicabile",
            *SPIEGAZIONE,
        )
        formfield_callback = campo_modello

    def __init__(self, dati: Any = None, *, riga: RigaIndicatore) -> None:
        self.riga, indicatore = riga, riga.indicatore
        presente = riga.rilevazione or Rilevazione(
            sessione=riga.sessione, indicatore=indicatore, rilevato_il=riga.sessione.al, fonte=indicatore.fonte
        )
        super().__init__(dati, instance=presente, prefix=f"r{riga.pk}")
        for nome in self._superflui():
            del self.fields[nome]
        self._intitola()

    def _superflui(self) -> set[str]:
        """I campi che questo indicatore, in questa sessione, non chiede."""
        dato = {
            Genere.NUMERO: {"valore", *(("numeratore", "denominatore") if self.a_rapporto else ())},
            Genere.DATA: {"data", "non_fatto"},
            Genere.SI_NO: {"esito"},
        }[self.riga.genere]
        altrui = {*VALORI, "non_fatto"} - dato
        return altrui | ({"previsione"} if self.riga.sessione.finale else set())

    @property
    def a_rapporto(self) -> bool:
        return bool(self.riga.indicatore.numeratore and self.riga.indicatore.denominatore)

    def _intitola(self) -> None:
        indicatore = self.riga.indicatore
        if "valore" in self.fields:
            unita = f" ({indicatore.unita_misura})" if indicatore.unita_misura else ""
            self.fields["valore"].label = f"Valore{unita}"
        if self.a_rapporto and "numeratore" in self.fields:
            self.fields["numeratore"].label = indicatore.numeratore
            self.fields["denominatore"].label = indicatore.denominatore
            self.fields["valore"].widget.attrs["placeholder"] = "si calcola"
        if "non_fatto" in self.fields:
            self.fields["non_fatto"].initial = self.instance.esito is False

    @property
    def principali(self) -> list[Any]:
        """I campi che si vedono subito."""
        nomi = ("numeratore", "denominatore", "valore", "data", "non_fatto", "esito", "rilevato_il", "fonte")
        return [self[nome] for nome in nomi if nome in self.fields]

    @property
    def altri(self) -> list[Any]:
        nomi = ("previsione", "nota", "non_applicabile", "motivo_non_applicabile")
        return [self[nome] for nome in nomi if nome in self.fields]

    @property
    def campi_causa(self) -> list[Any]:
        return [self[nome] for nome in SPIEGAZIONE]

    @property
    def altri_aperti(self) -> bool:
        """Il riquadro «altro» si apre se contiene qualcosa da leggere o da correggere."""
        return bool(self.instance.non_applicabile or any(campo.errors or campo.value() for campo in self.altri))

    @property
    def dati(self) -> dict[str, Any]:
        """Tutti i valori, anche quelli che la maschera non mostra: passando a «non applicabile» si svuotano."""
        scritti = super().dati
        scritti.pop("non_fatto", None)
        return dict.fromkeys(VALORI) | scritti

    def clean(self) -> dict[str, Any] | None:
        dati = super().clean() or self.cleaned_data
        if dati.get("non_fatto"):
            dati["esito"] = False
            if dati.get("data"):
                self.add_error("data", "Hai scritto la data e anche «non ancora fatto»: togli uno dei due.")
        self._calcola(dati)
        if not self.errors:
            self._controlla(dati)
        return dati

    def _calcola(self, dati: dict[str, Any]) -> None:
        """Dove ci sono numeratore e denominatore, il valore è il loro rapporto e non si scrive due volte."""
        sopra, sotto = dati.get("numeratore"), dati.get("denominatore")
        if (sopra is None) != (sotto is None):
            self.add_error("numeratore" if sopra is None else "denominatore", "Servono tutti e due i numeri.")
        if sopra is None or sotto is None:
            return
        unita, decimali = self.riga.indicatore.unita_misura, self.riga.indicatore.decimali
        try:
            calcolato = valore_dal_rapporto(sopra, sotto, unita=unita, decimali=decimali)
        except NonCalcolabile as errore:
            self.add_error("denominatore", str(errore))
            return
        if "valore" in self.changed_data and dati.get("valore") not in (None, calcolato):
            self.add_error("valore", f"Il rapporto dà {numero(calcolato)}: lascia vuoto, o togli i due numeri.")
        dati["valore"] = calcolato

    def _controlla(self, dati: dict[str, Any]) -> None:
        scritto = any(dati.get(nome) is not None for nome in VALORI)
        if dati["non_applicabile"]:
            if scritto:
                self.add_error("non_applicabile", NON_INSIEME)
            elif not dati["motivo_non_applicabile"]:
                self.add_error("motivo_non_applicabile", SERVE_IL_MOTIVO)
        elif not scritto:
            raise ValidationError(SERVE_UN_VALORE)
        else:
            dati["motivo_non_applicabile"] = ""


class AvanzamentoForm(DiRiga):
    """A che punto è una fase."""

    class Meta:
        model = Avanzamento
        fields = ("inizio", "fine", "percentuale", "nota")
        formfield_callback = campo_modello

    def __init__(self, dati: Any = None, *, riga: RigaFase, sessione: Sessione) -> None:
        self.riga = riga
        presente = riga.avanzamento or Avanzamento(sessione=sessione, fase=riga.fase)
        super().__init__(dati, instance=presente, prefix=f"f{riga.pk}")
        self.fields["nota"].widget = forms.TextInput()

    def clean(self) -> dict[str, Any] | None:
        dati = super().clean() or self.cleaned_data
        inizio, fine, fatta = (dati.get(nome) for nome in ("inizio", "fine", "percentuale"))
        if fine and not inizio:
            self.add_error("inizio", "Scrivi anche quando è cominciata.")
        if inizio and fine and fine < inizio:
            self.add_error("fine", "La fase finisce prima di cominciare: controlla le due date.")
        if fine and fatta is not None and fatta != 100:
            self.add_error("percentuale", "Se la fase è finita, è fatta al 100%.")
        return dati
