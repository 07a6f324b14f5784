"""Le maschere di chi valuta: i valori di una persona (in riga o su tutta la scheda), una voce non misurabile, la
correzione."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from piao.base.campi import CampoNumero
from piao.base.concorrenza import ModificatoDaAltri
from piao.base.moduli import MAI_VISTA, Differenza
from piao.base.numeri import numero
from valutazione.azioni.compilazione import Scritto, correggi, politiche_ammesse, scrivi_valori, segna_non_misurabile
from valutazione.letture.voci import VoceLetta
from valutazione.models import Scheda, Voce

DA_SCEGLIERE = ("", "–")
RAGGIUNTO = [DA_SCEGLIERE, ("1", "sì"), ("0", "no")]


@dataclass(frozen=True)
class Cella:
    """Una voce della scheda con i suoi due campi; `valore` None se la voce si legge soltanto."""

    voce: VoceLetta | None
    valore: BoundField | None = None
    motivazione: BoundField | None = None

    @property
    def apri(self) -> bool:
        """La motivazione si mostra subito se è scritta o se il giudizio la chiede."""
        scritta = bool(self.motivazione and self.motivazione.value())
        return scritta or bool(self.voce and self.voce.da_motivare)


class CompilaForm(forms.Form):
    """I valori di una persona: quelli delle voci date. Un campo che la pagina non ha mandato non si tocca."""

    versione = forms.IntegerField(widget=forms.HiddenInput, required=False)

    data: Any  # un QueryDict o un dizionario: gli stub lo dicono immutabile

    def __init__(
        self, dati: Any = None, *, scheda: Scheda, voci: Iterable[VoceLetta], con_giudizio: bool = False
    ) -> None:
        self.scheda = scheda
        self.conflitto: list[Differenza] = []
        super().__init__(dati, prefix=f"s{scheda.pk}", initial={"versione": scheda.versione})
        self.fields["versione"].widget.attrs["form"] = f"f{scheda.pk}"
        self.voci = {f"v{voce.voce.pk}": voce for voce in voci if voce.si_scrive and not voce.politica}
        for nome, voce in self.voci.items():
            if dati is None or self.add_prefix(nome) in dati:
                self.fields[nome] = _campo(voce)
                self.fields[f"m{voce.voce.pk}"] = _motivazione(voce)
        if con_giudizio:
            self.fields["giudizio"] = _giudizio(scheda)

    def celle(self, voci: Iterable[VoceLetta | None]) -> list[Cella]:
        """Le voci nell'ordine dato, ciascuna con i suoi campi."""
        return [self._cella(voce) for voce in voci]

    def _cella(self, voce: VoceLetta | None) -> Cella:
        nome = f"v{voce.voce.pk}" if voce else ""
        if voce is None or nome not in self.fields:
            return Cella(voce)
        return Cella(voce, self[nome], self[f"m{voce.voce.pk}"])

    def clean_versione(self) -> int:
        """Senza il campo nascosto non si sa che cosa l'utente aveva davanti: si confronta, non si sovrascrive."""
        return self.cleaned_data["versione"] or MAI_VISTA

    @property
    def valori(self) -> dict[str, Scritto]:
        """Ciò che è stato scritto, per codice della voce."""
        return {
            voce.codice: Scritto(self.cleaned_data[nome], self.cleaned_data[f"m{voce.voce.pk}"])
            for nome, voce in self.voci.items()
            if nome in self.cleaned_data
        }

    def salva(self, *, utente: Any) -> Scheda | None:
        """Scrive ciò che è cambiato; None se qualcosa non regge, e allora la maschera dice che cosa."""
        if not self.is_valid():
            return None
        try:
            return self._scrivi(self.cleaned_data["versione"], utente)
        except ModificatoDaAltri as errore:
            return self._dopo_altri(errore.attuale, utente)
        except ValidationError as errore:
            self.add_error(None, errore.messages)
        return None

    def _scrivi(self, versione: int, utente: Any) -> Scheda:
        giudizio = self.cleaned_data.get("giudizio")
        return scrivi_valori(self.scheda, valori=self.valori, versione=versione, utente=utente, giudizio=giudizio)

    def _dopo_altri(self, attuale: Any, utente: Any) -> Scheda | None:
        """Se l'altro ha scritto le stesse cose non è un conflitto; altrimenti si mostra, e chi salva ancora decide."""
        self.conflitto = list(self._differenze(attuale))
        if not self.conflitto:
            return self._scrivi(attuale.versione, utente)
        self.data = self.data.copy()
        self.data[self.add_prefix("versione")] = str(attuale.versione)
        return None

    def _differenze(self, attuale: Scheda) -> Iterable[Differenza]:
        adesso = {voce.codice: voce for voce in attuale.voci.all()}
        for nome, voce in self.voci.items():
            if nome not in self.cleaned_data:
                continue
            scritto, salvata = self.valori[voce.codice], adesso[voce.codice]
            if scritto.valore != salvata.valore:
                yield str(voce.voce), voce.in_parole(scritto.valore), voce.in_parole(salvata.valore)
            if scritto.motivazione != salvata.motivazione:
                yield f"{voce.voce}, motivazione", scritto.motivazione, salvata.motivazione
        if self.cleaned_data.get("giudizio", attuale.giudizio) != attuale.giudizio:
            yield "Giudizio complessivo", self.cleaned_data["giudizio"], attuale.giudizio


def _campo(voce: VoceLetta) -> forms.Field:
    """Un elenco per i giudizi e per il sì o no, una casella per i numeri."""
    nome, scheda = str(voce.voce), f"f{voce.voce.scheda_id}"
    attrs = {"aria-label": nome, "form": scheda, "data-griglia": ""}
    if voce.livelli or voce.foglia.conversione.get("tipo") == "si_no":
        return _elenco(voce, attrs)
    limiti = _limiti(voce)
    campo = CampoNumero(
        label=nome, required=False, max_digits=12, decimal_places=4, initial=voce.voce.valore, **limiti
    )
    campo.widget.attrs.update(attrs)
    return campo


def _elenco(voce: VoceLetta, attrs: dict[str, str]) -> forms.Field:
    livelli = [(numero(uno.valore), voce.in_parole(uno.valore)) for uno in voce.livelli]
    valori = {numero(uno.valore): uno.valore for uno in voce.livelli} or None
    return forms.TypedChoiceField(
        label=str(voce.voce),
        required=False,
        choices=[DA_SCEGLIERE, *livelli] if livelli else RAGGIUNTO,
        coerce=valori.__getitem__ if valori else CampoNumero().clean,
        empty_value=None,
        initial=numero(voce.voce.valore) if voce.voce.valore is not None else "",
        widget=forms.Select(attrs=attrs | {"data-motiva": " ".join(_da_motivare(voce))}),
        error_messages={"invalid_choice": "Scegli un giudizio dall'elenco."},
    )


def _da_motivare(voce: VoceLetta) -> list[str]:
    """I giudizi che chiedono una motivazione: scegliendone uno la pagina ne apre subito la casella."""
    return [numero(livello.valore) for livello in voce.livelli if livello.richiede_motivazione]


def _limiti(voce: VoceLetta) -> dict[str, Any]:
    """Un numero che entra com'è sta fra il minimo e il massimo: oltre sarebbe tagliato senza dirlo."""
    conversione = voce.foglia.conversione
    if conversione.get("tipo") != "identita":
        return {}
    scritti = {nome: str(conversione[nome]) for nome in ("min", "max") if nome in conversione}
    return {f"{nome}_value": CampoNumero().clean(scritto) for nome, scritto in scritti.items()}


def _motivazione(voce: VoceLetta) -> forms.CharField:
    righe = forms.Textarea(
        attrs={"rows": 2, "form": f"f{voce.voce.scheda_id}", "aria-label": f"Motivazione: {voce.voce}"}
    )
    return forms.CharField(
        label="Motivazione", required=False, max_length=4000, initial=voce.voce.motivazione, widget=righe
    )


def _giudizio(scheda: Scheda) -> forms.CharField:
    righe = forms.Textarea(attrs={"rows": 4, "form": f"f{scheda.pk}"})
    return forms.CharField(
        label="Giudizio complessivo", required=False, max_length=8000, initial=scheda.giudizio, widget=righe
    )


# ---- le due maschere piccole -------------------------------------------------------------------------------------


class _DiScheda(forms.Form):
    """Ciò che accomuna le maschere su una scheda: la versione che l'utente aveva davanti, gli errori dell'azione."""

    versione = forms.IntegerField(widget=forms.HiddenInput)

    data: Any  # un QueryDict o un dizionario: gli stub lo dicono immutabile

    def __init__(self, dati: Any = None, *, scheda: Scheda, **altro: Any) -> None:
        self.scheda = scheda
        super().__init__(dati, **altro)
        self.fields["versione"].initial = scheda.versione

    def salva(self, *, utente: Any) -> Scheda | None:
        if not self.is_valid():
            return None
        try:
            return self._scrivi(utente)
        except ModificatoDaAltri as errore:
            self.data = self.data.copy()
            self.data["versione"] = str(errore.attuale.versione)
            self.add_error(None, "Nel frattempo qualcun altro ha scritto nella scheda: rileggi, e se va bene salva.")
        except ValidationError as errore:
            self.add_error(None, errore.messages)
        return None

    def _scrivi(self, utente: Any) -> Scheda:
        raise NotImplementedError


class NonMisurabileForm(_DiScheda):
    """Una voce che non si può misurare: che cosa vale, e perché."""

    politica = forms.ChoiceField(label="Che cosa vale", required=False, widget=forms.RadioSelect)
    motivo = forms.CharField(
        label="Perché non è misurabile",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Lo leggono la persona valutata e chi riesamina.",
    )

    def __init__(self, dati: Any = None, *, scheda: Scheda, voce: Voce) -> None:
        self.voce = voce
        super().__init__(dati, scheda=scheda, initial={"politica": voce.politica, "motivo": voce.politica_motivo})
        self.fields["politica"].choices = [("", "si misura"), *politiche_ammesse()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        dati = self.cleaned_data
        if dati.get("politica") and not dati.get("motivo", "").strip():
            self.add_error("motivo", "Scrivi perché la voce non è misurabile.")
        return dati

    def _scrivi(self, utente: Any) -> Scheda:
        dati = self.cleaned_data
        return segna_non_misurabile(
            self.scheda,
            codice=self.voce.codice,
            politica=dati["politica"],
            motivo=dati["motivo"],
            versione=dati["versione"],
            utente=utente,
        )


class CorrezioneForm(_DiScheda):
    """La correzione del punteggio in percentuale, entro il limite del sistema, con il suo motivo."""

    correttivo = CampoNumero(label="Correzione (%)", required=False, max_digits=5, decimal_places=2)
    motivo = forms.CharField(
        label="Motivo",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Resta nella storia della scheda.",
        error_messages={"required": "Scrivi il motivo: resta nella storia della scheda."},
    )

    def __init__(self, dati: Any = None, *, scheda: Scheda, limite: Any) -> None:
        super().__init__(dati, scheda=scheda, initial={"correttivo": scheda.correttivo})
        self.fields["correttivo"].help_text = f"Da −{numero(limite)}% a +{numero(limite)}%. Vuoto: nessuna correzione."

    def _scrivi(self, utente: Any) -> Scheda:
        dati = self.cleaned_data
        return correggi(
            self.scheda,
            correttivo=dati["correttivo"],
            motivo=dati["motivo"],
            versione=dati["versione"],
            utente=utente,
        )
