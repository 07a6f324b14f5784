"""Il ruolo PostgreSQL delle pagine pubbliche: `ruolo_pubblico [--nome piao_pubblico] [--esegui]`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from relazioni.pubblico.guardia import permessi


class Command(BaseCommand):
    """Senza `--esegui` stampa le istruzioni, da dare al database con un utente che può crearlo."""

    help = "Crea, o descrive, il ruolo del database che legge soltanto ciò che è pubblicato."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--nome", default="piao_pubblico", help="come si chiama il ruolo")
        parser.add_argument("--esegui", action="store_true", help="le esegue invece di stamparle")

    def handle(self, *args: Any, nome: str, esegui: bool, **opzioni: Any) -> None:
        if not esegui:
            self.stdout.write("\n".join(f"{riga};" for riga in (_creazione(nome), *permessi(nome))))
            return
        if connection.vendor != "postgresql":
            raise CommandError("I ruoli ci sono soltanto in PostgreSQL: qui la guardia delle pagine pubbliche basta.")
        with transaction.atomic(), connection.cursor() as cursore:
            cursore.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [nome])
            if cursore.fetchone() is None:
                cursore.execute(_creazione(nome))
            for riga in permessi(nome):
                cursore.execute(riga)
        self.stdout.write(f"Il ruolo «{nome}» legge soltanto ciò che è pubblicato. Ora dagli una parola d'ordine.")


def _creazione(nome: str) -> str:
    return f"CREATE ROLE {connection.ops.quote_name(nome)} LOGIN NOINHERIT"
