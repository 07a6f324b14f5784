"""python manage.py apri_ente: il primo ente di un'installazione, con il suo Segretario già invitato."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from enti.azioni import apri_ente
from enti.voci import TipoEnte


class Command(BaseCommand):
    help = "Crea un ente e il suo primo Segretario; stampa il collegamento con cui sceglie la password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--slug", required=True, help="Il nome nell'indirizzo, per esempio «esempio».")
        parser.add_argument("--denominazione", required=True)
        parser.add_argument("--tipo", choices=TipoEnte.values, default=TipoEnte.COMUNE)
        parser.add_argument("--segretario", required=True, metavar="EMAIL", help="La posta del Segretario.")
        parser.add_argument("--cognome", required=True)
        parser.add_argument("--nome", default="")
        parser.add_argument("--sito", default="http://localhost:8000", help="Dove si apre il programma.")

    def handle(self, *args: Any, sito: str, **dati: Any) -> None:
        campi = ("slug", "denominazione", "tipo", "segretario", "cognome", "nome")
        try:
            ente, invito, segreto = apri_ente(**{campo: dati[campo] for campo in campi})
        except ValidationError as errore:
            raise CommandError(" ".join(errore.messages)) from errore
        collegamento = sito.rstrip("/") + reverse("enti:invito", args=[ente.slug, segreto])
        self.stdout.write(f"Aperto «{ente}». Il collegamento per {invito.email}, valido 7 giorni:\n{collegamento}")
