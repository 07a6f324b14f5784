"""Carica la dimostrazione: `carica_dimostrazione [--ripristina]`."""

from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser

from piao.base.lavori import ErroreDiLavoro
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
        self._vive_gli_anni()
        self._pubblica_i_reali()
        call_command("utenti_dimostrazione", stdout=self.stdout)

    def _vive_gli_anni(self) -> None:
        """Senza le librerie del PDF non si congela nulla: il resto della dimostrazione serve lo stesso."""
        try:
            prima = dimostrazione.carica_anno_prima()
            self.stdout.write(f"Caricato: {prima}, approvato e misurato.")
            self.stdout.write(f"Adottato: {dimostrazione.adotta_il_sistema()}.")
            dimostrazione.vivi_gli_anni(prima)
            self.stdout.write(f"Vissuto: {prima}, fino ai premi e alla Relazione pubblicata.")
        except ErroreDiLavoro as errore:
            self.stdout.write(f"Manca l'anno prima del Comune di Esempio. {errore}")
            self.stdout.write(f"Adottato: {dimostrazione.adotta_il_sistema()}.")

    def _pubblica_i_reali(self) -> None:
        """Come sopra: senza le librerie del PDF i Piani reali restano da pubblicare."""
        try:
            for pubblicata in dimostrazione.pubblica_i_reali():
                self.stdout.write(f"Pubblicato: {pubblicata} – {pubblicata.ente}.")
        except ErroreDiLavoro as errore:
            self.stdout.write(f"Nessun Piano reale è pubblicato. {errore}")
