"""Le maschere del sistema: i suoi dati, le fasi del procedimento, il parere, l'adozione, i file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from enti.forms.comune import aspetto
from enti.models import Atto, Ente
from enti.voci import Area
from obiettivi.voci import EsitoParere
from piao.base.campi import campo_modello, casella_data
from piao.base.carico import controlla_peso
from piao.base.moduli import Modulo, ModuloVersionato
from valutazione.models import Fase, Sistema, TipoScheda
from valutazione.voci import TipoFase

UN_MEGA = 1024 * 1024
GIORNI_E_MESI = ("assegna_entro_giorno", "assegna_entro_mese", "ferma_dopo_giorno", "ferma_dopo_mese")


class SistemaForm(ModuloVersionato):
    class Meta:
        model = Sistema
        fields = [
            "denominazione", "soglia_negativa", "giorni_minimi", "media_per_giorni", "metodo_peso",
            *GIORNI_E_MESI, "confronto_inviato_il", "confronto_chiuso_il", "nota",
        ]  # fmt: skip
        formfield_callback = campo_modello
        help_texts = {"nota": "Ciò che chi legge il sistema deve sapere: la fonte, le scelte fatte."}

    helper = aspetto(
        ("", ["denominazione", "nota"]),
        ("Il punteggio", ["soglia_negativa", "giorni_minimi", "media_per_giorni", "metodo_peso"]),
        ("L'assegnazione degli obiettivi", GIORNI_E_MESI),
        ("Il confronto con le rappresentanze sindacali", ["confronto_inviato_il", "confronto_chiuso_il"]),
    )


class TipoForm(ModuloVersionato):
    fissi = frozenset({"sistema"})
    aree = forms.MultipleChoiceField(
        label="Aree contrattuali",
        choices=Area,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Nessuna scelta: la scheda è per tutte.",
    )

    class Meta:
        model = TipoScheda
        fields = [
            "denominazione", "codice", "destinatari", "aree", "valuta", "propone", "riesamina", "decimali_punteggio",
        ]  # fmt: skip
        formfield_callback = campo_modello
        help_texts = {"codice": "Breve e senza spazi: per esempio «eq». È il nome nei file."}

    helper = aspetto(
        ("", ["denominazione", "codice", "decimali_punteggio"]),
        ("Per chi", ["destinatari", "aree"]),
        ("Chi decide", ["valuta", "propone", "riesamina"]),
    )

    def clean(self) -> dict[str, Any]:
        scritti = super().clean() or {}
        riesamina = scritti.get("riesamina")
        if riesamina and riesamina in (scritti.get("valuta"), scritti.get("propone")):
            self.add_error("riesamina", "Chi riesamina è un terzo: non chi valuta, né chi propone.")
        return scritti


# ---- le fasi -----------------------------------------------------------------------------------------------------


class FaseForm(Modulo):
    """Una fase possibile: se c'è, i suoi termini."""

    fissi = frozenset()
    presente = forms.BooleanField(label="C'è", required=False)

    class Meta:
        model = Fase
        fields = ["presente", "entro_giorno", "entro_mese", "anno_dopo", "giorni", "silenzio"]
        formfield_callback = campo_modello

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["presente"].initial = self.instance.pk is not None
        for nome in ("entro_giorno", "entro_mese", "giorni"):
            self.fields[nome].widget.attrs["class"] = "casella-corta"
        for campo in self.fields.values():
            campo.widget.attrs["aria-label"] = f"{campo.label}: {self.instance}"

    def clean(self) -> dict[str, Any]:
        scritti = super().clean() or {}
        if (scritti.get("entro_giorno") is None) != (scritti.get("entro_mese") is None):
            self.add_error("entro_giorno", "Il giorno e il mese si scrivono insieme.")
        if scritti.get("silenzio") and scritti.get("giorni") is None:
            self.add_error("giorni", "Perché il silenzio conti serve un termine in giorni.")
        return scritti


class FasiForm:
    """Tutte le fasi possibili, nell'ordine del procedimento: una riga ciascuna."""

    def __init__(self, dati: Any, *, sistema: Sistema) -> None:
        presenti = {fase.tipo: fase for fase in sistema.fasi.all()}
        self.righe = [
            FaseForm(dati, instance=presenti.get(tipo) or Fase(sistema=sistema, tipo=tipo), prefix=tipo)
            for tipo in TipoFase.values
        ]
        self.scritta = dati is not None

    def is_valid(self) -> bool:
        """Tutte le righe che ci sono si controllano, anche dopo la prima sbagliata."""
        esiti = [riga.is_valid() for riga in self.righe if self._c_e(riga)]
        return self.scritta and all(esiti)

    @staticmethod
    def _c_e(riga: FaseForm) -> bool:
        return bool(riga.data.get(riga.add_prefix("presente")))

    @property
    def dati(self) -> list[dict[str, Any]]:
        """Le fasi che ci sono, con i loro termini."""
        return [
            {"tipo": riga.instance.tipo}
            | {nome: valore for nome, valore in riga.cleaned_data.items() if nome != "presente"}
            for riga in self.righe
            if self._c_e(riga)
        ]


# ---- il cammino --------------------------------------------------------------------------------------------------


class ParereForm(forms.Form):
    """Il parere vincolante dell'organismo di valutazione."""

    parere = forms.ChoiceField(label="Parere", choices=EsitoParere, widget=forms.RadioSelect)
    parere_del = forms.DateField(label="Del", widget=casella_data())
    parere_nota = forms.CharField(
        label="Che cosa dice", required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Obbligatorio se il parere non è pienamente favorevole.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        scritti = super().clean() or {}
        parere = scritti.get("parere")
        if parere and parere != EsitoParere.FAVOREVOLE and not scritti.get("parere_nota", "").strip():
            self.add_error("parere_nota", "Scrivi che cosa osserva l'organismo di valutazione, o perché è contrario.")
        return scritti


class AdottaForm(forms.Form):
    """L'atto che adotta il sistema e il giorno da cui vale."""

    atto = forms.ModelChoiceField(
        Atto.objects.none(), label="Atto di adozione", empty_label="Scegli l'atto",
        help_text="Si registra prima nel registro degli atti.",
        error_messages={"required": "Scegli l'atto: il sistema si adotta con una deliberazione."},
    )  # fmt: skip
    dal = forms.DateField(label="Vale dal", widget=casella_data(), help_text="Di solito il primo giorno dell'anno.")

    def __init__(self, *args: Any, ente: Ente, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["atto"].queryset = Atto.objects.filter(ente=ente)  # type: ignore[attr-defined]  # ModelChoiceField


class ImportaForm(forms.Form):
    """Un file nella forma di scambio."""

    file = forms.FileField(label="File", help_text="Un file JSON nella forma di scambio dei sistemi.")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        controlla_peso(file, UN_MEGA)
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError as errore:
            raise ValidationError("Il file non è un testo UTF-8: salvalo così e riprova.") from errore
