"""Ricalcola i casi di un file nel formato di scambio degli SMVP: `calcola_smvp FILE.json [--confronta] [--spiega]`."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from valutazione.motore.casi import Calcolato, FileIlleggibile, calcola_caso, differenze, leggi_casi


class Command(BaseCommand):
    requires_system_checks = ()  # solo conti: non tocca database né indirizzi
    help = "Ricalcola i casi di un file di SMVP (docs/formato-smvp.md) con il motore dell'applicazione."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.json", help="il file con i casi")
        parser.add_argument(
            "--confronta", action="store_true", help="confronta con «atteso»: esce con 1 se differisce"
        )
        parser.add_argument("--spiega", action="store_true", help="scrive sullo standard error i passi di ogni conto")

    def handle(self, *args: Any, file: Path, confronta: bool, spiega: bool, **opzioni: Any) -> None:
        try:
            casi = leggi_casi(file)
        except FileIlleggibile as errore:
            raise CommandError(str(errore)) from errore
        calcolati = [calcola_caso(caso, posto) for posto, caso in enumerate(casi)]
        for calcolato in calcolati:
            self._a_margine(calcolato, spiega)
        if confronta:
            self._confronta(casi, calcolati)
        else:
            esiti = {"casi": [calcolato.in_formato() for calcolato in calcolati]}
            self.stdout.write(json.dumps(esiti, ensure_ascii=False, indent=2))

    def _a_margine(self, calcolato: Calcolato, spiega: bool) -> None:
        for prova, esito in (calcolato.prove or {}).items():
            for avviso in esito.avvisi:
                self.stderr.write(f"{calcolato.id}.{prova}: attenzione, {avviso}")
            for passo in esito.passi if spiega else ():
                self.stderr.write(f"{calcolato.id}.{prova}: {passo}")

    def _confronta(self, casi: list[Any], calcolati: list[Calcolato]) -> None:
        diversi = [
            frase
            for caso, calcolato in zip(casi, calcolati, strict=True)
            for frase in differenze(calcolato, caso.get("atteso") if isinstance(caso, dict) else None)
        ]
        for frase in diversi:
            self.stdout.write(frase)
        self.stdout.write(f"{len(casi)} casi, {len(diversi)} differenze.")
        if diversi:
            sys.exit(1)
