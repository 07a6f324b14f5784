"""L'orologio di allora: le azioni scrivono il giorno in cui le cose accaddero, non quello in cui si caricano."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, tzinfo
from typing import Any
from unittest.mock import patch

from django.utils import timezone


@contextmanager
def nel_giorno(giorno: date, ora: int = 10) -> Iterator[None]:
    """Finché dura, per Django è quel giorno a quell'ora.

    Si ferma l'orologio che leggono `timezone.now` e `localdate`, e con loro ogni data predefinita dei modelli. Vale
    per tutto il processo: lo usa soltanto il comando che carica la dimostrazione.
    """
    momento = datetime.combine(giorno, time(ora), timezone.get_default_timezone())

    class Fermo(datetime, metaclass=_ComeDatetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Any:
            return momento.astimezone(tz)

    with patch.object(timezone, "datetime", Fermo):
        yield


class _ComeDatetime(type):
    """Per Django una data vera resta una data, anche mentre l'orologio è fermo."""

    def __instancecheck__(cls, cosa: object) -> bool:
        return isinstance(cosa, datetime)
