from decimal import Decimal as D

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from piao.base.campi import NON_INDICATO, CampoNumero, campo_modello
from piao.base.testo import pulito, senza_controlli


@pytest.mark.parametrize(
    ("scritto", "letto"),
    [
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("1.234", "1234"),
        ("1.234,50", "1234.50"),
        ("1 234,50 €", "1234.50"),
        ("15%", "15"),
        ("-3", "-3"),
        ("\u22123,5", "-3.5"),
        ("0.125", "0.125"),
        ("1.2345", "1.2345"),
        ("1.234.567", "1234567"),
    ],
)
def test_un_numero_si_legge_come_lo_scrive_un_italiano(scritto, letto):
    assert CampoNumero().clean(scritto) == D(letto)


@pytest.mark.parametrize("scritto", ["dodici", "1,2,3", "--3", "1e", "NaN", "Infinity"])
def test_cio_che_non_e_un_numero_e_rifiutato(scritto):
    with pytest.raises(ValidationError):
        CampoNumero().clean(scritto)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_cio_che_si_mostra_si_rilegge_uguale(valore):
    campo = CampoNumero(max_digits=None, decimal_places=None)
    assert campo.clean(campo.widget.format_value(valore)) == valore


def test_la_casella_non_mostra_zeri_di_troppo_e_tiene_cio_che_e_scritto_male():
    casella = CampoNumero().widget
    assert casella.format_value(D("20.0000")) == "20"
    assert casella.format_value("venti") == "venti"
    assert casella.format_value(None) is None


def test_la_scelta_vuota_si_dice_con_una_parola():
    campo = campo_modello(models.CharField(choices=[("a", "Alfa")], blank=True, max_length=1))
    assert list(campo.choices) == [("", NON_INDICATO), ("a", "Alfa")]


def test_una_scelta_con_valore_predefinito_non_ha_la_voce_vuota():
    campo = campo_modello(models.CharField(choices=[("a", "Alfa")], default="a", max_length=1))
    assert list(campo.choices) == [("a", "Alfa")]


def test_le_date_usano_il_calendario_del_browser():
    assert campo_modello(models.DateField()).widget.render("d", None).count('type="date"') == 1


def test_i_caratteri_di_controllo_spariscono_e_gli_a_capo_restano():
    assert senza_controlli("a\x00\x07b\r\n\tc\x85") == "ab\r\n\tc"


def test_si_pulisce_ogni_valore_di_ogni_campo():
    assert dict(pulito(QueryDict("a=1%00&a=2&b=x%07")).lists()) == {"a": ["1", "2"], "b": ["x"]}


@pytest.mark.parametrize("scritto", ["", "   ", "€"])
def test_una_casella_vuota_facoltativa_e_un_valore_che_manca_e_non_zero(scritto):
    assert CampoNumero(required=False).clean(scritto) is None


@pytest.mark.parametrize(("scritto", "letto"), [("0", "0"), ("0,00", "0"), ("-0", "0")])
def test_uno_zero_scritto_e_zero(scritto, letto):
    assert CampoNumero(required=False).clean(scritto) == D(letto)


def test_un_numero_scritto_male_si_spiega_con_un_esempio():
    with pytest.raises(ValidationError, match="Scrivi un numero, per esempio 12,5."):
        CampoNumero().clean("dodici")


def test_i_testi_lunghi_hanno_una_casella_di_tre_righe():
    assert 'rows="3"' in campo_modello(models.TextField()).widget.render("t", "")


def test_le_faccine_e_gli_accenti_non_sono_caratteri_di_controllo():
    assert senza_controlli("Città 👩‍💼 «ok»") == "Città 👩‍💼 «ok»"


@given(st.text())
def test_togliere_i_caratteri_di_controllo_due_volte_non_cambia_nulla(testo):
    assert senza_controlli(senza_controlli(testo)) == senza_controlli(testo)
