"""La guida al formato di scambio dice ciò che lo schema accetta."""

import json
import re

import pytest

from relazioni.scambio import importa_ciclo
from relazioni.scambio.formato import componi_schema
from relazioni.scambio.guida import GUIDA, componi_guida


def test_le_tabelle_della_guida_sono_quelle_dello_schema():
    scritta = GUIDA.read_text(encoding="utf-8")
    assert componi_guida(componi_schema(), prima=scritta) == scritta


def test_la_guida_spiega_ogni_elenco_del_file():
    capitoli = set(re.findall(r"^## `(\w+)`$", GUIDA.read_text(encoding="utf-8"), re.MULTILINE))
    assert capitoli == set(componi_schema()["properties"]) - {"formato", "versione"}


@pytest.mark.django_db
def test_l_esempio_della_guida_si_importa():
    esempio = re.search(r"```json\n(.*?)```", GUIDA.read_text(encoding="utf-8"), re.DOTALL)
    ciclo, _ = importa_ciclo(json.loads(esempio[1]))
    [obiettivo] = ciclo.obiettivi.all()
    assert (obiettivo.codice, obiettivo.indicatori.get().target.get().anno) == ("1.1", 2026)
