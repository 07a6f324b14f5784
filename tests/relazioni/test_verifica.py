"""La pagina pubblica di verifica: senza accesso, senza biscotti, con risposte chiare e un limite."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from relazioni.verifica import esito_di, scheda_di
from tests.relazioni.scene_approvazione import approvato, decisione, senza_intoppi, variazione_proposta

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _liscio(monkeypatch):
    senza_intoppi(monkeypatch)


@pytest.fixture
def presa():
    return decisione()


@pytest.fixture
def versione(presa):
    return approvato(presa)


@pytest.fixture
def due(presa, versione):
    """La prima versione, superata da una variazione."""
    variazione = variazione_proposta(presa.ciclo, presa.utente)
    return versione, approvato(type(presa)(presa.ciclo, presa.atto, presa.utente, variazione=variazione))


def _pagina(versione):
    return reverse("verifica", args=[versione.codice])


def _confronta(client, versione, contenuto, nome="piano.pdf"):
    risposta = client.post(_pagina(versione), {"file": SimpleUploadedFile(nome, contenuto)})
    return risposta.content.decode()


def _byte(versione):
    with versione.pdf.open() as file:
        return file.read()


def test_chiunque_legge_che_documento_e_senza_ricevere_biscotti(client, versione):
    risposta = client.get(_pagina(versione))
    pagina = risposta.content.decode()
    assert risposta.status_code == 200
    assert not risposta.cookies
    attesi = ("Comune di Prova", "Giunta n. 12 del 30/01/2026", versione.codice, versione.impronta_pdf, "in vigore")
    assert all(parola in pagina for parola in attesi)


def test_non_si_legge_nulla_che_non_sia_pubblico(client, versione):
    pagina = client.get(_pagina(versione)).content.decode()
    assert versione.chi.email not in pagina
    assert versione.impronta_rilievi not in pagina


def test_il_file_giusto_e_il_documento_approvato(client, versione):
    assert "messaggio-error" not in (pagina := _confronta(client, versione, _byte(versione)))
    assert pagina.count("È il documento approvato.") == 2  # la risposta, e quella pronta per chi ha JavaScript


def test_un_altro_file_non_lo_e(client, versione):
    assert _confronta(client, versione, b"%PDF altro").count("Non è il documento approvato.") == 2


def test_la_versione_vecchia_e_superata_e_si_dice_quale_vale(client, due):
    prima, dopo = due
    pagina = _confronta(client, dopo, _byte(prima))
    assert pagina.count("È una versione superata.") == 2
    assert "Vale la versione 2" in pagina


def test_aprendo_il_codice_vecchio_si_e_portati_a_quello_nuovo(client, due):
    pagina = client.get(_pagina(due[0])).content.decode()
    assert "versione superata" in pagina
    assert _pagina(due[1]) in pagina


@pytest.mark.parametrize("tipo", ["approvato", "superata", "altra"])
def test_ogni_esito_ha_una_frase_e_una_spiegazione(due, tipo):
    scheda = scheda_di(due[1])
    impronte = {"approvato": due[1].impronta_pdf, "superata": due[0].impronta_pdf, "altra": "0" * 64}
    esito = esito_di(scheda, impronte[tipo])
    assert (esito.tipo, bool(esito.frase and esito.spiegazione)) == (tipo, True)


def test_senza_file_lo_si_chiede(client, versione):
    pagina = client.post(_pagina(versione)).content.decode()
    assert "Scegli il file da confrontare" in pagina


def test_un_file_troppo_grande_si_rifiuta_con_una_frase(client, versione, settings):
    settings.MISURA_MASSIMA_ALLEGATO = 10
    assert "il massimo è" in _confronta(client, versione, b"x" * 100)


def test_il_modulo_funziona_anche_senza_biscotti_e_senza_gettone(versione):
    client = Client(enforce_csrf_checks=True)
    assert "È il documento approvato." in _confronta(client, versione, _byte(versione))


def test_un_codice_copiato_a_mano_porta_alla_sua_pagina(client, versione):
    scritto = versione.codice.lower().replace("-", " ")
    assert client.get(reverse("verifica_codice"), {"codice": scritto}).url == _pagina(versione)
    assert client.get(reverse("verifica", args=[scritto])).status_code == 200


@pytest.mark.parametrize("scritto", ["ciao", "<script>alert(1)</script>", "K7QM-2XWD-9RT0"])
def test_cio_che_non_e_un_codice_si_spiega(client, scritto):
    pagina = client.get(reverse("verifica_codice"), {"codice": scritto}).content.decode()
    assert "non è un codice di verifica" in pagina
    assert "<script>alert" not in pagina


def test_un_codice_ignoto_e_404_e_dice_che_cosa_fare(client):
    risposta = client.get(reverse("verifica", args=["AAAA-AAAA-AAAA"]))
    assert (risposta.status_code, "Ricontrolla i dodici segni" in risposta.content.decode()) == (404, True)


@time_machine.travel(datetime(2026, 2, 1, 12, tzinfo=UTC), tick=False)
def test_indovinare_codici_ha_un_limite(client, monkeypatch):
    cache.clear()
    monkeypatch.setattr("relazioni.views.verifica.PER_MINUTO", 2)
    stati = [client.get(reverse("verifica", args=[f"AAAA-AAAA-AAA{n}"])).status_code for n in range(2, 5)]
    assert stati == [404, 404, 429]


def test_se_il_conto_scade_fra_due_righe_si_lascia_passare(client, versione, monkeypatch):
    class Scaduta:
        add = staticmethod(lambda *chiave, **altro: True)

        def incr(self, chiave):
            raise ValueError

    monkeypatch.setattr("piao.base.limiti.cache", Scaduta())
    assert client.get(_pagina(versione)).status_code == 200


def test_la_pagina_non_costa_piu_letture_se_le_versioni_sono_due(client, due, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        client.get(_pagina(due[0]))
