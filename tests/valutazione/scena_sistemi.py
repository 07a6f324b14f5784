"""Ciò che serve alle prove del sistema: un ente, una bozza piccola da rompere un punto alla volta."""

from copy import deepcopy
from datetime import date

from tests.fabbriche import AttoFactory, EnteFactory, utente_con
from valutazione.azioni import sistemi as azioni
from valutazione.azioni.composizione import crea_sistema, scrivi_scale, scrivi_tipo

SCALA = {
    "denominazione": "Tre giudizi",
    "livelli": [
        {"etichetta": "Basso", "valore": 1, "richiede_motivazione": True},
        {"etichetta": "Medio", "valore": 2},
        {"etichetta": "Alto", "valore": 3, "descrittore": "Più non si può."},
    ],
}
CASO = {
    "id": "eq",
    "configurazione": {
        "denominazione": "Responsabili",
        "decimali_punteggio": 2,
        "scheda": {
            "cod": "TOT",
            "denominazione": "Totale",
            "agg": "somma",
            "figli": [
                {
                    "cod": "OB",
                    "denominazione": "Obiettivi",
                    "conv": {"tipo": "identita", "min": 0, "max": 100},
                    "poi": {"tipo": "lineare", "da": [0, 100], "a": [0, 60]},
                },
                {
                    "cod": "COMP",
                    "denominazione": "Comportamenti",
                    "agg": "media_pesata",
                    "poi": {"tipo": "lineare", "da": [1, 3], "a": [0, 40]},
                    "figli": [
                        {"cod": "C1", "denominazione": "Guida", "peso": 60},
                        {"cod": "C2", "denominazione": "Tempi", "peso": 40},
                    ],
                },
            ],
        },
        "premio": {
            "fasce": [
                {"nome": "bassa", "a": 60, "a_incluso": False, "esito": 0},
                {"nome": "alta", "da": 60, "esito": "proporzionale"},
            ],
            "punteggio_massimo": 100,
        },
    },
    "tipo": {
        "destinatari": "eq",
        "valuta": "sindaco",
        "riesamina": "segretario",
        "modo_premio": "importo",
        "base_premio": "importo",
        "componenti": {
            "TOT": {"natura": "altro"},
            "OB": {"natura": "obiettivi", "fonte": "obiettivi", "agg": "media_pesata"},
            "COMP": {"natura": "comportamenti"},
            "C1": {"natura": "comportamenti", "fonte": "giudizio", "scala": "Tre giudizi"},
            "C2": {"natura": "comportamenti", "fonte": "giudizio", "scala": "Tre giudizi"},
        },
    },
}


def caso(**configurazione):
    """Il caso di prova, con qualche parte della configurazione diversa."""
    nuovo = deepcopy(CASO)
    nuovo["configurazione"] |= configurazione
    return nuovo


def documento(*casi, **sistema):
    return {
        "sistema": {"denominazione": "Sistema di prova"} | sistema,
        "scale": [deepcopy(SCALA)],
        "fasi": [{"tipo": "assegnazione", "entro_giorno": 28, "entro_mese": 2}],
        "casi": list(casi) or [caso()],
    }


def bozza(ente=None, *casi, **sistema):
    return azioni.crea_da_documento(ente=ente or EnteFactory(), documento=documento(*casi, **sistema), utente=None)


def tipo_di_prova(ente=None, **configurazione):
    """Un tipo di scheda in una bozza, con regole che il motore potrebbe anche rifiutare."""
    sistema = crea_sistema(ente or EnteFactory(), {"denominazione": "Sistema di prova"})
    scale = scrivi_scale(sistema, [deepcopy(SCALA)])
    return scrivi_tipo(sistema, caso(**configurazione), scale, ordine=1)


def adottato(ente, *, dal=date(2026, 1, 1), parere="favorevole"):
    """Un sistema portato fino all'adozione dal segretario."""
    segretario = utente_con("segretario", ente)
    sistema = azioni.invia_al_parere(bozza(ente), utente=segretario)
    sistema = azioni.rendi_parere(sistema, utente=segretario, parere=parere, parere_del=date(2025, 12, 1))
    return azioni.adotta(sistema, utente=segretario, atto=AttoFactory(ente=ente), dal=dal)
