"""Leggere, arrotondare, dire un numero: nulla si perde e nulla si indovina."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obiettivi.misura import NonCalcolabile, arrotonda, conti_esatti, in_cifre, leggi_numero
from obiettivi.misura.numeri import in_parole, pulito

NUMERI = st.decimals(-(10**12), 10**12, places=6)


@pytest.mark.parametrize(
    ("scritto", "letto"),
    [
        (0, D(0)),
        (12, D(12)),
        (-3, D(-3)),
        ("48.5", D("48.5")),
        ("-0.85", D("-0.85")),
        (D("3912.34"), D("3912.34")),
        ("999999999999999.123456789012345", D("999999999999999.123456789012345")),
        ("0.6666666666666666666666666667", D("0.6666666666666666666666666667")),
    ],
)
def test_un_numero_si_legge_scritto_come_numero_o_come_testo(scritto, letto):
    assert leggi_numero(scritto) == letto


@pytest.mark.parametrize(
    "scritto",
    [
        "48,5",
        "",
        " 1",
        "1 ",
        "+1",
        ".5",
        "1.",
        "1e3",
        "1_000",
        "NaN",
        "Infinity",
        "٣",
        "alto",
        "1" * 16,
        "0." + "1" * 31,
    ],
)
def test_un_testo_che_non_e_un_numero_e_rifiutato_con_cio_che_c_e_scritto(scritto):
    with pytest.raises(NonCalcolabile, match="atteso un numero"):
        leggi_numero(scritto)


@pytest.mark.parametrize("scritto", [None, True, False, 1.5, [], {}, D("NaN"), D("Infinity"), D("1E+15"), 10**15])
def test_vero_falso_virgola_mobile_infiniti_e_cifre_fuori_misura_non_sono_numeri(scritto):
    with pytest.raises(NonCalcolabile, match="«peso»: atteso un numero"):
        leggi_numero(scritto, "peso")


def test_un_valore_calcolato_si_legge_con_tutti_i_suoi_decimali():
    with conti_esatti():
        terzo = D(1) / 3
    assert leggi_numero(terzo) == terzo


@pytest.mark.parametrize(
    ("valore", "decimali", "atteso"),
    [
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("-0.5", 0, "-1"),
        ("48.495", 2, "48.50"),
        ("48.494", 2, "48.49"),
        ("0.005", 2, "0.01"),
        ("1E+3", 2, "1000.00"),
        ("1E-20", 2, "0.00"),
        ("-0.001", 2, "0.00"),
    ],
)
def test_si_arrotonda_per_eccesso_a_meta_strada_e_mai_a_meno_zero(valore, decimali, atteso):
    assert in_cifre(D(valore), decimali) == atteso


@given(NUMERI, st.integers(0, 10))
def test_arrotondare_due_volte_e_come_una_sola(valore, decimali):
    una = arrotonda(valore, decimali)
    assert arrotonda(una, decimali) == una


@given(NUMERI, st.integers(0, 6))
def test_l_arrotondamento_dista_al_piu_mezza_unita(valore, decimali):
    assert abs(arrotonda(valore, decimali) - valore) <= D("0.5").scaleb(-decimali)


@given(NUMERI, NUMERI, st.integers(0, 6))
def test_l_arrotondamento_non_scambia_l_ordine(primo, secondo, decimali):
    minore, maggiore = sorted([primo, secondo])
    assert arrotonda(minore, decimali) <= arrotonda(maggiore, decimali)


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_dividere_e_rimoltiplicare_torna_al_valore(numero, divisore):
    with conti_esatti():
        assert pulito(D(numero) / divisore * divisore) == numero


def test_il_rumore_delle_divisioni_non_fa_perdere_il_centesimo():
    with conti_esatti():
        quasi = D("0.005") / 3 * 3
    assert in_cifre(quasi, 2) == "0.01"


def test_cio_che_ha_pochi_decimali_non_si_tocca():
    assert pulito(D("1.10")).as_tuple() == D("1.10").as_tuple()


@pytest.mark.parametrize(
    ("valore", "parole"),
    [
        (None, "nulla"),
        (True, "vero"),
        (False, "falso"),
        (1234, "1.234"),
        (D("1234.50"), "1.234,5"),
        (D("-3"), "\u22123"),
        (D(200) / 3, "66,666666…"),
        (D("0.0000001"), "0,000000…"),
        (D("1E+50"), "“1E+50”"),
        (D("NaN"), "“NaN”"),
        ("Alta", "“Alta”"),
        ("x" * 80, "“" + "x" * 57 + "…”"),
        ([1], "“[1]”"),
    ],
)
def test_un_valore_si_dice_come_lo_leggerebbe_una_persona(valore, parole):
    assert in_parole(valore) == parole
