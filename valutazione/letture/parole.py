"""Conversioni, fasce e regole del premio dette a chi non legge JSON."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from enti.voci import Area
from piao.base.numeri import numero

Dati = Mapping[str, Any]

CONVERSIONI = {
    "identita": "il valore com'è",
    "lineare": "in proporzione, da un tratto a un altro",
    "gradini": "a scaglioni",
    "livelli": "un numero per ogni giudizio in parole",
    "si_no": "fatto o non fatto: 100 oppure 0",
    "rapporto": "risultato su atteso: più è, meglio è",
    "inverso_rapporto": "atteso su risultato: meno è, meglio è",
    "inverso_scostamento": "meno è, meglio è: quanto si supera l'atteso si perde",
    "soglie": "il cammino fatto dal minimo all'atteso",
    "intervallo": "restare fra un minimo e un massimo",
    "entro_data": "entro una data: contano i giorni di ritardo",
}
FATTI = {
    "fascia": "la fascia del punteggio",
    "tempi_pagamento_rispettati": "i tempi di pagamento rispettati",
    "sanzione_superiore_rimprovero_verbale": "una sanzione più grave del rimprovero verbale",
    "area": "l'area contrattuale",
    "part_time": "la parte di tempo lavorata (1 è il tempo pieno)",
    "giorni": "i giorni di servizio nell'anno",
    "ore": "le ore lavorate",
    "mesi": "i mesi di servizio",
    "pesatura": "la pesatura della posizione",
    "tipo": "titolare o interim",
    "quota_convenzione": "la quota a carico dell'ente, in convenzione",
    "punteggio": "il punteggio",
}


def fatto(nome: str) -> str:
    """Un fatto del premio in parole; se non è fra i consueti, il suo nome leggibile."""
    return FATTI.get(nome, nome.replace("_", " "))


def cifra(scritto: Any) -> str:
    """Un numero di un file come lo si legge: «12,5»."""
    return numero(Decimal(str(scritto)))


def conversione_in_parole(dati: Dati) -> str:
    """«in proporzione: da 0–100 a 0–60»; vuoto se non c'è."""
    if not dati:
        return ""
    dice = DETTE.get(dati["tipo"])
    detta = dice(dati) if dice else CONVERSIONI[dati["tipo"]]
    limiti = [
        f"{come} {cifra(dati[nome])}"
        for nome, come in (("min", "mai sotto"), ("max", "mai sopra"))
        if dati.get(nome) is not None
    ]
    return ", ".join([detta, *limiti])


def _lineare(dati: Dati) -> str:
    da, a = ("–".join(cifra(estremo) for estremo in dati[nome]) for nome in ("da", "a"))
    return f"in proporzione: da {da} a {a}"


def _livelli(dati: Dati) -> str:
    return "; ".join(f"{nome} {cifra(valore)}" for nome, valore in dati["livelli"].items())


def _gradini(dati: Dati) -> str:
    return "; ".join(f"{fascia_in_parole(fascia)}: {esito_in_parole(fascia['esito'])}" for fascia in dati["fasce"])


def _entro_data(dati: Dati) -> str:
    return f"giorni di ritardo – {_gradini(dati)}"


DETTE = {"lineare": _lineare, "livelli": _livelli, "gradini": _gradini, "entro_data": _entro_data}


def fascia_in_parole(fascia: Dati) -> str:
    """«da 60 a meno di 90», «90 o più», «meno di 60»."""
    da, a = fascia.get("da"), fascia.get("a")
    dentro_da, dentro_a = fascia.get("da_incluso", True), fascia.get("a_incluso", True)
    if da is None and a is None:
        return "qualsiasi punteggio"
    if da is None:
        return f"fino a {cifra(a)}" if dentro_a else f"meno di {cifra(a)}"
    if a is None:
        return f"{cifra(da)} o più" if dentro_da else f"più di {cifra(da)}"
    inizio = f"da {cifra(da)}" if dentro_da else f"oltre {cifra(da)}"
    return f"{inizio} a {cifra(a)}" if dentro_a else f"{inizio} a meno di {cifra(a)}"


def esito_in_parole(esito: Any) -> str:
    """«75», «in proporzione al punteggio», «50, più 1,25 per ogni punto»."""
    if esito == "proporzionale":
        return "in proporzione al punteggio"
    if isinstance(esito, Mapping):
        return f"{cifra(esito['quota'])}, più {cifra(esito['incremento'])} per ogni punto"
    return cifra(esito)


# ---- il premio ---------------------------------------------------------------------------------------------------


def premio_in_parole(premio: Dati, maggiorazione: Dati) -> list[tuple[str, list[str]]]:
    """Le regole del premio, titolo e righe, nell'ordine in cui si applicano. Le fasce hanno la loro tabella."""
    parti = [
        ("Chi non ha premio", [fatto(nome).capitalize() for nome in premio.get("esclusioni", ())]),
        ("L'importo massimo", _base(premio)),
        ("Le parti", [f"{cifra(q['quota'])}%: secondo {fatto(q['su'])}" for q in premio.get("quote", ())]),
        ("Si moltiplica per", [_fattore(fattore) for fattore in premio.get("fattori", ())]),
        ("La quota teorica", _quota_teorica(premio)),
        ("Ciò che avanza", _resti(premio)),
        ("La maggiorazione", _maggiorazione(maggiorazione)),
    ]
    return [(titolo, righe) for titolo, righe in parti if righe]


def _base(premio: Dati) -> list[str]:
    return [f"È il {cifra(premio['percentuale_base'])}% della base"] if "percentuale_base" in premio else []


def _fattore(dati: Dati) -> str:
    detto = fatto(dati["input"]).capitalize()
    if "tabella" in dati:
        detto += f" ({_per_area(dati['tabella'])})"
    if "conv" in dati:
        detto += f", {conversione_in_parole(dati['conv'])}"
    return f"{detto}, diviso {cifra(dati['base'])}" if "base" in dati else detto


def _quota_teorica(premio: Dati) -> list[str]:
    detti = [f"Su {cifra(premio['giorni_anno'])} giorni"] if "giorni_anno" in premio else []
    detti += [f"Un giorno ogni {cifra(premio['ore_giorno'])} ore di assenza"] if "ore_giorno" in premio else []
    coefficienti = _per_area(premio.get("coefficienti", {}))
    return [*detti, *([f"Coefficienti: {coefficienti}"] if coefficienti else [])]


def _per_area(tabella: Dati) -> str:
    """«operatori 1; operatori esperti 1,1»: le aree del contratto con il loro nome, le altre come sono scritte."""
    nomi = {area.value: f"{area.label[0].lower()}{area.label[1:]}" for area in Area}
    return "; ".join(f"{nomi.get(nome, nome)} {cifra(valore)}" for nome, valore in tabella.items())


def _resti(premio: Dati) -> list[str]:
    dove = {
        "redistribuiti_nel_gruppo": "Si divide nello stesso gruppo",
        "redistribuiti_nell_ente": "Si divide fra tutti",
    }
    detti = [dove[premio["resti"]]] if premio.get("resti") in dove else []
    minimo = premio.get("resti_minimo")
    return [*detti, *([f"Vi partecipa chi ha almeno {cifra(minimo)}"] if minimo is not None else [])]


def _maggiorazione(dati: Dati) -> list[str]:
    if not dati:
        return []
    quanti = (
        f"a {dati.get('beneficiari')} persone"
        if "beneficiari" in dati
        else f"al {cifra(dati['quota_beneficiari'])}% delle persone"
    )
    chi_paga = "tolta dallo stesso fondo" if dati.get("finanziamento") == "dal_fondo" else "oltre il fondo"
    return [f"{cifra(dati['percentuale'])}% del premio medio, {quanti}, {chi_paga}"]
