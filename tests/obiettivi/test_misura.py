from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obiettivi.misura import CALCOLATO, DIRETTO, Pesato, ScaleMiste, peso_effettivo, somma_pesi, totali_per_scala

PERCENTO = "percentuale"
PESI = st.decimals(min_value=0, max_value=1000, places=4)


@pytest.mark.parametrize(
    ("metodo", "peso", "strategicita", "complessita", "atteso"),
    [
        (DIRETTO, D(20), None, None, D(20)),
        (DIRETTO, None, D(3), D(4), None),
        (CALCOLATO, D(20), D(3), D("1.5"), D("4.5")),
        (CALCOLATO, D(20), None, D(4), None),
        (CALCOLATO, D(20), D(3), None, None),
        (CALCOLATO, None, D(0), D(4), D(0)),
    ],
)
def test_il_peso_e_quello_scritto_oppure_il_prodotto_dei_due_fattori(metodo, peso, strategicita, complessita, atteso):
    assert peso_effettivo(metodo=metodo, peso=peso, strategicita=strategicita, complessita=complessita) == atteso


def test_la_somma_dice_quanto_manca_al_totale_atteso():
    totale = somma_pesi([Pesato(D(40), PERCENTO), Pesato(D("35.5"), PERCENTO)])
    assert (totale.somma, totale.atteso, totale.residuo, totale.quadra) == (D("75.5"), D(100), D("24.5"), False)


def test_il_residuo_e_negativo_quando_si_supera_il_totale():
    assert somma_pesi([Pesato(D(70), PERCENTO), Pesato(D(40), PERCENTO)]).residuo == D(-10)


def test_i_millesimi_fanno_mille():
    assert somma_pesi([Pesato(D(1000), "millesimi")]).quadra


@pytest.mark.parametrize("scala", ["punti", "coefficiente"])
def test_punti_e_coefficienti_non_hanno_un_totale_prescritto(scala):
    totale = somma_pesi([Pesato(D(7), scala)])
    assert totale.atteso is None
    assert totale.residuo is None
    assert totale.quadra


def test_il_prerequisito_resta_fuori_dal_totale():
    totale = somma_pesi([Pesato(D(100), PERCENTO), Pesato(None, PERCENTO, prerequisito=True)])
    assert (totale.con_peso, totale.senza_peso, totale.quadra) == (1, 0, True)


def test_chi_non_ha_peso_non_vale_zero_ma_si_conta():
    totale = somma_pesi([Pesato(D(60), PERCENTO), Pesato(None, PERCENTO)])
    assert (totale.somma, totale.con_peso, totale.senza_peso) == (D(60), 1, 1)


def test_scale_diverse_non_si_sommano():
    with pytest.raises(ScaleMiste, match="percentuale, punti"):
        somma_pesi([Pesato(D(1), PERCENTO), Pesato(D(1), "punti")])


def test_scale_diverse_hanno_un_totale_ciascuna_in_ordine():
    totali = totali_per_scala([Pesato(D(1), "punti"), Pesato(D(2), PERCENTO), Pesato(D(3), "punti")])
    assert [(t.scala, t.somma) for t in totali] == [("percentuale", D(2)), ("punti", D(4))]


def test_senza_nulla_da_pesare_non_c_e_totale():
    assert somma_pesi([]) is None
    assert somma_pesi([Pesato(None, PERCENTO, prerequisito=True)]) is None


@given(st.lists(PESI, min_size=1))
def test_la_somma_e_esatta_e_non_dipende_dall_ordine(pesi):
    avanti = somma_pesi([Pesato(p, PERCENTO) for p in pesi])
    indietro = somma_pesi([Pesato(p, PERCENTO) for p in reversed(pesi)])
    assert avanti.somma == indietro.somma == sum(pesi)
    assert avanti.somma + avanti.residuo == 100
