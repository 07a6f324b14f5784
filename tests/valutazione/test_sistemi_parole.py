"""Le regole dette a chi non legge JSON, e le prove che un file scaricato porta con sé."""

import pytest

from tests.valutazione.scena_sistemi import tipo_di_prova
from valutazione.letture.documento import caso_di
from valutazione.letture.parole import (
    CONVERSIONI,
    conversione_in_parole,
    esito_in_parole,
    fascia_in_parole,
    fatto,
    premio_in_parole,
)
from valutazione.templatetags.sistemi import del_codice

FASCE = [{"a": 0, "esito": 100}, {"da": 1, "esito": "40.5"}]


@pytest.mark.parametrize(
    ("fascia", "detta"),
    [
        ({}, "qualsiasi punteggio"),
        ({"a": 60}, "fino a 60"),
        ({"a": 60, "a_incluso": False}, "meno di 60"),
        ({"da": 90}, "90 o più"),
        ({"da": 90, "da_incluso": False}, "più di 90"),
        ({"da": 60, "a": 70}, "da 60 a 70"),
        ({"da": 60, "a": "70.5", "a_incluso": False}, "da 60 a meno di 70,5"),
        ({"da": 60, "da_incluso": False, "a": 70}, "oltre 60 a 70"),
    ],
)
def test_una_fascia_si_legge(fascia, detta):
    assert fascia_in_parole(fascia) == detta


@pytest.mark.parametrize(
    ("esito", "detto"),
    [
        (75, "75"),
        ("12.5", "12,5"),
        ("proporzionale", "in proporzione al punteggio"),
        ({"quota": 50, "incremento": "1.25"}, "50, più 1,25 per ogni punto"),
    ],
)
def test_un_esito_si_legge(esito, detto):
    assert esito_in_parole(esito) == detto


@pytest.mark.parametrize(
    ("conversione", "detta"),
    [
        ({}, ""),
        ({"tipo": "rapporto", "min": 0, "max": 100}, f"{CONVERSIONI['rapporto']}, mai sotto 0, mai sopra 100"),
        ({"tipo": "lineare", "da": [1, 5], "a": [0, "40.5"]}, "in proporzione: da 1–5 a 0–40,5"),
        ({"tipo": "livelli", "livelli": {"Alta": 8, "Bassa": "2.5"}}, "Alta 8; Bassa 2,5"),
        ({"tipo": "gradini", "fasce": FASCE}, "fino a 0: 100; 1 o più: 40,5"),
        ({"tipo": "entro_data", "fasce": FASCE}, "giorni di ritardo – fino a 0: 100; 1 o più: 40,5"),
    ],
)
def test_una_conversione_si_legge(conversione, detta):
    assert conversione_in_parole(conversione) == detta


def test_le_regole_del_premio_si_leggono_nell_ordine():
    premio = {
        "esclusioni": ["assenza_ingiustificata"],
        "percentuale_base": 25,
        "quote": [{"quota": 70, "su": "fascia"}],
        "fattori": [
            {"input": "area", "tabella": {"istruttori": "1.2"}},
            {"input": "giorni", "base": 365},
            {"input": "ore", "conv": {"tipo": "si_no"}},
        ],
        "giorni_anno": 360,
        "ore_giorno": 6,
        "coefficienti": {"istruttori": 1},
        "resti": "redistribuiti_nel_gruppo",
        "resti_minimo": 60,
    }
    detto = dict(premio_in_parole(premio, {"percentuale": 30, "beneficiari": 2, "finanziamento": "dal_fondo"}))
    assert detto["Chi non ha premio"] == ["Assenza ingiustificata"]
    assert detto["Le parti"] == ["70%: secondo la fascia del punteggio"]
    assert detto["Si moltiplica per"][:2] == [
        "L'area contrattuale (istruttori 1,2)",
        "I giorni di servizio nell'anno, diviso 365",
    ]
    assert detto["Ciò che avanza"] == ["Si divide nello stesso gruppo", "Vi partecipa chi ha almeno 60"]
    assert detto["La maggiorazione"] == ["30% del premio medio, a 2 persone, tolta dallo stesso fondo"]


def test_senza_regole_non_c_e_nulla_da_leggere():
    assert premio_in_parole({}, {}) == []
    assert fatto("dato_mai_visto") == "dato mai visto"
    assert del_codice({"TOT": 1}, "TOT") == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("conversione", "valore", "punteggio"),
    [
        ({"tipo": "si_no"}, True, "100.00"),
        ({"tipo": "soglie"}, {"consuntivo": 100, "target": 100, "minimo": 0}, "100.00"),
        ({"tipo": "lineare", "da": [0, 4], "a": [0, 20]}, 4, "20.00"),
        ({"tipo": "lineare", "da": [0, 4], "a": [20, 0]}, 0, "20.00"),
        ({"tipo": "livelli", "livelli": {"Bassa": 2, "Alta": 8}}, "Alta", "8.00"),
        ({"tipo": "entro_data", "fasce": FASCE}, {"consuntivo": "2026-01-01", "target": "2026-01-01"}, "100.00"),
        ({"tipo": "identita", "min": 0, "max": 40}, 40, "40.00"),
        ({"tipo": "identita"}, 0, "0.00"),
    ],
)
def test_la_prova_di_un_file_ha_i_valori_piu_alti(conversione, valore, punteggio):
    uscito = caso_di(tipo_di_prova(scheda={"cod": "TOT", "conv": conversione}, premio={}))
    assert uscito["input"]["il massimo"]["valori"] == {"TOT": valore}
    assert uscito["atteso"]["il massimo"]["punteggio"] == punteggio


@pytest.mark.django_db
def test_un_tipo_senza_albero_esce_con_il_punteggio_pieno():
    tipo = tipo_di_prova()
    tipo.componenti.all().delete()
    assert caso_di(tipo)["input"]["il massimo"] == {"punteggio": 100}
    tipo.premio = {}
    assert caso_di(tipo)["input"]["il massimo"] == {"punteggio": 100}


@pytest.mark.django_db
def test_una_prova_che_non_si_calcola_esce_senza_risultato():
    assert "atteso" not in caso_di(tipo_di_prova(premio={"fasce": [{"da": 0, "a": 50, "esito": 0}]}))
