import json
import sys
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from obiettivi.models import Ciclo
from piao.base.controlli import Esito
from relazioni.controlli import esamina_piano


class Command(BaseCommand):
    """Controlla la conformità del Piano di un ente; esce con 1 se un rilievo blocca."""

    help = "Controlla la conformità di un Piano: controlla_piano --ente SLUG --anno ANNO [--json] [--al AAAA-MM-GG]"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--ente", required=True, help="Il nome dell'ente nell'indirizzo, per esempio «esempio».")
        parser.add_argument("--anno", required=True, type=int)
        parser.add_argument("--json", action="store_true", help="Scrive l'esito in JSON canonico.")
        parser.add_argument("--al", type=date.fromisoformat, help="Il giorno del controllo (AAAA-MM-GG); senza, oggi.")

    def handle(self, *args: Any, ente: str, anno: int, al: date | None, **opzioni: Any) -> None:
        ciclo = Ciclo.objects.filter(ente__slug=ente, anno=anno).select_related("ente").first()
        if ciclo is None:
            raise CommandError(f"L'ente «{ente}» non ha il ciclo {anno}.")
        esito = esamina_piano(ciclo, oggi=al)
        if opzioni["json"]:
            self.stdout.write(json.dumps(json.loads(esito.in_json()), ensure_ascii=False, indent=1))
        else:
            self._scrivi(esito)
        if esito.blocca:
            sys.exit(1)

    def _scrivi(self, esito: Esito) -> None:
        for rilievo in esito.rilievi:
            nome = rilievo.oggetto.nome or rilievo.oggetto.codice
            self.stdout.write(f"{rilievo.codice}\t{rilievo.gravita.label}\t{nome}\t{rilievo.frase}")
        for voce in esito.non_valutabili:
            self.stdout.write(f"{voce.codice}\tnon valutabile\t\t{voce.motivo}")
        for spenta in esito.spente:
            self.stdout.write(f"{spenta.codice}\tspento\t\t{spenta.motivo}")
        conti = ", ".join(f"{quanti} {gravita.label}" for gravita, quanti in esito.conteggi.items())
        self.stdout.write(f"{len(esito.rilievi)} rilievi: {conti}.")
