"""Un PostgreSQL usa e getta: nasce in una cartella temporanea, risponde su un socket unix, sparisce alla fine."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

UTENTE_DI_SISTEMA = "postgres"
# I dati si buttano: niente attese per scriverli davvero sul disco.
OPZIONI = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


@contextmanager
def database_usa_e_getta() -> Iterator[str]:
    """Dà il `DATABASE_URL` di un server vuoto. Solleva `CalledProcessError` se il server non parte."""
    programmi = _cartella_programmi()
    cartella = Path(tempfile.mkdtemp(prefix="piao-pg-"))
    come = _senza_privilegi(cartella)
    dati = str(cartella / "dati")
    try:
        _esegui(
            [programmi / "initdb", "-D", dati, "-U", "piao", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"], come
        )
        opzioni = f"-k {cartella} {OPZIONI}"
        _esegui(
            [programmi / "pg_ctl", "-D", dati, "-l", str(cartella / "registro"), "-w", "-o", opzioni, "start"], come
        )
        try:
            yield f"postgres://piao@{quote(str(cartella), safe='')}/piao"
        finally:
            _esegui([programmi / "pg_ctl", "-D", dati, "-m", "immediate", "stop"], come)
    finally:
        shutil.rmtree(cartella, ignore_errors=True)


def _cartella_programmi() -> Path:
    """La versione più recente fra quelle installate; Debian non le mette nel PATH."""
    versioni = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda cartella: int(cartella.parent.name))
    return versioni[-1] if versioni else Path(shutil.which("initdb") or "initdb").parent


def _senza_privilegi(cartella: Path) -> dict[str, Any]:
    """initdb rifiuta root: in quel caso si diventa l'utente di sistema del database."""
    if os.geteuid() != 0:
        return {"cwd": cartella}
    shutil.chown(cartella, UTENTE_DI_SISTEMA, UTENTE_DI_SISTEMA)
    return {"cwd": cartella, "user": UTENTE_DI_SISTEMA, "group": UTENTE_DI_SISTEMA, "extra_groups": []}


def _esegui(comando: list[str | Path], come: dict[str, Any]) -> None:
    subprocess.run(comando, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, **come)
