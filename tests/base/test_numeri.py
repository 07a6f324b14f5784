"""Numeri e date in parole italiane."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piao.base.numeri import data_breve, data_estesa, euro, numero, percento


@pytest.mark.parametrize(
    ("valore", "scritto"),
    [
        (0, "0"),
        (1234567, "1.234.567"),
        (Decimal("1234.50"), "1.234,5"),
        (Decimal("100.000000000000"), "100"),
        (Decimal("1E+3"), "1.000"),
        (Decimal("-0.25"), "\u22120,25"),
        (None, "n.d."),
    ],
)
def test_un_numero_si_scrive_all_italiana_con_le_sole_cifre_che_servono(valore, scritto):
    assert numero(valore) == scritto


@pytest.mark.parametrize(("valore", "scritto"), [("0.125", "0,13"), ("2.5", "2,50"), ("-0.001", "0,00")])
def test_con_i_decimali_si_arrotonda_a_meta_verso_l_alto(valore, scritto):
    assert numero(Decimal(valore), 2) == scritto


def test_zero_e_non_disponibile_sono_due_cose_diverse():
    assert (percento(Decimal(0)), percento(None)) == ("0%", "n.d.")


@pytest.mark.parametrize("valore", [1.5, True, "3"])
def test_cio_che_non_e_un_numero_esatto_e_rifiutato(valore):
    with pytest.raises(TypeError):
        numero(valore)


def test_gli_euro_hanno_i_centesimi_e_lo_spazio_che_non_va_a_capo():
    assert (euro(Decimal(29000)), euro(29000, 0), euro(None)) == ("29.000,00\u00a0€", "29.000\u00a0€", "n.d.")


def test_le_date_si_scrivono_brevi_o_estese():
    assert data_breve(date(2026, 1, 30)) == "30/01/2026"
    assert data_estesa(date(2026, 1, 30)) == "30 gennaio 2026"
    assert data_estesa(date(2026, 5, 1)) == "1° maggio 2026"
    assert (data_breve(None), data_estesa(None)) == ("n.d.", "n.d.")


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4))
def test_il_numero_scritto_si_rilegge_uguale(valore):
    riletto = numero(valore).replace(".", "").replace(",", ".").replace("\u2212", "-")
    assert Decimal(riletto) == valore
