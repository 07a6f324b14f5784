from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enti.misura import Abitanti, Organico, Settore, Variazione, con_variazioni, oltre, quota, variazione


@pytest.mark.parametrize(
    ("parte", "tutto", "atteso"),
    [(8, 24, "33.3"), (16, 24, "66.7"), (0, 5, "0.0"), (5, 5, "100.0"), (1, 8, "12.5"), (1, 16, "6.3")],
)
def test_la_quota_ha_un_decimale_e_arrotonda_per_eccesso_a_meta(parte, tutto, atteso):
    assert quota(parte, tutto) == Decimal(atteso)


@pytest.mark.parametrize(("parte", "tutto"), [(None, 5), (3, None), (3, 0)])
def test_la_quota_che_non_si_puo_calcolare_non_e_zero(parte, tutto):
    assert quota(parte, tutto) is None


@pytest.mark.parametrize(
    ("prima", "dopo", "assoluta", "percento"),
    [(5998, 5962, -36, "-0.60"), (5962, 5990, 28, "0.47"), (5990, 5959, -31, "-0.52"), (100, 100, 0, "0.00")],
)
def test_la_variazione_in_assoluto_e_in_percentuale(prima, dopo, assoluta, percento):
    assert variazione(prima, dopo) == Variazione(assoluta, Decimal(percento))


def test_la_variazione_da_zero_non_ha_percentuale():
    assert variazione(0, 7) == Variazione(7, None)


@pytest.mark.parametrize(("prima", "dopo"), [(None, 5), (5, None), (None, None)])
def test_senza_un_numero_non_c_e_variazione(prima, dopo):
    assert variazione(prima, dopo) is None


def abitanti(anno, totale, **altro):
    return Abitanti(date(anno, 12, 31), totale, **altro)


def test_la_serie_si_mette_in_ordine_e_ognuno_varia_sul_precedente():
    serie = con_variazioni([abitanti(2022, 90), abitanti(2020, 100), abitanti(2021, 110)])
    assert [a.alla_data.year for a in serie] == [2020, 2021, 2022]
    assert [a.variazione and a.variazione.assoluta for a in serie] == [None, 10, -20]


def test_una_serie_vuota_resta_vuota():
    assert con_variazioni([]) == ()


def test_quote_e_componenti_di_una_popolazione():
    uno = abitanti(2023, 5959, maschi=2971, femmine=2988, famiglie=2503)
    assert (uno.quota_maschi, uno.quota_femmine, uno.componenti) == (Decimal("49.9"), Decimal("50.1"), Decimal("2.38"))


def test_senza_famiglie_i_componenti_non_si_sanno():
    assert abitanti(2023, 5959).componenti is None


def test_l_organico_si_somma_dalle_righe_anche_se_un_totale_e_dichiarato():
    organico = Organico(2023, settori=(Settore("A", 3, 5), Settore("B", 5, 11)), dichiarati=25)
    assert organico.dipendenti == 24
    assert (organico.insieme.quota_uomini, organico.insieme.quota_donne) == (Decimal("33.3"), Decimal("66.7"))


def test_senza_righe_vale_il_totale_dichiarato_e_senza_nulla_non_si_sa():
    assert Organico(2023, dichiarati=25).dipendenti == 25
    assert Organico(2023).dipendenti is None


def test_la_spesa_e_la_somma_delle_voci_conosciute():
    organico = Organico(2023, retribuzioni=Decimal("747066.27"), irap=Decimal("61072.10"), oneri=Decimal("204468.31"))
    assert organico.spesa == Decimal("1012606.68")
    assert Organico(2023, irap=Decimal(0)).spesa == 0
    assert Organico(2023).spesa is None


@pytest.mark.parametrize(
    ("valore", "a_parita", "dichiarato", "atteso"),
    [
        (49, "sotto", None, False),
        (50, "sotto", None, False),
        (50, "sopra", None, True),
        (51, "sotto", None, True),
        (None, "sotto", None, None),
        (None, "sotto", True, False),
        (None, "sotto", False, True),
        (51, "sotto", True, True),
        (0, "sotto", None, False),
    ],
)
def test_la_soglia_di_50(valore, a_parita, dichiarato, atteso):
    assert oltre(valore, 50, a_parita=a_parita, sotto_dichiarato=dichiarato) is atteso


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_due_quote_complementari_fanno_cento_a_meno_di_un_decimo(parte, resto):
    tutto = parte + resto
    assert abs(quota(parte, tutto) + quota(resto, tutto) - 100) <= Decimal("0.1")
