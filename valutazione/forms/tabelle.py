"""Le tabelle dentro le maschere: fasce, livelli, parti e fattori del premio. Si allungano anche senza JavaScript.

Una riga lasciata vuota non conta. Ogni riga sa leggersi da ciò che è salvato (`dalla`) e scriversi nella forma dei
file (`scritta`): in mezzo, caselle con parole italiane.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.forms.formsets import BaseFormSet
from django.forms.renderers import get_default_renderer
from django.forms.utils import ErrorDict

from piao.base.campi import CampoNumero
from piao.base.testo import in_cifre
from valutazione.letture.configurazione import cifre, decimale
from valutazione.letture.parole import FATTI

AGGIUNGI = "aggiungi"
MASSIMO_RIGHE = 40
NUMERO, PROPORZIONALE, CRESCENTE = "numero", "proporzionale", "crescente"
ESITI = [
    (NUMERO, "questo numero"),
    (PROPORZIONALE, "in proporzione al punteggio"),
    (CRESCENTE, "questo, più tanto per ogni punto"),
]


class Riga(forms.Form):
    """Una riga di tabella. `da_riempire`: le caselle che, tutte vuote, fanno una riga che non c'è."""

    da_riempire: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def dalla(cls, dati: Any) -> dict[str, Any]:
        return dict(dati)

    @property
    def vuota(self) -> bool:
        return not any(str(self.data.get(self.add_prefix(nome), "")).strip() for nome in self.da_riempire)

    def full_clean(self) -> None:
        """Una riga vuota non ha errori: non c'è."""
        super().full_clean()
        if self.is_bound and self.vuota:
            self._errors = ErrorDict()

    def esige(self, nome: str, frase: str) -> None:
        """Segna la casella, se è rimasta vuota."""
        if self.cleaned_data.get(nome) in (None, "") and nome not in self.errors:
            self.add_error(nome, frase)

    def scritta(self) -> Any:
        raise NotImplementedError


class Tabella(BaseFormSet):  # type: ignore[type-arg]  # generico solo per gli stub
    """Le righe di una tabella, con una vuota in fondo da riempire."""

    form: type[Riga]
    nome: ClassVar[str]
    titolo: ClassVar[str]
    spiega: ClassVar[str] = ""
    aggiungi: ClassVar[str] = "Aggiungi una riga"

    extra, min_num, max_num, absolute_max = 1, 0, MASSIMO_RIGHE, MASSIMO_RIGHE * 2
    validate_min = validate_max = can_order = can_delete = can_delete_extra = False

    def __init__(self, dati: Any = None, *, presenti: Sequence[Any] = (), prefisso: str = "") -> None:
        self.renderer = get_default_renderer()
        nome = f"{prefisso}-{self.nome}" if prefisso else self.nome
        iniziali = [self.form.dalla(riga) for riga in presenti]
        super().__init__(con_riga_chiesta(dati, nome), prefix=nome, initial=iniziali)

    @property
    def scritte(self) -> list[Any]:
        """Le righe che ci sono, nella forma dei file."""
        return [riga.scritta() for riga in self.forms if not riga.vuota]

    @property
    def intestazioni(self) -> list[Any]:
        """Le caselle della riga vuota, per i titoli delle colonne."""
        return list(self.empty_form)


def con_riga_chiesta(dati: Any, nome: str) -> Any:
    """I dati inviati; con una riga in più se si è premuto «aggiungi» di quella tabella."""
    if dati is None or dati.get(AGGIUNGI) != nome:
        return dati
    copia = dati.copy()
    copia[f"{nome}-TOTAL_FORMS"] = str((in_cifre(copia.get(f"{nome}-TOTAL_FORMS")) or 0) + 1)
    return copia


def _senza_vuoti(**dati: Any) -> dict[str, Any]:
    return {nome: valore for nome, valore in dati.items() if valore not in (None, "")}


# ---- le fasce ----------------------------------------------------------------------------------------------------


class RigaFascia(Riga):
    """Da dove a dove, con gli estremi dentro o fuori, e che cosa dà."""

    da_riempire = ("nome", "da", "a", "esito", "incremento")

    nome = forms.CharField(label="Nome", max_length=80, required=False)
    da = CampoNumero(label="Da", required=False)
    da_incluso = forms.BooleanField(label="compreso", required=False, initial=True)
    a = CampoNumero(label="A", required=False)
    a_incluso = forms.BooleanField(label="compreso", required=False, initial=True)
    come = forms.ChoiceField(label="Dà", choices=ESITI, required=False)
    esito = CampoNumero(label="Numero", required=False)
    incremento = CampoNumero(label="Più, per ogni punto", required=False)

    @classmethod
    def dalla(cls, dati: Any) -> dict[str, Any]:
        esito = dati["esito"]
        crescente = isinstance(esito, Mapping)
        come = CRESCENTE if crescente else PROPORZIONALE if esito == PROPORZIONALE else NUMERO
        numero = esito["quota"] if crescente else esito if come == NUMERO else None
        return {
            "nome": dati.get("nome", ""),
            "da": decimale(dati.get("da"), "da"),
            "a": decimale(dati.get("a"), "a"),
            "da_incluso": dati.get("da_incluso", True),
            "a_incluso": dati.get("a_incluso", True),
            "come": come,
            "esito": decimale(numero, "esito"),
            "incremento": decimale(esito["incremento"], "incremento") if crescente else None,
        }

    def clean(self) -> dict[str, Any]:
        scritti = super().clean() or {}
        if not self.vuota and scritti.get("come") != PROPORZIONALE:
            self.esige("esito", "Scrivi che cosa dà questa fascia: per esempio 75.")
        if not self.vuota and scritti.get("come") == CRESCENTE:
            self.esige("incremento", "Scrivi quanto cresce per ogni punto.")
            self.esige("da", "Scrivi da dove comincia a crescere.")
        return scritti

    def scritta(self) -> dict[str, Any]:
        riga = self.cleaned_data
        fatta = _senza_vuoti(nome=riga["nome"], da=cifre(riga["da"]), a=cifre(riga["a"]))
        fuori = {
            nome: False
            for nome, estremo in (("da_incluso", "da"), ("a_incluso", "a"))
            if not riga[nome] and estremo in fatta
        }
        return fatta | fuori | {"esito": self._esito()}

    def _esito(self) -> Any:
        riga = self.cleaned_data
        if riga["come"] == PROPORZIONALE:
            return PROPORZIONALE
        if riga["come"] == CRESCENTE:
            return {"quota": cifre(riga["esito"]), "incremento": cifre(riga["incremento"])}
        return cifre(riga["esito"])


class TabellaFasce(Tabella):
    form = RigaFascia
    nome, titolo, aggiungi = "fasce", "Le fasce", "Aggiungi una fascia"
    spiega = (
        "Dalla più bassa alla più alta. «Da» vuoto è senza inizio, «A» vuoto è senza fine. Ogni punteggio deve cadere "
        "in una fascia sola: dove una finisce con l'estremo compreso, la prossima comincia senza."
    )


# ---- i livelli ---------------------------------------------------------------------------------------------------


class RigaLivello(Riga):
    """Un giudizio, il suo numero, che cosa significa."""

    da_riempire = ("etichetta", "valore", "descrittore")

    etichetta = forms.CharField(label="Giudizio", max_length=80, required=False)
    valore = CampoNumero(label="Valore", required=False, max_digits=9, decimal_places=4)
    descrittore = forms.CharField(label="Che cosa significa", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    richiede_motivazione = forms.BooleanField(label="Chiede il motivo", required=False)

    def clean(self) -> dict[str, Any]:
        if not self.vuota:
            self.esige("etichetta", "Scrivi la parola del giudizio.")
            self.esige("valore", "Scrivi il numero che entra nei conti.")
        return super().clean() or {}

    def scritta(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class TabellaLivelli(Tabella):
    form = RigaLivello
    nome, titolo, aggiungi = "livelli", "I livelli", "Aggiungi un livello"
    spiega = "Dal più basso al più alto. Il descrittore aiuta a dare lo stesso giudizio allo stesso comportamento."

    def clean(self) -> None:
        valori = [riga.cleaned_data.get("valore") for riga in self.forms if not riga.vuota]
        doppi = {valore for valore in valori if valore is not None and valori.count(valore) > 1}
        for riga in self.forms:
            if not riga.vuota and riga.cleaned_data.get("valore") in doppi:
                riga.add_error("valore", "Due livelli non possono avere lo stesso valore.")


class RigaParola(Riga):
    """Una parola e il suo numero: i giudizi di una conversione, le etichette di un fattore."""

    da_riempire = ("parola", "numero")

    parola = forms.CharField(label="Parola", max_length=80, required=False)
    numero = CampoNumero(label="Vale", required=False)

    @classmethod
    def dalla(cls, dati: Any) -> dict[str, Any]:
        parola, numero = dati
        return {"parola": parola, "numero": decimale(numero, parola)}

    def clean(self) -> dict[str, Any]:
        if not self.vuota:
            self.esige("parola", "Scrivi la parola.")
            self.esige("numero", "Scrivi quanto vale.")
        return super().clean() or {}

    def scritta(self) -> tuple[str, Any]:
        return self.cleaned_data["parola"], cifre(self.cleaned_data["numero"])


class TabellaParole(Tabella):
    form = RigaParola
    nome, titolo, aggiungi = "parole", "Le parole", "Aggiungi una parola"


# ---- il premio ---------------------------------------------------------------------------------------------------


class RigaQuota(Riga):
    """Una parte del premio e ciò da cui dipende."""

    da_riempire = ("quota", "su")

    quota = CampoNumero(label="Parte (%)", required=False)
    su = forms.CharField(
        label="Dipende da", max_length=60, required=False, widget=forms.TextInput(attrs={"list": "condizioni"})
    )

    def clean(self) -> dict[str, Any]:
        if not self.vuota:
            self.esige("quota", "Scrivi che parte del premio è.")
            self.esige("su", "Scrivi da che cosa dipende.")
        return super().clean() or {}

    def scritta(self) -> dict[str, Any]:
        return {"quota": cifre(self.cleaned_data["quota"]), "su": codice_fatto(self.cleaned_data["su"])}

    @classmethod
    def dalla(cls, dati: Any) -> dict[str, Any]:
        return {"quota": decimale(dati["quota"], "quota"), "su": FATTI.get(dati["su"], dati["su"])}


class TabellaQuote(Tabella):
    form = RigaQuota
    nome, titolo, aggiungi = "quote", "Le parti del premio", "Aggiungi una parte"
    spiega = "Nessuna riga: tutto il premio segue la fascia. Se ci sono, le parti sommano a 100."


class RigaFattore(Riga):
    """Un dato che moltiplica il premio: com'è, diviso per una base, o tradotto da una tabella di parole."""

    da_riempire = ("input", "base", "default", "tabella")

    input = forms.CharField(
        label="Dato", max_length=60, required=False, widget=forms.TextInput(attrs={"list": "fatti"})
    )
    base = CampoNumero(label="Diviso per", required=False)
    default = forms.CharField(label="Se manca vale", max_length=60, required=False)
    tabella = forms.CharField(
        label="Valore per ogni voce",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "istruttori = 1,2"}),
    )
    conv = forms.JSONField(required=False, widget=forms.HiddenInput)

    @classmethod
    def dalla(cls, dati: Any) -> dict[str, Any]:
        tabella = "\n".join(
            f"{nome} = {str(valore).replace('.', ',')}" for nome, valore in dati.get("tabella", {}).items()
        )
        return {
            "input": FATTI.get(dati["input"], dati["input"]),
            "base": decimale(dati.get("base"), "base"),
            "default": str(dati.get("default", "")).replace(".", ","),
            "tabella": tabella,
            "conv": dati.get("conv"),
        }

    def clean_tabella(self) -> dict[str, Any]:
        """Una voce per riga: «istruttori = 1,2»."""
        righe = [riga for riga in self.cleaned_data["tabella"].splitlines() if riga.strip()]
        lette = {}
        for riga in righe:
            nome, uguale, numero = riga.rpartition("=")
            if not uguale or not nome.strip():
                raise forms.ValidationError(f"«{riga}»: scrivi una voce per riga, per esempio «istruttori = 1,2».")
            lette[nome.strip()] = cifre(CampoNumero().clean(numero.strip()))
        return lette

    def clean(self) -> dict[str, Any]:
        if not self.vuota:
            self.esige("input", "Scrivi quale dato moltiplica il premio.")
        return super().clean() or {}

    def scritta(self) -> dict[str, Any]:
        riga = self.cleaned_data
        return _senza_vuoti(
            input=codice_fatto(riga["input"]),
            default=_numero_o_testo(riga["default"]),
            base=cifre(riga["base"]),
            tabella=riga["tabella"] or None,
            conv=riga["conv"] or None,
        )


class TabellaFattori(Tabella):
    form = RigaFattore
    nome, titolo, aggiungi = "fattori", "Che cosa moltiplica il premio", "Aggiungi un dato"
    spiega = "Ogni dato conta una volta sola: chi lavora metà tempo per tutto l'anno ha part-time 0,5 e giorni 365."


def codice_fatto(scritto: str) -> str:
    """Il nome del fatto nei file: dalla parola che la maschera propone, o com'è scritto."""
    testo = scritto.strip()
    trovato = next((codice for codice, parole in FATTI.items() if parole == testo), None)
    return trovato or testo.replace(" ", "_")


def _numero_o_testo(scritto: str) -> Any:
    try:
        return cifre(CampoNumero(required=False).clean(scritto))
    except forms.ValidationError:
        return scritto.strip()
