"""Le migrazioni si applicano una volta sola: ogni processo di prova parte da una copia della base già pronta.

Applicarle tutte costa una ventina di secondi, per ogni processo e a ogni avvio delle prove. La copia porta nel nome
l'impronta delle migrazioni: basta cambiarne una perché si rifaccia.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings

CARTELLA = Path(tempfile.gettempdir()) / f"piao-schema-{os.getuid()}"


def sqlite_pronto():
    """Il file SQLite con tutte le tabelle; lo prepara il primo che lo chiede, gli altri aspettano."""
    base = CARTELLA / f"{_impronta()}.sqlite3"
    with _uno_alla_volta():
        if not base.exists():
            in_corso = base.with_suffix(".in-corso")
            in_corso.unlink(missing_ok=True)
            _migra(f"sqlite:///{in_corso}")
            in_corso.rename(base)
    return base


def postgresql_pronto(connessione):
    """Il nome del database da cui PostgreSQL copia; lo prepara il primo che lo chiede."""
    nome = f"piao_schema_{_impronta()}"
    dati = connessione.settings_dict
    with _uno_alla_volta(), closing(_amministra(connessione)) as comandi:
        if not comandi.execute("select 1 from pg_database where datname = %s", [nome]).fetchone():
            comandi.execute(f'drop database if exists "{nome}_in_corso"')
            comandi.execute(f'create database "{nome}_in_corso"')
            _migra(f"postgres://{dati['USER']}@{dati['HOST'].replace('/', '%2F')}:{dati['PORT']}/{nome}_in_corso")
            comandi.execute(f'alter database "{nome}_in_corso" rename to "{nome}"')
    return nome


def _amministra(connessione):
    parametri = connessione.get_connection_params() | {"dbname": "postgres", "autocommit": True}
    parametri.pop("cursor_factory", None)  # quello di Django vuole la sua connessione
    return connessione.Database.connect(**parametri)


def _migra(url):
    """Applica le migrazioni. Solleva RuntimeError se intanto qualcuno le cambia: la copia non sarebbe ciò che dice."""
    prima = _impronta()
    ambiente = os.environ | {"SVILUPPO": "1", "DATABASE_URL": url}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=settings.RADICE, env=ambiente, check=True
    )
    if _impronta() != prima:
        raise RuntimeError("Le migrazioni sono cambiate mentre si applicavano: si rilancino le prove.")


def _impronta():
    impronta = hashlib.sha256()
    for applicazione in apps.get_app_configs():
        for file in sorted(Path(applicazione.path, "migrations").glob("*.py")):
            impronta.update(str(file.name).encode() + file.read_bytes())
    return impronta.hexdigest()[:16]


@contextmanager
def _uno_alla_volta():
    CARTELLA.mkdir(exist_ok=True)
    with (CARTELLA / "serratura").open("w") as serratura:
        fcntl.flock(serratura, fcntl.LOCK_EX)
        yield
