"""Un sito vero per le prove nel browser: quello di `make run`, con la dimostrazione, avviato una volta sola."""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.strumenti import PAROLA, RADICE
from tests.schema import sqlite_pronto

CHROMIUM = "/usr/bin/chromium"
OROLOGIO = RADICE / "tests/browser/orologio"
# Da root Chromium vuole --no-sandbox; senza rete di fondo le prove girano anche dove c'è solo questa macchina.
OPZIONI = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--lang=it",
]
SECONDI_PER_PARTIRE = 120
PAZIENZA = 20_000  # millisecondi: dove la macchina fa anche altro, una pagina giusta può arrivare tardi
DATE = {"LANGUAGE": "it"}  # le caselle delle date in italiano, come le vede chi usa il programma


@pytest.fixture(scope="session")
def archivio(tmp_path_factory):
    """Una cartella di dati appena preparata, con la dimostrazione: ogni sito parte da una sua copia."""
    cartella = tmp_path_factory.mktemp("archivio")
    shutil.copy(sqlite_pronto(), cartella / "piao.sqlite3")
    for comando in ("createcachetable", "carica_dimostrazione"):
        subprocess.run(
            [sys.executable, "manage.py", comando],
            cwd=RADICE,
            env=ambiente(cartella),
            capture_output=True,
            check=True,
        )
    return cartella


@pytest.fixture(scope="session")
def sito(archivio, tmp_path_factory):
    """L'indirizzo del sito che le prove si dividono: `manage.py avvia`, cioè gunicorn e il lavoratore.

    Per scrivere una prova conviene un sito già avviato: `SITO=http://localhost:8000 pytest -m browser …`.
    """
    if gia_avviato := os.environ.get("SITO"):
        yield gia_avviato
        return
    with sito_da(archivio, tmp_path_factory.mktemp("sito")) as base:
        yield base


@contextmanager
def sito_da(archivio, cartella, *, oggi=None):
    """Avvia un sito su una copia dell'archivio e lo ferma alla fine. `oggi`: il giorno in cui vive."""
    shutil.copytree(archivio, cartella, dirs_exist_ok=True)
    porta = _porta_libera()
    with (cartella / "avvia.txt").open("w") as diario:
        comando = [sys.executable, "manage.py", "avvia", "--porta", str(porta)]
        processo = subprocess.Popen(
            comando, cwd=RADICE, env=ambiente(cartella, oggi=oggi), stdout=diario, stderr=subprocess.STDOUT
        )
    try:
        _aspetta(processo, f"http://127.0.0.1:{porta}", cartella / "avvia.txt")
        yield f"http://127.0.0.1:{porta}"
    finally:
        processo.terminate()
        processo.wait(timeout=30)


def ambiente(cartella, *, oggi=None):
    """Le variabili d'ambiente di un programma che lavora su quella cartella di dati, in quel giorno."""
    variabili = os.environ | {"SVILUPPO": "1", "CARTELLA_DATI": str(cartella)}
    if oggi:
        variabili |= {"OGGI": oggi, "PYTHONPATH": str(OROLOGIO)}
    variabili.pop("DATABASE_URL", None)
    return variabili


def _porta_libera():
    with socket.socket() as presa:
        presa.bind(("127.0.0.1", 0))
        return presa.getsockname()[1]


def _aspetta(processo, base, diario):
    scadenza = time.monotonic() + SECONDI_PER_PARTIRE
    while processo.poll() is None and time.monotonic() < scadenza:
        with suppress(URLError, ConnectionError):
            urlopen(f"{base}/salute").close()
            return
        time.sleep(0.2)
    raise RuntimeError(f"Il sito di prova non risponde.\n{diario.read_text()}")


@pytest.fixture(scope="session")
def chromium():
    expect.set_options(timeout=PAZIENZA)
    with sync_playwright() as gioco:
        navigatore = gioco.chromium.launch(executable_path=CHROMIUM, args=OPZIONI, env=os.environ | DATE)
        yield navigatore
        navigatore.close()


@pytest.fixture(scope="session")
def entrata(chromium, sito):
    """I biscotti di chi è entrato: ognuno entra una volta sola, come farebbe la mattina."""
    return biscotti(chromium, sito)


def biscotti(chromium, base):
    presi = {}

    def _entrata(email):
        if email not in presi:
            contesto = chromium.new_context(base_url=base)
            entra(contesto.new_page(), email)
            presi[email] = contesto.storage_state()
            contesto.close()
        return presi[email]

    return _entrata


def entra(pagina, email):
    pagina.goto("/accesso/login/")
    pagina.fill("input[name=login]", email)
    pagina.fill("input[name=password]", PAROLA)
    pagina.press("input[name=password]", "Enter")
    pagina.wait_for_url(lambda indirizzo: "/login" not in indirizzo)


@pytest.fixture
def apri(chromium, sito, entrata):
    """Apre una pagina per una persona: `apri("segretario@…")`; senza nome, da estraneo."""
    with pagine_di(chromium, sito, entrata) as apre:
        yield apre


@contextmanager
def pagine_di(chromium, base, entrata):
    """Alla fine nessuna pagina aperta deve aver scritto errori in console (violazioni della CSP comprese)."""
    contesti, errori = [], []

    def _apri(email=None, *, larghezza=1280, javascript=True):
        contesto = chromium.new_context(
            base_url=base,
            viewport={"width": larghezza, "height": 900},
            locale="it-IT",
            java_script_enabled=javascript,
            storage_state=entrata(email) if email else None,
        )
        contesti.append(contesto)
        contesto.on("console", lambda voce: _annota(errori, voce))
        contesto.on("weberror", lambda errore: errori.append(str(errore.error)))
        return contesto.new_page()

    yield _apri
    for contesto in contesti:
        contesto.close()
    assert errori == []


def _annota(errori, voce):
    # Una pagina che risponde 403 o 404 è un «errore» per la console, ma è la risposta giusta.
    if voce.type == "error" and "the server responded with a status of 4" not in voce.text:
        errori.append(f"{voce.page.url if voce.page else ''}: {voce.text}")
