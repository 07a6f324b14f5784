"""Tutte le prove, in ordine: prima le regole (rapide), poi i comportamenti. Si ferma al primo passo che non passa.

Le ultime righe sono quelle di pytest. Non tocca i dati di `make run`: lavora in una cartella temporanea.
"""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from postgresql import database_usa_e_getta

RADICE = Path(__file__).resolve().parent.parent
PROGRAMMI = RADICE / ".venv" / "bin"
STANZE = ["piao", "enti", "obiettivi", "valutazione", "relazioni"]
PRODUZIONE = {
    "SVILUPPO": "0",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "esempio.it",
    "COOKIE_SICURI": "1",
}
IN_PARALLELO = ["-n", "auto", "--maxprocesses", "4"]


def principale() -> None:
    with tempfile.TemporaryDirectory(prefix="piao-prove-") as dati:
        ambiente = os.environ | {
            "SVILUPPO": "1",
            "CARTELLA_DATI": dati,
            "DATABASE_URL": f"sqlite:///{dati}/prove.sqlite3",
            "PATH": f"{PROGRAMMI}{os.pathsep}{os.environ.get('PATH', '')}",
        }
        _regole(ambiente)
        _comportamenti(ambiente)


def _regole(ambiente: dict[str, str]) -> None:
    modelli = sorted(str(file.relative_to(RADICE)) for file in (RADICE / "templates").rglob("*.html"))
    _passo("Formato del codice", ["ruff", "format", "--check", "."], ambiente)
    _passo("Regole del codice", ["ruff", "check", "."], ambiente)
    _passo("Formato dei modelli di pagina", ["djade", "--check", *modelli], ambiente)
    _passo("Regole dei modelli di pagina", ["djlint", "--lint", "--quiet", "templates"], ambiente)
    _passo("Tipi", ["mypy", *STANZE, *sorted(map(str, Path(".ci").glob("*.py")))], ambiente)
    _passo("Ordine delle importazioni", ["lint-imports"], ambiente)
    _passo("Statici", ["python", "manage.py", "prepara_statici"], ambiente)
    _passo("Migrazioni mancanti", ["python", "manage.py", "makemigrations", "--check", "--dry-run"], ambiente)
    controllo = ["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    _passo("Impostazioni di produzione", controllo, ambiente | PRODUZIONE)


def _comportamenti(ambiente: dict[str, str]) -> None:
    _pytest("Comportamenti su SQLite", [*IN_PARALLELO, "-m", "not browser"], ambiente)
    with database_usa_e_getta() as url:
        _pytest("Comportamenti su PostgreSQL", [*IN_PARALLELO, "-m", "not browser"], ambiente | {"DATABASE_URL": url})
    # Un file per processo: le prove di un file si dividono il sito, le entrate, le pagine già viste.
    _pytest("Percorsi nel browser", ["-n", "2", "--dist", "loadfile", "-m", "browser"], ambiente)


def _passo(nome: str, comando: list[str], ambiente: dict[str, str]) -> None:
    """Un controllo silenzioso: se passa una riga, se non passa tutto ciò che ha detto."""
    inizio = time.monotonic()
    esito = subprocess.run(
        comando, cwd=RADICE, env=ambiente, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if esito.returncode:
        print(esito.stdout, esito.stderr, sep="")
        sys.exit(f"FERMO: il passo «{nome}» non è passato.")
    print(f"✓ {nome} ({time.monotonic() - inizio:.0f} s)", flush=True)


def _pytest(nome: str, opzioni: list[str], ambiente: dict[str, str]) -> None:
    """Le prove parlano da sé: si lascia vedere pytest, e se non passano l'ultima parola è la sua."""
    print(f"▸ {nome}", flush=True)
    esito = subprocess.run(["pytest", *opzioni], cwd=RADICE, env=ambiente, stdin=subprocess.DEVNULL, check=False)
    if esito.returncode:
        sys.exit(1)


if __name__ == "__main__":
    try:
        principale()
    except KeyboardInterrupt:
        sys.exit("\nInterrotto.")
