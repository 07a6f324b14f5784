"""Carica la dimostrazione: `carica_dimostrazione [--ripristina]`."""

from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser

from relazioni import dimostrazione


class Command(BaseCommand):
    help = "Carica la dimostrazione: cinque documenti reali, un comune inventato, un utente per ruolo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--ripristina", action="store_true", help="riporta i dati dimostrativi com'erano, se già caricati"
        )

    def handle(self, *args: Any, ripristina: bool, **opzioni: Any) -> None:
        if dimostrazione.caricata() and not ripristina:
            self.stdout.write("La dimostrazione è già caricata: nulla è cambiato.")
            return
        if "carica_libreria" in get_commands():
            call_command("carica_libreria", stdout=self.stdout)
        try:
            cicli = dimostrazione.carica()
        except dimostrazione.AltriEnti as rifiuto:
            raise CommandError(str(rifiuto)) from None
        for ciclo in cicli:
            self.stdout.write(f"Caricato: {ciclo}.")
        call_command("utenti_dimostrazione", stdout=self.stdout)
