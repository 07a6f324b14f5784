"""Le pagine del sistema: si aprono, chiedono il permesso giusto, non fanno più letture con più righe."""

import pytest
from django.urls import reverse

from tests.fabbriche import EnteFactory, UtenteFactory, utente_con
from valutazione.azioni.sistemi import crea_da_modello
from valutazione.letture.modelli import modelli

pytestmark = pytest.mark.django_db

DEL_SISTEMA = [
    "sistema",
    "modifica_sistema",
    "fasi_sistema",
    "elimina_sistema",
    "importa_tipi",
    "esporta_sistema",
    "invia_sistema",
    "nuova_versione",
    "effetti_sistema",
    "nuovo_tipo",
    "nuova_scala",
]
DEL_TIPO = [
    "tipo",
    "modifica_tipo",
    "premio_tipo",
    "elimina_tipo",
    "prova_tipo",
    "esporta_tipo",
    "nuovo_componente",
]
DELL_ENTE = ["sistemi", "modelli_sistema", "importa_sistema"]


@pytest.fixture
def ente():
    return EnteFactory(slug="prova")


@pytest.fixture
def bozza(ente):
    return crea_da_modello(ente=ente, modello="completo", utente=None)


def indirizzo(nome, *argomenti):
    return reverse(f"valutazione:{nome}", args=["prova", *argomenti])


def pagine(sistema):
    tipo = sistema.tipi.first()
    return (
        [indirizzo(nome) for nome in DELL_ENTE]
        + [indirizzo(nome, sistema.pk) for nome in DEL_SISTEMA]
        + [indirizzo(nome, tipo.pk) for nome in DEL_TIPO]
        + [indirizzo("modifica_componente", uno.pk) for uno in tipo.componenti.all()[:3]]
        + [indirizzo("elimina_componente", tipo.componenti.first().pk)]
        + [indirizzo("modifica_scala", sistema.scale.first().pk), indirizzo("elimina_scala", sistema.scale.first().pk)]
    )


def test_ogni_pagina_si_apre_al_segretario(client, bozza):
    client.force_login(utente_con("segretario", bozza.ente))
    for dove in pagine(bozza):
        assert client.get(dove).status_code == 200, dove


@pytest.mark.parametrize("modello", [modello.codice for modello in modelli()])
def test_ogni_modello_si_legge_si_crea_e_si_prova(client, ente, modello):
    client.force_login(utente_con("segretario", ente))
    assert client.get(indirizzo("da_modello", modello)).status_code == 200
    nato = client.post(indirizzo("da_modello", modello), follow=True).context["sistema"]
    for tipo in nato.tipi.all():
        assert client.get(indirizzo("tipo", tipo.pk)).status_code == 200
        assert client.get(indirizzo("prova_tipo", tipo.pk)).status_code == 200
        assert client.get(indirizzo("premio_tipo", tipo.pk)).status_code == 200


def test_un_modello_che_non_esiste_non_si_trova(client, ente):
    client.force_login(utente_con("segretario", ente))
    assert client.get(indirizzo("da_modello", "inventato")).status_code == 404


def test_un_estraneo_non_trova_nulla(client, bozza):
    client.force_login(UtenteFactory())
    for dove in pagine(bozza):
        assert client.get(dove).status_code == 404, dove
