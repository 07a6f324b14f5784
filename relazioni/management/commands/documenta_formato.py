"""Riscrive schema e guida del formato di scambio a partire dai modelli: `documenta_formato`."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from relazioni.scambio.formato import FILE_SCHEMA, componi_schema
from relazioni.scambio.guida import GUIDA, componi_guida


class Command(BaseCommand):
    help = "Riscrive lo schema JSON del formato di scambio e le tabelle di docs/formato-ciclo.md."

    def handle(self, *args: Any, **opzioni: Any) -> None:
        schema = componi_schema()
        FILE_SCHEMA.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        GUIDA.write_text(componi_guida(schema, prima=GUIDA.read_text(encoding="utf-8")), encoding="utf-8")
        self.stdout.write("Schema e guida riscritti.")
