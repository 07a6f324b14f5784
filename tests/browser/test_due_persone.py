"""Due persone sulla stessa maschera, e chi se ne va senza salvare: nulla di scritto va perso."""

import pytest
from playwright.sync_api import expect

from tests.browser.percorso import crea_bozza
from tests.browser.strumenti import UTENTI, difetti, nessuno

pytestmark = pytest.mark.browser
SEGRETARIO, EQ = "segretario@esempio.test", "eq@esempio.test"


def _salva(pagina):
    pagina.get_by_role("button", name="Salva", exact=True).last.click()


def test_chi_salva_per_secondo_vede_che_cosa_e_cambiato_e_non_perde_nulla(apri):
    prima, seconda = apri(EQ), apri(SEGRETARIO)
    maschera = f"{crea_bozza(prima)}modifica/che-cosa/"
    prima.goto(maschera)
    seconda.goto(maschera)
    prima.get_by_label("Titolo").fill("Titolo scritto dalla prima persona")
    _salva(prima)
    expect(prima.locator(".messaggio-success")).to_be_visible()
    seconda.get_by_label("Descrizione").fill("Descrizione scritta dalla seconda")
    _salva(seconda)
    conflitto = seconda.get_by_role("region", name="Nel frattempo qualcun altro ha salvato")
    expect(conflitto).to_be_focused()
    expect(conflitto).to_contain_text("Titolo scritto dalla prima persona")
    expect(seconda.get_by_label("Descrizione")).to_have_value("Descrizione scritta dalla seconda")
    nessuno(difetti(seconda))
    _salva(seconda)
    expect(seconda.get_by_role("main")).to_contain_text("Descrizione scritta dalla seconda")


def test_chi_se_ne_va_con_modifiche_non_salvate_viene_avvisato(apri):
    pagina = apri(SEGRETARIO)
    avvisi = []
    pagina.on("dialog", lambda avviso: (avvisi.append(avviso.type), avviso.dismiss()))
    pagina.goto(f"{crea_bozza(pagina)}modifica/che-cosa/")
    pagina.get_by_label("Descrizione").fill("Non ancora salvata")
    pagina.get_by_role("link", name="Torna alla scheda").click(no_wait_after=True)
    expect(pagina.get_by_label("Descrizione")).to_have_value("Non ancora salvata")
    pagina.wait_for_timeout(300)
    assert avvisi == ["beforeunload"]
    _salva(pagina)
    expect(pagina.locator(".messaggio-success")).to_be_visible()
    assert len(avvisi) == 1


def test_chi_non_ha_scritto_nulla_se_ne_va_senza_avvisi(apri):
    pagina = apri(SEGRETARIO)
    avvisi = []
    pagina.on("dialog", lambda avviso: (avvisi.append(avviso.type), avviso.dismiss()))
    pagina.goto(f"{crea_bozza(pagina)}modifica/che-cosa/")
    pagina.get_by_role("link", name="Torna alla scheda").click()
    pagina.wait_for_url("**/obiettivi/*/")
    assert avvisi == []


@pytest.mark.parametrize(
    "utente", [u for u in UTENTI if u.ruolo in ("dipendente", "assessore")], ids=lambda u: u.ruolo
)
def test_una_bozza_altrui_non_esiste_per_chi_non_la_puo_vedere(apri, utente):
    indirizzo = crea_bozza(apri(EQ))
    assert apri(utente.email).goto(indirizzo).status == 404
