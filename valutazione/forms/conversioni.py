"""Una conversione scelta con parole semplici: si vedono solo le caselle che le servono."""

from collections.abc import Mapping
from typing import Any

from django import forms

from piao.base.campi import CampoNumero
from valutazione.forms.tabelle import TabellaFasce, TabellaParole
from valutazione.letture.configurazione import cifre, decimale
from valutazione.letture.parole import CONVERSIONI

Dati = Mapping[str, Any]
SUL_TOTALE = ("identita", "lineare", "gradini")
CON_FASCE = ("gradini", "entro_data")
IDENTITA = "identita"


class ConversioneForm(forms.Form):
    """Il tipo e i numeri di una conversione. `sul_totale`: riceve un numero già calcolato."""

    tipo = forms.ChoiceField(label="Come diventa punti")
    x0 = CampoNumero(label="Il valore va da")
    x1 = CampoNumero(label="Fino a")
    y0 = CampoNumero(label="Diventa da (punti)")
    y1 = CampoNumero(label="Fino a (punti)")
    satura = forms.BooleanField(label="Chi esce dal tratto resta all'estremo", required=False)
    tolleranza = CampoNumero(label="Fuori dall'intervallo si perde tutto a distanza di", min_value=0)
    decimali_per_fascia = forms.IntegerField(
        label="Decimali prima di cercare la fascia",
        min_value=0,
        max_value=10,
        required=False,
        help_text="Se le fasce sono scritte a numeri interi, 0.",
    )
    punteggio_massimo = CampoNumero(
        label="Punteggio massimo", required=False, help_text="Serve se una fascia dà «in proporzione»."
    )
    min = CampoNumero(label="Mai sotto", required=False)
    max = CampoNumero(label="Mai sopra", required=False)

    def __init__(self, dati: Any, *, salvata: Dati, prefisso: str, sul_totale: bool = False) -> None:
        super().__init__(dati, prefix=prefisso, initial=_iniziali(salvata))
        nomi = SUL_TOTALE if sul_totale else tuple(CONVERSIONI)
        self.fields["tipo"].choices = [(nome, CONVERSIONI[nome]) for nome in nomi]  # type: ignore[attr-defined]
        self.scelta = self._scelta(salvata, nomi)
        for nome in set(self.fields) - {"tipo", *CASELLE.get(self.scelta, ()), "min", "max"}:
            del self.fields[nome]
        self.fasce = self.parole = None
        if self.scelta in CON_FASCE:
            self.fasce = TabellaFasce(self._se_inviata("fasce"), presenti=salvata.get("fasce", ()), prefisso=prefisso)
        if self.scelta == "livelli":
            presenti = list(salvata.get("livelli", {}).items())
            self.parole = TabellaParole(self._se_inviata("parole"), presenti=presenti, prefisso=prefisso)

    def _scelta(self, salvata: Dati, nomi: tuple[str, ...]) -> str:
        inviata = self.data.get(self.add_prefix("tipo")) if self.is_bound else None
        scelta = inviata or salvata.get("tipo", IDENTITA)
        return scelta if scelta in nomi else IDENTITA

    def _se_inviata(self, nome: str) -> Any:
        """I dati, se la tabella era già nella pagina: appena scelta la conversione non c'è ancora."""
        return self.data if self.is_bound and f"{self.prefix}-{nome}-TOTAL_FORMS" in self.data else None

    @property
    def tabella(self) -> Any:
        return self.fasce or self.parole

    def is_valid(self) -> bool:
        valida = super().is_valid()
        return (self.tabella.is_valid() if self.tabella is not None else True) and valida

    @property
    def scritta(self) -> dict[str, Any]:
        """La conversione nella forma dei file; vuota se è il valore com'è, senza limiti."""
        dati = self.cleaned_data
        limiti = {nome: cifre(dati[nome]) for nome in ("min", "max") if dati[nome] is not None}
        if self.scelta == IDENTITA and not limiti:
            return {}
        return {"tipo": self.scelta, **self._parametri(), **limiti}

    def _parametri(self) -> dict[str, Any]:
        dati = self.cleaned_data
        if self.scelta == "lineare":
            tratti = {"da": [cifre(dati["x0"]), cifre(dati["x1"])], "a": [cifre(dati["y0"]), cifre(dati["y1"])]}
            return tratti if dati["satura"] else tratti | {"satura": False}
        if self.scelta == "intervallo":
            return {"tolleranza": cifre(dati["tolleranza"])}
        if self.parole is not None:
            return {"livelli": dict(self.parole.scritte)}
        if self.fasce is not None:
            altri = {nome: dati.get(nome) for nome in ("decimali_per_fascia", "punteggio_massimo")}
            scritti = {nome: cifre(valore) for nome, valore in altri.items() if valore is not None}
            return {"fasce": self.fasce.scritte, **scritti}
        return {}


CASELLE = {
    "lineare": ("x0", "x1", "y0", "y1", "satura"),
    "intervallo": ("tolleranza",),
    "gradini": ("decimali_per_fascia", "punteggio_massimo"),
}


def _iniziali(salvata: Dati) -> dict[str, Any]:
    """I valori della maschera da una conversione salvata."""
    iniziali: dict[str, Any] = {"tipo": salvata.get("tipo", IDENTITA), "satura": salvata.get("satura", True)}
    for nome in ("min", "max", "tolleranza", "punteggio_massimo", "decimali_per_fascia"):
        iniziali[nome] = decimale(salvata.get(nome), nome)
    for assi, nome in (("x", "da"), ("y", "a")):
        for posto, estremo in enumerate(salvata.get(nome, ())):
            iniziali[f"{assi}{posto}"] = decimale(estremo, nome)
    return iniziali
