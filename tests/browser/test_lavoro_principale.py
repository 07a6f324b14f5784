"""Il lavoro per cui il programma esiste: il segretario scrive, guarda l'anteprima, scarica il Piano."""

from io import BytesIO

import pikepdf
import pytest
from playwright.sync_api import expect

from tests.browser.percorso import ANTEPRIMA, parte, piano, scarica_il_pdf
from tests.browser.strumenti import UTENTI, difetti, nessuno

pytestmark = pytest.mark.browser
SEGRETARIO = UTENTI[0].email


def test_dal_testo_al_pdf(apri):
    pagina = apri(SEGRETARIO)
    _scrive_la_sintesi(pagina)
    pagina.goto(ANTEPRIMA)
    anteprima = pagina.get_by_role("main")
    expect(anteprima.locator("strong", has_text="parola in grassetto")).to_be_visible()
    expect(anteprima.get_by_role("listitem").filter(has_text="prima voce dell'elenco")).to_be_visible()
    pagina.goto(piano())
    pagina.get_by_role("button", name="Produci il PDF").click()
    expect(pagina.get_by_role("progressbar")).to_be_visible()
    nessuno(difetti(pagina))
    with pikepdf.open(BytesIO(scarica_il_pdf(pagina))) as pdf:
        assert len(pdf.pages) > 10


def _scrive_la_sintesi(pagina):
    pagina.goto(parte("sintesi"))
    foglio = pagina.get_by_role("textbox", name="Testo")
    foglio.click()
    pagina.keyboard.press("Control+End")
    pagina.keyboard.press("Enter")
    pagina.keyboard.press("Control+b")
    pagina.keyboard.type("parola in grassetto")
    pagina.keyboard.press("Control+b")
    pagina.keyboard.press("Enter")
    pagina.keyboard.type("- prima voce dell'elenco")
    nessuno(difetti(pagina))
    pagina.get_by_role("button", name="Salva", exact=True).click()
    expect(pagina.locator(".messaggio-success")).to_be_visible()


def test_la_preparazione_si_annulla(apri):
    pagina = apri(SEGRETARIO)
    pagina.goto(piano("offanengo", 2024))
    pagina.get_by_role("button", name="Produci il PDF").click()
    pagina.get_by_role("button", name="Annulla la preparazione").click()
    expect(pagina.get_by_text("La preparazione è stata annullata")).to_be_visible(timeout=60_000)
    pagina.get_by_role("button", name="Riprova").click()
    assert scarica_il_pdf(pagina).startswith(b"%PDF")


def test_una_variabile_si_inserisce_con_un_pulsante(apri):
    pagina = apri(SEGRETARIO)
    pagina.goto(parte("missione"))
    pagina.get_by_role("textbox", name="Testo").click()
    pagina.locator("[data-variabile=ente]").click()
    expect(pagina.get_by_role("textbox", name="Testo")).to_contain_text("{{ ente }}")


def test_l_editor_parla_italiano(apri):
    pagina = apri(SEGRETARIO)
    pagina.goto(parte("missione"))
    pagina.get_by_role("textbox", name="Testo").click()
    pagina.get_by_role("button", name="Inserisci una tabella").click()
    pagina.get_by_role("dialog").get_by_label("Righe").fill("2")
    pagina.get_by_role("button", name="Inserisci la tabella").click()
    expect(pagina.get_by_role("textbox", name="Testo").get_by_role("row")).to_have_count(2)
    nessuno(difetti(pagina))
