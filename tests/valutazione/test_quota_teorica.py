"""La quota teorica: quanto spetta per presenza e punteggio, dove vanno i resti."""

from decimal import Decimal as D

import pytest

from obiettivi.misura import NonCalcolabile, arrotonda
from tests.valutazione.aiuti import SOGLIA, con_premio, foglia
from valutazione.motore import leggi_smvp, quote_teoriche

REGOLA = {"giorni_anno": 365, "ore_giorno": 6, "coefficienti": {"B": 1, "C": "1.1", "D": "1.2"}}
CON_RESTI = con_premio(**REGOLA, resti="redistribuiti_nel_gruppo")
IN_ECONOMIA = con_premio(**REGOLA)


def persona(punteggio=100, giorni=365, area="B", **altro):
    return {"punteggio": punteggio, "giorni": giorni, "area": area} | altro


def quote(smvp, fondo, **persone):
    esito = quote_teoriche(smvp, D(fondo), persone)
    assert sum(quota.importo_totale for quota in esito.di_ognuno.values()) + esito.economia == D(fondo)
    return esito


def totali(smvp, fondo, **persone):
    return {chi: str(quota.importo_totale) for chi, quota in quote(smvp, fondo, **persone).di_ognuno.items()}


def test_con_tutti_al_massimo_il_fondo_si_divide_per_coefficiente():
    assert totali(IN_ECONOMIA, 330, a=persona(area="B"), b=persona(area="D"), c=persona(area="C")) == {
        "a": "100.00",
        "b": "120.00",
        "c": "110.00",
    }


@pytest.mark.parametrize(
    ("fatti", "effettiva"),
    [
        ({"punteggio": 80}, "80"),
        ({"assenza_giorni": 73}, "80"),
        ({"assenza_giorni": 73, "assenza_ore": 0}, "80"),
        ({"assenza_ore": 438}, "80"),
        ({"assenza_giorni": 365}, "0"),
        ({"punteggio": 0}, "0"),
    ],
)
def test_l_effettiva_scala_con_punteggio_e_presenza(fatti, effettiva):
    una = quote(IN_ECONOMIA, 100, a=persona(**fatti)).di_ognuno["a"]
    assert (arrotonda(una.budget_assegnato, 10), arrotonda(una.quota_effettiva, 10)) == (100, D(effettiva))


@pytest.mark.parametrize(("ore", "giorni"), [(2, 0), (3, 1), (8, 1), (9, 2), (12, 2)])
def test_le_ore_diventano_giorni_interi(ore, giorni):
    con_ore = quote(IN_ECONOMIA, 100, a=persona(assenza_ore=ore)).di_ognuno["a"].quota_effettiva
    assert con_ore == quote(IN_ECONOMIA, 100, a=persona(assenza_giorni=giorni)).di_ognuno["a"].quota_effettiva


def test_giorni_e_part_time_scalano_il_budget_e_non_la_teorica():
    esito = quote(IN_ECONOMIA, 150, a=persona(), b=persona(part_time="0.5")).di_ognuno
    assert arrotonda(esito["a"].quota_teorica, 10) == arrotonda(esito["b"].quota_teorica, 10) == 100
    assert arrotonda(esito["b"].budget_assegnato, 10) == 50


def test_senza_redistribuzione_i_resti_sono_economia():
    assert quote(IN_ECONOMIA, 100, a=persona(80)).economia == 20


def test_con_la_redistribuzione_i_resti_tornano_al_gruppo_in_proporzione_all_effettiva():
    assert totali(CON_RESTI, 200, a=persona(100, gruppo="S1"), b=persona(50, gruppo="S1")) == {
        "a": "133.33",
        "b": "66.67",
    }


def test_i_resti_di_un_gruppo_non_passano_a_un_altro():
    assert totali(CON_RESTI, 200, a=persona(100, gruppo="S1"), b=persona(50, gruppo="S2")) == {
        "a": "100.00",
        "b": "100.00",
    }


def test_i_resti_possono_passare_da_un_gruppo_a_tutto_l_ente():
    nell_ente = con_premio(**REGOLA, resti="redistribuiti_nell_ente")
    divisi = totali(nell_ente, 200, a=persona(100, gruppo="S1"), b=persona(50, gruppo="S2"))
    assert divisi == {"a": "133.33", "b": "66.67"}


def test_ai_resti_partecipa_chi_arriva_al_punteggio_minimo():
    con_minimo = con_premio(**REGOLA, resti="redistribuiti_nel_gruppo", resti_minimo=60)
    divisi = totali(con_minimo, 300, a=persona(100), b=persona(60), c=persona("59.99"))
    assert divisi == {"a": "150.01", "b": "90.00", "c": "59.99"}


def test_se_nessuno_arriva_al_minimo_i_resti_sono_economia():
    con_minimo = con_premio(**REGOLA, resti="redistribuiti_nel_gruppo", resti_minimo=90)
    assert quote(con_minimo, 200, a=persona(80), b=persona(50)).economia == 70


def test_chi_non_ha_gruppo_sta_con_chi_non_ce_l_ha():
    assert totali(CON_RESTI, 200, a=persona(100), b=persona(50, gruppo="")) == {"a": "133.33", "b": "66.67"}


def test_se_nel_gruppo_nessuno_ha_un_effettiva_i_resti_sono_economia():
    esito = quote(CON_RESTI, 200, a=persona(0, gruppo="S1"), b=persona(50, gruppo="S2"))
    assert (esito.di_ognuno["a"].importo_totale, esito.economia) == (0, 100)


def test_l_escluso_non_ha_effettiva_ne_bisogno_di_un_punteggio():
    smvp = con_premio(**REGOLA, resti="redistribuiti_nel_gruppo", esclusioni=["sanzione"])
    escluso = {"giorni": 365, "area": "B", "sanzione": True}
    esito = quote(smvp, 200, a=persona(), b=escluso)
    assert esito.di_ognuno["a"].importo_totale == 200
    assert any("«sanzione»: nessun premio" in str(passo) for passo in esito.passi)


def test_il_bloccato_non_ha_effettiva():
    conf = {"scheda": foglia("T"), "blocchi": [{"cod": "k", "su": "T", "minimo": 60}], "premio": {"giorni_anno": 365}}
    esito = quote(
        leggi_smvp(conf), 200, a={"valori": {"T": 50}, "giorni": 365}, b={"valori": {"T": 100}, "giorni": 365}
    )
    assert [quota.importo_totale for quota in esito.di_ognuno.values()] == [0, 100]


A_SOGLIA = {"fasce": SOGLIA, "giorni_anno": 365, "resti": "redistribuiti_nel_gruppo"}


@pytest.mark.parametrize(("punteggio", "attesi"), [("59.99", ["200.00", "0.00"]), (60, ["125.00", "75.00"])])
def test_una_fascia_con_esito_zero_toglie_il_premio_le_altre_lasciano_contare_il_punteggio(punteggio, attesi):
    assert [*totali(con_premio(**A_SOGLIA), 200, a=persona(), b=persona(punteggio)).values()] == attesi


def test_chi_non_ha_premio_per_la_fascia_lo_trova_scritto():
    passi = quote(con_premio(**A_SOGLIA), 200, a=persona(), b=persona(50)).passi
    assert "b · esclusione: fascia «a 60 escluso» con esito zero: nessun premio = 0" in [str(passo) for passo in passi]


def test_un_punteggio_fuori_da_tutte_le_fasce_si_rifiuta():
    fasce = [{"da": 0, "a": 90, "esito": 100}]
    with pytest.raises(NonCalcolabile, match="«a»: Il valore 95 non cade in nessuna fascia"):
        quote_teoriche(con_premio(fasce=fasce, giorni_anno=365), D(100), {"a": persona(95)})


def test_senza_coefficienti_le_aree_non_contano():
    assert totali(con_premio(giorni_anno=360), 200, a=persona(area="?"), b=persona(giorni=365)) == {
        "a": "100.00",
        "b": "100.00",
    }


def test_chi_non_ha_giorni_riceve_zero_se_qualcun_altro_ne_ha():
    assert totali(IN_ECONOMIA, 100, a=persona(giorni=0), b=persona()) == {"a": "0.00", "b": "100.00"}


def test_col_troncamento_i_centesimi_restano_in_economia():
    smvp = con_premio(giorni_anno=365, quadratura="troncamento")
    assert quote(smvp, 100, a=persona(), b=persona(), c=persona()).economia == D("0.01")


def test_un_fondo_vuoto_da_quote_vuote():
    assert totali(CON_RESTI, 0, a=persona(80)) == {"a": "0.00"}


@pytest.mark.parametrize(
    ("fatti", "frase"),
    [
        ({"giorni": None}, "«a»: «giorni»: atteso un numero"),
        ({"giorni": -1}, "«a»: «giorni»: atteso un numero non negativo"),
        ({"assenza_giorni": 366}, "«a»: le assenze \\(366 giorni\\) superano i giorni \\(365\\)"),
        ({"assenza_giorni": -1}, "«a»: «assenza_giorni»: atteso un numero non negativo"),
        ({"part_time": "metà"}, "«a»: «part_time»: atteso un numero"),
        ({"punteggio": 101}, "«a»: il punteggio 101 non sta fra 0 e 100"),
        ({"punteggio": -1}, "«a»: il punteggio \u22121 non sta fra 0 e 100"),
        ({"punteggio": None}, "«a»: Serve una e una sola"),
        ({"area": "Z"}, "«a»: l'area “Z” non ha un coefficiente; attesa una fra «B», «C», «D»"),
        ({"area": None}, "«a»: l'area nulla non ha un coefficiente"),
        ({"giorni": 0}, "Nessuno ha giorni"),
        ({"part_time": 0}, "Nessuno ha giorni"),
    ],
)
def test_fatti_che_non_tornano_si_rifiutano(fatti, frase):
    with pytest.raises(NonCalcolabile, match=frase):
        quote_teoriche(CON_RESTI, D(100), {"a": persona() | fatti})


@pytest.mark.parametrize(
    ("premio", "fatti", "frase"),
    [
        ({}, {}, "serve «giorni_anno»"),
        ({"giorni_anno": 365}, {"assenza_ore": 12}, "«a»: ci sono ore di assenza, ma il premio non ha «ore_giorno»"),
    ],
)
def test_una_regola_incompleta_si_rifiuta(premio, fatti, frase):
    with pytest.raises(NonCalcolabile, match=frase):
        quote_teoriche(con_premio(**premio), D(100), {"a": persona() | fatti})


def test_ogni_fattore_compare_una_volta_sola_nella_derivazione():
    passi = quote(CON_RESTI, 100, a=persona(80, assenza_giorni=10, gruppo="S1")).passi
    assert [p.cosa for p in passi if p.voce == "a"] == [
        "quota teorica",
        "budget",
        "tempo utile",
        "effettiva",
        "resti",
        "spetta",
        "centesimi",
    ]
    assert [nome for p in passi for nome, _ in p.dati].count("punteggio") == 1
