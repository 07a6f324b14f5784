"""Lo schema di un elenco: tipi, collegamenti e ciò che è obbligatorio, ricavati dai modelli."""

import pytest

from enti.models import Gruppo, LivelloUnita, Personale, Rapporto, RigaPersonale
from obiettivi.models import FaseCiclo
from piao.base.scambio import Tabella, schema_di
from piao.base.scambio.schema import schema_campo
from piao.base.scambio.tabella import CHIAVE

RIGHE = Tabella("righe", RigaPersonale, ("etichetta", "area", "uomini"), padre="personale")
GRUPPI = Tabella("gruppi", Gruppo, ("denominazione", "persone"), molti={"persone": "persone"}, chiave=CHIAVE)
RAPPORTI = Tabella("rapporti", Rapporto, ("persona", "dal"), {"persona": "persone"}, descrizione="Chi lavora qui.")
PERSONALE = Tabella("personale", Personale, ("anno", "meno_di_50", "retribuzioni"), figli=(RIGHE,))


def test_un_collegamento_è_il_nome_di_una_riga_di_un_altro_elenco():
    persona = schema_di(RAPPORTI)["properties"]["persona"]
    assert (persona["type"], persona["minLength"]) == ("string", 1)
    assert persona["description"] == "riferimento all'elenco «persone»"


def test_molti_collegamenti_sono_un_elenco_senza_doppioni():
    persone = schema_di(GRUPPI)["properties"]["persone"]
    assert (persone["type"], persone["uniqueItems"]) == ("array", True)
    assert persone["description"] == "riferimenti all'elenco «persone»"


def test_un_campo_che_lo_schema_non_conosce_è_rifiutato_e_gli_obbligatori_si_dicono():
    schema = schema_di(RAPPORTI)
    assert schema["additionalProperties"] is False
    assert set(schema["required"]) >= {"persona", "dal"}
    assert schema["description"] == "Chi lavora qui."


def test_gli_elenchi_annidati_stanno_dentro_il_loro():
    righe = schema_di(PERSONALE)["properties"]["righe"]
    assert righe["type"] == "array"
    assert set(righe["items"]["properties"]) == {"etichetta", "area", "uomini"}


def test_si_possono_aggiungere_proprietà_che_non_sono_campi():
    stemma = {"type": "string"}
    assert schema_di(PERSONALE, piu={"stemma": stemma})["properties"]["stemma"] == stemma


@pytest.mark.parametrize(
    ("modello", "campo", "atteso"),
    [
        (Personale, "anno", {"type": "integer", "minimum": 0}),
        (Personale, "meno_di_50", {"type": "boolean"}),
        (Personale, "nota", {"type": "string"}),
        (Personale, "alla_data", {"type": "string", "format": "date"}),
        (LivelloUnita, "nome", {"type": "string", "maxLength": LivelloUnita._meta.get_field("nome").max_length}),
        (FaseCiclo, "organi", {"type": "array"}),
    ],
)
def test_il_tipo_viene_dal_campo(modello, campo, atteso):
    schema = schema_campo(modello._meta.get_field(campo))
    assert atteso.items() <= schema.items()


def test_un_importo_è_un_testo_con_il_punto_e_una_scelta_è_un_elenco_di_valori():
    retribuzioni = schema_campo(Personale._meta.get_field("retribuzioni"))
    assert (retribuzioni["type"], "pattern" in retribuzioni) == ("string", True)
    assert "funzionari" in schema_campo(RigaPersonale._meta.get_field("area"))["enum"]
