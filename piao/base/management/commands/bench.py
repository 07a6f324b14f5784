from typing import Any

from django.core.management.base import BaseCommand, CommandParser
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
        self.stdout.write(f"{'':<52}{'nostro':>12}{'minimo':>12}{'rapporto':>10}")
        setup_test_environment()
        vecchi = setup_databases(verbosity=0, interactive=False)
        try:
            for misura in misure:
                if solo in misura.__name__:
                    for confronto in misura():
                        self.stdout.write(_riga(confronto))
        finally:
            teardown_databases(vecchi, verbosity=0)
            teardown_test_environment()


def _riga(confronto: Confronto) -> str:
    minimo = "" if confronto.minimo is None else _quanto(confronto.minimo, 1, confronto.unita)
    rapporto = "" if confronto.rapporto is None else _quanto(confronto.rapporto, 2, "×")
    return f"{confronto.nome:<52}{_quanto(confronto.nostro, 1, confronto.unita):>12}{minimo:>12}{rapporto:>10}"


def _quanto(valore: float, decimali: int, unita: str) -> str:
    return f"{valore:.{decimali}f} {unita}".replace(".", ",")
