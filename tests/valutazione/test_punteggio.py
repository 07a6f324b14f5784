"""Da dove viene il punteggio: una scheda, un numero già dato, più periodi."""

from decimal import Decimal as D

import pytest

from obiettivi.misura import NonCalcolabile
from tests.valutazione.aiuti import albero, foglia
from valutazione.motore import leggi_smvp, valutazione_di

NESSUNA = leggi_smvp({})
SCHEDA = albero(foglia("A"), foglia("B"), agg="media", blocchi=[{"cod": "k", "su": "B", "minimo": 6}])


def periodo(punteggio, giorni=None):
    return {"punteggio": punteggio} | ({} if giorni is None else {"giorni": giorni})


@pytest.mark.parametrize(("dato", "punteggio"), [(85, "85"), ("48.495", "48.50"), ("48.494", "48.49")])
def test_un_punteggio_gia_dato_si_porta_ai_suoi_decimali(dato, punteggio):
    assert valutazione_di(NESSUNA, {"punteggio": dato}).punteggio == D(punteggio)


@pytest.mark.parametrize(
    ("periodi", "peso", "punteggio"),
    [
        ([periodo(70, 120), periodo(88, 245)], "giorni", "82.08"),
        ([periodo(70, 120), periodo(88, 245)], "semplice", "79"),
        ([periodo(70), periodo(88)], "semplice", "79"),
        ([periodo(70, 0), periodo(88, 245)], "giorni", "88"),
        ([periodo(90, 365)], "giorni", "90"),
        ([periodo(70, 1), periodo(80, 1), periodo(85, 1)], "giorni", "78.33"),
    ],
)
def test_piu_periodi_si_mediano_sui_giorni_o_semplicemente(periodi, peso, punteggio):
    assert valutazione_di(NESSUNA, {"periodi": periodi, "peso": peso}).punteggio == D(punteggio)


def test_senza_dire_il_peso_contano_i_giorni():
    periodi = [periodo(70, 120), periodo(88, 245)]
    assert valutazione_di(NESSUNA, {"periodi": periodi}).punteggio == D("82.08")


def test_l_ordine_dei_periodi_non_conta():
    periodi = [periodo(70, 120), periodo(88, 245)]
    avanti, indietro = (valutazione_di(NESSUNA, {"periodi": lista}).punteggio for lista in (periodi, periodi[::-1]))
    assert avanti == indietro


def test_ogni_periodo_puo_avere_la_sua_scheda():
    schede = [{"valori": {"A": 10, "B": 8}, "giorni": 100}, {"valori": {"A": 6, "B": 6}, "giorni": 265}]
    assert valutazione_di(SCHEDA, {"periodi": schede}).punteggio == D("6.82")


def test_un_periodo_bloccato_blocca_l_anno():
    schede = [{"valori": {"A": 10, "B": 8}, "giorni": 100}, {"valori": {"A": 9, "B": 5}, "giorni": 265}]
    assert valutazione_di(SCHEDA, {"periodi": schede}).blocco == "k"


def test_la_derivazione_dice_punteggi_e_giorni():
    passi = valutazione_di(NESSUNA, {"periodi": [periodo(70, 120), periodo(88, 245)]}).passi
    assert str(passi[0]).startswith(
        "periodi: Σ punteggio × giorni / Σ giorni (punteggio 70, giorni 120, punteggio 88, giorni 245) = 82,0"
    )
    assert str(passi[1]) == "punteggio: a 2 decimali (valore 82,082191…) = 82,08"


@pytest.mark.parametrize(
    ("prova", "frase"),
    [
        ({}, "non ce n'è nessuna"),
        ({"punteggio": None}, "non ce n'è nessuna"),
        ({"punteggio": 3, "valori": {}}, "ci sono «valori» e «punteggio»"),
        ({"punteggio": "alto"}, "«punteggio»: atteso un numero"),
        ({"valori": 3}, "«valori»: attese le voci della scheda"),
        ({"periodi": []}, "atteso un elenco con almeno un periodo"),
        ({"periodi": 3}, "atteso un elenco con almeno un periodo"),
        ({"periodi": [3]}, "Periodo 1: attesi «punteggio» oppure «valori»"),
        ({"periodi": [{"giorni": 3}]}, "Periodo 1: attesi «punteggio» oppure «valori»"),
        ({"periodi": [{"punteggio": 3, "valori": {}}]}, "Periodo 1: attesi «punteggio» oppure «valori»"),
        ({"periodi": [periodo(3, 1), periodo(4)]}, "Periodo 2: mancano i giorni"),
        ({"periodi": [periodo(3, -1)]}, "Periodo 1: i giorni non possono essere negativi"),
        ({"periodi": [periodo(3, 0)]}, "la somma dei giorni è zero"),
        ({"periodi": [periodo(3, 1)], "peso": "mesi"}, "«peso»: atteso «giorni» oppure «semplice»"),
    ],
)
def test_cio_che_non_basta_per_un_punteggio_si_rifiuta(prova, frase):
    with pytest.raises(NonCalcolabile, match=frase):
        valutazione_di(SCHEDA, prova)
