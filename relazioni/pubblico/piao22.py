"""La sottosezione 2.2 del PIAO nella forma del Portale: valore pubblico → strategia → obiettivo → indicatore.

Sono i dati del Piano congelato, ordinati come il Portale li chiede, da ricopiare. Il tipo di un obiettivo è il tema
del DM 132/2022 (art. 3 c. 1 lett. b), o «altro» se non ne ha.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from obiettivi.voci import TEMI_DM132, Tema
from piao.base.tabelle import Cella, Foglio, in_xlsx_a_fogli
from relazioni.contenuto.tipi import DatiIndicatore, DatiObiettivo, Piano
from relazioni.pubblico.archivio import PianoPubblico
from relazioni.pubblico.formati import LICENZA, in_json
from relazioni.pubblico.piano import Nodo, filoni
from relazioni.stampa import parole

ALTRO = "Altro"
TIPI = (*(str(tema.label) for tema in TEMI_DM132), ALTRO)
Json = dict[str, Any]


def tipo_di(o: DatiObiettivo) -> str:
    """Uno dei sette tipi."""
    return next((str(Tema(tema).label) for tema in o.temi if tema in TEMI_DM132), ALTRO)


def sottosezione(dove: PianoPubblico) -> Json:
    piano = dove.piano
    return {
        "formato": "piao-sottosezione-2.2",
        "versione_formato": 1,
        "amministrazione": {
            "denominazione": piano.ente.denominazione,
            "codice_ipa": piano.ente.codice_ipa,
            "codice_fiscale": piano.ente.codice_fiscale,
        },
        "anno": piano.documento.anno,
        "triennio": list(piano.documento.anni),
        "atto": dove.pubblicazione.atto,
        "versione": dove.versione,
        "licenza": LICENZA,
        "obiettivi_di_valore_pubblico": list(_valori_pubblici(piano)),
    }


def _valori_pubblici(piano: Piano) -> Iterator[Json]:
    for posto, filone in enumerate(filoni(piano), start=1):
        strategici = [nodo for nodo in filone.nodi if nodo.obiettivo.strategico]
        sciolti = [nodo for nodo in filone.nodi if not nodo.obiettivo.strategico]
        strategie = [_strategia(piano, nodo) for nodo in strategici]
        if sciolti:
            strategie.append(_senza_strategia(piano, sciolti))
        yield {
            "codice": f"OVP{posto}",
            "titolo": filone.titolo,
            "descrizione": filone.descrizione,
            "strategie": strategie,
        }


def _strategia(piano: Piano, nodo: Nodo) -> Json:
    o = nodo.obiettivo
    return {
        "codice": o.codice,
        "titolo": o.titolo,
        "descrizione": o.descrizione,
        "indicatori": [_indicatore(piano, i) for i in o.indicatori],
        "obiettivi": [_obiettivo(piano, figlio) for figlio in _sotto(nodo)],
    }


def _senza_strategia(piano: Piano, nodi: list[Nodo]) -> Json:
    tutti = [o for nodo in nodi for o in (nodo.obiettivo, *_sotto(nodo))]
    obiettivi = [_obiettivo(piano, o) for o in tutti]
    return {"codice": "", "titolo": "", "descrizione": "", "indicatori": [], "obiettivi": obiettivi}


def _sotto(nodo: Nodo) -> Iterator[DatiObiettivo]:
    """Tutti quelli che ne discendono, a ogni profondità."""
    for figlio in nodo.figli:
        yield figlio.obiettivo
        yield from _sotto(figlio)


def _obiettivo(piano: Piano, o: DatiObiettivo) -> Json:
    return {
        "id": o.identificativo,
        "tipo": tipo_di(o),
        "codice": o.codice,
        "titolo": o.titolo,
        "descrizione": o.descrizione,
        "responsabile": parole.chi_risponde(o),
        "contributori": parole.chi_contribuisce(o),
        "stakeholder": o.stakeholder,
        "dal": in_json(o.data_inizio),
        "al": in_json(o.data_fine),
        "peso": in_json(o.peso),
        "indicatori": [_indicatore(piano, i) for i in o.indicatori],
    }


def _indicatore(piano: Piano, i: DatiIndicatore) -> Json:
    attesi = {t.anno: t for t in i.target}
    return {
        "id": i.identificativo,
        "denominazione": i.denominazione,
        "dimensione": i.dimensione,
        "formula": parole.formula(i),
        "unita_misura": i.unita_misura,
        "peso": in_json(i.peso),
        "polarita": i.verso,
        "baseline": in_json(i.partenza),
        "baseline_anno": i.partenza_anno,
        "fonte": i.fonte,
        "traguardi": [
            {"anno": anno, "valore": in_json(attesi[anno].valore), "testo": attesi[anno].testo}
            if anno in attesi
            else {"anno": anno, "valore": None, "testo": ""}
            for anno in piano.documento.anni
        ],
    }


# ---- foglio di calcolo ---------------------------------------------------------------------------------------

DEGLI_OBIETTIVI = (
    "tipo",
    "codice",
    "titolo",
    "descrizione",
    "responsabile",
    "contributori",
    "stakeholder",
    "dal",
    "al",
    "peso",
)
DEGLI_INDICATORI = (
    "denominazione", "dimensione", "formula", "unita_misura", "peso", "polarita", "baseline", "baseline_anno", "fonte",
)  # fmt: skip


def in_fogli(dove: PianoPubblico) -> bytes:
    """Un foglio per livello: chi ricopia nel Portale li segue nell'ordine."""
    dati = sottosezione(dove)
    valori = dati["obiettivi_di_valore_pubblico"]
    strategie = [(v, s) for v in valori for s in v["strategie"]]
    obiettivi = [(v, s, o) for v, s in strategie for o in s["obiettivi"]]
    misure = [(s, s["indicatori"]) for _, s in strategie] + [(o, o["indicatori"]) for _, _, o in obiettivi]
    anni = dati["triennio"]
    return in_xlsx_a_fogli(
        [
            Foglio("Valore pubblico", CAMPI_ALTI, [_campi(v, CAMPI_ALTI) for v in valori]),
            Foglio("Strategie", ("ovp", *CAMPI_ALTI), [[v["codice"], *_campi(s, CAMPI_ALTI)] for v, s in strategie]),
            Foglio(
                "Obiettivi",
                ("ovp", "strategia", *DEGLI_OBIETTIVI),
                [[v["codice"], s["codice"], *_campi(o, DEGLI_OBIETTIVI)] for v, s, o in obiettivi],
            ),
            Foglio(
                "Indicatori",
                ("obiettivo", "titolo_obiettivo", *DEGLI_INDICATORI, *(f"traguardo_{anno}" for anno in anni)),
                list(_righe_indicatori(misure)),
            ),
        ]
    )


CAMPI_ALTI = ("codice", "titolo", "descrizione")


def _campi(cosa: Json, nomi: Iterable[str]) -> list[Cella]:
    return [cosa[nome] for nome in nomi]


def _righe_indicatori(misure: Iterable[tuple[Json, list[Json]]]) -> Iterator[list[Cella]]:
    for di_chi, indicatori in misure:
        for i in indicatori:
            testi = [t["testo"] for t in i["traguardi"]]
            yield [di_chi["codice"], di_chi["titolo"], *_campi(i, DEGLI_INDICATORI), *testi]
