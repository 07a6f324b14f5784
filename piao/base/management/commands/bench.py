import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.test import override_settings
from django.test.utils import setup_databases, setup_test_environment, teardown_databases, teardown_test_environment
from django.utils.module_loading import autodiscover_modules

from piao.base.bench import Confronto, misure


class Command(BaseCommand):
    """Esegue le misure di tutte le stanze su un database di prova: i dati veri non si toccano."""

    help = "Misura il programma accanto al minimo indispensabile per fare la stessa cosa."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "solo", nargs="?", default="", help="esegue solo le misure il cui nome contiene questo testo"
        )

    def handle(self, *args: Any, solo: str, **opzioni: Any) -> None:
        autodiscover_modules("bench")
        call_command("prepara_statici")
        self.stdout.write(f"{'':<60}{'nostro':>14}{'minimo':>14}{'rapporto':>10}")
        with dati_di_prova():
            for misura in misure:
                if solo in misura.__name__:
                    for confronto in misura():
                        self.stdout.write(_riga(confronto))
                        self.stdout.flush()


@contextmanager
def dati_di_prova() -> Iterator[None]:
    """Un database nuovo in un file provvisorio: lo vedono anche i processi a parte, che lo trovano nell'ambiente."""
    prima = dict(os.environ)
    with TemporaryDirectory(prefix="piao-bench-") as cartella, override_settings(MEDIA_ROOT=Path(cartella) / "file"):
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = f"{cartella}/bench.sqlite3"
        setup_test_environment()
        vecchi = setup_databases(verbosity=0, interactive=False)
        try:
            os.environ.update(CARTELLA_DATI=cartella, DATABASE_URL=_indirizzo_database())
            yield
        finally:
            os.environ.clear()
            os.environ.update(prima)
            teardown_databases(vecchi, verbosity=0)
            teardown_test_environment()


def _indirizzo_database() -> str:
    nome = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{nome}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{nome}").geturl()


def _riga(confronto: Confronto) -> str:
    minimo = "" if confronto.minimo is None else _quanto(confronto.minimo, 1, confronto.unita)
    rapporto = "" if confronto.rapporto is None else _quanto(confronto.rapporto, 2, "×")
    return f"{confronto.nome:<60}{_quanto(confronto.nostro, 1, confronto.unita):>14}{minimo:>14}{rapporto:>10}"


def _quanto(valore: float, decimali: int, unita: str) -> str:
    return f"{valore:.{decimali}f} {unita}".replace(".", ",")
