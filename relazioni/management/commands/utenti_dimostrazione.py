"""Elenca gli utenti con cui provare la dimostrazione: `utenti_dimostrazione`."""

from typing import Any

from django.core.management.base import BaseCommand

from relazioni import dimostrazione


class Command(BaseCommand):
    help = "Stampa ruolo, indirizzo e password degli utenti della dimostrazione."

    def handle(self, *args: Any, **opzioni: Any) -> None:
        utenze = dimostrazione.utenze() if dimostrazione.caricata() else []
        if not utenze:
            self.stdout.write("La dimostrazione non è caricata.")
            return
        righe = [("Ruolo", "Indirizzo", "Password")]
        righe += [(utenza.ruolo, utenza.email, dimostrazione.PAROLA) for utenza in utenze]
        larghezze = [max(len(riga[colonna]) for riga in righe) for colonna in range(2)]
        for ruolo, email, parola in righe:
            self.stdout.write(f"{ruolo:<{larghezze[0]}}  {email:<{larghezze[1]}}  {parola}")
