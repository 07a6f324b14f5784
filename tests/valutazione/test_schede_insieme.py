"""Chiudere e proporre molte schede in una volta: solo quelle pronte, solo quelle scelte, e delle altre il perché."""

import pytest
from django.urls import reverse

from tests.valutazione.scena_schede import porta_a, riempi
from valutazione.azioni.insieme import compi_insieme
from valutazione.azioni.passi import prendi_visione
from valutazione.flusso import CHIUDI, PROPONI
from valutazione.flusso.insieme import insieme_di, passi_insieme
from valutazione.models import Scheda

pytestmark = pytest.mark.django_db


def indirizzo(scena, nome="chiudi_schede"):
    return reverse(f"valutazione:{nome}", args=[scena.ente.slug, 2026])


@pytest.fixture
def consegnate(scena):
    """Due schede consegnate: Ada ha letto la sua, Bruno no."""
    porta_a(scena, "bruno", "notificata")
    prendi_visione(porta_a(scena, "ada", "notificata"), utente=scena.utenti["ada"])
    return scena


def test_la_pagina_dice_quali_sono_pronte_e_perche_le_altre_no(client, consegnate):
    client.force_login(consegnate.utenti["segretario"])
    pagina = client.get(indirizzo(consegnate)).content.decode()
    assert "Pronte: 1" in pagina
    assert "Ancora ferme: 1" in pagina
    assert "La persona può ancora presentare osservazioni" in pagina


def test_si_chiudono_le_pronte_scelte_e_le_altre_restano(client, consegnate):
    client.force_login(consegnate.utenti["segretario"])
    scelte = [consegnate.scheda(nome).pk for nome in ("ada", "bruno")]
    pagina = client.post(indirizzo(consegnate), {"scheda": scelte}, follow=True).content.decode()
    assert "Una scheda chiusa." in pagina
    assert [consegnate.scheda(nome).stato for nome in ("ada", "bruno")] == ["chiusa", "notificata"]


@pytest.mark.parametrize("scelte", [[], ["0"], ["mille"]])
def test_senza_una_scelta_non_si_chiude_nulla_e_si_dice(client, consegnate, scelte):
    client.force_login(consegnate.utenti["segretario"])
    pagina = client.post(indirizzo(consegnate), {"scheda": scelte}, follow=True).content.decode()
    assert "scegline almeno una" in pagina
    assert not Scheda.objects.filter(stato="chiusa").exists()


def test_ciascuno_chiude_soltanto_le_sue(consegnate):
    pronte = insieme_di(consegnate.utenti["eq"], consegnate.ciclo, CHIUDI).pronte
    assert pronte == (consegnate.schede["ada"],)
    altra = consegnate.utenti["altra_eq"]
    assert compi_insieme(consegnate.ciclo, CHIUDI, utente=altra, solo=[pronte[0].pk]).schede == ()


def test_chi_vede_e_non_chiude_non_ha_nulla_da_chiudere(consegnate):
    nucleo = consegnate.utenti["nucleo"]
    assert not insieme_di(nucleo, consegnate.ciclo, CHIUDI)
    sola = [consegnate.schede["ada"].pk]
    assert compi_insieme(consegnate.ciclo, CHIUDI, utente=nucleo, solo=sola).schede == ()


def test_una_scheda_che_intanto_si_ferma_non_ferma_le_altre(client, consegnate):
    schede = [consegnate.scheda(nome).pk for nome in ("ada", "bruno")]
    esito = compi_insieme(consegnate.ciclo, CHIUDI, utente=consegnate.utenti["segretario"], solo=schede)
    assert [scheda.pk for scheda in esito.schede] == schede[:1]
    assert "può ancora presentare osservazioni" in esito.ferme[0][1]


def test_due_volte_di_seguito_la_seconda_trova_tutto_fatto(consegnate):
    segretario, sola = consegnate.utenti["segretario"], [consegnate.schede["ada"].pk]
    compi_insieme(consegnate.ciclo, CHIUDI, utente=segretario, solo=sola)
    assert "Non si può" in compi_insieme(consegnate.ciclo, CHIUDI, utente=segretario, solo=sola).ferme[0][1]


def test_si_propongono_solo_le_complete(scena, client):
    riempi(porta_a(scena, "ada", "valutazione"))
    assert passi_insieme(scena.utenti["eq"], [scena.scheda("ada")]) == [("proponi", "Proponi quelle complete")]
    assert insieme_di(scena.utenti["eq"], scena.ciclo, PROPONI).pronte == (scena.schede["ada"],)
    client.force_login(scena.utenti["eq"])
    assert "Proponi quelle complete" in client.get(indirizzo(scena, "schede")).content.decode()


@pytest.mark.parametrize("nome", ["schede", "chiudi_schede"])
def test_le_letture_non_crescono_con_le_schede(client, consegnate, quindici_letture, nome):
    client.force_login(consegnate.utenti["segretario"])
    with quindici_letture():
        client.get(indirizzo(consegnate, nome))
