"""Una tabella nel file di scambio: che cosa si scrive, che cosa si legge, che cosa dice lo schema."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from enti.models import Popolazione, Unita
from piao.base.models import ChiaveScambio
from piao.base.scambio.chiavi import LUNGHEZZA, Chiavi, chiave_ricavata
from piao.base.scambio.schema import estremi, richiesti, schema_campo, schema_di
from piao.base.scambio.tabella import CHIAVE, Tabella, assente, da_json, in_json
from tests.fabbriche import UnitaFactory

UNITA = Tabella(
    "unita", Unita, ("denominazione", "padre", "dal"), {"padre": "unita"}, chiave=CHIAVE, alias={"padre": "parent"}
)


# ---- valori ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("valore", "scritto"),
    [
        (D("1000.00"), "1000"),
        (D("0.000"), "0"),
        (D("-0.50"), "-0.5"),
        (D("1E+3"), "1000"),
        (date(2026, 1, 30), "2026-01-30"),
        ("testo", "testo"),
        (0, 0),
        (False, False),
    ],
)
def test_un_valore_si_scrive_in_un_modo_solo(valore, scritto):
    assert in_json(valore) == scritto
    assert type(in_json(valore)) is type(scritto)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_un_decimale_va_e_torna(valore):
    assert da_json(models.DecimalField(), in_json(valore)) == valore


@given(st.dates())
def test_una_data_va_e_torna(giorno):
    assert da_json(models.DateField(), in_json(giorno)) == giorno


@pytest.mark.parametrize(
    ("campo", "dato"),
    [(models.DecimalField(), "dodici"), (models.DateField(), "30/01/2026"), (models.DateField(), "2026-02-30")],
)
def test_un_dato_del_tipo_sbagliato_e_un_errore(campo, dato):
    with pytest.raises((ValueError, ArithmeticError)):
        da_json(campo, dato)


@pytest.mark.parametrize(
    ("campo", "valore", "atteso"),
    [
        (models.CharField(), "", True),
        (models.CharField(), None, True),
        (models.JSONField(), [], True),
        (models.CharField(default="a"), "a", False),
        (models.IntegerField(), 0, False),
        (models.IntegerField(default=0), 0, True),
        (models.IntegerField(default=1), 0, False),
        (models.BooleanField(default=True), True, True),
        (models.BooleanField(default=True), False, False),
        (models.DecimalField(default=D(0)), D(0), False),
    ],
)
def test_si_tace_il_vuoto_e_il_predefinito_ma_non_lo_zero(campo, valore, atteso):
    assert assente(campo, valore) is atteso


# ---- schema --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("campo", "atteso"),
    [
        (models.CharField(max_length=10), {"type": "string", "maxLength": 10, "minLength": 1}),
        (models.TextField(blank=True), {"type": "string"}),
        (models.CharField(choices=[("a", "Area")]), {"type": "string", "enum": ["a"]}),
        (models.BooleanField(), {"type": "boolean"}),
        (models.DateField(), {"type": "string", "format": "date"}),
        (models.PositiveSmallIntegerField(), {"type": "integer", "minimum": 0, "maximum": 32767}),
    ],
)
def test_lo_schema_di_un_campo_dice_tipo_e_limiti(campo, atteso):
    schema = schema_campo(campo)
    schema.pop("description")
    assert schema == atteso


@pytest.mark.parametrize(
    ("campo", "limiti"),
    [
        (models.IntegerField(), (-2147483648, 2147483647)),
        (models.SmallIntegerField(), (-32768, 32767)),
        (models.PositiveIntegerField(), (0, 2147483647)),
        (models.PositiveSmallIntegerField(), (0, 32767)),
    ],
)
def test_un_intero_ha_gli_stessi_limiti_su_ogni_database(campo, limiti):
    assert estremi(campo) == limiti


def test_un_oggetto_non_ammette_proprieta_sconosciute_e_chiede_la_chiave():
    schema = schema_di(UNITA)
    assert schema["additionalProperties"] is False
    assert list(schema["properties"]) == ["chiave", "denominazione", "padre", "dal"]
    assert richiesti(UNITA) == ["chiave", "denominazione"]


def test_un_collegamento_dice_a_quale_elenco_porta():
    assert "«unita»" in schema_di(UNITA)["properties"]["padre"]["description"]


def test_un_elenco_annidato_e_un_elenco_di_oggetti_senza_chiave():
    figlio = Tabella("abitanti", Popolazione, ("maschi",), padre="ente")
    annidato = schema_di(Tabella("u", Unita, ("denominazione",), figli=(figlio,)))["properties"]["abitanti"]
    assert annidato["type"] == "array"
    assert list(annidato["items"]["properties"]) == ["maschi"]


def test_le_proprieta_in_piu_si_aggiungono():
    assert schema_di(UNITA, piu={"nota": {"type": "string"}})["properties"]["nota"] == {"type": "string"}


def test_il_padre_nel_file_e_il_parent_del_modello_e_collega_l_elenco_a_se_stesso():
    assert (UNITA.attributo("padre"), UNITA.attributo("dal"), UNITA.su_di_se) == ("parent", "dal", "padre")
    assert list(UNITA.semplici) == ["denominazione", "dal"]


def test_senza_chiave_un_elenco_non_si_collega_a_se_stesso():
    assert Tabella("unita", Unita, ("padre",), {"padre": "unita"}).su_di_se == ""


# ---- chiavi --------------------------------------------------------------------------------------------------


class _Riga:
    def __init__(self, nome, pk=1, origine_id=""):
        self.nome, self.pk, self.origine_id = nome, pk, origine_id

    def __str__(self):
        return self.nome


@pytest.mark.parametrize(
    ("nome", "chiave"),
    [
        ("Settore Segreteria", "settore-segreteria"),
        ("Città & Qualità", "citta-qualita"),
        ("???", "riga"),
        ("", "riga"),
    ],
)
def test_la_chiave_viene_dal_nome(nome, chiave):
    assert chiave_ricavata(_Riga(nome)) == chiave


def test_il_codice_di_origine_ha_la_precedenza_sul_nome():
    assert chiave_ricavata(_Riga("Settore", origine_id="OB 12")) == "ob-12"


@given(st.text(max_size=300))
def test_una_chiave_ricavata_e_sempre_valida(nome):
    chiave = chiave_ricavata(_Riga(nome))
    assert 0 < len(chiave) <= LUNGHEZZA
    assert chiave[0].isalnum()


def test_una_chiave_sconosciuta_non_porta_a_nessuna_riga():
    chiavi = Chiavi("enti.Ente:1")
    chiavi.nomina("atti", {"dup": 7})
    assert (chiavi.riga("atti", "dup"), chiavi.riga("atti", "peg"), chiavi.riga("altro", "dup")) == (7, None, None)
    assert (chiavi.chiave("atti", 7), chiavi.chiave("atti", 8), chiavi.chiave("atti", None)) == ("dup", "", "")


@pytest.mark.django_db
def test_due_righe_con_lo_stesso_nome_hanno_chiavi_diverse_e_sempre_le_stesse():
    righe = [_Riga("Servizio", pk=pk) for pk in (3, 1, 2)]
    for _ in range(2):
        chiavi = Chiavi("enti.Ente:1")
        chiavi.prepara("unita", righe)
        assert [chiavi.chiave("unita", pk) for pk in (1, 2, 3)] == ["servizio", "servizio-2", "servizio-3"]


@pytest.mark.django_db
def test_una_riga_rinominata_tiene_la_chiave_del_file():
    unita = UnitaFactory(denominazione="Tributi")
    Chiavi("enti.Ente:1").conserva("unita", {"U7": unita.pk})
    unita.denominazione = "Entrate"
    chiavi = Chiavi("enti.Ente:1")
    chiavi.prepara("unita", [unita])
    assert (chiavi.chiave("unita", unita.pk), chiavi.riga("unita", "U7")) == ("U7", unita.pk)


@pytest.mark.django_db
def test_le_chiavi_di_un_ente_non_valgono_per_un_altro():
    Chiavi("enti.Ente:1").conserva("unita", {"U7": 5})
    altro = Chiavi("enti.Ente:2")
    altro.prepara("unita", [_Riga("Tributi", pk=5)])
    assert altro.chiave("unita", 5) == "tributi"


@pytest.mark.django_db
def test_una_chiave_che_passa_a_un_altra_riga_lascia_la_prima():
    chiavi = Chiavi("enti.Ente:1")
    chiavi.conserva("unita", {"A": 1, "B": 2})
    chiavi.conserva("unita", {"A": 2})
    assert list(ChiaveScambio.objects.values_list("chiave", "riga")) == [("A", 2)]


@pytest.mark.django_db
def test_le_chiavi_gia_conservate_non_si_riscrivono(django_assert_num_queries):
    Chiavi("enti.Ente:1").conserva("unita", {"A": 1})
    with django_assert_num_queries(1):
        Chiavi("enti.Ente:1").conserva("unita", {"A": 1})
