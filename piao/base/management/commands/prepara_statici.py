import fcntl
import hashlib
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

MODULI = Path(settings.RADICE) / "node_modules"
KIT = MODULI / "bootstrap-italia" / "dist"
LIBRERIE = Path(settings.RADICE) / "static" / "librerie"
# I font dei segni rari nei PDF (piao/base/pdf/caratteri.py), ciascuno con la sua licenza.
RIPIEGO = {
    "DejaVuSans.ttf": "dejavu-fonts-ttf/ttf/DejaVuSans.ttf",
    "DejaVuSans-Bold.ttf": "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf",
    "DejaVuSans-licenza.txt": "dejavu-fonts-ttf/LICENSE",
    "NotoEmoji.ttf": "@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf",
    "NotoEmoji-licenza.txt": "@expo-google-fonts/noto-emoji/LICENSE_FONT",
}
SORGENTE_KIT = Path(settings.RADICE) / "piao" / "base" / "kit.js"


class Command(BaseCommand):
    """Porta in `static/librerie/` ciò che le pagine usano del kit grafico, poi raccoglie tutti gli statici.

    Solleva `CommandError` se le librerie non sono installate.
    """

    help = (
        "Prepara gli statici: librerie da node_modules, poi raccolta e compressione. Se nulla è cambiato non fa nulla."
    )

    def handle(self, *args: Any, **opzioni: Any) -> None:
        if not KIT.is_dir() or not all((MODULI / origine).is_file() for origine in RIPIEGO.values()):
            raise CommandError("Mancano le librerie dell'interfaccia: eseguite «make prepara».")
        with _uno_alla_volta():
            _copia_stile()
            _copia_caratteri()
            _componi_kit()
            _raccogli()


@contextmanager
def _uno_alla_volta() -> Iterator[None]:
    """Due avvii insieme scriverebbero negli stessi file: il secondo aspetta, e trova tutto fatto."""
    cartella = os.open(settings.RADICE, os.O_RDONLY)
    try:
        fcntl.flock(cartella, fcntl.LOCK_EX)
        yield
    finally:
        os.close(cartella)


def _raccogli() -> None:
    impronta = _impronta()
    nota = Path(settings.STATIC_ROOT) / ".impronta"
    if not nota.is_file() or nota.read_text() != impronta:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        nota.write_text(impronta)


def _copia_stile() -> None:
    stile = (KIT / "css" / "bootstrap-italia.min.css").read_text()
    # Il commento sourceMappingURL nomina un file che non si pubblica: la raccolta con impronte si fermerebbe lì.
    stile = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", stile)
    # Il carattere dei filmati è scritto dentro il foglio di stile: la CSP lo rifiuta, e filmati non ne abbiamo.
    stile = re.sub(r"@font-face\{font-family:VideoJS;[^}]*\}", "", stile)
    _scrivi_se_cambia(LIBRERIE / "bootstrap-italia.min.css", stile.encode())
    _scrivi_se_cambia(LIBRERIE / "sprites.svg", (KIT / "svg" / "sprites.svg").read_bytes())


def _copia_caratteri() -> None:
    """`woff2` per le pagine, `ttf` per i PDF, e le licenze dei caratteri."""
    for nome, origine in RIPIEGO.items():
        _scrivi_se_cambia(LIBRERIE / "fonts" / "ripiego" / nome, (MODULI / origine).read_bytes())
    for file in (KIT / "fonts").rglob("*"):
        if file.suffix in {".woff2", ".ttf", ".txt"}:
            _scrivi_se_cambia(LIBRERIE / "fonts" / file.relative_to(KIT / "fonts"), file.read_bytes())


def _componi_kit() -> None:
    """Un solo modulo JavaScript con le parti del kit elencate in `kit.js` (62 KB invece dei 255 del kit intero)."""
    opzioni = ["--bundle", "--minify", "--format=esm", "--target=es2020", "--log-level=error"]
    # Il kit si dichiara «senza effetti», ma i suoi moduli si agganciano alla pagina appena importati.
    opzioni.append("--ignore-annotations")
    esito = subprocess.run([_esbuild(), SORGENTE_KIT, *opzioni], cwd=settings.RADICE, capture_output=True, check=False)
    if esito.returncode:
        raise CommandError(f"Il kit grafico non si compone:\n{esito.stderr.decode()}")
    _scrivi_se_cambia(LIBRERIE / "kit.js", esito.stdout)


def _esbuild() -> Path:
    """Il programma per questa macchina: npm ne installa uno solo, e così non serve Node per eseguirlo."""
    programmi = sorted(MODULI.glob("@esbuild/*/bin/esbuild"))
    if not programmi:
        raise CommandError("Manca esbuild fra le librerie: eseguite «make prepara».")
    return programmi[0]


def _scrivi_se_cambia(file: Path, contenuto: bytes) -> None:
    if not file.is_file() or file.read_bytes() != contenuto:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(contenuto)


def _impronta() -> str:
    """Cambia se cambia uno qualsiasi dei file da raccogliere (nome, misura, data)."""
    somma = hashlib.sha256()
    for cercatore in get_finders():
        for nome, deposito in cercatore.list([]):
            stato = Path(deposito.path(nome)).stat()
            somma.update(f"{nome} {stato.st_size} {stato.st_mtime_ns}\n".encode())
    return somma.hexdigest()
