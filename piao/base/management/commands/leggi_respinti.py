import mailbox
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from piao.base.avvisi.respinti import segna_respinte


class Command(BaseCommand):
    help = "Legge le notifiche di mancata consegna e segna le lettere respinte. Senza opzioni legge da standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        dove = parser.add_mutually_exclusive_group()
        dove.add_argument("--mbox", type=Path, help="Una casella in formato mbox.")
        dove.add_argument("--maildir", type=Path, help="Una casella in formato Maildir.")

    def handle(self, *args: Any, mbox: Path | None, maildir: Path | None, **opzioni: Any) -> None:
        segnate, altre = segna_respinte(_notifiche(mbox, maildir))
        self.stdout.write(f"Lettere respinte: {segnate}. Messaggi che non ci riguardano: {altre}.")


def _notifiche(mbox: Path | None, maildir: Path | None) -> Iterator[bytes]:
    """I messaggi uno alla volta, così come sono. Solleva CommandError se la casella non c'è."""
    casella = mbox or maildir
    if casella is None:
        yield sys.stdin.buffer.read()
        return
    if not casella.exists():
        raise CommandError(f"La casella «{casella}» non esiste: controllate il percorso.")
    aperta = mailbox.mbox(str(casella), create=False) if mbox else mailbox.Maildir(str(casella), create=False)
    try:
        for chiave in aperta.iterkeys():
            yield aperta.get_bytes(chiave)
    finally:
        aperta.close()
