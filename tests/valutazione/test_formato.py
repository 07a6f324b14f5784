"""La guida del formato e lo schema dicono le stesse cose, e l'esempio della guida torna."""

import json
import re
from pathlib import Path

import pytest

from obiettivi.misura import AGGREGAZIONI, Politica
from valutazione.motore.casi import calcola_caso, differenze
from valutazione.motore.forma import SCHEMA
from valutazione.motore.lettura import COSTRUTTORI
from valutazione.motore.prove import OPERAZIONI

GUIDA = (Path(__file__).parents[2] / "docs" / "formato-smvp.md").read_text()
PARTI = json.loads(SCHEMA.read_text())["$defs"]
DESCRITTIVE = {"nome", "titolo", "denominazione", "descrizione", "nota", "tipo"}


def chiavi(nome):
    return set(PARTI[nome]["properties"]) - DESCRITTIVE


def test_l_esempio_della_guida_torna_cifra_per_cifra():
    (caso,) = json.loads(re.search(r"```json\n(.*?)```", GUIDA, re.DOTALL)[1])["casi"]
    assert differenze(calcola_caso(caso), caso["atteso"]) == []


@pytest.mark.parametrize(
    "chiave",
    sorted(
        set().union(
            *(chiavi(nome) for nome in ("configurazione", "nodo", "premio", "fattore", "fascia", "maggiorazione"))
        )
    ),
)
def test_ogni_chiave_dello_schema_e_nella_guida(chiave):
    assert f"`{chiave}`" in GUIDA


@pytest.mark.parametrize("parola", [*COSTRUTTORI, *OPERAZIONI, *AGGREGAZIONI, *Politica])
def test_ogni_parola_del_motore_e_nella_guida(parola):
    assert f"`{parola}`" in GUIDA


def test_lo_schema_ammette_le_conversioni_le_operazioni_e_le_regole_del_motore():
    assert PARTI["conversione"]["properties"]["tipo"]["enum"] == list(COSTRUTTORI)
    assert set(PARTI["prova"]["properties"]["operazione"]["enum"]) == set(OPERAZIONI)
    assert PARTI["nodo"]["properties"]["agg"]["enum"] == list(AGGREGAZIONI)
    assert PARTI["politica"]["enum"] == list(Politica)


@pytest.mark.parametrize("tipo", COSTRUTTORI)
def test_ogni_conversione_ha_pavimento_e_tetto(tipo):
    assert {"min", "max"} <= set(PARTI[f"conv_{tipo}"]["properties"])


@pytest.mark.parametrize("nome", [nome for nome, parte in PARTI.items() if "properties" in parte])
def test_la_configurazione_non_ammette_chiavi_sconosciute(nome):
    dell_input = {"prova", "prova_scheda", "valori", "conversione"}
    assert nome in dell_input or PARTI[nome]["additionalProperties"] is False
