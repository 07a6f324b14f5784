"""Esiti e segnali: conti puri, con i loro confini."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obiettivi.misura.esiti import SPIEGATI, Esito, conta_esiti, esito_di
from obiettivi.misura.segnali import e_fermo, scritto_dopo, tutti_al_cento, va_al_contrario
from tests.obiettivi.scena_monitoraggio import D

GRADI = st.none() | st.decimals(0, 100, places=4)
NUMERI = st.decimals(-(10**6), 10**6, places=3)


@pytest.mark.parametrize(
    ("grado", "esito"),
    [
        (None, Esito.NON_MISURATO),
        ("0", Esito.LONTANO),
        ("49.99", Esito.LONTANO),
        ("50", Esito.IN_PARTE),
        ("79.9999", Esito.IN_PARTE),
        ("80", Esito.QUASI),
        ("99.9999", Esito.QUASI),
        ("100", Esito.RAGGIUNTO),
    ],
)
def test_l_esito_di_un_grado(grado, esito):
    assert esito_di(D(grado) if grado else None) == esito


@given(GRADI)
def test_un_neutralizzato_resta_neutralizzato_qualunque_sia_il_grado(grado):
    assert esito_di(grado, neutralizzato=True) == Esito.NEUTRALIZZATO


def test_ogni_esito_e_spiegato():
    assert set(SPIEGATI) == set(Esito)


@given(st.lists(GRADI))
def test_il_conto_degli_esiti_non_perde_nessuno_e_non_guarda_l_ordine(gradi):
    esiti = [esito_di(grado) for grado in gradi]
    assert sum(conta_esiti(esiti).values()) == len(gradi)
    assert conta_esiti(esiti) == conta_esiti(reversed(esiti))


@given(st.lists(st.decimals(0, 100, places=2), min_size=2, max_size=2).map(sorted))
def test_un_grado_piu_alto_non_ha_un_esito_peggiore(gradi):
    ordine = [Esito.LONTANO, Esito.IN_PARTE, Esito.QUASI, Esito.RAGGIUNTO]
    peggiore, migliore = (ordine.index(esito_di(grado)) for grado in gradi)
    assert peggiore <= migliore


# ---- il verso sbagliato --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verso", "prima", "adesso", "atteso"),
    [
        ("aumenta", 10, 9, True),
        ("aumenta", 10, 10, False),
        ("aumenta", 10, 11, False),
        ("diminuisce", 10, 11, True),
        ("diminuisce", 10, 10, False),
        ("diminuisce", 10, 9, False),
        ("", 10, 0, False),
        ("si_no", 10, 0, False),
        ("aumenta", None, 9, False),
        ("aumenta", 10, None, False),
    ],
)
def test_un_valore_va_nel_verso_sbagliato(verso, prima, adesso, atteso):
    assert va_al_contrario(verso, prima and D(prima), D(adesso) if adesso is not None else None) is atteso


@given(NUMERI, NUMERI)
def test_i_due_versi_non_sbagliano_mai_insieme(prima, adesso):
    insieme = va_al_contrario("aumenta", prima, adesso) and va_al_contrario("diminuisce", prima, adesso)
    assert not insieme


# ---- fermo, tutto al cento, a cose fatte -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("valori", "fermo"),
    [
        ([5, 5, 5], True),
        (["5.00", "5", "5.0"], True),
        ([5, 5], False),
        ([5, 5, 6], False),
        ([5, None, 5], False),
        ([0, 0, 0], True),
        ([5, 5, 5, 9], True),
        ([], False),
    ],
)
def test_un_valore_e_fermo_dopo_tre_anni_uguali(valori, fermo):
    assert e_fermo([None if valore is None else D(valore) for valore in valori]) is fermo


@pytest.mark.parametrize(
    ("gradi", "tutti"),
    [
        ([100, 100, 100], True),
        ([100, 100, None, 100], True),
        ([100, 100], False),
        ([100, 100, None], False),
        ([100, 100, 99], False),
        ([], False),
    ],
)
def test_tutti_al_cento_vuole_almeno_tre_misurati(gradi, tutti):
    assert tutti_al_cento([None if grado is None else D(grado) for grado in gradi]) is tutti


@pytest.mark.parametrize(("giorni", "dopo"), [(0, False), (60, False), (61, True)])
def test_a_cose_fatte_dopo_due_mesi(giorni, dopo):
    riferito = date(2026, 6, 30)
    assert scritto_dopo(riferito, riferito + timedelta(giorni)) is dopo


def test_senza_date_non_si_sa():
    assert not scritto_dopo(None, date(2026, 6, 30))
    assert not scritto_dopo(date(2026, 6, 30), None)
