"""Documenti di scambio verosimili, grandi quanto serve: per le prove e per le misure."""

from itertools import cycle
from typing import Any

TEMI = ("semplificazione", "digitalizzazione", "efficienza", "qualita", "accessibilita", "pari_opportunita")
AMBITI = "abcdefgh"
NATURE = ("sviluppo", "miglioramento", "innovazione")
ANNO = 2026
Dati = dict[str, Any]


def documento(obiettivi: int = 300, indicatori: int = 5, *, slug: str = "grande", anno: int = ANNO) -> Dati:
    """Un ente con un'unità ogni dodici obiettivi, uno strategico ogni dieci, e ogni obiettivo compilato per intero."""
    unita = [f"unita-{numero}" for numero in range(1, max(obiettivi // 12, 1) + 1)]
    strategici = [strategico(numero, anno) for numero in range(1, max(obiettivi // 10, 1) + 1)]
    giro_unita, giro_padri = cycle(unita), cycle([dati["chiave"] for dati in strategici])
    operativi = [
        operativo(numero, anno, next(giro_unita), next(giro_padri), indicatori)
        for numero in range(1, obiettivi - len(strategici) + 1)
    ]
    return {
        "formato": "piao-ciclo",
        "versione": 1,
        "ente": {
            "slug": slug,
            "denominazione": f"Comune {slug.capitalize()}",
            "tipo": "comune",
            "organismo": "nucleo",
        },
        "livelli": [{"nome": "Settore"}],
        "unita": [
            {"chiave": chiave, "livello": "Settore", "denominazione": f"Settore {chiave[6:]}"} for chiave in unita
        ],
        "gruppi": [{"chiave": "tutti", "denominazione": "Tutto il personale", "tipo": "tutti"}],
        "ciclo": {
            "anno": anno,
            "anno_fine": anno + 2,
            "stato": "bozza",
            "scala_peso": "percentuale",
            "metodo_peso": "diretto",
        },
        "obiettivi": strategici + operativi,
    }


def strategico(numero: int, anno: int) -> Dati:
    return {
        "chiave": f"s{numero}",
        "codice": f"S{numero}",
        "livello": "strategico",
        "stato": "validato",
        "titolo": f"Risultato strategico {numero} per la comunità",
        "data_inizio": f"{anno}-01-01",
        "data_fine": f"{anno + 2}-12-31",
    }


def operativo(numero: int, anno: int, unita: str, padre: str, indicatori: int) -> Dati:
    return {
        "chiave": f"o{numero}",
        "codice": f"O{numero}",
        "livello": "operativo",
        "padre": padre,
        "stato": "validato",
        "titolo": f"Ridurre i tempi del servizio numero {numero}",
        "descrizione": "Rivedere i passaggi, portare in linea le domande, verificare ogni trimestre l'andamento. " * 2,
        "natura": NATURE[numero % len(NATURE)],
        "tipologia": "specifico",
        "bisogno": "Gli utenti attendono più del necessario.",
        "stakeholder": "Cittadini e imprese",
        "data_inizio": f"{anno}-01-01",
        "data_fine": f"{anno}-12-31",
        "peso": "10",
        "classificazioni": [
            {"tipo": "ambito", "codice": AMBITI[numero % len(AMBITI)]},
            {"tipo": "tema", "codice": TEMI[numero % len(TEMI)]},
        ],
        "unita": [{"unita": unita, "ruolo": "capofila", "peso": "10"}],
        "assegnazioni": [{"gruppo": "tutti", "ruolo": "partecipante"}],
        "indicatori": [indicatore(numero, quale, anno) for quale in range(1, indicatori + 1)],
        "fasi": [
            {"titolo": "Analisi", "mesi": [f"{anno}-01", f"{anno}-02"], "peso": "40"},
            {"titolo": "Attuazione", "mesi": [f"{anno}-{mese:02d}" for mese in range(3, 13)], "peso": "60"},
        ],
        "risorse": [
            {
                "tipo": "finanziaria",
                "descrizione": "Spese del servizio",
                "capitolo": f"{numero:05d}",
                "importo": str(numero * 100),
                "anno": anno,
            }
        ],
    }


def indicatore(obiettivo: int, numero: int, anno: int) -> Dati:
    partenza = 30 + (obiettivo + numero) % 40
    return {
        "codice": f"I{obiettivo}.{numero}",
        "denominazione": f"Giorni medi della pratica di tipo {numero}",
        "dimensione": "efficacia_temporale",
        "unita_misura": "giorni",
        "formula": "Somma dei giorni / pratiche concluse",
        "verso": "diminuisce",
        "baseline": str(partenza),
        "baseline_anno": anno - 1,
        "fonte": "Protocollo informatico",
        "tipo_fonte": "sistema",
        "peso": "20",
        "valori_storici": [{"anno": anno - 3 + passo, "valore": str(partenza + 3 - passo)} for passo in range(3)],
        "target": [
            {"anno": anno + passo, "operatore": "<=", "valore": str(partenza - 5 - passo)} for passo in range(3)
        ],
    }
