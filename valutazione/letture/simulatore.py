"""Provare una scheda prima di adottarla: valori inventati, punteggio vero, con i passi del conto."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from obiettivi.misura import Lineare, NonCalcolabile, Passo
from valutazione.letture.configurazione import configurazione_di
from valutazione.models import TipoScheda
from valutazione.motore import ConfigurazioneRifiutata, EsitoPremio, Valutazione, leggi_smvp, premio_di, valuta_scheda
from valutazione.voci import ModoPremio

IN_PROPORZIONE = "in proporzione, dal primo tratto al secondo"
TRATTI = {"x0": "da", "x1": "a", "y0": "diventa da", "y1": "a"}
DEL_FONDO = "È il coefficiente della persona: il premio è la sua parte del fondo, fra tutti."


@dataclass(frozen=True)
class Simulazione:
    """L'esito di una prova. `problema`: perché il conto si ferma; allora il resto può mancare."""

    valutazione: Valutazione | None = None
    premio: EsitoPremio = EsitoPremio()
    passi: tuple[Passo, ...] = ()
    problema: str = ""
    nota: str = ""

    @property
    def punteggio(self) -> Decimal | None:
        return self.valutazione.punteggio if self.valutazione else None

    @property
    def dettaglio(self) -> Mapping[str, Decimal | None]:
        return (self.valutazione.dettaglio if self.valutazione else None) or {}

    @property
    def blocco(self) -> str:
        return self.valutazione.blocco if self.valutazione else ""


def simula(tipo: TipoScheda, valori: Mapping[str, Any], fatti: Mapping[str, Any]) -> Simulazione:
    """Il punteggio e il premio di chi avesse quei valori. Non solleva nulla: ciò che ferma il conto è una frase."""
    nomi = {uno.codice: uno.denominazione for uno in tipo.componenti.all()}
    try:
        smvp = leggi_smvp(configurazione_di(tipo))
        valutazione = valuta_scheda(smvp, valori)
    except (ConfigurazioneRifiutata, NonCalcolabile) as errore:
        return Simulazione(problema=con_i_nomi(str(errore), nomi))
    nota = DEL_FONDO if tipo.modo_premio != ModoPremio.IMPORTO else ""
    passi = tuple(in_chiaro(passo, nomi) for passo in valutazione.passi)
    try:
        premio = premio_di(smvp, fatti, valutazione)
    except NonCalcolabile as errore:
        return Simulazione(valutazione, passi=passi, problema=f"Il premio non si calcola: {errore}", nota=nota)
    return Simulazione(valutazione, premio, (*passi, *premio.passi), nota=nota)


def in_chiaro(passo: Passo, nomi: Mapping[str, str]) -> Passo:
    """Il passo con i nomi dei componenti al posto dei codici, e i tratti al posto delle incognite."""
    detti = TRATTI if passo.formula == Lineare.formula else nomi
    dati = tuple((detti.get(nome, nome), valore) for nome, valore in passo.dati)
    formula = IN_PROPORZIONE if passo.formula == Lineare.formula else passo.formula
    return replace(passo, voce=nomi.get(passo.voce, passo.voce), formula=formula, dati=dati)


def con_i_nomi(frase: str, nomi: Mapping[str, str]) -> str:
    """La frase con i nomi dei componenti al posto dei codici fra virgolette."""
    for codice, nome in nomi.items():
        frase = frase.replace(f"«{codice}»", f"«{nome}»")
    return frase
