"""Usare la libreria: caricare quella comune, vedere un modello nell'anno del ciclo, copiarlo, salvarne uno nuovo."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from enti.models import Unita
from obiettivi.azioni.libreria import Allineamento, aggiungi_modello, allinea_comuni
from obiettivi.mesi import mesi_in_parole
from obiettivi.models import Ciclo, Modello, Obiettivo
from obiettivi.permessi import puo_copiare_dalla_libreria
from obiettivi.scambio import crea_da_dati, rendi_assoluto, scrivi_obiettivo
from obiettivi.voci import Dimensione, Frequenza, Operatore, TipoFonte, Verso
from piao.base.numeri import data_breve, numero
from piao.base.permessi import richiedi

FILE = Path(__file__).parent / "libreria.json"
SEGNI = {
    Operatore.ALMENO: "almeno {}",
    Operatore.UGUALE: "{}",
    Operatore.AL_MASSIMO: "al massimo {}",
    Operatore.ENTRO_IL: "entro il {}",
    Operatore.SI: "sì",
}


@dataclass(frozen=True)
class IndicatorePronto:
    """Un indicatore del modello come lo si legge: le parole al posto dei codici, un target per anno del ciclo."""

    dati: dict[str, Any]
    target: list[tuple[int, str]]
    dimensione: str
    verso: str
    fonte: str
    frequenza: str


@dataclass(frozen=True)
class FasePronta:
    titolo: str
    periodo: str
    risultato: str


@dataclass(frozen=True)
class Anteprima:
    """Il modello come diventerebbe nel ciclo: stessi testi, anni veri."""

    dati: dict[str, Any]
    indicatori: list[IndicatorePronto]
    fasi: list[FasePronta]


def carica_libreria_comune() -> Allineamento:
    """Allinea la libreria comune al file del pacchetto; rifarlo non cambia nulla."""
    return allinea_comuni(json.loads(FILE.read_text(encoding="utf-8"))["modelli"])


def anteprima(modello: Modello, ciclo: Ciclo) -> Anteprima:
    """Che cosa si copierebbe nel ciclo."""
    dati = per_ciclo(modello.contenuto, ciclo)
    return Anteprima(
        dati=dati,
        indicatori=[_indicatore(indicatore) for indicatore in dati.get("indicatori", [])],
        fasi=[
            FasePronta(fase["titolo"], mesi_in_parole(fase.get("mesi", [])), fase.get("risultato_atteso", ""))
            for fase in dati.get("fasi", [])
        ],
    )


@transaction.atomic
def copia_nel_ciclo(modello: Modello, *, utente: Any, ciclo: Ciclo, unita: Unita | None) -> Obiettivo:
    """Una bozza nel ciclo con il contenuto del modello; l'unità ne è capofila."""
    richiedi(puo_copiare_dalla_libreria(utente, ciclo))
    return crea_da_dati(per_ciclo(modello.contenuto, ciclo), ciclo=ciclo, unita=unita, utente=utente)


def metti_in_libreria(obiettivo: Obiettivo, *, utente: Any, titolo: str, descrizione: str, norma: str) -> Modello:
    """Salva l'obiettivo fra i modelli dell'ente: senza unità, persone e stato, con gli anni contati dal ciclo."""
    return aggiungi_modello(
        utente=utente,
        ente=obiettivo.ente,
        titolo=titolo,
        descrizione=descrizione,
        norma=norma,
        contenuto=scrivi_obiettivo(obiettivo, relativo=True),
    )


def per_ciclo(contenuto: dict[str, Any], ciclo: Ciclo) -> dict[str, Any]:
    """Il contenuto con gli anni del ciclo; i target oltre l'ultimo anno del ciclo non servono e restano fuori."""
    dati: dict[str, Any] = rendi_assoluto(contenuto, ciclo.anno)
    indicatori = [
        indicatore | {"target": [t for t in indicatore.get("target", []) if t["anno"] in ciclo.anni]}
        for indicatore in dati.get("indicatori", [])
    ]
    return dati | {"indicatori": indicatori} if indicatori else dati


def target_in_parole(target: dict[str, Any], unita_misura: str) -> str:
    """«almeno 95%», «al massimo 30 giorni», «entro il 30/04/2026», «sì», «tra 3 e 5 punti»."""
    operatore, valore = target.get("operatore", ""), target.get("valore")
    if operatore == Operatore.ENTRO_IL and target.get("data"):
        return SEGNI[Operatore.ENTRO_IL].format(data_breve(date.fromisoformat(target["data"])))
    if operatore == Operatore.TRA:
        scritto = f"tra {_numero(valore)} e {_numero(target.get('valore_massimo'))}"
        return _con_unita(scritto, unita_misura)
    if operatore == Operatore.SI or valore is None:
        return SEGNI[Operatore.SI] if operatore == Operatore.SI else target.get("testo_originale", "")
    return _con_unita(SEGNI.get(operatore, "{}").format(_numero(valore)), unita_misura)


def _numero(valore: str | None) -> str:
    return numero(Decimal(valore)) if valore is not None else "…"


def _con_unita(scritto: str, unita_misura: str) -> str:
    return f"{scritto}%" if unita_misura == "%" else f"{scritto} {unita_misura}".strip()


def _indicatore(dati: dict[str, Any]) -> IndicatorePronto:
    unita_misura = dati.get("unita_misura", "")
    return IndicatorePronto(
        dati=dati,
        target=[(target["anno"], target_in_parole(target, unita_misura)) for target in dati.get("target", [])],
        dimensione=_voce(Dimensione, dati.get("dimensione")),
        verso=_voce(Verso, dati.get("verso")),
        fonte=", ".join(filter(None, (dati.get("fonte", ""), _voce(TipoFonte, dati.get("tipo_fonte"))))),
        frequenza=_voce(Frequenza, dati.get("frequenza")),
    )


def _voce(scelte: Any, codice: str | None) -> str:
    """La parola di un codice; ciò che non è nell'elenco si mostra com'è."""
    return str(scelte(codice).label) if codice in scelte.values else codice or ""
