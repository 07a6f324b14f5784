"""L'anno intero del Comune di Esempio, il 2026: dalla Giunta che approva il Piano alla Relazione che chiunque legge.

Lo giocano segretario, un'E.Q., organismo di valutazione, RPCT e un cittadino, in un sito loro che passa da un giorno
all'altro: gennaio, luglio, settembre, gennaio dopo, aprile. Prima, con le azioni vere e l'orologio di allora, il Piano
è arrivato davanti alla Giunta.
"""

import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.conftest import ambiente, biscotti, pagine_di, sito_da
from tests.browser.strumenti import RADICE, difetti, nessuno

pytestmark = pytest.mark.browser
SEGRETARIO, EQ = "segretario@esempio.test", "eq@esempio.test"
NUCLEO, RPCT = "nucleo@esempio.test", "rpct@esempio.test"
FINO_ALLA_GIUNTA = """
from datetime import date
import time_machine
from enti.models import Utente
from obiettivi.azioni.controlli import motiva
from obiettivi.azioni.parere import dai_parere
from obiettivi.flusso.piano import AVVIA, CHIEDI_PARERE, PROPONI
from obiettivi.models import Ciclo
from relazioni.azioni.percorso import compi_passo
from relazioni.controlli import esamina_piano

ciclo = Ciclo.objects.get(ente__slug="esempio", anno=2026)
segretario, nucleo = (Utente.objects.get(email=f"{chi}@esempio.test") for chi in ("segretario", "nucleo"))
with time_machine.travel("2026-01-22 10:00+01:00"):
    compi_passo(ciclo, AVVIA, utente=segretario)
    compi_passo(ciclo, CHIEDI_PARERE, utente=segretario)
    ciclo.refresh_from_db()
    dai_parere(ciclo, utente=nucleo, esito="favorevole", dato_il=date(2026, 1, 22))
    for uno in esamina_piano(ciclo).rilievi:
        if uno.gravita == "errore":
            motiva(ciclo, utente=segretario, codice=uno.codice, oggetto=uno.oggetto.codice, motivo="Dal 2027.")
    compi_passo(ciclo, PROPONI, utente=segretario)
"""


class Anno:
    """Il sito, un giorno dopo l'altro: ogni giorno comincia da ciò che il giorno prima ha lasciato."""

    def __init__(self, chromium, archivio, nuova_cartella):
        self.chromium, self.archivio, self.nuova_cartella = chromium, archivio, nuova_cartella

    @contextmanager
    def il(self, giorno):
        """Apre pagine nel sito di quel giorno: `persone(email)`; senza nome, da estraneo."""
        cartella = self.nuova_cartella("anno")
        with (
            sito_da(self.archivio, cartella, oggi=f"{giorno} 10:00+01:00") as base,
            pagine_di(self.chromium, base, biscotti(self.chromium, base)) as persone,
        ):
            yield persone
        self.archivio = cartella


@pytest.fixture
def anno(chromium, archivio, tmp_path_factory):
    davanti_alla_giunta = tmp_path_factory.mktemp("davanti-alla-giunta")
    shutil.copytree(archivio, davanti_alla_giunta, dirs_exist_ok=True)
    comando = [sys.executable, "manage.py", "shell", "-v0", "-c", FINO_ALLA_GIUNTA]
    subprocess.run(comando, cwd=RADICE, env=ambiente(davanti_alla_giunta), capture_output=True, check=True)
    return Anno(chromium, davanti_alla_giunta, tmp_path_factory.mktemp)


def _gennaio(persone):
    segretario = persone(SEGRETARIO)
    _approva(segretario, "relazioni:approva", numero="12", data="2026-01-28")
    segretario.goto(indirizzo("obiettivi:sessioni_consuete"))
    conferma(segretario)


def _luglio(persone):
    _misura(persone(SEGRETARIO), persone(EQ), sessione="Metà anno")
    _fa_il_verbale(persone(NUCLEO), sessione="Metà anno")


def _settembre(persone):
    _varia_il_piano(persone(SEGRETARIO), persone(NUCLEO))


def _gennaio_dopo(persone):
    _misura(persone(SEGRETARIO), persone(EQ), sessione="Fine anno")


def _aprile(persone):
    segretario = persone(SEGRETARIO)
    _scrive_la_relazione(segretario)
    _approva(segretario, "relazioni:approva_relazione", numero="40", data="2027-04-27")
    with segretario.expect_download() as attesa:
        segretario.get_by_role("link", name="Scarica il PDF").click()
    _valida(persone(NUCLEO))
    _pubblica(persone(RPCT))
    _chiunque_la_legge(persone(), attesa.value.path())


FASI = {
    "2026-01-29": _gennaio,
    "2026-07-08": _luglio,
    "2026-09-10": _settembre,
    "2027-01-20": _gennaio_dopo,
    "2027-04-28": _aprile,
}


def test_dal_piano_approvato_alla_relazione_che_chiunque_legge(anno):
    for giorno, gioca in FASI.items():
        with anno.il(giorno) as persone:
            gioca(persone)


def indirizzo(nome, *altro):
    return reverse(nome, args=["esempio", 2026, *altro])


def riuscito(pagina):
    expect(pagina.locator(".messaggio-success")).to_be_visible()


def conferma(pagina):
    pagina.locator("main form button[type=submit]").last.click()
    riuscito(pagina)


def compie(pagina, *inviti):
    """Un collegamento, poi la pagina di conferma."""
    for invito in inviti:
        pagina.get_by_role("main").get_by_role("link", name=invito, exact=True).click()
        conferma(pagina)


# ---- la Giunta ---------------------------------------------------------------------------------------------------


def _approva(pagina, nome, *altro, numero, data):
    """L'atto; poi il lavoratore congela il documento."""
    pagina.goto(indirizzo(nome, *altro))
    pagina.get_by_label("Numero").fill(numero)
    pagina.get_by_label("Data della seduta").fill(data)
    pagina.get_by_label("Oggetto").fill("Approvazione")
    for parere in ("tecnica", "contabile"):
        pagina.get_by_label(f"Parere di regolarità {parere}").select_option("favorevole")
    pagina.get_by_role("button", name="Approva e congela").click()
    pagina.get_by_role("link", name="Scarica il PDF").wait_for(timeout=120_000)


def _varia_il_piano(segretario, nucleo):
    """Un obiettivo esce dal Piano: con un motivo, un parere, un atto."""
    segretario.goto(indirizzo("relazioni:nuova_variazione"))
    segretario.get_by_label("Oggetto").fill("Il bando regionale è stato rinviato")
    segretario.get_by_label("Motivo").fill("La Regione ha spostato il bando al 2027.")
    segretario.get_by_label("esogena").check()
    conferma(segretario)
    segretario.goto(indirizzo("relazioni:scegli_obiettivi", 1))
    segretario.get_by_role("link", name=re.compile("^Ritira")).last.click()
    segretario.get_by_label("Perché si ritira").fill("Senza il bando non si può fare.")
    conferma(segretario)
    compie(segretario, "Richiedi")
    nucleo.goto(indirizzo("relazioni:parere_variazione", 1))
    nucleo.get_by_role("radio", name="favorevole", exact=True).check()
    conferma(nucleo)
    segretario.reload()
    compie(segretario, "Proponi alla Giunta")
    _approva(segretario, "relazioni:approva_variazione", 1, numero="88", data="2026-09-09")


# ---- i valori ----------------------------------------------------------------------------------------------------


def _misura(segretario, eq, *, sessione):
    """L'E.Q. scrive una riga nella griglia, dal telefono; gli altri valori arrivano da un foglio di calcolo."""
    segretario.goto(indirizzo("obiettivi:monitoraggio"))
    segretario.get_by_role("main").get_by_role("link", name=sessione).click()
    compie(segretario, "Apri")
    pagina = segretario.url
    _scrive_una_riga(eq, f"{pagina}compila/")
    segretario.goto(f"{pagina}foglio/")
    with segretario.expect_download() as attesa:
        segretario.get_by_role("link", name="Scarica il foglio").click()
    segretario.get_by_label("Il foglio compilato").set_input_files(_compilato(attesa.value.path()))
    segretario.get_by_role("button", name="Leggi il foglio").click()
    segretario.get_by_role("button", name="Salva tutto").click()
    riuscito(segretario)
    segretario.goto(pagina)
    compie(segretario, "Segna verificata", "Chiudi")


def _scrive_una_riga(eq, griglia):
    """A fine anno il valore è lontano dal promesso: la causa si scrive nella stessa riga, poi nel foglio resta."""
    eq.set_viewport_size({"width": 390, "height": 844})
    eq.goto(griglia)
    riga = eq.locator("article.rilevazione:has(.campo-valore)").first
    riga.locator(".campo-valore input").fill("1")
    riga.get_by_role("button", name=re.compile("^Salva")).click()
    expect(eq.get_by_text("Salvato")).to_be_visible()
    nessuno(difetti(eq))


def _compilato(foglio):
    """Ogni cella aperta e ancora vuota riceve ciò che il target promette; dove si chiede una causa, la stessa."""
    cartella = load_workbook(BytesIO(foglio.read_bytes()))
    prima, *righe = cartella["Valori"].iter_rows()
    for riga in righe:
        celle = {titolo.value: cella for titolo, cella in zip(prima, riga, strict=True)}
        for nome, valore in _promessi(celle["Target"].value or "").items():
            if not celle[nome].protection.locked and celle[nome].value in (None, ""):
                celle[nome].value = valore
    compilato = foglio.with_suffix(".xlsx")
    cartella.save(compilato)
    return compilato


def _promessi(target):
    numero = re.search(r"\d[\d.]*(?:,\d+)?", target)
    valore = float(numero[0].replace(".", "").replace(",", ".")) if numero else 1
    giorno = re.search(r"(\d\d)/(\d\d)/(\d{4})", target)
    return {
        "Valore": valore,
        "Fatto il": f"{giorno[3]}-{giorno[2]}-{giorno[1]}" if giorno else "",
        "Sì o no": "sì",
        "Causa dello scostamento": "esogena: fuori dal controllo dell'ente",
        "Che cosa è successo": "L'alluvione di novembre.",
        "Che cosa si fa": "Si riprende a primavera.",
    }


def _fa_il_verbale(nucleo, *, sessione):
    """I fatti sono già in parole; depositato, il PDF lo scrive il lavoratore."""
    nucleo.goto(indirizzo("obiettivi:monitoraggio"))
    nucleo.get_by_role("main").get_by_role("link", name=sessione).click()
    nucleo.get_by_role("link", name="Verbale del Nucleo").click()
    nucleo.get_by_role("link", name="Scrivi il verbale").click()
    expect(nucleo.get_by_label("Che cosa si è verificato")).to_have_value(re.compile("Obiettivi misurati"))
    conferma(nucleo)
    compie(nucleo, "Deposita")
    nucleo.get_by_role("button", name="PDF").click()
    nucleo.get_by_role("link", name="Scarica il PDF").wait_for(timeout=60_000)
    nessuno(difetti(nucleo))


# ---- la Relazione ------------------------------------------------------------------------------------------------


def _scrive_la_relazione(segretario):
    segretario.goto(indirizzo("relazioni:relazione"))
    segretario.get_by_role("button", name="Comincia la Relazione").click()
    riuscito(segretario)
    segretario.goto(indirizzo("relazioni:fatti_relazione"))
    segretario.get_by_label("ritardo medio annuale").fill("-3,5")
    segretario.get_by_label("dati estratti dalla PCC").fill("2027-02-10")
    segretario.get_by_label("verbale dell'organo di revisione").fill("Verbale n. 4")
    conferma(segretario)
    _motiva_gli_errori(segretario)


def _motiva_gli_errori(segretario):
    aperti = f"{indirizzo('relazioni:controlli_relazione')}?motivazione=da_motivare"
    segretario.goto(aperti)
    nessuno(difetti(segretario))
    while (motiva := segretario.get_by_role("link", name=re.compile(r"^Motiva\b"))).count():
        motiva.first.click()
        segretario.get_by_label("Motivo").fill("Si corregge l'anno prossimo.")
        conferma(segretario)
        segretario.goto(aperti)


def _valida(nucleo):
    nucleo.goto(indirizzo("relazioni:nuova_validazione"))
    nucleo.get_by_role("radio", name="validata", exact=True).check()
    conferma(nucleo)
    nucleo.get_by_role("button", name="Verbale pubblico").click()
    nucleo.get_by_role("link", name="Scarica il PDF").wait_for(timeout=60_000)


def _pubblica(rpct):
    rpct.goto(indirizzo("relazioni:pubblica_relazione"))
    rpct.get_by_label("Pubblicata il").fill("2027-04-28")
    conferma(rpct)


def _chiunque_la_legge(estraneo, pdf):
    """La pagina pubblica dice i risultati e l'obiettivo ritirato; il file è quello approvato."""
    estraneo.goto(indirizzo("relazioni:relazione_pubblica"))
    expect(estraneo.get_by_role("main")).to_contain_text("Ritirato durante l'anno (Giunta n. 88 del 09/09/2026)")
    nessuno(difetti(estraneo))
    file = estraneo.get_by_role("link", name="Scarica il PDF").get_attribute("href")
    assert estraneo.request.get(file).body() == pdf.read_bytes()
