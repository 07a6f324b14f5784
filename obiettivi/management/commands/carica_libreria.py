from typing import Any

from django.core.management.base import BaseCommand

from obiettivi.libreria import carica_libreria_comune


class Command(BaseCommand):
    help = "Allinea la libreria comune degli obiettivi pronti; rifarlo non cambia nulla."

    def handle(self, **_: Any) -> None:
        esito = carica_libreria_comune()
        self.stdout.write(
            f"Libreria comune: {esito.totale} modelli "
            f"({esito.nuovi} nuovi, {esito.cambiati} aggiornati, {esito.tolti} tolti)."
        )
