from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.core.management.base import BaseCommand, CommandError, CommandParser
from PIL import Image
from playwright.sync_api import Error, sync_playwright

IMMAGINI = Path(settings.RADICE) / "docs" / "immagini"
CHROMIUM = "/usr/bin/chromium"
# La macchina di chi sviluppa può essere root, e Chromium non deve cercare la rete per conto suo.
OPZIONI = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--lang=it",
]


class Command(BaseCommand):
    """Fotografa il programma in funzione e mette le immagini in `docs/immagini/`, leggere, per il README."""

    help = "Fotografa pagine del programma in funzione: manage.py schermate --utente EMAIL nome=/indirizzo/ …"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("pagine", nargs="+", help="nome=/indirizzo/")
        parser.add_argument("--porta", default="8000")
        parser.add_argument("--utente", required=True, help="indirizzo e-mail di chi guarda")

    def handle(self, *args: Any, pagine: list[str], porta: str, utente: str, **opzioni: Any) -> None:
        IMMAGINI.mkdir(parents=True, exist_ok=True)
        sessione = _sessione_di(utente)
        try:
            for nome, _, indirizzo in (pagina.partition("=") for pagina in pagine):
                foto = _fotografa(f"http://localhost:{porta}", indirizzo, str(sessione.session_key))
                Image.open(BytesIO(foto)).save(IMMAGINI / f"{nome}.webp", quality=85, method=6)
                self.stdout.write(f"docs/immagini/{nome}.webp")
        except Error as errore:
            raise CommandError(f"Il programma non risponde sulla porta {porta}: avviatelo con «make run».") from errore
        finally:
            sessione.delete()


def _sessione_di(email: str) -> SessionStore:
    """Una sessione già entrata, senza passare dalla password. Solleva `CommandError` se l'utente non c'è."""
    utente = get_user_model().objects.filter(email=email).first()
    if utente is None:
        raise CommandError(f"Non c'è nessun utente con indirizzo «{email}».")
    sessione = SessionStore()
    sessione[SESSION_KEY] = str(utente.pk)
    sessione[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    sessione[HASH_SESSION_KEY] = utente.get_session_auth_hash()
    sessione.create()
    return sessione


def _fotografa(sito: str, indirizzo: str, chiave: str) -> bytes:
    with sync_playwright() as gioco, gioco.chromium.launch(executable_path=CHROMIUM, args=OPZIONI) as navigatore:
        contesto = navigatore.new_context(viewport={"width": 1280, "height": 800}, locale="it-IT")
        contesto.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": chiave, "url": sito}])
        pagina = contesto.new_page()
        pagina.goto(sito + indirizzo, wait_until="networkidle")
        return pagina.screenshot()
