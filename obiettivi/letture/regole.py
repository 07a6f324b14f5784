"""Con quale conversione il valore di un indicatore diventa un grado, da 0 a 100.

La regola discende dal verso dell'indicatore e dall'operatore del target: nessuno la sceglie riga per riga. Le fasce
del ritardo e i tetti diversi li porta il sistema di valutazione dell'ente, quando c'è (decisione 0090).
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from obiettivi.misura import (
    Assenza,
    Conversione,
    EntroData,
    Fascia,
    Fisso,
    Grado,
    Intervallo,
    InversoScostamento,
    NonCalcolabile,
    Passo,
    Rapporto,
    SiNo,
    Soglie,
    TabellaFasce,
)
from obiettivi.models import Indicatore, Rilevazione, Target
from obiettivi.voci import Operatore, Verso
from piao.base.numeri import data_breve

ZERO, CENTO = Decimal(0), Decimal(100)
RITARDO = TabellaFasce(
    (
        Fascia(Fisso(CENTO), a=ZERO, nome="in tempo"),
        Fascia(Fisso(ZERO), da=ZERO, da_incluso=False, nome="in ritardo"),
    )
)
VERSO_DELL_OPERATORE: dict[str, str] = {
    Operatore.ALMENO: Verso.AUMENTA,
    Operatore.UGUALE: Verso.AUMENTA,
    Operatore.AL_MASSIMO: Verso.DIMINUISCE,
}
SENZA_RAPPORTO = "il target è zero, o è la stessa soglia minima: non c'è un rapporto, conta se è raggiunto"

Confronto: TypeAlias = dict[str, Decimal | date | None]


class Genere(StrEnum):
    """Che cosa si scrive per rilevare un indicatore."""

    NUMERO = "numero"
    DATA = "data"
    SI_NO = "si_no"


def genere_di(indicatore: Indicatore, target: Target | None) -> Genere:
    operatore = target.operatore if target else ""
    if indicatore.verso == Verso.SI_NO or operatore == Operatore.SI:
        return Genere.SI_NO
    if indicatore.verso == Verso.ENTRO_DATA or operatore == Operatore.ENTRO_IL:
        return Genere.DATA
    return Genere.NUMERO


def grado_rilevato(indicatore: Indicatore, target: Target | None, rilevazione: Rilevazione | None) -> Grado:
    """Il grado, fra 0 e 100, con i suoi passi. Solleva NonCalcolabile, con la frase, se il conto non si può fare."""
    return _grado(indicatore, target, rilevazione, minimo=ZERO, massimo=CENTO)


def scostamento(indicatore: Indicatore, target: Target | None, rilevazione: Rilevazione | None) -> Decimal | None:
    """Quanti punti il risultato sta sopra (o sotto) il 100% del target, senza tetto. None se non c'è un grado."""
    try:
        grado = _grado(indicatore, target, rilevazione).valore
    except NonCalcolabile:
        return None
    return None if grado is None else grado - CENTO


def _grado(indicatore: Indicatore, target: Target | None, rilevazione: Rilevazione | None, **limiti: Decimal) -> Grado:
    nome = str(indicatore)
    if rilevazione is None:
        return Rapporto()(None, nome)
    if rilevazione.non_applicabile:
        return Rapporto()(Assenza.NON_APPLICABILE, nome)
    if target is None:
        raise NonCalcolabile(f"«{nome}»: il Piano non ha un target per quest'anno.")
    match genere_di(indicatore, target):
        case Genere.SI_NO:
            return SiNo(**limiti)(rilevazione.esito, nome)
        case Genere.DATA:
            return _entro_la_data(target, rilevazione, nome, limiti)
    return _dal_numero(indicatore, target, rilevazione, limiti)


def _entro_la_data(target: Target, rilevazione: Rilevazione, nome: str, limiti: dict[str, Decimal]) -> Grado:
    """Ciò che non è ancora fatto vale 0 solo se il termine è già passato; prima, non c'è ancora nulla da dire."""
    if target.data is None:
        raise NonCalcolabile(f"«{nome}»: il target non dice entro quando.")
    if rilevazione.data is not None:
        return EntroData(tabella=RITARDO, **limiti)({"consuntivo": rilevazione.data, "target": target.data}, nome)
    al = rilevazione.sessione.al
    if al <= target.data:
        entro = (("entro il", data_breve(target.data)),)
        passo = Passo("rilevazione", "non ancora fatto, e il termine non è passato", entro, None, nome)
        return Grado(None, (passo,), Assenza.MANCANTE)
    return EntroData(tabella=RITARDO, **limiti)(
        {"consuntivo": al, "target": target.data}, f"{nome} (non ancora fatto)"
    )


def _dal_numero(indicatore: Indicatore, target: Target, rilevazione: Rilevazione, limiti: dict[str, Decimal]) -> Grado:
    nome, consuntivo = str(indicatore), rilevazione.valore
    if target.valore is None:
        raise NonCalcolabile(f"«{nome}»: il target «{target.testo_originale}» non è un numero con cui confrontarsi.")
    confronto: Confronto = {"consuntivo": consuntivo, "target": target.valore, "minimo": indicatore.soglia_minima}
    if target.operatore == Operatore.TRA:
        return Intervallo(**limiti)(confronto | {"minimo": target.valore, "massimo": target.valore_massimo}, nome)
    verso, soglia = _verso(indicatore, target), indicatore.soglia_minima
    if consuntivo is not None and (soglia == target.valore or (soglia is None and target.valore <= 0)):
        return _raggiunto_o_no(verso, consuntivo, target.valore, nome, limiti)
    if soglia is not None:
        if (soglia > target.valore) == (verso == Verso.AUMENTA):
            raise NonCalcolabile(f"«{nome}»: la soglia minima sta oltre il target, non prima.")
        return Soglie(**limiti)(confronto, nome)
    return CONVERSIONI[verso](**limiti)(confronto, nome)


CONVERSIONI: dict[str, type[Conversione]] = {Verso.AUMENTA: Rapporto, Verso.DIMINUISCE: InversoScostamento}


def _verso(indicatore: Indicatore, target: Target) -> str:
    """Quello dell'indicatore; se non è scritto, quello che l'operatore del target lascia intendere."""
    verso = indicatore.verso if indicatore.verso in CONVERSIONI else VERSO_DELL_OPERATORE.get(target.operatore)
    if verso is None:
        raise NonCalcolabile(f"«{indicatore}»: non è scritto se è meglio che aumenti o che diminuisca.")
    return verso


def _raggiunto_o_no(verso: str, consuntivo: Decimal, target: Decimal, nome: str, limiti: dict[str, Decimal]) -> Grado:
    raggiunto = consuntivo >= target if verso == Verso.AUMENTA else consuntivo <= target
    esito = SiNo(**limiti)(raggiunto, nome)
    passo = Passo("confronto", SENZA_RAPPORTO, (("consuntivo", consuntivo), ("target", target)), raggiunto, nome)
    return replace(esito, passi=(passo, *esito.passi))
