"""Tutti gli indirizzi della stanza insieme: da fuori non si apre nulla, e nessuno è fuori da una tabella dei ruoli.

Le tabelle dei ruoli stanno accanto a ciò che provano: schede (`test_schede_permessi`), premi (`test_premi_viste`),
sistemi (`test_sistemi_pagine`).
"""

import pytest
from django.urls import reverse

from tests.fabbriche import utente_con
from tests.valutazione.scena_schede import estranea
from tests.valutazione.test_sistemi_pagine import DEL_SISTEMA, DEL_TIPO, DELL_ENTE, VEDONO_LA_BOZZA
from valutazione import urls
from valutazione.azioni.sistemi import crea_da_modello
from valutazione.urls import sistemi

pytestmark = pytest.mark.django_db

PAROLE = {"anno": 2026, "platea": "dipendenti", "passo": "chiudi", "verso": "su", "modello": "semplice"}
COMPONGONO = ("segretario", "ufficio_personale")
# Gli indirizzi del sistema che la prova delle pagine non percorre uno per uno.
ALTRI_DEL_SISTEMA = {"parere_sistema", "ritira_sistema", "adotta_sistema", "da_modello", "confronta_sistemi"}
DELLE_PARTI = {"modifica_componente", "elimina_componente", "sposta_componente", "modifica_scala", "elimina_scala"}


def indirizzo(schema, ente, chiave):
    """L'indirizzo con una riga vera dove ne vuole una."""
    nomi = schema.pattern.converters
    return reverse(f"valutazione:{schema.name}", args=[ente.slug, *(PAROLE.get(nome, chiave) for nome in nomi)])


@pytest.mark.parametrize("schema", urls.urlpatterns, ids=lambda schema: schema.name)
def test_da_fuori_non_si_apre_nulla(client, scena, schema):
    dove = indirizzo(schema, scena.ente, scena.scheda("ada").pk)
    assert client.get(dove).status_code == 302
    client.force_login(estranea())
    assert client.get(dove).status_code in (404, 405)
    assert client.post(dove).status_code in (404, 405)


def test_ogni_indirizzo_del_sistema_e_in_una_tabella():
    in_tabella = {*DEL_SISTEMA, *DEL_TIPO, *DELL_ENTE, *ALTRI_DEL_SISTEMA, *DELLE_PARTI}
    assert {schema.name for schema in sistemi.urlpatterns} == in_tabella


@pytest.mark.parametrize("chi", ["segretario", "ufficio_personale", "nucleo", "sindaco", "eq", "dipendente"])
def test_le_parti_di_una_bozza_le_cambia_chi_compone(client, scena, chi):
    bozza = crea_da_modello(ente=scena.ente, modello="completo", utente=None)
    parti = {"scala": bozza.scale.first().pk, "componente": bozza.tipi.first().componenti.last().pk}
    client.force_login(utente_con(chi, scena.ente))
    for schema in sistemi.urlpatterns:
        if schema.name in DELLE_PARTI:
            dove = indirizzo(schema, scena.ente, parti[schema.name.partition("_")[2]])
            codice = (client.post if schema.name == "sposta_componente" else client.get)(dove).status_code
            atteso = (200, 302) if chi in COMPONGONO else (403,) if chi in VEDONO_LA_BOZZA else (404,)
            assert codice in atteso, schema.name
