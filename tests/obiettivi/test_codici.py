"""Il codice di verifica: dodici segni che non si confondono, letti anche se copiati a mano."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obiettivi.codici import ALFABETO, codice_da, codice_scritto, in_gruppi

IMPRONTE = st.binary(min_size=32, max_size=32).map(bytes.hex)


def test_l_alfabeto_ha_trentadue_segni_e_nessuno_che_si_confonda():
    assert len(set(ALFABETO)) == 32
    assert not set("IO01") & set(ALFABETO)


@given(IMPRONTE)
def test_ogni_codice_ha_tre_gruppi_di_quattro_e_si_rilegge(impronta):
    codice = codice_da(impronta)
    assert [len(gruppo) for gruppo in codice.split("-")] == [4, 4, 4]
    assert codice_scritto(codice) == codice


@pytest.mark.parametrize(
    ("impronta", "codice"),
    [("0" * 64, "2222-2222-2222"), ("f" * 64, "ZZZZ-ZZZZ-ZZZZ"), ("08" + "0" * 62, "3222-2222-2222")],
)
def test_il_codice_viene_dai_primi_bit_dell_impronta(impronta, codice):
    assert codice_da(impronta) == codice


@given(IMPRONTE, IMPRONTE)
def test_impronte_diverse_nei_primi_sessanta_bit_danno_codici_diversi(una, altra):
    assert (codice_da(una) == codice_da(altra)) == (una[:15] == altra[:15])


@pytest.mark.parametrize("scritto", ["k7qm-2xwd-9rtc", "K7QM2XWD9RTC", " k7qm 2xwd 9rtc ", "K7QM–2XWD–9RTC"])
def test_maiuscole_spazi_e_trattini_non_contano(scritto):
    assert codice_scritto(scritto) == "K7QM-2XWD-9RTC"


@pytest.mark.parametrize("scritto", ["", "K7QM", "K7QM-2XWD-9RT0", "K7QM-2XWD-9RTI", "K7QM-2XWD-9RTCC", "è" * 12])
def test_cio_che_non_e_un_codice_non_lo_diventa(scritto):
    assert codice_scritto(scritto) == ""


def test_un_impronta_che_non_lo_e_si_rifiuta():
    with pytest.raises(ValueError, match="invalid literal"):
        codice_da("non è esadecimale")


def test_i_gruppi_si_separano_con_un_trattino():
    assert in_gruppi("ABCDEFGH") == "ABCD-EFGH"
