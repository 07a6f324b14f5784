import pytest
from hypothesis import given
from hypothesis import strategies as st

from enti.codici import torna_numerico, torna_personale


@given(st.from_regex(r"[0-9]{11}", fullmatch=True))
def test_il_controllo_di_undici_cifre_e_quello_di_luhn(codice):
    assert torna_numerico(codice) is _luhn(codice)


def _luhn(codice):
    """Una seconda scrittura, indipendente, della stessa regola."""
    somma = 0
    for posto, cifra in enumerate(codice, start=1):
        valore = int(cifra) * (2 if posto % 2 == 0 else 1)
        somma += valore - 9 if valore > 9 else valore
    return somma % 10 == 0


def test_una_cifra_sbagliata_si_vede():
    assert torna_numerico("12345678903")
    assert not torna_numerico("12345678904")


@pytest.mark.parametrize("codice", ["", "123", "1234567890A", "123456789012"])
def test_cio_che_non_e_di_undici_cifre_non_torna(codice):
    assert not torna_numerico(codice)


def test_un_codice_fiscale_giusto_torna_e_uno_sbagliato_no():
    assert torna_personale("RSSMRA85T10A562S")
    assert not torna_personale("RSSMRA85T10A562A")


@pytest.mark.parametrize("codice", ["", "RSSMRA85T10A562", "12SMRA85T10A562S", "RSSMRA85T10A5622"])
def test_un_codice_fiscale_con_la_forma_sbagliata_non_torna(codice):
    assert not torna_personale(codice)
