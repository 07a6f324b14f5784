"""La derivazione dice il vero: rifacendo i conti scritti nei passi si ottengono gli esiti scritti nei passi."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from pathlib import Path

import pytest

from obiettivi.misura.numeri import pulito
from valutazione.motore.casi import calcola_caso, leggi_casi

CASI = [caso for file in sorted((Path(__file__).parent / "casi").glob("*.json")) for caso in leggi_casi(file)]
CENTESIMO = Decimal("0.01")


def prodotto(valori):
    totale = Decimal(1)
    for valore in valori:
        totale *= valore
    return totale


def pesata(coppie):
    valori, pesi = coppie[::2], coppie[1::2]
    return sum(v * p for v, p in zip(valori, pesi, strict=True)) / sum(pesi)


def lineare(d):
    valore = d.get("riportato a", d["valore"])
    return d["y0"] + (valore - d["x0"]) * (d["y1"] - d["y0"]) / (d["x1"] - d["x0"])


def dentro(d):
    distanza = max(d["minimo"] - d["consuntivo"], d["consuntivo"] - d["massimo"], Decimal(0))
    return max(100 * (1 - distanza / d["tolleranza"]), Decimal(0))


# Ogni formula scritta nei passi, rifatta da zero: dai dati del passo (per nome, e in fila) al suo esito.
FORMULE = {
    "il valore com'è": lambda d, fila: d["valore"],
    "vero 100, falso 0": lambda d, fila: 100 if d["raggiunto"] else 0,
    "consuntivo / target × 100": lambda d, fila: d["consuntivo"] / d["target"] * 100,
    "target / consuntivo × 100": lambda d, fila: d["target"] / d["consuntivo"] * 100,
    "(2 × target − consuntivo) / target × 100": lambda d, fila: (
        (2 * d["target"] - d["consuntivo"]) / d["target"] * 100
    ),
    "(consuntivo − minimo) / (target − minimo) × 100": lambda d, fila: (
        (d["consuntivo"] - d["minimo"]) / (d["target"] - d["minimo"]) * 100
    ),
    "y0 + (valore − x0) × (y1 − y0) / (x1 − x0)": lambda d, fila: lineare(d),
    "Σ valori": lambda d, fila: sum(fila),
    "Σ valori / quanti": lambda d, fila: sum(fila) / len(fila),
    "il più basso": lambda d, fila: min(fila),
    "Σ peso × valore / Σ pesi presenti": lambda d, fila: pesata(fila),
    "Σ punteggio × giorni / Σ giorni": lambda d, fila: pesata(fila),
    "valore × fattore": lambda d, fila: prodotto(fila),
    "valore × (1 + correzione / 100)": lambda d, fila: d["valore"] * (1 + d["correzione"] / 100),
    "base × percentuale / 100": lambda d, fila: d["base"] * d["percentuale"] / 100,
    "quota / 100 × condizione": lambda d, fila: prodotto(fila) / 100,
    "numero / base": lambda d, fila: d["numero"] / d["diviso"],
    "fascia × fattori": lambda d, fila: prodotto(fila),
    "base × parte × fattori, al centesimo": lambda d, fila: prodotto(fila).quantize(CENTESIMO, ROUND_HALF_UP),
    "base × fattori": lambda d, fila: prodotto(fila).quantize(CENTESIMO, ROUND_HALF_UP),
    "importo intero × fattori, al centesimo": lambda d, fila: prodotto(fila).quantize(CENTESIMO, ROUND_HALF_UP),
    "a 0 decimali": lambda d, fila: fila[0].quantize(Decimal(1), ROUND_HALF_UP),
    "senza valore: vale 0, come dice la regola": lambda d, fila: 0,
    "senza valore: vale 100, come dice la regola": lambda d, fila: 100,
    "100 dentro l'intervallo; fuori, 100 × (1 − distanza / tolleranza), mai sotto 0": lambda d, fila: dentro(d),
    "a 2 decimali": lambda d, fila: fila[0].quantize(CENTESIMO, ROUND_HALF_UP),
    "per eccesso a metà strada": lambda d, fila: d["valore"].quantize(
        Decimal(1).scaleb(-d["decimali"]), ROUND_HALF_UP
    ),
    "fondo × coefficiente / somma dei coefficienti": lambda d, fila: (
        d["fondo"] * d["coefficiente"] / d["somma dei coefficienti"]
    ),
    "fondo × giorni anno / Σ giorni × part-time × coefficiente": lambda d, fila: (
        d["fondo"] * d["giorni anno"] / d["Σ"]
    ),
    "unitaria × coefficiente": lambda d, fila: prodotto(fila),
    "teorica × giorni × part-time / giorni anno": lambda d, fila: prodotto(fila[:3]) / d["giorni anno"],
    "(giorni − assenze) × part-time": lambda d, fila: (d["giorni"] - d["assenze"]) * d["part-time"],
    "teorica × tempo utile × punteggio / 100 / giorni anno": lambda d, fila: (
        prodotto(fila[:3]) / 100 / d["giorni anno"]
    ),
    "budget − effettiva": lambda d, fila: d["budget"] - d["effettiva"],
    "effettiva + resti del gruppo × effettiva / Σ effettive": lambda d, fila: (
        d["effettiva"] + d["resti del gruppo"] * d["effettiva"] / d["Σ effettive"]
    ),
    "effettiva, senza resti da dividere": lambda d, fila: d["effettiva"],
    "fondo − importi": lambda d, fila: fila[0] - sum(fila[1:]),
    "Σ premi positivi / quanti": lambda d, fila: sum(fila) / len(fila),
    "media × percentuale / 100": lambda d, fila: d["media"] * d["percentuale"] / 100,
    "Σ peso × valore / base dei pesi": lambda d, fila: pesata(fila[:-1]) * sum(fila[1:-1:2]) / d["base dei pesi"],
    "Σ punteggio / quanti": lambda d, fila: pesata(fila),
    "punteggio / punteggio massimo × 100": lambda d, fila: d["punteggio"] * 100 / d["punteggio massimo"],
    "quota + incremento × (punteggio − inizio della fascia)": lambda d, fila: (
        d["quota"] + d["incremento"] * (d["punteggio"] - d["inizio della fascia"])
    ),
    "troncato al centesimo": lambda d, fila: pulito(d["esatto"]) // CENTESIMO * CENTESIMO,
    "troncato, più un centesimo: il resto è fra i più grandi": lambda d, fila: (
        pulito(d["esatto"]) // CENTESIMO * CENTESIMO + CENTESIMO
    ),
}


def passi_di(caso):
    return [passo for esito in calcola_caso(caso).prove.values() for passo in esito.passi]


@pytest.mark.parametrize("caso", CASI, ids=[caso["id"] for caso in CASI])
def test_rifacendo_i_conti_di_ogni_passo_si_ottiene_il_suo_esito(caso):
    with localcontext() as conti:
        conti.prec = 60
        for passo in passi_di(caso):
            fila = [valore for _, valore in passo.dati if isinstance(valore, Decimal)]
            rifatto = FORMULE.get(passo.formula, lambda d, fila: None)(dict(passo.dati), fila)
            assert rifatto is None or pulito(Decimal(rifatto)) == pulito(passo.esito), str(passo)


def test_quasi_tutte_le_formule_sono_state_rifatte():
    usate = {passo.formula for caso in CASI for passo in passi_di(caso)}
    assert set(FORMULE) <= usate
    assert len(set(FORMULE) & usate) > len(usate) * 2 / 3


def numeri_di(caso):
    """I valori del dettaglio e i premi, prova per prova, come testi del file."""
    for prova, esito in calcola_caso(caso).prove.items():
        dati = esito.dati
        if "dettaglio" in dati:
            yield prova, esito, [v for k, v in dati["dettaglio"].items() if v is not None and not k.startswith("_")]
        yield prova, esito, [dati[nome] for nome in ("punteggio", "percentuale", "premio", "importo") if nome in dati]


@pytest.mark.parametrize("caso", CASI, ids=[caso["id"] for caso in CASI])
def test_ogni_numero_del_risultato_e_l_esito_di_un_passo(caso):
    for prova, esito, numeri in numeri_di(caso):
        esiti = [passo.esito for passo in esito.passi if isinstance(passo.esito, Decimal)]
        for testo in numeri:
            decimali = Decimal(1).scaleb(Decimal(testo).as_tuple().exponent)
            assert any(e.quantize(decimali, ROUND_HALF_UP) == Decimal(testo) for e in esiti), (prova, testo)


@pytest.mark.parametrize("caso", CASI, ids=[caso["id"] for caso in CASI])
def test_un_passo_si_legge_senza_conoscere_il_programma(caso):
    for passo in passi_di(caso):
        assert not {"Decimal", "None", "True", "False"} & set(str(passo).replace("(", " ").split())


@pytest.mark.parametrize("caso", [c for c in CASI if c["id"] == "A08"], ids=["A08"])
def test_ogni_dipendente_ritrova_i_suoi_passi(caso):
    voci = {passo.voce for passo in passi_di(caso)}
    assert {"dipendente_1", "dipendente_2", "dipendente_3"} <= voci
