"""La scheda da provare: una casella per ogni voce, del genere che le serve, e i fatti che il premio legge."""

from dataclasses import dataclass
from typing import Any

from django import forms

from piao.base.campi import CampoNumero, casella_data
from piao.base.numeri import numero
from valutazione.letture.albero import Ramo, albero_di
from valutazione.letture.coerenza import fatti_del_premio
from valutazione.letture.configurazione import cifre, nome_correttivo
from valutazione.letture.parole import fatto
from valutazione.models import Componente, TipoScheda
from valutazione.voci import BasePremio, Fonte

SI_NO = [("", "–"), ("si", "sì"), ("no", "no")]
BASE = "base"
COPPIE = {
    "rapporto": ("consuntivo", "target"),
    "inverso_rapporto": ("consuntivo", "target"),
    "inverso_scostamento": ("consuntivo", "target"),
    "soglie": ("consuntivo", "target", "minimo"),
    "intervallo": ("consuntivo", "minimo", "massimo"),
    "entro_data": ("consuntivo", "target"),
}
PAROLE = {"consuntivo": "risultato", "target": "atteso", "minimo": "minimo", "massimo": "massimo"}


@dataclass(frozen=True)
class RigaScheda:
    """Un componente con le caselle in cui si scrive il suo valore; nessuna, se si calcola."""

    ramo: Ramo
    caselle: list[Any]
    correzione: Any = None


class SimulatoreForm(forms.Form):
    """I valori di una scheda da provare. Vuoto vuol dire che la voce manca."""

    def __init__(self, dati: Any, *, tipo: TipoScheda) -> None:
        super().__init__(dati)
        self.albero = albero_di(tipo)
        self.fatti_noti = fatti_del_premio(tipo)
        for ramo in self._rami():
            self.fields |= self._campi(ramo)
        if tipo.premio:
            self.fields[f"f-{BASE}"] = CampoNumero(label=_nome_base(tipo), required=False, min_value=0)
        for nome, genere in self.fatti_noti.items():
            self.fields[f"f-{nome}"] = _campo_fatto(nome, genere)

    def _rami(self) -> list[Ramo]:
        return list(self.albero.tutti()) if self.albero else []

    def _campi(self, ramo: Ramo) -> dict[str, forms.Field]:
        uno = ramo.componente
        campi = _campi_foglia(uno) if ramo.foglia else {}
        if uno.correttivo_limite is not None:
            quanto = numero(uno.correttivo_limite)
            campi[f"c-{uno.codice}"] = CampoNumero(label=f"Correzione di {uno} (± {quanto}%)", required=False)
        return campi

    @property
    def righe(self) -> list[RigaScheda]:
        """La scheda come si legge: ogni componente con le sue caselle."""
        return [
            RigaScheda(
                ramo,
                [self[nome] for nome in _campi_foglia(ramo.componente)] if ramo.foglia else [],
                self[f"c-{ramo.componente.codice}"] if ramo.componente.correttivo_limite is not None else None,
            )
            for ramo in self._rami()
        ]

    @property
    def del_premio(self) -> list[Any]:
        return [campo for campo in self if campo.name.startswith("f-")]

    @property
    def valori(self) -> dict[str, Any]:
        """Ciò che si è scritto, come lo vuole il motore."""
        valori: dict[str, Any] = {}
        for ramo in self._rami():
            uno = ramo.componente
            scritto = self._scritto(uno) if ramo.foglia else None
            if scritto is not None:
                valori[uno.codice] = scritto
            correzione = self.cleaned_data.get(f"c-{uno.codice}")
            if correzione is not None:
                valori[nome_correttivo(uno)] = correzione
        return valori

    def _scritto(self, uno: Componente) -> Any:
        parti = COPPIE.get(uno.conversione.get("tipo", ""))
        if parti:
            letti = {parte: self.cleaned_data.get(f"v-{uno.codice}-{parte}") for parte in parti}
            return {parte: valore for parte, valore in letti.items() if valore is not None} or None
        return _letto(self.cleaned_data.get(f"v-{uno.codice}"))

    @property
    def fatti(self) -> dict[str, Any]:
        letti = {nome: _letto(self.cleaned_data.get(f"f-{nome}")) for nome in (BASE, *self.fatti_noti)}
        return {nome: valore for nome, valore in letti.items() if valore is not None}


def _nome_base(tipo: TipoScheda) -> str:
    """Che cosa si scrive come base: l'importo intero, o ciò di cui è una percentuale."""
    di_posizione = tipo.base_premio == BasePremio.POSIZIONE and "percentuale_base" in tipo.premio
    return "Retribuzione di posizione (€)" if di_posizione else "Premio intero (€)"


def _letto(scritto: Any) -> Any:
    return {"": None, "si": True, "no": False}.get(scritto, scritto) if isinstance(scritto, str) else scritto


def _campi_foglia(uno: Componente) -> dict[str, forms.Field]:
    tipo, nome = uno.conversione.get("tipo", ""), f"v-{uno.codice}"
    if tipo in COPPIE:
        return {f"{nome}-{parte}": _campo_parte(uno, tipo, parte) for parte in COPPIE[tipo]}
    return {nome: _campo_semplice(uno, tipo)}


def _campo_parte(uno: Componente, tipo: str, parte: str) -> forms.Field:
    etichetta = f"{PAROLE[parte].capitalize()}: {uno}"
    if tipo == "entro_data":
        return forms.DateField(label=etichetta, required=False, widget=casella_data())
    return CampoNumero(label=etichetta, required=False)


def _campo_semplice(uno: Componente, tipo: str) -> forms.Field:
    if tipo == "si_no":
        return forms.ChoiceField(label=str(uno), choices=SI_NO, required=False)
    if tipo == "livelli":
        parole = [(parola, parola) for parola in uno.conversione["livelli"]]
        return forms.ChoiceField(label=str(uno), choices=[("", "–"), *parole], required=False)
    if uno.fonte == Fonte.GIUDIZIO and uno.scala:
        livelli = [(str(cifre(uno_solo.valore)), str(uno_solo)) for uno_solo in uno.scala.livelli.all()]
        return forms.ChoiceField(label=str(uno), choices=[("", "–"), *livelli], required=False)
    return CampoNumero(label=str(uno), required=False)


def _campo_fatto(nome: str, genere: Any) -> forms.Field:
    etichetta = fatto(nome).capitalize()
    if genere == "si_no":
        return forms.ChoiceField(label=etichetta, choices=SI_NO, required=False)
    if isinstance(genere, list):
        return forms.ChoiceField(
            label=etichetta, choices=[("", "–"), *zip(genere, genere, strict=True)], required=False
        )
    return CampoNumero(label=etichetta, required=False)
