"""L'anno della valutazione 2025 del Comune di Esempio: da un sistema pronto a un riesame che cambia un premio.

Lo giocano segretario, due responsabili, tre dipendenti, organismo di valutazione e sindaca, in un sito loro, dove il
Piano 2025 è approvato e misurato ma nessuno è ancora valutato.
"""

import re
import shutil
import subprocess
import sys

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import ambiente, biscotti, pagine_di, sito_da
from tests.browser.strumenti import PAROLA, RADICE, difetti, nessuno
from tests.schema import sqlite_pronto

pytestmark = pytest.mark.browser
SEGRETARIO, NUCLEO, SINDACA = "segretario@esempio.test", "nucleo@esempio.test", "sindaco@esempio.test"
BRUNO, TINA, RITA = "bruno.esempio@esempio.test", "tina.campione@esempio.test", "rita.esempio@esempio.test"
SARA = "referente.accessibilita@esempio.test"
ALTRA_EQ = "eq@esempio.test"
PRIMA = """
from django.contrib.auth.hashers import make_password
from enti.models import Utente
from relazioni import dimostrazione

dimostrazione.carica()
dimostrazione.carica_anno_prima()
for nome in ("bruno.esempio", "tina.campione", "rita.esempio"):
    Utente.objects.filter(email=f"{nome}@esempio.test").update(is_active=True, password=make_password("PAROLA"))
"""
VALORI = {"Campione Tina": "33323", "Esempio Rita": "44444", "Prova Sara": "43443"}
CHIEDE_MOTIVO = "125"


@pytest.fixture(scope="module")
def persone(chromium, tmp_path_factory):
    """Apre pagine in un sito dove del 2025 ci sono il Piano e i risultati: `persone(email)`."""
    prima = tmp_path_factory.mktemp("prima")
    shutil.copy(sqlite_pronto(), prima / "piao.sqlite3")
    for comando in (["createcachetable"], ["shell", "-v0", "-c", PRIMA.replace("PAROLA", PAROLA)]):
        comando = [sys.executable, "manage.py", *comando]
        subprocess.run(comando, cwd=RADICE, env=ambiente(prima), capture_output=True, check=True)
    with (
        sito_da(prima, tmp_path_factory.mktemp("valutazione")) as base,
        pagine_di(chromium, base, biscotti(chromium, base)) as apre,
    ):
        yield apre


def valutazione(nome, *altro):
    return reverse(f"valutazione:{nome}", args=["esempio", 2025, *altro])


def apre_la_scheda(pagina, di):
    pagina.goto(valutazione("schede"))
    pagina.get_by_role("link", name=re.compile(f"^{di}")).first.click()


def apre_la_mia(pagina):
    pagina.goto(reverse("valutazione:mie_schede", args=["esempio"]))
    pagina.get_by_role("main").get_by_role("link", name=re.compile("2025")).first.click()


def conferma(pagina, *, motivo=""):
    """Ciò che si fa nella pagina di conferma: l'eventuale motivo, poi il pulsante."""
    if motivo:
        pagina.locator("main textarea").last.fill(motivo)
    pagina.locator("main form button[type=submit]").last.click()
    expect(pagina.locator(".messaggio-success")).to_be_visible()


def compie(pagina, invito, **altro):
    pagina.get_by_role("main").get_by_role("link", name=invito, exact=True).click()
    conferma(pagina, **altro)


def punteggio(pagina):
    """Il numero grande della scheda."""
    testo = pagina.get_by_role("main").inner_text()
    return re.search(r"Punteggio\s+(\d+,\d+)", testo)[1]


def test_il_segretario_sceglie_un_sistema_pronto_e_lo_adotta(persone):
    segretario, nucleo = persone(SEGRETARIO), persone(NUCLEO)
    segretario.goto(reverse("valutazione:da_modello", args=["esempio", "completo"]))
    segretario.get_by_role("button", name="Crea la bozza").click()
    sistema = segretario.url
    segretario.goto(f"{sistema}modifica/")
    segretario.locator("[name=ferma_dopo_giorno]").fill("")  # si assegna a fine anno: il limite di giugno va tolto
    segretario.locator("[name=ferma_dopo_mese]").fill("")
    conferma(segretario)
    compie(segretario, "Invia al parere")

    nucleo.goto(f"{sistema}parere/")
    nucleo.get_by_label("favorevole", exact=True).check()
    nucleo.locator("[name=parere_del]").fill("2025-01-20")
    conferma(nucleo)

    segretario.goto(f"{sistema}adotta/")
    segretario.get_by_label("Atto di adozione").select_option(index=1)
    segretario.get_by_label("Vale dal").fill("2025-01-01")
    conferma(segretario)
    nessuno(difetti(segretario))


def test_il_segretario_crea_le_schede_e_le_assegna(persone):
    segretario = persone(SEGRETARIO)
    for passo in ("crea_schede", "assegna_schede"):
        segretario.goto(valutazione(passo))
        segretario.get_by_role("main").get_by_role("button", name=re.compile("^(Crea|Assegna)")).click()
        expect(segretario.locator(".messaggio-success")).to_be_visible()
    expect(segretario.get_by_role("main")).to_contain_text("assegnata")


def test_chi_e_valutato_legge_la_scheda_e_dice_la_sua(persone):
    for email in (TINA, RITA, SARA):
        pagina = persone(email)
        apre_la_mia(pagina)
        compie(pagina, "Ho letto la scheda")
        nessuno(difetti(pagina))
    tina = persone(TINA)
    apre_la_mia(tina)
    tina.get_by_role("link", name="Autovalutazione").click()
    tina.get_by_label("Attenzione a cittadini e utenti", exact=True).select_option("4")
    tina.get_by_role("button", name="Salva e consegna").click()
    expect(tina.locator(".messaggio-success")).to_be_visible()


def test_un_responsabile_non_vede_le_schede_di_un_altro(persone):
    altra = persone(ALTRA_EQ)
    altra.goto(valutazione("schede"))
    expect(altra.get_by_role("main")).not_to_contain_text("Campione Tina")


def test_il_responsabile_valuta_tre_persone_in_una_griglia(persone):
    bruno = persone(BRUNO)
    bruno.goto(valutazione("compila"))
    bruno.get_by_role("button", name="Comincia la valutazione").click()
    bruno.get_by_role("main").get_by_role("link", name=re.compile("^Comportamenti")).click()
    nessuno(difetti(bruno))
    for persona, livelli in VALORI.items():
        riga = bruno.get_by_role("row", name=re.compile(persona))
        for posto, livello in enumerate(livelli):
            riga.locator("select").nth(posto).select_option(livello)
            if livello in CHIEDE_MOTIVO:
                motivo = riga.locator("details.cella-motivo").nth(posto)
                expect(motivo).to_have_attribute("open", "")
                motivo.locator("textarea, input").fill("Lo dicono i questionari degli utenti.")
        riga.get_by_role("button", name=re.compile("^Salva")).click()
        expect(riga.get_by_text("Salvato")).to_be_visible()
    expect(bruno.get_by_role("row", name=re.compile("Campione Tina"))).to_contain_text("Secondo la persona")


def test_chi_salva_per_secondo_la_stessa_riga_vede_che_cosa_e_cambiato(persone):
    """La griglia è aperta due volte: chi arriva dopo non cancella senza saperlo, e non perde ciò che ha scelto."""
    prima, seconda = persone(BRUNO), persone(BRUNO)
    for pagina in (prima, seconda):
        pagina.goto(valutazione("compila"))
        pagina.get_by_role("main").get_by_role("link", name=re.compile("^Comportamenti")).click()
    sua, altra = (pagina.get_by_role("row", name=re.compile("Campione Tina")) for pagina in (prima, seconda))
    sua.locator("select").nth(2).select_option("4")
    expect(sua.get_by_text("Salvato", exact=True)).to_be_visible()
    altra.locator("select").nth(0).select_option("4")
    expect(altra.get_by_role("alert")).to_contain_text("Nel frattempo qualcun altro ha scritto")
    expect(altra.get_by_role("alert")).to_contain_text(re.compile("hai scritto 3 .*adesso è salvato 4 "))
    expect(altra.locator("select").nth(0)).to_have_value("4")
    nessuno(difetti(seconda))
    altra.locator("select").nth(0).select_option("3")
    expect(altra.get_by_text("Salvato", exact=True)).to_be_visible()


def test_chi_salva_per_secondo_la_stessa_scheda_vede_che_cosa_e_cambiato(persone):
    prima, seconda = persone(BRUNO), persone(BRUNO)
    for pagina in (prima, seconda):
        apre_la_scheda(pagina, "Esempio Rita")
        pagina.get_by_role("main").get_by_role("link", name=re.compile("Valuta$")).click()
    prima.get_by_role("textbox", name="Giudizio complessivo").fill("Un anno buono.")
    prima.get_by_role("textbox", name="Giudizio complessivo").blur()
    expect(prima.get_by_role("status").get_by_text("Salvato", exact=True)).to_be_visible()
    seconda.get_by_role("textbox", name="Giudizio complessivo").fill("Un anno molto buono.")
    seconda.get_by_role("textbox", name="Giudizio complessivo").blur()
    conflitto = seconda.locator("#conto").get_by_role("alert")
    expect(conflitto).to_contain_text("adesso è salvato Un anno buono.")
    expect(seconda.get_by_role("textbox", name="Giudizio complessivo")).to_have_value("Un anno molto buono.")
    seconda.get_by_role("button", name="Salva", exact=True).click()
    expect(seconda.get_by_role("status").get_by_text("Salvato", exact=True)).to_be_visible()


def test_cio_che_non_si_puo_misurare_si_dice_con_il_motivo(persone):
    """Due obiettivi della biblioteca non sono stati rilevati: senza una parola il conto si ferma."""
    bruno = persone(BRUNO)
    apre_la_scheda(bruno, "Campione Tina")
    expect(bruno.get_by_role("link", name="Proponi", exact=True)).to_have_count(0)
    for obiettivo in ("D3 ", "DT2 "):
        apre_la_scheda(bruno, "Campione Tina")
        bruno.get_by_role("main").get_by_role("link", name=re.compile("Valuta$")).click()
        bruno.get_by_role("link", name=re.compile(f"Non si può misurare.*{obiettivo}", re.DOTALL)).click()
        bruno.get_by_label("non conta, il peso va agli altri").check()
        bruno.get_by_label("Perché non è misurabile").fill("La biblioteca è rimasta chiusa per lavori.")
        bruno.get_by_role("button", name="Salva").click()
        expect(bruno.locator(".messaggio-success")).to_be_visible()


def test_proposta_e_consegna_portano_il_punteggio_a_chi_e_valutato(persone):
    bruno, tina = persone(BRUNO), persone(TINA)
    for persona in VALORI:
        apre_la_scheda(bruno, persona)
        compie(bruno, "Proponi")
        apre_la_mia(tina)
        if persona == "Campione Tina":
            expect(tina.get_by_role("heading", name="Punteggio")).to_have_count(0)
        compie(bruno, "Consegna")
    apre_la_mia(tina)
    assert punteggio(tina) == "64,27"
    expect(tina.get_by_role("main")).to_contain_text("È il risultato di «Area Servizi alla persona»")
    nessuno(difetti(tina))


def test_chi_accetta_puo_vedere_la_sua_scheda_chiusa(persone):
    for email, chi in ((RITA, "Esempio Rita"), (SARA, "Prova Sara")):
        sua = persone(email)
        apre_la_mia(sua)
        compie(sua, "Ho letto la scheda")
        segretario = persone(SEGRETARIO)
        apre_la_scheda(segretario, chi)
        compie(segretario, "Chiudi la scheda")
        apre_la_mia(sua)
        expect(sua.get_by_role("main")).to_contain_text("chiusa")


def premio_di_tina(segretario):
    riga = segretario.get_by_role("row", name=re.compile("Campione Tina"))
    return riga.locator("td").last.inner_text()


def test_un_riesame_cambia_un_punteggio_e_un_premio_e_si_vede_come(persone):
    segretario, tina = persone(SEGRETARIO), persone(TINA)
    segretario.goto(valutazione("nuovo_fondo", "dipendenti"))
    segretario.get_by_label("Premi destinati").fill("10.000,00")
    conferma(segretario)
    segretario.goto(valutazione("nuovo_scenario", "dipendenti"))
    segretario.get_by_label("Nome", exact=False).first.fill("Prima del riesame")
    conferma(segretario)
    scenario, prima = segretario.url, premio_di_tina(segretario)
    expect(segretario.get_by_role("main")).to_contain_text("10.000,00 €")

    apre_la_mia(tina)
    compie(tina, "Chiedi il riesame", motivo="Ai lettori ho dedicato tutto l'anno: lo dicono i questionari.")
    apre_la_scheda(segretario, "Campione Tina")
    segretario.get_by_role("link", name="Decidi il riesame").click()
    segretario.get_by_label("Attenzione a cittadini e utenti", exact=True).select_option("4")
    conferma(segretario, motivo="I questionari dicono che l'attenzione agli utenti è buona.")

    apre_la_mia(tina)
    assert punteggio(tina) == "69,27"
    expect(tina.get_by_role("main")).to_contain_text("64,27")
    tina.get_by_text("Come si arriva a questo numero").click()
    expect(tina.get_by_role("main")).to_contain_text("Attenzione a cittadini e utenti")
    compie(tina, "Ho letto la scheda")
    apre_la_scheda(segretario, "Campione Tina")
    compie(segretario, "Chiudi la scheda")

    segretario.goto(scenario)
    segretario.get_by_role("button", name="Rifai il conto").click()
    expect(segretario.locator(".messaggio-success")).to_be_visible()
    assert premio_di_tina(segretario) != prima
    nessuno(difetti(segretario))


def test_la_scheda_di_un_dirigente_la_decide_la_sindaca_su_proposta_dell_organismo(persone):
    sindaca, nucleo = persone(SINDACA), persone(NUCLEO)
    apre_la_scheda(sindaca, "Campione Dario")
    compie(sindaca, "Avvia la valutazione")
    apre_la_scheda(nucleo, "Campione Dario")
    expect(nucleo.get_by_role("main").get_by_role("link", name=re.compile("Valuta$"))).to_be_visible()
    nessuno(difetti(nucleo))


def test_senza_relazione_validata_i_premi_si_provano_ma_non_si_confermano(persone):
    segretario = persone(SEGRETARIO)
    segretario.goto(valutazione("fondo", "dipendenti"))
    expect(segretario.get_by_role("main")).to_contain_text("La Relazione 2025 non è ancora validata")
    nessuno(difetti(segretario))


def test_i_premi_non_li_vede_chi_non_li_conduce(persone):
    for email in (TINA, ALTRA_EQ):
        pagina = persone(email)
        assert pagina.goto(valutazione("fondo", "dipendenti")).status == 403
