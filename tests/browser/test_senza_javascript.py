"""Senza JavaScript il lavoro si fa lo stesso, dall'accesso al PDF."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import entra
from tests.browser.percorso import ANTEPRIMA, crea_bozza, parte, piano, scarica_il_pdf
from tests.browser.strumenti import UTENTI

pytestmark = pytest.mark.browser
SEGRETARIO = UTENTI[0].email


@pytest.fixture
def pagina(apri):
    pagina = apri(javascript=False)
    entra(pagina, SEGRETARIO)
    return pagina


def _salva(pagina):
    pagina.get_by_role("button", name="Salva", exact=True).last.click()
    expect(pagina.locator(".messaggio-success")).to_be_visible()


def _chi(pagina, scheda):
    pagina.goto(f"{scheda}modifica/chi/")
    destinatario = pagina.get_by_label("A chi").first
    destinatario.select_option(value=destinatario.locator("optgroup option").first.get_attribute("value"))
    pagina.get_by_role("group", name="Assegnazione 1").get_by_label("Peso").fill("10")
    _salva(pagina)


def _quando(pagina, scheda):
    pagina.goto(f"{scheda}modifica/quando/")
    pagina.get_by_label("Inizio", exact=True).fill("2026-01-01")
    pagina.get_by_label("Fine", exact=True).fill("2026-12-31")
    pagina.get_by_role("textbox", name="Fase").first.fill("Analisi delle domande")
    for mese in ("marzo 2026", "aprile 2026"):
        pagina.get_by_role("checkbox", name=mese).first.check()
    _salva(pagina)


def _indicatore(pagina, scheda):
    pagina.goto(f"{scheda}indicatori/nuovo/")
    pagina.get_by_label("Denominazione").fill("Giorni medi di rilascio")
    pagina.get_by_label("Unità di misura").fill("giorni")
    target = pagina.get_by_role("group", name="Target 2026")
    target.get_by_label("Operatore").select_option(label="al massimo")
    target.get_by_label("Valore").fill("12,5")
    _salva(pagina)


def test_da_una_bozza_a_un_obiettivo_proposto(pagina):
    scheda = crea_bozza(pagina, "Senza JavaScript")
    pagina.goto(scheda)
    expect(pagina.get_by_role("region", name="Per proporlo manca ancora")).to_contain_text(
        "Aggiungi almeno un indicatore"
    )
    expect(pagina.get_by_role("link", name="Proponi", exact=True)).to_have_count(0)
    for compila in (_indicatore, _quando, _chi):
        compila(pagina, scheda)
    pagina.goto(scheda)
    expect(pagina.get_by_role("region", name="Cronoprogramma")).to_contain_text("Analisi delle domande")
    expect(pagina.get_by_role("main")).to_contain_text("12,5")
    pagina.get_by_role("link", name="Proponi", exact=True).click()
    pagina.get_by_role("button", name="Proponi").click()
    expect(pagina.locator(".messaggio-success")).to_contain_text("ora tocca al segretario")


def test_cio_che_manca_porta_alla_maschera_che_lo_risolve(pagina):
    pagina.goto(crea_bozza(pagina))
    pagina.get_by_role("link", name="Aggiungi almeno un indicatore").click()
    expect(pagina).to_have_url(re.compile(r"/modifica/misura/"))
    pagina.get_by_role("link", name="Aggiungi un indicatore").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Nuovo indicatore")


def test_si_aggiunge_una_riga_senza_salvare(pagina):
    pagina.goto(f"{crea_bozza(pagina)}modifica/quando/")
    pagina.get_by_role("textbox", name="Fase").first.fill("Prima fase")
    pagina.get_by_role("button", name="Aggiungi una fase").click()
    expect(pagina.get_by_role("textbox", name="Fase").first).to_have_value("Prima fase")
    expect(pagina.get_by_role("group", name="Fase 2")).to_be_visible()


def test_si_produce_il_pdf_e_si_scarica(pagina):
    pagina.goto(piano("lovere", 2023))
    pagina.get_by_role("button", name="Produci il PDF").click()
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Preparazione del PDF")
    assert scarica_il_pdf(pagina).startswith(b"%PDF")


def test_un_testo_si_scrive_come_testo_semplice(pagina):
    pagina.goto(parte("criticita"))
    pagina.get_by_label("Testo", exact=True).fill("Una prima riga.\n\nUna seconda riga.\n\n- una voce")
    _salva(pagina)
    pagina.goto(ANTEPRIMA)
    expect(pagina.get_by_role("paragraph").filter(has_text="Una seconda riga.")).to_have_count(1)
    expect(pagina.get_by_role("listitem").filter(has_text="una voce")).to_have_count(1)
