"""Prepara macchina e progetto: pacchetti di sistema, `.venv`, librerie dell'interfaccia. Ciò che c'è già non si rifà.

Uso: `python3 .ci/prepara.py esegui` oppure `prove`. Solo libreria standard: gira prima che esista qualsiasi pacchetto.
Esce con 2 se mancano pacchetti di sistema che non può installare, con 1 se un'installazione non riesce.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

RADICE = Path(__file__).resolve().parent.parent
VENV = RADICE / ".venv"
MODULI = RADICE / "node_modules"
PYTHON_MINIMO = (3, 11)
SCOPI = ("esegui", "prove")
NPM_MINIMO = 7  # il primo che legge il nostro package-lock.json


def _carica(libreria: str) -> bool:
    try:
        ctypes.CDLL(libreria)
    except OSError:
        return False
    return True


# Si prova ciò che serve, non il nome del pacchetto: così va bene anche una macchina che non è Debian.
PACCHETTI_ESEGUI: dict[str, Callable[[], bool]] = {
    "python3-venv": lambda: find_spec("ensurepip") is not None,
    "libpango-1.0-0": lambda: _carica("libpango-1.0.so.0"),
    "libpangoft2-1.0-0": lambda: _carica("libpangoft2-1.0.so.0"),
    "libharfbuzz-subset0": lambda: _carica("libharfbuzz-subset.so.0"),
}
PACCHETTI_PROVE: dict[str, Callable[[], bool]] = {
    "postgresql": lambda: any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or bool(shutil.which("initdb")),
    "chromium": lambda: shutil.which("chromium") is not None,
    "libatomic1": lambda: _carica("libatomic.so.1"),  # la vuole il motore di Playwright
    "chromium-l10n": lambda: Path("/usr/lib/chromium/locales/it.pak").is_file(),
}


def principale(scopo: str) -> None:
    if scopo not in SCOPI:
        _esci(f"Si prepara per: {' oppure '.join(SCOPI)}.", 2)
    if sys.version_info < PYTHON_MINIMO:
        _esci(f"Serve Python 3.11 o successivo: python3 è {sys.version.split()[0]}.", 2)
    pacchetti_di_sistema(PACCHETTI_ESEGUI | (PACCHETTI_PROVE if scopo == "prove" else {}))
    pacchetti_python("requirements-prove.lock" if scopo == "prove" else "requirements.lock")
    librerie_dell_interfaccia(scopo)


# ---- sistema -----------------------------------------------------------------------------------------


def pacchetti_di_sistema(pacchetti: dict[str, Callable[[], bool]]) -> None:
    mancano = [nome for nome, presente in pacchetti.items() if not presente()]
    if not mancano:
        return
    riga = f"apt-get install -y --no-install-recommends {' '.join(mancano)}"
    amministra = _prefisso_da_amministratore()
    if amministra is None:
        _esci(f"Mancano dei pacchetti di sistema. Eseguite da amministratore:\n\n    {riga}\n\npoi ripetete.", 2)
    _annuncia(f"Installo i pacchetti di sistema che mancano: {', '.join(mancano)}")
    ambiente = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*amministra, "apt-get", "update", "-q"], env=ambiente, stdout=subprocess.DEVNULL, check=False)
    esito = subprocess.run([*amministra, *riga.split()], env=ambiente, stdout=subprocess.DEVNULL, check=False)
    if esito.returncode:
        _esci(f"L'installazione non è riuscita. Eseguite da amministratore:\n\n    {riga}\n\npoi ripetete.", 2)


def _prefisso_da_amministratore() -> list[str] | None:
    """Come diventare amministratore senza domande: `[]` se lo siamo già, `None` se non si può."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    muto = subprocess.DEVNULL
    if sudo and subprocess.run([sudo, "-n", "true"], stdout=muto, stderr=muto, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


# ---- Python ------------------------------------------------------------------------------------------


def pacchetti_python(lock: str) -> None:
    """Un solo `.venv`: il lock delle prove contiene quello d'esecuzione, con le stesse versioni."""
    if not _funziona(VENV / "bin" / "python"):
        _annuncia("Creo l'ambiente Python in .venv")
        _esegui([sys.executable, "-m", "venv", "--clear", str(VENV)], "L'ambiente Python non si crea.")
    if _segnato(VENV, "requirements-prove.lock") or _segnato(VENV, lock):
        return
    _annuncia("Installo i pacchetti Python (la prima volta: un paio di minuti)")
    _pip(lock)
    _segna(VENV, lock)


def _pip(lock: str) -> None:
    comando = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    comando += ["--no-input", "--require-hashes", "-r", lock]
    _esegui(comando, "I pacchetti Python non si installano: controllate la rete e ripetete.")


# ---- interfaccia -------------------------------------------------------------------------------------


def librerie_dell_interfaccia(scopo: str) -> None:
    if _segnato(MODULI, "package-lock.json", "prove") or _segnato(MODULI, "package-lock.json", scopo):
        return
    _annuncia("Installo le librerie dell'interfaccia")
    comando = [_npm(), "ci", "--loglevel=error", *([] if scopo == "prove" else ["--omit=dev"])]
    _esegui(comando, "Le librerie dell'interfaccia non si installano: controllate la rete e ripetete.")
    _segna(MODULI, "package-lock.json", scopo)


def _npm() -> str:
    """Il npm del sistema se è abbastanza recente, altrimenti quello portato da un pacchetto Python."""
    sistema = shutil.which("npm")
    if sistema and _versione_npm(sistema) >= NPM_MINIMO:
        return sistema
    proprio = VENV / "bin" / "npm"
    if not proprio.exists():
        _pip("requirements-node.lock")
    return str(proprio)


def _versione_npm(npm: str) -> int:
    esito = subprocess.run([npm, "--version"], capture_output=True, text=True, check=False)
    principale, _, _ = esito.stdout.partition(".")
    return int(principale) if principale.isdigit() else 0


# ---- dentro ------------------------------------------------------------------------------------------


def _funziona(python: Path) -> bool:
    if not python.exists():
        return False
    return subprocess.run([python, "-c", "import pip"], capture_output=True, check=False).returncode == 0


def _segnato(cartella: Path, lock: str, scopo: str = "") -> bool:
    """Vero se da quando si è installato il file di lock non è cambiato: per questo la seconda volta è rapida."""
    nota = cartella / f".installato-{lock}{scopo and '-'}{scopo}"
    return nota.is_file() and nota.read_text() == _impronta(lock)


def _segna(cartella: Path, lock: str, scopo: str = "") -> None:
    (cartella / f".installato-{lock}{scopo and '-'}{scopo}").write_text(_impronta(lock))


def _impronta(lock: str) -> str:
    return hashlib.sha256((RADICE / lock).read_bytes()).hexdigest()


def _esegui(comando: list[str], se_fallisce: str) -> None:
    ambiente = os.environ | {
        "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}",
        "NODE_USE_SYSTEM_CA": "1",  # il npm portato da Python si fida di chi si fida il sistema
    }
    muto = subprocess.DEVNULL  # gli errori si vedono: vanno sull'altra uscita
    if subprocess.run(comando, cwd=RADICE, env=ambiente, stdin=muto, stdout=muto, check=False).returncode:
        _esci(se_fallisce, 1)


def _annuncia(frase: str) -> None:
    print(f"• {frase}…", flush=True)


def _esci(frase: str, codice: int) -> NoReturn:
    print(frase, file=sys.stderr)
    raise SystemExit(codice)


if __name__ == "__main__":
    try:
        principale(sys.argv[1] if len(sys.argv) > 1 else "esegui")
    except KeyboardInterrupt:
        _esci("\nInterrotto: quando ripetete si riprende da qui.", 130)
