"""L'esito di un conto come si conserva nella scheda, e come si rilegge: gli stessi numeri, gli stessi passi."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from obiettivi.misura import Passo
from valutazione.motore import Valutazione

Dati = dict[str, Any]


def in_esito(valutazione: Valutazione) -> Dati:
    """La valutazione in JSON. I numeri restano esatti, e restano distinti dalle parole."""
    return {
        "punteggio": _scritto(valutazione.punteggio),
        "dettaglio": {cod: _scritto(valore) for cod, valore in (valutazione.dettaglio or {}).items()},
        "blocco": valutazione.blocco,
        "passi": [_passo_scritto(passo) for passo in valutazione.passi],
    }


def da_esito(esito: Mapping[str, Any]) -> Valutazione:
    """La valutazione conservata in un esito."""
    return Valutazione(
        punteggio=_letto(esito["punteggio"]),
        passi=tuple(_passo_letto(passo) for passo in esito["passi"]),
        dettaglio={cod: _letto(valore) for cod, valore in esito["dettaglio"].items()},
        blocco=esito["blocco"],
    )


def valori_fermi(esito: Mapping[str, Any]) -> dict[str, Decimal]:
    """Il valore da cui il conto è partito, voce per voce: resta quello anche se poi il monitoraggio cambia."""
    fermi: dict[str, Decimal] = {}
    for passo in da_esito(esito).passi:
        valore = dict(passo.dati).get("valore")
        if passo.cosa == "conversione" and isinstance(valore, Decimal):
            fermi.setdefault(passo.voce, valore)
    return fermi


def _passo_scritto(passo: Passo) -> Dati:
    return {
        "cosa": passo.cosa,
        "formula": passo.formula,
        "dati": [[nome, _scritto(valore)] for nome, valore in passo.dati],
        "esito": _scritto(passo.esito),
        "voce": passo.voce,
    }


def _passo_letto(scritto: Mapping[str, Any]) -> Passo:
    dati = tuple((nome, _letto(valore)) for nome, valore in scritto["dati"])
    return Passo(scritto["cosa"], scritto["formula"], dati, _letto(scritto["esito"]), scritto["voce"])


def _scritto(valore: Any) -> Any:
    return {"numero": f"{valore:f}"} if isinstance(valore, Decimal) else valore


def _letto(scritto: Any) -> Any:
    return Decimal(scritto["numero"]) if isinstance(scritto, Mapping) else scritto
