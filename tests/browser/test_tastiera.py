"""Con la sola tastiera si fa tutto: entrare, navigare, scrivere, segnare i mesi."""

import pytest
from playwright.sync_api import expect

from tests.browser.percorso import OBIETTIVI, arriva, crea_bozza, parte, riscrivi
from tests.browser.strumenti import PAROLA, UTENTI, nessuno

pytestmark = pytest.mark.browser
SEGRETARIO = UTENTI[0].email
FUOCO_VISIBILE = """() => {
  const nodo = document.activeElement, stile = getComputedStyle(nodo);
  if (nodo === document.body) return "";  // dopo l'ultimo elemento il giro ricomincia dalla pagina
  const visibile = stile.boxShadow !== "none" || (stile.outlineStyle !== "none" && parseFloat(stile.outlineWidth) > 0);
  return visibile ? "" : nodo.outerHTML.slice(0, 120);
}"""


def test_si_entra(apri):
    pagina = apri()
    pagina.goto("/accesso/login/")
    if pagina.evaluate("document.activeElement.name") != "login":
        arriva(pagina, pagina.locator("input[name=login]"))
    pagina.keyboard.type(SEGRETARIO)
    arriva(pagina, pagina.locator("input[name=password]"))
    pagina.keyboard.type(PAROLA)
    pagina.keyboard.press("Enter")
    pagina.wait_for_url(lambda indirizzo: "/login" not in indirizzo)


def test_si_arriva_a_un_obiettivo_si_cambia_il_titolo_e_si_salva(apri):
    pagina = apri(SEGRETARIO)
    crea_bozza(pagina, "Titolo di prima")
    pagina.goto("/esempio/")
    arriva(pagina, pagina.get_by_role("navigation", name="Principale").get_by_role("link", name="Obiettivi"))
    pagina.keyboard.press("Enter")
    pagina.wait_for_url(f"**{OBIETTIVI}")
    arriva(pagina, pagina.get_by_role("main").get_by_role("searchbox").first)
    riscrivi(pagina, "Titolo di prima")
    pagina.keyboard.press("Enter")
    pagina.wait_for_url("**Titolo**")
    arriva(pagina, pagina.get_by_role("link", name="Titolo di prima").first)
    pagina.keyboard.press("Enter")
    arriva(pagina, pagina.get_by_role("link", name="Modifica", exact=True))
    pagina.keyboard.press("Enter")
    arriva(pagina, pagina.get_by_label("Titolo"))
    riscrivi(pagina, "Titolo cambiato da tastiera")
    arriva(pagina, pagina.get_by_role("button", name="Salva", exact=True).last)
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_role("heading", level=1)).to_have_text("Titolo cambiato da tastiera")


def test_si_segnano_i_mesi_di_una_fase(apri):
    pagina = apri(SEGRETARIO)
    pagina.goto(f"{crea_bozza(pagina)}modifica/quando/")
    arriva(pagina, pagina.get_by_role("textbox", name="Fase").first)
    pagina.keyboard.type("Analisi")
    arriva(pagina, pagina.get_by_role("checkbox", name="gennaio 2026").first)
    pagina.keyboard.press("ArrowRight")
    pagina.keyboard.press("Space")
    pagina.keyboard.press("Shift+ArrowRight")
    pagina.keyboard.press("Shift+ArrowRight")
    expect(pagina.locator("[data-mesi-parole]").first).to_have_text("da febbraio ad aprile 2026")
    arriva(pagina, pagina.get_by_role("button", name="Salva", exact=True).last)
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_role("region", name="Cronoprogramma")).to_contain_text("Analisi")


def test_il_menu_si_apre_con_invio_e_si_chiude_con_esc(apri):
    pagina = apri(SEGRETARIO)
    pagina.goto("/esempio/")
    menu = pagina.locator("details.menu", has_text="Il mio accesso")
    arriva(pagina, menu.locator("summary"))
    pagina.keyboard.press("Enter")
    expect(menu.get_by_role("link", name="Il mio accesso")).to_be_visible()
    pagina.keyboard.press("Escape")
    expect(menu.get_by_role("link", name="Il mio accesso")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()


def test_il_primo_tab_porta_al_salto_al_contenuto(apri):
    pagina = apri(SEGRETARIO)
    pagina.goto(OBIETTIVI)
    pagina.keyboard.press("Tab")
    salto = pagina.get_by_role("link", name="Vai al contenuto")
    expect(salto).to_be_focused()
    expect(salto).to_be_in_viewport()
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#contenuto")).to_be_focused()


@pytest.mark.parametrize("indirizzo", ["/esempio/", OBIETTIVI, f"{OBIETTIVI}nuovo/", parte("sintesi")])
def test_il_fuoco_si_vede_sempre(apri, indirizzo):
    pagina = apri(SEGRETARIO)
    pagina.goto(indirizzo)
    invisibili = set()
    for _ in range(40):
        pagina.keyboard.press("Tab")
        invisibili.add(pagina.evaluate(FUOCO_VISIBILE))
    nessuno(invisibili - {""})
