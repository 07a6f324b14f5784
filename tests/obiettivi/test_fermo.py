"""Chi stava scrivendo quando l'obiettivo è stato proposto o validato non perde ciò che ha scritto."""

import pytest
from django.urls import reverse

from obiettivi.voci import StatoObiettivo
from tests.fabbriche import CicloFactory, ObiettivoFactory, ObiettivoUnitaFactory, UnitaFactory, utente_con

pytestmark = pytest.mark.django_db


@pytest.fixture
def obiettivo():
    ciclo = CicloFactory()
    legame = ObiettivoUnitaFactory(obiettivo=ObiettivoFactory(ciclo=ciclo), unita=UnitaFactory(ente=ciclo.ente))
    return legame.obiettivo


def scrive(client, obiettivo, titolo):
    ciclo = obiettivo.ciclo
    indirizzo = reverse("obiettivi:modifica", args=[ciclo.ente.slug, ciclo.anno, obiettivo.pk, "che-cosa"])
    return client.post(indirizzo, {"versione": 1, "titolo": titolo, "livello": "operativo"})


def sposta(obiettivo, stato):
    obiettivo.stato = stato
    obiettivo.save()


@pytest.mark.parametrize(
    ("ruolo", "stato"),
    [("eq", StatoObiettivo.PROPOSTO), ("eq", StatoObiettivo.VALIDATO), ("segretario", StatoObiettivo.VALIDATO)],
)
def test_cio_che_ha_scritto_resta_nei_campi_e_nulla_e_salvato(client, obiettivo, ruolo, stato):
    unita = obiettivo.unita_collegate.get().unita
    client.force_login(utente_con(ruolo, obiettivo.ciclo.ente, unita=unita if ruolo == "eq" else None))
    sposta(obiettivo, stato)
    risposta = scrive(client, obiettivo, "Un titolo appena scritto")
    pagina = risposta.content.decode()
    assert risposta.status_code == 409
    assert "Un titolo appena scritto" in pagina
    assert f"Nel frattempo l'obiettivo è {stato.label}" in pagina.replace("&#x27;", "'")
    obiettivo.refresh_from_db()
    assert obiettivo.titolo != "Un titolo appena scritto"


def test_la_pagina_ferma_non_offre_di_salvare(client, obiettivo):
    client.force_login(utente_con("segretario", obiettivo.ciclo.ente))
    sposta(obiettivo, StatoObiettivo.VALIDATO)
    assert ">Salva<" not in scrive(client, obiettivo, "x").content.decode()


def test_chi_non_ne_risponde_riceve_403_come_prima(client, obiettivo):
    client.force_login(utente_con("nucleo", obiettivo.ciclo.ente))
    sposta(obiettivo, StatoObiettivo.VALIDATO)
    assert scrive(client, obiettivo, "x").status_code == 403


def test_senza_la_versione_si_confronta_e_non_si_sovrascrive(client, obiettivo):
    client.force_login(utente_con("segretario", obiettivo.ciclo.ente))
    ciclo = obiettivo.ciclo
    indirizzo = reverse("obiettivi:modifica", args=[ciclo.ente.slug, ciclo.anno, obiettivo.pk, "che-cosa"])
    risposta = client.post(indirizzo, {"titolo": "Scritto alla cieca", "livello": "operativo"})
    assert "Nel frattempo qualcun altro ha salvato" in risposta.content.decode()
    obiettivo.refresh_from_db()
    assert obiettivo.titolo != "Scritto alla cieca"
