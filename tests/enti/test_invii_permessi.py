"""Ogni invio della stanza: il collega senza diritto riceve 403, l'estraneo 404, e nulla si scrive."""

import pytest

from piao.base.models import Evento
from tests.enti.test_viste_permessi import TUTTI, VISTE, indirizzo, utente_di
from tests.fabbriche import EnteFactory, utente_con

DA_LEGGERE = {"persone", "persona", "gruppi", "registro", "lettere"}
DA_SCRIVERE = [nome for nome, (_, possono) in VISTE.items() if "dipendente" not in possono and nome not in DA_LEGGERE]


def nulla_e_cambiato(cose):
    for cosa in vars(cose).values():
        cosa.refresh_from_db()  # solleva se è stata eliminata
    return not Evento.objects.exists()


@pytest.mark.parametrize("nome", DA_SCRIVERE)
def test_l_invio_di_chi_non_puo_non_scrive(nome, ente, cose, entra):
    for ruolo in sorted(TUTTI - VISTE[nome][1]):
        assert entra(utente_di(ruolo, ente, cose)).post(indirizzo(nome, ente, cose), {}).status_code == 403, ruolo
    assert nulla_e_cambiato(cose)


@pytest.mark.parametrize("nome", DA_SCRIVERE)
def test_l_invio_di_un_estraneo_non_trova_nulla(nome, ente, cose, entra):
    estraneo = utente_con("segretario", EnteFactory())
    assert entra(estraneo).post(indirizzo(nome, ente, cose), {}).status_code in (404, 405)
    assert nulla_e_cambiato(cose)


@pytest.mark.parametrize("nome", DA_SCRIVERE)
def test_l_invio_di_chi_non_e_entrato_porta_all_accesso(nome, ente, cose, client):
    assert client.post(indirizzo(nome, ente, cose), {}).url.startswith("/accesso/login/")
    assert nulla_e_cambiato(cose)


VUOTI = [nome for nome in DA_SCRIVERE if nome.startswith(("nuov", "modifica", "scrivi", "chiudi"))]


@pytest.mark.parametrize("nome", VUOTI)
def test_una_maschera_vuota_torna_con_le_frasi_e_non_e_mai_un_guasto(nome, ente, cose, entra, segretario):
    risposta = entra(segretario).post(indirizzo(nome, ente, cose), {})
    assert risposta.status_code in (200, 302)
    assert nulla_e_cambiato(cose) or risposta.status_code == 302
