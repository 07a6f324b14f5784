"""Importa un ciclo da un file di scambio: `importa_ciclo FILE.json`."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from relazioni.scambio import FileNonValido, importa_ciclo, leggi_file
from relazioni.scambio.importa import riassunto


class Command(BaseCommand):
    help = "Importa un ciclo della performance da un file JSON (docs/formato-ciclo.md). Tutto o niente."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.json", help="il file da importare")

    def handle(self, *args: Any, file: Path, **opzioni: Any) -> None:
        try:
            ciclo, esito = importa_ciclo(leggi_file(file))
        except FileNonValido as rifiuto:
            self.stderr.write(f"{file.name} non è stato importato. Nulla è cambiato.")
            for errore in rifiuto.errori:
                self.stderr.write(f"  {errore}")
            sys.exit(1)
        self.stdout.write(f"{ciclo}: {riassunto(esito) or 'nulla da cambiare'}.")
