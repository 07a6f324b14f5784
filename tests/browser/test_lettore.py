"""Il lettore attento: le parole da rivedere si vedono nell'editor e si sostituiscono, con e senza JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.strumenti import UTENTI, difetti, nessuno

pytestmark = pytest.mark.browser
SEGRETARIO = UTENTI[0].email
PARTE = "/esempio/2026/documenti/testi/criticita/"
SBAGLIATO = "Come dice la Legge 150/2009, e ancora la Legge 150/2009."


def test_mentre_si_scrive_le_parole_si_segnano_e_si_sostituiscono(apri):
    pagina = apri(SEGRETARIO)
    pagina.goto(PARTE)
    editor = pagina.get_by_role("textbox", name="Testo")
    editor.click()
    pagina.keyboard.press("Control+A")
    pagina.keyboard.type(SBAGLIATO)
    expect(editor.locator(".segno")).to_have_count(2)
    nessuno(difetti(pagina))
    pagina.locator("#segni button[name=correggi]").nth(1).click()
    expect(editor.locator(".segno")).to_have_count(1)
    assert editor.inner_text().strip() == "Come dice la Legge 150/2009, e ancora la D.Lgs. 150/2009."


def test_mostra_nel_testo_seleziona_le_parole(apri):
    pagina = apri(SEGRETARIO)
    pagina.goto(PARTE)
    pagina.get_by_role("textbox", name="Testo").click()
    pagina.keyboard.press("Control+A")
    pagina.keyboard.type(SBAGLIATO)
    pagina.locator("#segni [data-vai]").first.click()
    assert pagina.evaluate("getSelection().toString()") == "Legge 150/2009"


def test_senza_javascript_la_correzione_passa_dal_server_e_si_salva_dopo(apri):
    pagina = apri(SEGRETARIO, javascript=False)
    pagina.goto(PARTE)
    prima = pagina.input_value("textarea[name=testo]")
    pagina.fill("textarea[name=testo]", f"<p>{SBAGLIATO}</p>")
    pagina.get_by_role("button", name="Salva").click()
    pagina.goto(PARTE)
    pagina.locator("button[name=correggi]").first.click()
    assert re.search(r"la D\.Lgs\. 150/2009, e ancora la Legge 150/2009", pagina.input_value("textarea[name=testo]"))
    pagina.fill("textarea[name=testo]", prima)
    pagina.get_by_role("button", name="Salva").click()
