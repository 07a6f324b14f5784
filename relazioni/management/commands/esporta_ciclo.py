"""Esporta un ciclo in un file di scambio: `esporta_ciclo --ente SLUG --anno ANNO [--uscita FILE]`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from obiettivi.models import Ciclo
from relazioni.scambio import esporta_ciclo, in_testo
from relazioni.scambio.formato import componi_schema


class Command(BaseCommand):
    help = "Esporta un ciclo della performance nel formato di scambio (docs/formato-ciclo.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--ente", metavar="SLUG", help="lo slug dell'ente, come sta nell'indirizzo")
        parser.add_argument("--anno", type=int, help="l'anno del ciclo")
        parser.add_argument("--uscita", type=Path, metavar="FILE", help="dove scrivere (altrimenti a video)")
        parser.add_argument("--schema", action="store_true", help="scrive lo schema JSON del formato, non un ciclo")

    def handle(
        self, *args: Any, ente: str | None, anno: int | None, uscita: Path | None, schema: bool, **opzioni: Any
    ) -> None:
        testo = in_testo(componi_schema() if schema else esporta_ciclo(_ciclo(ente, anno)))
        if uscita is None:
            self.stdout.write(testo, ending="")
            return
        try:
            uscita.write_text(testo, encoding="utf-8")
        except OSError as errore:
            raise CommandError(f"{uscita} non si può scrivere: {errore.strerror}.") from None


def _ciclo(ente: str | None, anno: int | None) -> Ciclo:
    if ente is None or anno is None:
        raise CommandError("Servono --ente e --anno.")
    ciclo = Ciclo.objects.filter(ente__slug=ente, anno=anno).select_related("ente").first()
    if ciclo is None:
        noti = [f"{altro.ente.slug} {altro.anno}" for altro in Ciclo.objects.select_related("ente").order_by("anno")]
        elenco = ", ".join(noti) or "nessuno"
        raise CommandError(f"L'ente «{ente}» non ha un ciclo {anno}. Cicli presenti: {elenco}.")
    return ciclo
