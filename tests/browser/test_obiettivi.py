"""Albero, pesi, libreria e griglia dei mesi nel browser: con il puntatore, con la tastiera, senza JavaScript."""

import re

import pytest

from relazioni.dimostrazione import posta

pytestmark = pytest.mark.browser

SEGRETARIO = posta("segretario")


@pytest.fixture
def mesi(apri):
    """La griglia vuota di una fase nuova."""
    pagina = apri(SEGRETARIO)
    pagina.goto("/esempio/2026/obiettivi/?stato=bozza")
    pagina.locator("table a[href*='/obiettivi/']").first.click()
    pagina.goto(pagina.url.rstrip("/") + "/modifica/quando/")
    griglia = pagina.locator("[data-mesi]").last
    griglia.scroll_into_view_if_needed()
    pagina.evaluate("document.querySelectorAll('.barra-invio').forEach((b) => (b.hidden = true))")
    return Griglia(pagina, griglia)


class Griglia:
    """I gesti di chi riempie la griglia."""

    def __init__(self, pagina, griglia):
        self.pagina, self.griglia = pagina, griglia

    def casella(self, mese):
        return self.griglia.locator(f"input[value='{mese}']")

    def trascina(self, *mesi):
        for i, mese in enumerate(mesi):
            riquadro = self.casella(mese).bounding_box()
            centro = (riquadro["x"] + riquadro["width"] / 2, riquadro["y"] + riquadro["height"] / 2)
            self.pagina.mouse.move(*centro, steps=5)
            if i == 0:
                self.pagina.mouse.down()
        self.pagina.mouse.up()

    def premi(self, *tasti):
        for tasto in tasti:
            self.pagina.keyboard.press(tasto)

    @property
    def parole(self):
        return self.griglia.locator("[data-mesi-parole]").inner_text()


def test_un_clic_segna_un_mese_e_lo_dice(mesi):
    mesi.casella("2026-03").click()
    assert mesi.parole == "marzo 2026"
    mesi.casella("2026-03").click()
    assert mesi.parole == "nessun mese"


def test_trascinando_si_segnano_piu_mesi_anche_a_cavallo_d_anno(mesi):
    mesi.trascina("2026-11", "2027-02")
    assert mesi.parole == "da novembre 2026 a febbraio 2027"


def test_trascinando_da_un_mese_segnato_si_cancella(mesi):
    mesi.trascina("2026-01", "2026-06")
    mesi.trascina("2026-03", "2026-04")
    assert mesi.parole == "da gennaio a febbraio 2026 e da maggio a giugno 2026"


def test_tornando_indietro_col_trascinamento_si_ripristina(mesi):
    mesi.trascina("2026-03", "2026-08", "2026-04")
    assert mesi.parole == "da marzo ad aprile 2026"


def test_un_trascinamento_tornato_al_punto_di_partenza_lascia_il_primo_mese(mesi):
    mesi.trascina("2026-03", "2026-04", "2026-03")
    assert mesi.parole == "marzo 2026"


def test_con_la_tastiera_ci_si_muove_si_segna_e_si_estende(mesi):
    mesi.casella("2026-01").focus()
    mesi.premi("ArrowRight", "ArrowRight", " ", "Shift+ArrowRight", "Shift+ArrowRight")
    assert mesi.parole == "da marzo a maggio 2026"
    mesi.premi("ArrowDown", "Home", " ")
    assert mesi.parole == "da marzo a maggio 2026 e gennaio 2027"


def test_una_griglia_e_una_sola_fermata_di_tabulazione(mesi):
    mesi.casella("2026-05").focus()
    assert mesi.griglia.locator("input[tabindex='0']").count() == 1
    mesi.premi("Tab")
    assert mesi.griglia.locator("input:focus").count() == 0


def test_senza_javascript_la_griglia_e_una_tabella_di_caselle(apri):
    pagina = apri(SEGRETARIO, javascript=False)
    pagina.goto("/esempio/2026/obiettivi/?stato=bozza")
    pagina.goto(pagina.locator("table a[href*='/obiettivi/']").first.get_attribute("href") + "modifica/quando/")
    casella = pagina.locator("[data-mesi] input").first
    casella.check()
    assert casella.is_checked()


def test_il_totale_dei_pesi_si_aggiorna_mentre_si_scrive(apri):
    pagina = apri(SEGRETARIO)
    pagina.goto("/esempio/2026/pesi/")
    pagina.locator(".tabella tbody a").first.click()
    prima = pagina.locator("#totali").inner_text()
    pagina.locator(".pesi-campo input[type=text]").first.fill("99,5")
    pagina.wait_for_function("prima => document.querySelector('#totali').innerText !== prima", arg=prima)
    assert ",5%" in pagina.locator("#totali").inner_text()


def test_invio_in_un_campo_dei_pesi_salva_e_non_distribuisce(apri):
    pagina = apri(SEGRETARIO)
    pagina.goto("/esempio/2026/pesi/")
    pagina.locator(".tabella tbody a").first.click()
    pagina.locator(".pesi-campo input[type=text]").first.press("Enter")
    pagina.wait_for_selector(".messaggio")
    assert "Nessun peso è cambiato" in pagina.locator(".messaggio").inner_text()


def test_l_albero_si_apre_e_si_chiude_con_le_frecce(apri):
    pagina = apri(SEGRETARIO)
    pagina.goto("/esempio/2026/albero/")
    pagina.locator(".rami summary").first.focus()
    for tasto, aperti in [("ArrowRight", 1), ("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("ArrowLeft", 1)]:
        pagina.keyboard.press(tasto)
        assert pagina.locator(".rami details[open]").count() == aperti
    pagina.keyboard.press("ArrowLeft")
    assert pagina.locator(".rami details[open]").count() == 0


def test_tutti_i_rami_si_aprono_senza_ricaricare(apri):
    pagina = apri(SEGRETARIO)
    pagina.goto("/esempio/2026/albero/")
    pagina.get_by_role("link", name="Apri tutti i rami").click()
    assert pagina.locator(".rami details:not([open])").count() == 0
    assert pagina.url.endswith("/albero/")


def test_senza_javascript_i_rami_si_aprono_ricaricando(apri):
    pagina = apri(SEGRETARIO, javascript=False)
    pagina.goto("/esempio/2026/albero/")
    pagina.get_by_role("link", name="Apri tutti i rami").click()
    assert pagina.locator(".rami details:not([open])").count() == 0


@pytest.mark.parametrize("javascript", [True, False])
def test_dalla_libreria_alla_bozza_in_due_clic(apri, javascript):
    pagina = apri(SEGRETARIO, javascript=javascript)
    pagina.goto("/esempio/2026/libreria/?testo=energia")
    pagina.get_by_role("link", name=re.compile("^Copia nel ciclo")).first.click()
    pagina.get_by_role("button", name="Copia nel ciclo").click()
    pagina.wait_for_url(re.compile(r"/obiettivi/\d+/$"))
    assert "Copiato in bozza" in pagina.locator(".messaggio").first.inner_text()
