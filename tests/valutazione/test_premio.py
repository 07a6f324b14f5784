"""Il premio di una persona: esclusioni e blocchi, fascia, base, quote, fattori, convenzione."""

from decimal import Decimal as D

import pytest

from tests.valutazione.aiuti import A_PUNTI, SOGLIA, errore, esito, foglia

TEMPI = [{"quota": 30, "su": "tempi"}, {"quota": 70, "su": "fascia"}]


def premio(**chiavi):
    return {"premio": {"fasce": SOGLIA} | chiavi}


def test_senza_base_si_dicono_solo_percentuale_e_fascia():
    fasce = [{"a": 60, "a_incluso": False, "esito": 0, "nome": "bassa"}, {"da": 60, "esito": 100, "nome": "alta"}]
    assert esito({"premio": {"fasce": fasce}}, punteggio=61) == {
        "punteggio": "61.00",
        "percentuale": "100.0000",
        "fascia": "alta",
    }


def test_senza_premio_c_e_solo_il_punteggio():
    assert esito({}, punteggio=61) == {"punteggio": "61.00"}


def test_una_base_senza_premio_si_rifiuta():
    assert "non ha un premio" in errore({}, punteggio=61, base=100)


def test_senza_fasce_ne_quote_spetta_tutta_la_base():
    assert esito({"premio": {}}, punteggio=61, base=100)["premio"] == "100.00"


@pytest.mark.parametrize(
    ("chiavi", "base", "atteso"),
    [
        ({}, 1000, "1000.00"),
        ({"percentuale_base": 25}, 12000, "3000.00"),
        ({"percentuale_base": "12.5"}, "1234.56", "154.32"),
        ({"percentuale_base": "12.5", "decimali_base": 0}, "1234.56", "154.00"),
        ({"decimali_base": 0}, "99.50", "100.00"),
        ({}, 0, "0.00"),
    ],
)
def test_l_importo_massimo_e_una_percentuale_della_base(chiavi, base, atteso):
    assert esito(premio(**chiavi), punteggio=80, base=base)["premio"] == atteso


@pytest.mark.parametrize(
    ("tempi", "punteggio", "atteso"),
    [(True, 80, "1000.00"), (False, 80, "700.00"), (True, 50, "300.00"), (False, 50, "0.00")],
)
def test_ogni_quota_segue_la_sua_condizione(tempi, punteggio, atteso):
    assert esito(premio(quote=TEMPI), punteggio=punteggio, base=1000, tempi=tempi)["premio"] == atteso


@pytest.mark.parametrize(
    ("fatti", "frase"),
    [
        ({}, "«tempi»: atteso vero o falso, manca"),
        ({"tempi": None}, "«tempi»: atteso vero o falso, manca"),
        ({"tempi": "sì"}, "«tempi»: atteso vero o falso, trovato “sì”"),
        ({"tempi": 1}, "«tempi»: atteso vero o falso, trovato 1"),
        ({"tempi": True, "base": -1}, "«base»: atteso un numero non negativo"),
        ({"tempi": True, "base": "mille"}, "«base»: atteso un numero"),
    ],
)
def test_un_fatto_che_manca_non_diventa_ne_si_ne_no(fatti, frase):
    assert frase in errore(premio(quote=TEMPI), **({"punteggio": 80, "base": 1000} | fatti))


@pytest.mark.parametrize(("sanzione", "atteso"), [(True, "0.00"), (False, "1000.00"), (None, "1000.00")])
def test_un_esclusione_azzera_il_premio_e_non_la_percentuale(sanzione, atteso):
    fatti = esito(premio(esclusioni=["sanzione"]), punteggio=80, base=1000, sanzione=sanzione)
    assert (fatti["premio"], fatti["percentuale"]) == (atteso, "100.0000")


def test_un_esclusione_scritta_a_parole_non_passa_per_falsa():
    assert "«sanzione»: atteso vero o falso" in errore(
        premio(esclusioni=["sanzione"]), punteggio=8, base=1, sanzione="sì"
    )


def test_un_blocco_azzera_il_premio_e_si_dice_nel_dettaglio():
    conf = {"scheda": foglia("T"), "blocchi": [{"cod": "k", "su": "T", "minimo": 70}]} | premio()
    assert esito(conf, valori={"T": 65}, base=1000, quota_altro_ente="0.5") == {
        "dettaglio": {"T": "65.0000", "_blocco": "k"},
        "punteggio": "65.00",
        "percentuale": "100.0000",
        "premio": "0.00",
        "premio_altro_ente": "0.00",
    }


def test_la_percentuale_in_proporzione_usa_il_punteggio_e_non_quello_arrotondato_per_la_fascia():
    conf = {"premio": A_PUNTI | {"decimali_per_fascia": 0}}
    assert esito(conf, punteggio="94.6", base=1000)["premio"] == "946.00"


def test_un_punteggio_fuori_da_ogni_fascia_si_rifiuta():
    assert "120 non cade in nessuna fascia" in errore({"premio": A_PUNTI}, punteggio=120)


def test_un_premio_non_puo_essere_negativo():
    conf = {"premio": {"fasce": [{"esito": "proporzionale"}], "punteggio_massimo": 100}}
    assert errore(conf, punteggio=-10, base=1000) == "La fascia darebbe un premio negativo (\u221210%)."


# ---- i fattori ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fattore", "scritto", "atteso"),
    [
        ({}, "0.85", "850.00"),
        ({"base": 365}, 345, "945.21"),
        ({"default": 1}, None, "1000.00"),
        ({"default": 182, "base": 365}, None, "498.63"),
        ({"tabella": {"titolare": 1, "interim": "0.85"}}, "interim", "850.00"),
        ({"tabella": {"1": "0.5", "2": "0.7"}}, 2, "700.00"),
        ({"tabella": {"pieno": 1}, "default": "pieno"}, None, "1000.00"),
        ({"tabella": {"pieno": 1}, "default": "0.25"}, None, "250.00"),
        ({"tabella": {"pieno": 36}, "base": 72}, "pieno", "500.00"),
        ({"conv": {"tipo": "gradini", "fasce": [{"a": 180, "esito": "0.5"}, {"da": 181, "esito": 1}]}}, 180, "500.00"),
        ({"conv": {"tipo": "si_no"}, "base": 100}, True, "1000.00"),
        ({"conv": {"tipo": "si_no"}, "default": "0.3"}, None, "300.00"),
        ({}, 0, "0.00"),
    ],
)
def test_un_fattore_si_legge_si_traduce_e_si_divide(fattore, scritto, atteso):
    conf = premio(fattori=[{"input": "x"} | fattore])
    assert esito(conf, punteggio=80, base=1000, x=scritto)["premio"] == atteso


@pytest.mark.parametrize(
    ("fattore", "scritto", "frase"),
    [
        ({}, None, "«x»: manca, e non ha un valore predefinito"),
        ({}, True, "«x»: atteso un numero"),
        ({}, -1, "«x»: un fattore non può essere negativo, trovato \u22121"),
        (
            {"tabella": {"titolare": 1, "interim": 2}},
            "supplente",
            "“supplente” non è in tabella; attesi «titolare», «interim»",
        ),
        ({"conv": {"tipo": "si_no"}}, "sì", "«x»: Atteso vero o falso"),
    ],
)
def test_un_fattore_che_non_si_legge_si_rifiuta(fattore, scritto, frase):
    assert frase in errore(premio(fattori=[{"input": "x"} | fattore]), punteggio=80, base=1000, x=scritto)


def test_i_fattori_si_moltiplicano_in_qualunque_ordine():
    fattori = [{"input": "giorni", "base": 365}, {"input": "pt"}, {"input": "area", "tabella": {"C": "1.1"}}]
    fatti = {"punteggio": 80, "base": 1000, "giorni": 184, "pt": "0.5", "area": "C"}
    avanti, indietro = (esito(premio(fattori=lista), **fatti) for lista in (fattori, fattori[::-1]))
    assert avanti == indietro
    assert avanti["premio"] == "277.26"


def test_un_fattore_puo_chiedere_il_punteggio_calcolato():
    conf = {"scheda": foglia("T"), "premio": {"fattori": [{"input": "punteggio", "base": 100, "default": 100}]}}
    assert esito(conf, valori={"T": 80}, base=1000)["premio"] == "800.00"


# ---- il prodotto -------------------------------------------------------------------------------------------------


def test_il_prodotto_non_guarda_fasce_ne_percentuale_della_base():
    conf = premio(percentuale_base=25, fattori=[{"input": "x", "base": 100}])
    assert esito(conf, operazione="prodotto", base=1000, x=20) == {"importo": "200.00"}


def test_il_prodotto_rispetta_le_esclusioni():
    conf = premio(fattori=[{"input": "x"}], esclusioni=["revocato"])
    assert esito(conf, operazione="prodotto", base=1000, revocato=True) == {"importo": "0.00"}


def test_il_prodotto_vuole_una_regola_del_premio():
    assert "non ha un premio con i suoi fattori" in errore({}, operazione="prodotto", base=1000)


# ---- due enti ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fattori", "fatti", "nostro", "altro"),
    [
        ([], {"quota_altro_ente": "0.3333"}, "12000.00", "3999.60"),
        ([], {"quota_altro_ente": "33.33"}, "12000.00", "3999.60"),
        ([], {"quota_altro_ente": 1}, "12000.00", "12000.00"),
        (
            [{"input": "quota_convenzione"}],
            {"quota_convenzione": "0.51", "quota_altro_ente": "0.49"},
            "6120.00",
            "5880.00",
        ),
        (
            [{"input": "quota_convenzione", "base": 100}],
            {"quota_convenzione": 51, "quota_altro_ente": 49},
            "6120.00",
            "5880.00",
        ),
        ([{"input": "quota_ente"}], {"quota_ente": "0.51", "quota_altro_ente": "0.49"}, "6120.00", "5880.00"),
        ([{"input": "giorni", "base": 365}], {"giorni": 73, "quota_altro_ente": "0.5"}, "2400.00", "1200.00"),
    ],
)
def test_l_altro_ente_paga_lo_stesso_conto_con_la_sua_quota(fattori, fatti, nostro, altro):
    pagati = esito(premio(fattori=fattori), punteggio=80, base=12000, **fatti)
    assert (pagati["premio"], pagati["premio_altro_ente"]) == (nostro, altro)


def test_la_quota_dell_altro_ente_non_puo_essere_negativa():
    assert "«quota_altro_ente»: atteso un numero non negativo" in errore(
        premio(), punteggio=80, base=1, quota_altro_ente=-1
    )


def test_la_derivazione_del_premio_va_dalla_fascia_ai_centesimi():
    from valutazione.motore import Banco

    conf = premio(percentuale_base=25, quote=TEMPI, fattori=[{"input": "giorni", "base": 365}])
    passi = Banco(conf).esegui({"punteggio": 80, "base": 10000, "tempi": False, "giorni": 73}).passi
    assert [passo.cosa for passo in passi] == [
        "punteggio",
        "fascia",
        "importo massimo",
        "quota",
        "quota",
        "fattore",
        "centesimi",
    ]
    assert (
        str(passi[-1]) == "centesimi: base × parte × fattori, al centesimo (base 2.500, parte 0,7, fattori 0,2) = 350"
    )
    assert passi[-1].esito == D("350.00")
