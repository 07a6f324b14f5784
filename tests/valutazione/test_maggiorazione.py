"""La maggiorazione: media dei premi positivi, graduatoria, quota chiusa, parità in vista."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obiettivi.misura import NonCalcolabile
from tests.valutazione.aiuti import SOGLIA, errore, esito
from valutazione.motore import leggi_smvp, maggiora, maggiora_dal_fondo


def smvp(percentuale=30, beneficiari=1):
    return leggi_smvp({"maggiorazione": {"percentuale": percentuale, "beneficiari": beneficiari}})


def tabella(**coppie):
    premi = {chi: D(premio) for chi, (premio, _) in coppie.items()}
    return premi, {chi: D(punteggio) for chi, (_, punteggio) in coppie.items()}


QUATTRO = tabella(a=(400, 60), b=(300, 48), c=(400, 58), d=(0, 99))


def test_la_media_conta_solo_chi_ha_un_premio():
    assert maggiora(smvp(), *QUATTRO).media_pro_capite * 3 == 1100
    assert maggiora(smvp(), *QUATTRO).importo == 110


@pytest.mark.parametrize(
    ("quanti", "primi"), [(0, ()), (1, ("a",)), (2, ("a", "c")), (3, ("a", "c", "b")), (9, ("a", "c", "b"))]
)
def test_i_beneficiari_sono_i_primi_per_punteggio_fra_chi_ha_un_premio(quanti, primi):
    assert maggiora(smvp(beneficiari=quanti), *QUATTRO).beneficiari == primi


@pytest.mark.parametrize(
    ("quanti", "primi", "pari"),
    [(1, ("a",), ("b", "c")), (2, ("a", "b"), ("c",)), (3, ("a", "b", "c"), ()), (0, (), ())],
)
def test_la_parita_si_segnala_e_non_si_risolve_di_nascosto(quanti, primi, pari):
    pari_merito = tabella(c=(100, 90), b=(100, 90), a=(100, 90), d=(100, 80))
    trovata = maggiora(smvp(beneficiari=quanti), *pari_merito)
    assert (trovata.beneficiari, trovata.parita_da_risolvere) == (primi, pari)
    assert sum(passo.cosa == "parità" for passo in trovata.passi) == len(pari)


def test_se_nessuno_ha_un_premio_non_c_e_maggiorazione():
    vuota = maggiora(smvp(), *tabella(a=(0, 60), b=(0, 48)))
    assert (vuota.media_pro_capite, vuota.importo, vuota.beneficiari, vuota.parita_da_risolvere) == (0, 0, (), ())


def test_l_importo_si_arrotonda_al_centesimo_dalla_media_esatta():
    assert maggiora(smvp(percentuale="33.3"), *tabella(a=(100, 9), b=(100, 8), c=("100.01", 7))).importo == D("33.30")


def test_premi_e_punteggi_sono_delle_stesse_persone():
    with pytest.raises(NonCalcolabile, match="non sono delle stesse persone: b, c"):
        maggiora(smvp(), {"a": D(1), "b": D(1)}, {"a": D(1), "c": D(1)})


def test_senza_maggiorazione_nella_configurazione_non_si_inventa():
    with pytest.raises(NonCalcolabile, match="non ha una maggiorazione"):
        maggiora(leggi_smvp({}), *QUATTRO)


@pytest.mark.parametrize(
    ("quota", "arrotondamento", "persone", "quanti"),
    [
        (10, "difetto", 25, 2),
        (10, "eccesso", 25, 3),
        (10, "eccesso", 20, 2),
        (10, "difetto", 9, 0),
        (0, "eccesso", 50, 0),
    ],
)
def test_i_beneficiari_possono_essere_una_quota_delle_persone(quota, arrotondamento, persone, quanti):
    regola = {"percentuale": 30, "quota_beneficiari": quota, "arrotondamento": arrotondamento}
    assert leggi_smvp({"maggiorazione": regola}).maggiorazione.quanti(persone) == quanti


# ---- dal fondo ---------------------------------------------------------------------------------------------------


def dal_fondo(fondo, persone, percentuale=30, beneficiari=1):
    regola = {"percentuale": percentuale, "beneficiari": beneficiari, "finanziamento": "dal_fondo"}
    sistema = leggi_smvp({"premio": {"fasce": SOGLIA}, "maggiorazione": regola})
    punteggi = {chi: D(fatti["punteggio"]) for chi, fatti in persone.items()}
    trovata = maggiora_dal_fondo(sistema, D(fondo), persone, punteggi)
    speso = sum(trovata.premi.values()) + trovata.importo * len(trovata.beneficiari)
    assert speso + trovata.economia == D(fondo)
    return trovata


PERSONE = {"a": {"punteggio": 95}, "b": {"punteggio": 80}, "c": {"punteggio": 70}, "d": {"punteggio": 30}}


def test_la_maggiorazione_si_toglie_dal_fondo_prima_di_dividerlo():
    trovata = dal_fondo(4000, PERSONE)
    assert (trovata.media_pro_capite, trovata.importo, trovata.beneficiari) == (1000, 300, ("a",))
    assert [str(premio) for premio in trovata.premi.values()] == ["1233.34", "1233.33", "1233.33", "0.00"]


def test_chi_non_ha_un_premio_non_concorre_nemmeno_dal_fondo():
    assert dal_fondo(4000, PERSONE, beneficiari=9).beneficiari == ("a", "b", "c")


def test_se_nessuno_ha_un_premio_il_fondo_resta_in_economia():
    trovata = dal_fondo(4000, {"d": {"punteggio": 30}})
    assert (trovata.beneficiari, trovata.economia) == ((), 4000)


def test_una_maggiorazione_che_costa_piu_del_fondo_si_rifiuta():
    with pytest.raises(NonCalcolabile, match="La maggiorazione costa 4.500, più del fondo"):
        dal_fondo(4000, PERSONE, percentuale=150, beneficiari=3)


def test_la_derivazione_dice_quanto_resta_da_ripartire():
    passi = [str(passo) for passo in dal_fondo(4000, PERSONE).passi]
    attesa = "fondo da ripartire: fondo − importo × beneficiari (fondo 4.000, importo 300, beneficiari 1) = 3.700"
    assert attesa in passi


@given(st.decimals(0, 10**6, places=2), st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 100), min_size=1))
def test_premi_maggiorazione_ed_economia_fanno_il_fondo(fondo, punteggi):
    assert dal_fondo(fondo, {chi: {"punteggio": p} for chi, p in punteggi.items()}).economia >= 0


# ---- nella forma del file ----------------------------------------------------------------------------------------

CONF = {"premio": {"fasce": SOGLIA}, "maggiorazione": {"percentuale": 30, "beneficiari": 1}}
ATTESO = {
    "premi": {"a": "400.00", "b": "300.00", "c": "0.00"},
    "media_pro_capite": "350.0000",
    "importo": "105.00",
    "beneficiari": ["a"],
    "parita_da_risolvere": [],
}


@pytest.mark.parametrize(
    "prova",
    [
        {
            "persone": {
                "a": {"punteggio": 90, "base": 400},
                "b": {"punteggio": 80, "base": 300},
                "c": {"punteggio": 9, "base": 1},
            }
        },
        {
            "persone": {
                "a": {"punteggio": 90, "premio": 400},
                "b": {"punteggio": 80, "premio": 300},
                "c": {"punteggio": 9, "premio": 0},
            }
        },
        {"premi": {"a": 400, "b": 300, "c": 0}, "punteggi": {"a": 90, "b": 80, "c": 9}},
        {
            "premi": {
                "a": {"premio": 400, "punteggio": 90},
                "b": {"premio": 300, "punteggio": 80},
                "c": {"premio": 0, "punteggio": 9},
            }
        },
        {"base": 400, "persone": {"a": {"punteggio": 90}, "b": {"punteggio": 80, "base": 300}, "c": {"punteggio": 9}}},
    ],
)
def test_i_premi_si_scrivono_o_si_calcolano(prova):
    assert esito(CONF, operazione="maggiorazione", **prova) == ATTESO


def test_i_premi_possono_venire_dal_riparto_di_un_fondo():
    persone = {"a": {"punteggio": 90}, "b": {"punteggio": 80}, "c": {"punteggio": 9}}
    maggiorata = esito(CONF, operazione="maggiorazione", fondo=700, persone=persone)
    assert maggiorata["premi"] == {"a": "350.00", "b": "350.00", "c": "0.00"}
    assert maggiorata["importo"] == "105.00"


def test_nel_file_la_maggiorazione_dal_fondo_ha_la_stessa_forma():
    regola = {"percentuale": 30, "beneficiari": 1, "finanziamento": "dal_fondo"}
    conf = {"premio": {"fasce": SOGLIA}, "maggiorazione": regola}
    assert esito(conf, operazione="maggiorazione", fondo=4000, persone=PERSONE) == {
        "premi": {"a": "1233.34", "b": "1233.33", "c": "1233.33", "d": "0.00"},
        "media_pro_capite": "1000.0000",
        "importo": "300.00",
        "beneficiari": ["a"],
        "parita_da_risolvere": [],
    }


@pytest.mark.parametrize(
    ("prova", "frase"),
    [
        ({}, "Servono le persone"),
        ({"persone": {"a": {"punteggio": 90}}}, "«a»: manca la base da cui calcolare il premio"),
        ({"persone": {"a": {"premio": 90}}}, "«a»: Serve una e una sola"),
        ({"persone": {"a": {"premio": -90, "punteggio": 9}}}, "«a»: «premio»: atteso un numero non negativo"),
        ({"premi": {"a": 90}}, "«a»: Serve una e una sola"),
    ],
)
def test_una_graduatoria_senza_i_suoi_dati_si_rifiuta(prova, frase):
    assert frase in errore(CONF, operazione="maggiorazione", **prova)
