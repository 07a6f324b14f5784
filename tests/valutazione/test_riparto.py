"""Il riparto di un fondo: coefficienti, esclusi, centesimi, economia."""

from decimal import Decimal as D

import pytest

from obiettivi.misura import NonCalcolabile
from tests.valutazione.aiuti import A_PUNTI, SOGLIA, con_premio, foglia
from valutazione.motore import leggi_smvp, ripartisci
from valutazione.motore.centesimi import al_centesimo

PROPORZIONALE = con_premio(**A_PUNTI)


def punti(**persone):
    return {chi: {"punteggio": punteggio} for chi, punteggio in persone.items()}


def importi(smvp, fondo, persone):
    riparto = ripartisci(smvp, D(fondo), persone)
    assert sum(riparto.importi.values()) + riparto.economia == D(fondo)
    return {chi: str(importo) for chi, importo in riparto.importi.items()}


@pytest.mark.parametrize(
    ("fondo", "persone", "attesi"),
    [
        (100, punti(a=80, b=80, c=80), {"a": "33.34", "b": "33.33", "c": "33.33"}),
        (100, punti(c=80, b=80, a=80), {"a": "33.34", "b": "33.33", "c": "33.33"}),
        ("0.02", punti(a=80, b=80, c=80), {"a": "0.01", "b": "0.01", "c": "0.00"}),
        (100, punti(a=20, b=80), {"a": "20.00", "b": "80.00"}),
        (1000, punti(a=0, b=80), {"a": "0", "b": "1000.00"}),
        (1, punti(a=10, b=10, c=40), {"a": "0.17", "b": "0.17", "c": "0.66"}),
        (100, punti(unico=1), {"unico": "100.00"}),
    ],
)
def test_il_fondo_si_divide_al_centesimo_e_quadra(fondo, persone, attesi):
    assert importi(PROPORZIONALE, fondo, persone) == {chi: str(D(v).quantize(D("0.01"))) for chi, v in attesi.items()}


def test_a_parita_esatta_di_resto_decide_la_chiave_anche_se_gli_importi_sono_diversi():
    """Quote 16,66… e 66,66…: il resto è lo stesso numero, e le divisioni non devono farlo sembrare diverso."""
    assert importi(PROPORZIONALE, 100, punti(z=10, y=10, a=40)) == {"z": "16.66", "y": "16.67", "a": "66.67"}


def test_con_il_troncamento_gli_uguali_ricevono_lo_stesso_e_il_resto_e_economia():
    riparto = ripartisci(con_premio(**A_PUNTI, quadratura="troncamento"), D(100), punti(a=80, b=80, c=80))
    assert set(riparto.importi.values()) == {D("33.33")}
    assert riparto.economia == D("0.01")


def test_chi_prende_un_centesimo_in_piu_lo_vede_scritto():
    passi = ripartisci(PROPORZIONALE, D(100), punti(a=80, b=80, c=80)).passi
    ultimi = {passo.voce: passo.formula for passo in passi if passo.cosa == "centesimi"}
    assert "più un centesimo" in ultimi["a"]
    assert ultimi["b"] == ultimi["c"] == "troncato al centesimo"


def test_ogni_persona_ha_la_sua_derivazione_dal_punteggio_ai_centesimi():
    passi = ripartisci(PROPORZIONALE, D(100), punti(a=80, b=20)).passi
    assert [p.cosa for p in passi if p.voce == "a"] == ["punteggio", "fascia", "coefficiente", "riparto", "centesimi"]


def test_se_nessuno_ha_un_coefficiente_il_fondo_resta_in_economia_e_si_dice():
    riparto = ripartisci(con_premio(fasce=SOGLIA), D(1000), punti(a=10, b=59))
    assert (set(riparto.importi.values()), riparto.economia) == ({D(0)}, D(1000))
    assert "nessuno ha un coefficiente" in str(riparto.passi[-1])


def test_se_tutti_sono_esclusi_il_fondo_resta_in_economia():
    smvp = con_premio(fasce=SOGLIA, esclusioni=["sanzione"])
    riparto = ripartisci(smvp, D(1000), {chi: {"punteggio": 90, "sanzione": True} for chi in "ab"})
    assert riparto.economia == 1000


def test_se_tutti_sono_pari_ricevono_tutti_lo_stesso_se_il_fondo_lo_permette():
    assert set(importi(PROPORZIONALE, 300, punti(a=80, b=80, c=80)).values()) == {"100.00"}


def test_un_fondo_vuoto_da_zero_a_tutti():
    assert set(importi(PROPORZIONALE, 0, punti(a=80, b=20)).values()) == {"0.00"}


def test_l_escluso_non_ha_bisogno_di_un_punteggio():
    smvp = con_premio(fasce=SOGLIA, esclusioni=["sanzione"])
    assert importi(smvp, 10, {"a": {"punteggio": 90}, "b": {"sanzione": True}}) == {"a": "10.00", "b": "0.00"}


def test_chi_ha_un_blocco_non_partecipa():
    conf = {
        "scheda": foglia("T"),
        "blocchi": [{"cod": "k", "su": "T", "minimo": 6}],
        "premio": {"fasce": [{"esito": 1}]},
    }
    persone = {"a": {"valori": {"T": 8}}, "b": {"valori": {"T": 5}}}
    assert importi(leggi_smvp(conf), 10, persone) == {"a": "10.00", "b": "0.00"}


def test_i_fattori_pesano_il_coefficiente():
    smvp = con_premio(
        fasce=SOGLIA, fattori=[{"input": "area", "tabella": {"C": 1, "D": "1.5"}}, {"input": "pt", "default": 1}]
    )
    persone = {"a": {"punteggio": 90, "area": "C"}, "b": {"punteggio": 70, "area": "D", "pt": "0.5"}}
    assert importi(smvp, 175, persone) == {"a": "100.00", "b": "75.00"}


def test_senza_fasce_il_punteggio_conta_solo_come_fattore():
    smvp = con_premio(fattori=[{"input": "punteggio", "base": 100}])
    assert importi(smvp, 150, punti(a=100, b=50)) == {"a": "100.00", "b": "50.00"}


def test_senza_fasce_ne_punteggio_contano_gli_altri_fattori():
    smvp = con_premio(fattori=[{"input": "ore"}])
    assert importi(smvp, 54, {"a": {"ore": 36}, "b": {"ore": 18}}) == {"a": "36.00", "b": "18.00"}


@pytest.mark.parametrize(
    ("fondo", "persone", "frase"),
    [
        (-1, punti(a=80), "Il fondo è negativo"),
        ("0.005", punti(a=80), "frazioni di centesimo"),
        (100, {}, "nessuna persona"),
        (100, punti(a=80, b="x"), "«b»: «punteggio»: atteso un numero"),
        (100, punti(a=80, b=None), "«b»: Serve una e una sola"),
        (100, punti(a=800), "«a»: Il valore 800 non cade in nessuna fascia"),
    ],
)
def test_un_riparto_impossibile_dice_di_chi_e_perche(fondo, persone, frase):
    with pytest.raises(NonCalcolabile, match=frase):
        ripartisci(PROPORZIONALE, D(fondo), persone)


def test_un_coefficiente_negativo_si_rifiuta():
    with pytest.raises(NonCalcolabile, match="«a»: il coefficiente della fascia è negativo"):
        ripartisci(con_premio(fasce=[{"esito": -5}]), D(100), punti(a=80))


def test_senza_regola_del_premio_non_si_ripartisce():
    with pytest.raises(NonCalcolabile, match="non ha un premio da ripartire"):
        ripartisci(leggi_smvp({}), D(100), punti(a=80))


@pytest.mark.parametrize(
    ("esatti", "attesi"),
    [
        ({}, {}),
        ({"a": "1"}, {"a": "1.00"}),
        ({"a": "0.004", "b": "0.004"}, {"a": "0.01", "b": "0.00"}),
        ({"a": "0.002", "b": "0.002"}, {"a": "0.00", "b": "0.00"}),
        ({"a": "0.001", "b": "0.009"}, {"a": "0.00", "b": "0.01"}),
        ({"b": "10.005", "a": "10.005"}, {"b": "10.00", "a": "10.01"}),
    ],
)
def test_la_somma_al_centesimo_e_quella_esatta_arrotondata(esatti, attesi):
    quadrati = al_centesimo({chi: D(valore) for chi, valore in esatti.items()})
    assert {chi: str(importo) for chi, importo in quadrati.importi.items()} == attesi
