"""I testi del Piano si riordinano trascinandoli; lasciati fuori dal loro capitolo tornano dov'erano."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.strumenti import UTENTI

pytestmark = pytest.mark.browser
TESTI = "/esempio/2026/documenti/testi/"


def titoli(pagina):
    return pagina.locator("[data-trascina]").first.locator("h3").all_inner_texts()


def trascina(pagina, maniglia, verso, y):
    """Con il mouse, a piccoli passi: così il browser vede il trascinamento."""
    maniglia.hover()
    pagina.mouse.down()
    riquadro = verso.bounding_box()
    for passo in (0.5, 1):
        pagina.mouse.move(riquadro["x"] + 20, riquadro["y"] + riquadro["height"] * y * passo, steps=5)
    pagina.mouse.up()


def test_una_parte_trascinata_resta_dove_la_si_lascia(apri):
    pagina = apri(UTENTI[0].email)
    pagina.goto(TESTI)
    prima = titoli(pagina)
    voci = pagina.locator("[data-trascina]").first.locator("li")
    trascina(pagina, voci.nth(0).locator("[data-maniglia]"), voci.nth(1), 0.9)
    expect(pagina).to_have_url(re.compile("#parte-"))
    pagina.reload()
    assert titoli(pagina) == [prima[1], prima[0], *prima[2:]]


def test_una_parte_lasciata_in_un_altro_capitolo_torna_dov_era(apri):
    pagina = apri(UTENTI[0].email)
    pagina.goto(TESTI)
    prima = titoli(pagina)
    altro = pagina.locator("[data-trascina]").nth(1)
    trascina(pagina, pagina.locator("[data-trascina] [data-maniglia]").first, altro, 0.5)
    assert titoli(pagina) == prima
    assert pagina.url.endswith(TESTI)


def test_senza_javascript_ci_sono_solo_le_frecce(apri):
    pagina = apri(UTENTI[0].email, javascript=False)
    pagina.goto(TESTI)
    expect(pagina.locator("[data-maniglia]").first).to_be_hidden()
    expect(pagina.get_by_role("button", name="Sposta giù").first).to_be_visible()
