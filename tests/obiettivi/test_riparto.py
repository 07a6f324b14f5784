"""Dividere un totale: la somma torna sempre."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obiettivi.riparto import in_parti_uguali, in_proporzione

DECIMALI = st.integers(0, 4)
VALORI = st.lists(st.decimals(0, 1000, places=4), min_size=1, max_size=40).filter(any)


@given(VALORI, DECIMALI, st.integers(0, 1000))
def test_la_somma_delle_parti_e_esattamente_il_totale(valori, decimali, totale):
    assert sum(in_proporzione(Decimal(totale), valori, decimali=decimali)) == totale


@given(VALORI, DECIMALI)
def test_ogni_parte_dista_meno_di_un_passo_dalla_proporzione_esatta(valori, decimali):
    parti = in_proporzione(Decimal(100), valori, decimali=decimali)
    passo = Decimal(1).scaleb(-decimali)
    esatte = [Decimal(100) * valore / sum(valori) for valore in valori]
    assert all(abs(parte - esatta) < passo * Decimal("1.0001") for parte, esatta in zip(parti, esatte, strict=True))


@given(VALORI, DECIMALI)
def test_chi_pesa_di_piu_non_riceve_di_meno(valori, decimali):
    parti = in_proporzione(Decimal(100), valori, decimali=decimali)
    coppie = sorted(zip(valori, parti, strict=True))
    for (valore, parte), (maggiore, altra) in zip(coppie, coppie[1:], strict=False):
        assert valore == maggiore or parte <= altra


@given(VALORI, DECIMALI)
def test_ogni_parte_ha_solo_i_decimali_voluti(valori, decimali):
    parti = in_proporzione(Decimal(100), valori, decimali=decimali)
    assert all(-parte.as_tuple().exponent <= decimali for parte in parti)


@given(st.integers(1, 60), DECIMALI)
def test_le_parti_uguali_differiscono_al_piu_di_un_passo(quante, decimali):
    parti = in_parti_uguali(Decimal(100), quante, decimali=decimali)
    assert len(parti) == quante
    assert max(parti) - min(parti) <= Decimal(1).scaleb(-decimali)


@given(VALORI)
def test_rifare_il_riparto_non_cambia_nulla(valori):
    prima = in_proporzione(Decimal(100), valori, decimali=2)
    assert in_proporzione(Decimal(100), prima, decimali=2) == prima


def test_tre_parti_di_cento_danno_il_centesimo_alla_prima():
    assert in_parti_uguali(Decimal(100), 3, decimali=2) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]


def test_sette_parti_intere_di_cento_tornano_a_cento():
    assert in_parti_uguali(Decimal(100), 7, decimali=0) == [Decimal(n) for n in (15, 15, 14, 14, 14, 14, 14)]


def test_i_millesimi_si_riportano_a_mille_rispettando_le_proporzioni():
    assert in_proporzione(Decimal(1000), [Decimal(10), Decimal(20), Decimal(20)], decimali=0) == [
        Decimal(200),
        Decimal(400),
        Decimal(400),
    ]


def test_due_resti_uguali_sono_uguali_anche_fra_importi_diversi():
    """83,33… e 3,33…: il centesimo va a chi viene prima, non a chi ha più cifre dopo la virgola."""
    assert in_proporzione(Decimal(100), [Decimal(25), Decimal(1), Decimal(4)], decimali=2) == [
        Decimal("83.34"),
        Decimal("3.33"),
        Decimal("13.33"),
    ]


def test_uno_zero_resta_zero():
    assert in_proporzione(Decimal(100), [Decimal(0), Decimal(5)], decimali=0) == [Decimal(0), Decimal(100)]


@pytest.mark.parametrize(
    ("totale", "valori", "frase"),
    [
        (Decimal(100), [], "niente fra cui dividere"),
        (Decimal(-1), [Decimal(1)], "negativo"),
        (Decimal(100), [Decimal(2), Decimal(-1)], "negativo"),
        (Decimal(100), [Decimal(0)], "tutti zero"),
        (Decimal("0.5"), [Decimal(1)], "più decimali"),
    ],
)
def test_un_riparto_impossibile_e_rifiutato_con_una_frase(totale, valori, frase):
    with pytest.raises(ValueError, match=frase):
        in_proporzione(totale, valori, decimali=0)
