import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from piao.base.tabelle import Importo, in_csv, in_xlsx, neutra

RIGA = ["Titolo", Decimal("1234.50"), date(2026, 1, 30), None, 7]


@pytest.mark.parametrize("testo", ["=1+1", "+39", "-x", "@SUM", "\tx", "\rx"])
def test_cio_che_sembra_una_formula_e_reso_innocuo(testo):
    assert neutra(testo) == f"'{testo}"


def test_il_testo_comune_resta_com_e():
    assert neutra("Costo = 3") == "Costo = 3"


def test_il_csv_si_apre_con_gli_accenti_e_i_numeri_italiani():
    grezzo = in_csv(["Unità"], [RIGA])
    assert grezzo.startswith(b"\xef\xbb\xbf")
    righe = list(csv.reader(StringIO(grezzo.decode("utf-8-sig")), delimiter=";"))
    assert righe == [["Unità"], ["Titolo", "1234,5", "30/01/2026", "", "7"]]


def test_un_numero_negativo_nel_csv_resta_un_numero():
    assert b"-3,5" in in_csv(["n"], [[Decimal("-3.50")]])
    assert b"'-3,5" not in in_csv(["n"], [[Decimal("-3.50")]])


def test_il_foglio_tiene_numeri_e_date_e_ferma_la_testata():
    foglio = load_workbook(BytesIO(in_xlsx("Elenco", ["a", "b", "c", "d", "e"], [RIGA]))).active
    assert [cella.value for cella in foglio[2]][:2] == ["Titolo", 1234.5]
    assert foglio["C2"].value.date() == date(2026, 1, 30)
    assert (foglio.title, foglio.freeze_panes, foglio["A1"].font.bold) == ("Elenco", "A2", True)


def test_il_titolo_del_foglio_non_supera_il_limite():
    assert len(load_workbook(BytesIO(in_xlsx("a" * 60, ["x"], []))).active.title) == 31


def test_nel_foglio_le_formule_diventano_testo():
    foglio = load_workbook(BytesIO(in_xlsx("Elenco", ["a"], [["=1+1"]]))).active
    assert foglio["A2"].value == "'=1+1"
    assert foglio["A2"].data_type == "s"


def test_un_carattere_di_controllo_non_rompe_il_foglio():
    foglio = load_workbook(BytesIO(in_xlsx("Elenco", ["a"], [["uno\x0bdue\ntre"]]))).active
    assert foglio["A2"].value == "unodue\ntre"


def test_nel_foglio_uno_zero_resta_zero_e_il_vuoto_resta_vuoto():
    foglio = load_workbook(BytesIO(in_xlsx("Elenco", ["a", "b", "c"], [[0, None, Decimal("0.00")]]))).active
    assert [cella.value for cella in foglio[2]] == [0, None, 0]


def test_nel_csv_zero_vuoto_e_manca_sono_distinti():
    assert in_csv(["a", "b", "c"], [[0, "", None]]).decode("utf-8-sig").splitlines()[1] == "0;;"


def test_nel_csv_un_migliaio_non_ha_il_punto():
    assert in_csv(["n"], [[Decimal("1234567.80")]]).decode("utf-8-sig").splitlines()[1] == "1234567,8"


@pytest.mark.parametrize(("importo", "scritto"), [("1520.4", "1520,40"), ("0", "0,00"), ("-3", "-3,00")])
def test_nel_csv_un_importo_ha_sempre_i_centesimi(importo, scritto):
    assert in_csv(["Euro"], [[Importo(importo)]]).decode("utf-8-sig") == f"Euro\r\n{scritto}\r\n"


def test_nel_foglio_un_importo_e_un_numero_che_si_legge_con_i_centesimi():
    cella = load_workbook(BytesIO(in_xlsx("Premi", ["Euro"], [[Importo("1520.4")]]))).active["A2"]
    assert (cella.value, cella.number_format) == (1520.4, "#,##0.00")


def test_senza_righe_resta_l_intestazione():
    assert in_csv(["a", "b"], []) == b"\xef\xbb\xbfa;b\r\n"
    assert load_workbook(BytesIO(in_xlsx("Elenco", ["a", "b"], []))).active.max_row == 1


def test_una_formula_in_mezzo_a_un_elenco_e_innocua_anche_nel_csv():
    assert list(csv.reader(StringIO(in_csv(["a"], [["=1+1"]]).decode("utf-8-sig"))))[1] == ["'=1+1"]
