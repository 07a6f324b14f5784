"""L'anno prima del Comune di Esempio, ricavato dal suo file: lo stesso Piano un anno indietro, con i suoi atti.

Conti puri: entra il documento di quest'anno, esce quello dell'anno prima. Ciò che nell'anno prima è stato misurato
(`consuntivo`) è la base di partenza di quest'anno: le due storie si tengono.
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Dati = dict[str, Any]
DATA = re.compile(r"(\d{4})(-\d{2}(?:-\d{2})?)")
# Un anno del Piano scritto in un testo; non quello di una legge («D.Lgs. 150/2009», «14.1.2025»).
ANNO = re.compile(r"(?<![./\d-])(20(?:2[4-9]|3\d))(?![\d/])|(?<=20\d\d-)(20(?:2[4-9]|3\d))(?!\d)")
CON_ANNO = ("anno", "anno_fine", "baseline_anno")
NON_VALE_PIU = ("risultato_anno_precedente", "soglia_minima", "nota")
# A questi indicatori l'anno chiese più di quanto ottenne; agli altri un po' meno: quanta parte del passo poi fatto.
MANCATI = frozenset({"T2.1", "A3.1", "C2.1", "D1.1", "E1.1"})
PASSO_CHIESTO = {True: Decimal("1.8"), False: Decimal("0.9")}


def anno_prima(dati: Mapping[str, Any]) -> Dati:
    """Il documento dell'anno prima: ente, persone e storia sono le stesse, il ciclo e i suoi obiettivi no."""
    anno = dati["ciclo"]["anno"] - 1
    incarichi, chi = _incarichi(dati["incarichi"], anno)
    obiettivi = [_obiettivo(o, anno, chi) for o in dati["obiettivi"] if o.get("indicatori")]
    for mancante in (o for o in dati["obiettivi"] if not o.get("indicatori")):
        _eredita_il_peso(obiettivi, mancante)
    return {
        **deepcopy(dict(dati)),
        "atti": [*dati["atti"], *_atti(anno)],
        "incarichi": [*dati["incarichi"], *incarichi],
        "ciclo": _ciclo(dati["ciclo"], anno),
        "obiettivi": obiettivi,
        "risorse": indietro(dati["risorse"]),
        "sezioni": indietro(dati["sezioni"]),
    }


def consuntivo(indicatore: Mapping[str, Any], anno: int) -> Decimal | None:
    """Il valore con cui l'anno si è chiuso: quello della serie storica di chi viene dopo."""
    valori = {v["anno"]: Decimal(v["valore"]) for v in indicatore.get("valori_storici", [])}
    return valori.get(anno)


def indietro(cosa: Any) -> Any:
    """La stessa cosa un anno prima: date, mesi, anni dei campi e anni scritti nei testi."""
    if isinstance(cosa, list):
        return [indietro(una) for una in cosa]
    if isinstance(cosa, dict):
        return {nome: valore - 1 if nome in CON_ANNO else indietro(valore) for nome, valore in cosa.items()}
    if not isinstance(cosa, str):
        return cosa
    if trovata := DATA.fullmatch(cosa):
        return f"{int(trovata[1]) - 1}{trovata[2]}"
    return ANNO.sub(lambda scritto: str(int(scritto[0]) - 1), cosa)


def _ciclo(ciclo: Mapping[str, Any], anno: int) -> Dati:
    atti = {"atto_bilancio": "cc-60", "atto_dup": "cc-28", "atto_dup_aggiornamento": "cc-59"}
    return {
        **{nome: valore for nome, valore in indietro(dict(ciclo)).items() if nome != "nota"},
        **{campo: f"{chiave}-{anno - 1}" for campo, chiave in atti.items()},
        "atto_piao": f"gc-6-{anno}",
        "smvp_confermato_il": f"{anno - 1}-12-10",
        "relazione_unificata": False,
    }


def _atti(anno: int) -> list[Dati]:
    """Gli atti su cui poggia l'anno prima."""
    triennio, prima = f"{anno}-{anno + 2}", anno - 1
    righe = (
        ("cc", "consiglio", "28", f"{prima}-07-30", f"Approvazione del DUP semplificato {triennio}"),
        ("cc", "consiglio", "59", f"{prima}-12-19", f"Nota di aggiornamento al DUP {triennio}"),
        ("cc", "consiglio", "60", f"{prima}-12-19", f"Approvazione del bilancio di previsione {triennio}"),
        ("ds", "sindaco", "2", f"{anno}-01-02", "Incarichi di elevata qualificazione e responsabilità dei servizi"),
        ("gc", "giunta", "6", f"{anno}-01-28", f"Approvazione del PIAO {triennio}"),
    )
    pareri = {"parere_tecnico": "favorevole", "parere_contabile": "favorevole", "immediatamente_eseguibile": True}
    return [
        {
            "chiave": f"{sigla}-{numero}-{data[:4]}",
            "organo": organo,
            "numero": numero,
            "data": data,
            "oggetto": oggetto,
        }
        | (pareri if organo != "sindaco" else {})
        for sigla, organo, numero, data, oggetto in righe
    ]


def _incarichi(incarichi: list[Dati], anno: int) -> tuple[list[Dati], dict[str, str]]:
    """Gli incarichi nati quest'anno li aveva già l'anno prima chi li ha oggi; e come si chiamavano allora."""
    nati = [incarico for incarico in incarichi if incarico["dal"] > f"{anno}-12-31"]
    di_allora = [
        {nome: valore for nome, valore in incarico.items() if nome not in ("nota", "atto_integrazione")}
        | {
            "chiave": f"{incarico['chiave']}-{anno}",
            "dal": f"{anno}-01-02",
            "al": f"{anno + 1}{'-01-31' if incarico['dal'][5:7] == '02' else '-01-01'}",
            "atto": f"ds-2-{anno}",
        }
        | ({"atto_integrazione": f"ds-2-{anno}"} if incarico.get("responsabile_pagamenti") else {})
        for incarico in nati
    ]
    return di_allora, {incarico["chiave"]: f"{incarico['chiave']}-{anno}" for incarico in nati}


def _obiettivo(obiettivo: Mapping[str, Any], anno: int, chi: Mapping[str, str]) -> Dati:
    resto = {nome: valore for nome, valore in obiettivo.items() if nome not in ("indicatori", *NON_VALE_PIU)}
    di_allora: Dati = indietro(resto) | {"stato": "validato"}
    for assegnazione in di_allora.get("assegnazioni", []):
        if "incarico" in assegnazione:
            assegnazione["incarico"] = chi.get(assegnazione["incarico"], assegnazione["incarico"])
    di_legge = "obbligo_legge" in obiettivo
    return di_allora | {"indicatori": [_indicatore(i, anno, di_legge=di_legge) for i in obiettivo["indicatori"]]}


def _eredita_il_peso(obiettivi: list[Dati], mancante: Mapping[str, Any]) -> None:
    """Un obiettivo che allora non c'era lascia il suo peso all'ultimo della stessa unità: i totali restano cento."""
    unita = mancante["unita"][0]["unita"]
    erede = next(o for o in reversed(obiettivi) if o.get("unita", [{}])[0].get("unita") == unita)
    for suo, lasciato in zip(_pesati(erede), _pesati(mancante), strict=True):
        suo["peso"] = str(Decimal(suo["peso"]) + Decimal(lasciato["peso"]))


def _pesati(obiettivo: Any) -> tuple[Dati, ...]:
    """L'obiettivo, la sua unità, chi ne risponde."""
    risponde = next(a for a in obiettivo["assegnazioni"] if a["ruolo"] == "responsabile")
    return obiettivo, obiettivo["unita"][0], risponde


def _indicatore(indicatore: Mapping[str, Any], anno: int, *, di_legge: bool) -> Dati:
    """La serie si ferma all'anno ancora prima; il target nasce dal passo fatto poi, se non lo dice la legge."""
    di_allora: Dati = indietro({nome: valore for nome, valore in indicatore.items() if nome not in NON_VALE_PIU})
    serie = [v for v in indicatore.get("valori_storici", []) if v["anno"] < anno]
    di_allora |= {"valori_storici": deepcopy(serie)} if "valori_storici" in indicatore else {}
    fatto = consuntivo(indicatore, anno)
    if fatto is None or not serie or di_legge:
        return di_allora
    partenza = Decimal(serie[-1]["valore"])
    passo = (fatto - partenza) * PASSO_CHIESTO[indicatore["codice"] in MANCATI]
    if indicatore["verso"] != "intervallo":
        primo, *altri = indicatore["target"]
        chiesto = primo | {"anno": anno, "valore": _numero(partenza + passo, indicatore.get("decimali", 0))}
        di_allora["target"] = [
            {nome: valore for nome, valore in target.items() if nome != "testo_originale"}
            for target in (chiesto, primo, *altri[:1])
        ]
    return di_allora | {"baseline": str(partenza)}


def _numero(valore: Decimal, decimali: int) -> str:
    return str(valore.quantize(Decimal(1).scaleb(-decimali), ROUND_HALF_UP))
