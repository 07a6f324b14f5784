"""La maschera dal punteggio ai soldi: fasce, parti, dati che moltiplicano, esclusioni, fondo, maggiorazione."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from piao.base.campi import CampoNumero, campo_modello
from piao.base.moduli import ModuloVersionato
from valutazione.forms.tabelle import TabellaFasce, TabellaFattori, TabellaQuote, codice_fatto
from valutazione.letture.configurazione import cifre, decimale
from valutazione.letture.parole import FATTI
from valutazione.models import TipoScheda
from valutazione.motore import ConfigurazioneRifiutata, leggi_smvp

RESTI = [
    ("economia", "restano in economia"),
    ("redistribuiti_nel_gruppo", "si dividono fra chi è nello stesso gruppo"),
    ("redistribuiti_nell_ente", "si dividono fra tutti"),
]
QUADRATURA = [
    ("resti_piu_grandi", "un centesimo in più ai resti più grandi: il fondo si esaurisce"),
    ("troncamento", "si tronca: chi è uguale riceve lo stesso, i centesimi restano in economia"),
]
NUMERI = ("punteggio_massimo", "percentuale_base", "giorni_anno", "ore_giorno", "resti_minimo")
INTERI = ("decimali_per_fascia", "decimali_base")
SCELTE = {"resti": "economia", "quadratura": "resti_piu_grandi"}
BENEFICIARI, QUOTA = "beneficiari", "quota_beneficiari"


class PremioForm(ModuloVersionato):
    """Le regole del premio di un tipo di scheda."""

    fissi = frozenset({"sistema"})

    punteggio_massimo = CampoNumero(label="Punteggio massimo della scheda", required=False)
    decimali_per_fascia = forms.IntegerField(
        label="Decimali con cui si cerca la fascia", min_value=0, max_value=10, required=False,
        help_text="Se le fasce sono a numeri interi, 0: il punteggio si arrotonda prima. Vuoto: quelli del punteggio.",
    )  # fmt: skip
    percentuale_base = CampoNumero(
        label="Percentuale della base", required=False,
        help_text="Se l'importo massimo è una percentuale: per esempio 25 per il 25% della retribuzione di posizione.",
    )  # fmt: skip
    decimali_base = forms.IntegerField(
        label="Decimali dell'importo massimo", min_value=0, max_value=10, required=False
    )
    esclusioni = forms.CharField(
        label="Chi non ha premio", required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Una causa per riga: se è vera, il premio è zero.",
    )  # fmt: skip
    giorni_anno = CampoNumero(label="Giorni dell'anno", required=False, help_text="Per la quota teorica: 365 o 360.")
    ore_giorno = CampoNumero(label="Ore di assenza che fanno un giorno", required=False)
    coefficienti = forms.CharField(
        label="Coefficiente di ogni area", required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Una per riga: «istruttori = 1,1».",
    )  # fmt: skip
    resti = forms.ChoiceField(label="Ciò che avanza", choices=RESTI, required=False)
    resti_minimo = CampoNumero(label="Partecipa ai resti chi ha almeno", required=False)
    quadratura = forms.ChoiceField(label="I centesimi", choices=QUADRATURA, required=False)

    percentuale = CampoNumero(label="Percentuale del premio medio", required=False)
    a_chi = forms.ChoiceField(
        label="A quanti",
        choices=[(BENEFICIARI, "a un numero di persone"), (QUOTA, "a una percentuale delle persone")],
        required=False,
    )
    quanti = CampoNumero(label="Quanti", required=False)
    eccesso = forms.BooleanField(label="se non è un numero intero, uno in più", required=False)
    dal_fondo = forms.BooleanField(
        label="la paga lo stesso fondo", required=False,
        help_text="CCNL 23.2.2026, art. 48: prima si toglie la maggiorazione, poi si divide il resto.",
    )  # fmt: skip

    class Meta:
        model = TipoScheda
        fields = ["modo_premio", "base_premio", "tempi_pagamento"]
        formfield_callback = campo_modello

    def __init__(self, dati: Any = None, *, instance: TipoScheda) -> None:
        super().__init__(dati, instance=instance, initial=_iniziali(instance))
        premio = instance.premio or {}
        inviati = self.data if self.is_bound else None
        self.fasce = TabellaFasce(inviati, presenti=premio.get("fasce", ()))
        self.quote = TabellaQuote(inviati, presenti=premio.get("quote", ()))
        self.fattori = TabellaFattori(inviati, presenti=premio.get("fattori", ()))

    @property
    def tabelle(self) -> list[Any]:
        return [self.fasce, self.quote, self.fattori]

    def is_valid(self) -> bool:
        valide = [tabella.is_valid() for tabella in self.tabelle]
        return super().is_valid() and all(valide) and "aggiungi" not in self.data

    def clean_coefficienti(self) -> dict[str, Any]:
        letti = {}
        for riga in self.cleaned_data["coefficienti"].splitlines():
            if riga.strip():
                nome, uguale, numero = riga.rpartition("=")
                if not uguale or not nome.strip():
                    raise ValidationError(f"«{riga}»: scrivi «istruttori = 1,1», una voce per riga.")
                letti[nome.strip()] = cifre(CampoNumero().clean(numero.strip()))
        return letti

    def clean(self) -> dict[str, Any]:
        scritti = super().clean() or {}
        if scritti.get("percentuale") is not None and scritti.get("quanti") is None:
            self.add_error("quanti", "Scrivi a quanti va la maggiorazione.")
        if not self.errors and all(tabella.is_valid() for tabella in self.tabelle):
            self._giudica()
        return scritti

    def _giudica(self) -> None:
        """Le regole le giudica il motore: il primo punteggio fuori dalle fasce, le parti che non fanno cento."""
        parti = {"premio": self.premio, "maggiorazione": self.maggiorazione}
        pieni = {nome: parte for nome, parte in parti.items() if parte}
        try:
            leggi_smvp({"decimali_punteggio": self.instance.decimali_punteggio, **pieni})
        except ConfigurazioneRifiutata as errore:
            self.add_error(None, ValidationError([frase.removeprefix("premio.") for frase in errore.errori]))

    # ---- verso i file --------------------------------------------------------------------------------------------

    @property
    def premio(self) -> dict[str, Any]:
        dati = self.cleaned_data
        fatto: dict[str, Any] = {nome: tabella.scritte for nome, tabella in self._per_nome() if tabella.scritte}
        fatto |= {nome: cifre(dati[nome]) for nome in NUMERI if dati.get(nome) is not None}
        fatto |= {nome: dati[nome] for nome in INTERI if dati.get(nome) is not None}
        fatto |= {nome: dati[nome] for nome, solito in SCELTE.items() if dati.get(nome) not in ("", None, solito)}
        esclusioni = [codice_fatto(riga) for riga in dati["esclusioni"].splitlines() if riga.strip()]
        fatto |= {"esclusioni": esclusioni} if esclusioni else {}
        fatto |= {"coefficienti": dati["coefficienti"]} if dati["coefficienti"] else {}
        return fatto | ({"solo_fascia": True} if (self.instance.premio or {}).get("solo_fascia") else {})

    def _per_nome(self) -> list[tuple[str, Any]]:
        return [("fasce", self.fasce), ("quote", self.quote), ("fattori", self.fattori)]

    @property
    def maggiorazione(self) -> dict[str, Any]:
        dati = self.cleaned_data
        if dati.get("percentuale") is None:
            return {}
        a_chi = dati["a_chi"] or BENEFICIARI
        quanti = int(dati["quanti"]) if a_chi == BENEFICIARI else cifre(dati["quanti"])
        fatta = {"percentuale": cifre(dati["percentuale"]), a_chi: quanti}
        fatta |= {"arrotondamento": "eccesso"} if dati["eccesso"] else {}
        return fatta | ({"finanziamento": "dal_fondo"} if dati["dal_fondo"] else {})

    @property
    def dati(self) -> dict[str, Any]:
        propri = {nome: self.cleaned_data[nome] for nome in self.Meta.fields}
        return propri | {"premio": self.premio, "maggiorazione": self.maggiorazione}

    @property
    def fatti(self) -> dict[str, str]:
        """Le parole proposte mentre si scrive."""
        return FATTI


def _iniziali(tipo: TipoScheda) -> dict[str, Any]:
    premio, maggiorazione = tipo.premio or {}, tipo.maggiorazione or {}
    coefficienti = premio.get("coefficienti", {}).items()
    return {
        **{nome: decimale(premio.get(nome), nome) for nome in NUMERI},
        **{nome: premio.get(nome) for nome in INTERI},
        **{nome: premio.get(nome, solito) for nome, solito in SCELTE.items()},
        "esclusioni": "\n".join(FATTI.get(nome, nome) for nome in premio.get("esclusioni", ())),
        "coefficienti": "\n".join(f"{nome} = {str(valore).replace('.', ',')}" for nome, valore in coefficienti),
        "percentuale": decimale(maggiorazione.get("percentuale"), "percentuale"),
        "a_chi": QUOTA if QUOTA in maggiorazione else BENEFICIARI,
        "quanti": decimale(maggiorazione.get(QUOTA, maggiorazione.get(BENEFICIARI)), "quanti"),
        "eccesso": maggiorazione.get("arrotondamento") == "eccesso",
        "dal_fondo": maggiorazione.get("finanziamento") == "dal_fondo",
    }
