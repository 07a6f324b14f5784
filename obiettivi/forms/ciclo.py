"""Le maschere del ciclo: aprire un anno, impostarlo, disciplinarne le fasi, curare le linee di mandato."""

from typing import Any

from django import forms
from django.forms import ValidationError

from obiettivi.azioni.ciclo import si_scrive_dopo
from obiettivi.forms.moduli import FormConRighe
from obiettivi.forms.righe import InsiemeRighe, RigaForm
from obiettivi.letture.cicli import ATTI
from obiettivi.models import Ciclo, FaseCiclo, LineaMandato
from obiettivi.voci import Impostazione
from piao.base.campi import campo_modello
from piao.base.moduli import Modulo, ModuloVersionato

ANNO_MINIMO, ANNO_MASSIMO = 2010, 2100  # il D.Lgs. 150/2009 si applica dal 2010
DURATA_MASSIMA = 5


class CicloForm(ModuloVersionato):
    """Tutto ciò che riguarda l'anno. In apertura serve solo l'anno: il resto si completa quando c'è."""

    fields: Any

    class Meta:
        model = Ciclo
        fields = (
            "anno",
            "anno_fine",
            "titolo",
            "periodo",
            "allegato_a",
            "impostazione",
            "provvisorio",
            "bilancio_termine",
            "bilancio_approvato_il",
            *ATTI,
            "smvp_confermato_il",
            "relazione_unificata",
            "motivo_ritardo",
            "inviato_portale_il",
            "scala_peso",
            "metodo_peso",
            "nota",
        )
        formfield_callback = campo_modello
        widgets = {"impostazione": forms.RadioSelect}
        labels = {
            "atto_bilancio": "Bilancio di previsione",
            "atto_dup": "DUP",
            "atto_dup_aggiornamento": "Nota di aggiornamento del DUP",
            "atto_smvp": "Sistema di misurazione e valutazione",
            "atto_parere_smvp": "Parere vincolante sull'SMVP",
            "atto_piao": "PIAO",
            "atto_approvazione": "Approvazione del Piano",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["impostazione"].choices = [(valore, f"{valore} · {nome}") for valore, nome in Impostazione.choices]
        self._ferma()
        atti = list(self.instance.ente.atti.all())
        for nome in ATTI:
            campo = self.fields[nome]
            campo.queryset = self.instance.ente.atti.all()
            campo.choices = [("", "Nessuno"), *((atto.pk, str(atto)) for atto in atti)]

    def _ferma(self) -> None:
        """A Piano approvato si legge tutto, ma si scrive soltanto ciò che si viene a sapere dopo."""
        for nome, campo in self.fields.items():
            campo.disabled = self.instance.concluso and nome != "versione" and not si_scrive_dopo(self.instance, nome)

    def clean_anno(self) -> int:
        anno: int = self.cleaned_data["anno"]
        if not ANNO_MINIMO <= anno <= ANNO_MASSIMO:
            raise ValidationError(f"Scrivi un anno fra il {ANNO_MINIMO} e il {ANNO_MASSIMO}.")
        return anno

    def clean(self) -> dict[str, Any] | None:
        dati = super().clean() or self.cleaned_data
        anno, fine = dati.get("anno"), dati.get("anno_fine")
        if anno and fine and fine < anno:
            self.add_error("anno_fine", "L'ultimo anno viene prima del primo.")
        elif anno and fine and fine >= anno + DURATA_MASSIMA:
            self.add_error("anno_fine", "Il ciclo copre al massimo cinque anni; di solito sono tre.")
        return dati


class SoloVersioneForm(FormConRighe):
    class Meta:
        model = Ciclo
        fields: tuple[str, ...] = ()


class FaseCicloForm(RigaForm):
    organi = forms.CharField(label="Organi coinvolti", required=False, help_text="Separati da virgole.")

    class Meta:
        model = FaseCiclo
        fields = ("ordine", "denominazione", "organi", "tempistica", "finalita")
        formfield_callback = campo_modello

    def prepara(self, scelte: Any) -> None:
        self.initial["organi"] = ", ".join(self.instance.organi)

    def clean_organi(self) -> list[str]:
        return [organo.strip() for organo in self.cleaned_data["organi"].split(",") if organo.strip()]


class InsiemeFasiCiclo(InsiemeRighe):
    nome, titolo, una = "fasi-ciclo", "Fasi del ciclo", "fase"
    spiega = "Chi fa che cosa, ed entro quando, nell'anno dell'ente."
    aggiungi = "Aggiungi una fase"
    form = FaseCicloForm

    def nuova(self) -> FaseCiclo:
        return FaseCiclo(ciclo=self.oggetto, ordine=len(self.presenti) + 1)


class LineaForm(Modulo):
    class Meta:
        model = LineaMandato
        fields = ("codice", "titolo", "descrizione", "dal", "al")
        formfield_callback = campo_modello

    def clean(self) -> dict[str, Any] | None:
        dati = super().clean() or self.cleaned_data
        dal, al = dati.get("dal"), dati.get("al")
        if dal and al and al < dal:
            self.add_error("al", "Il mandato finisce prima di cominciare: controlla i due anni.")
        return dati
