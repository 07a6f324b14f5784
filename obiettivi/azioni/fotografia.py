"""Gli obiettivi com'erano, con tutte le loro righe: si fotografano prima di toglierli, si rimettono tali e quali."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core import serializers
from django.db import IntegrityError, connection

from obiettivi.azioni.copia import RACCOLTE, Raccolta
from obiettivi.models import Obiettivo


class NonSiRipristina(Exception):
    """Qualcosa a cui le righe erano legate (un'unità, una persona, un obiettivo) nel frattempo non c'è più."""


def fotografa(obiettivi: Iterable[Obiettivo]) -> str:
    """Gli obiettivi, le loro righe e le unioni da cui erano nati, in JSON."""
    scelti = list(obiettivi)
    righe = [riga for o in scelti for riga in (*righe_di(o), *o.unioni.all())]
    return str(serializers.serialize("json", [*scelti, *righe]))


def ripristina(fotografia: str) -> list[Obiettivo]:
    """Rimette gli obiettivi e le righe con la chiave che avevano; le versioni vanno avanti, mai indietro.

    Ciò che nel frattempo è stato scritto sotto quegli obiettivi se ne va. Solleva NonSiRipristina.
    """
    righe = [letta.object for letta in serializers.deserialize("json", fotografia)]
    obiettivi = [riga for riga in righe if isinstance(riga, Obiettivo)]
    for presente in Obiettivo.objects.filter(pk__in=[o.pk for o in obiettivi]):
        _svuota(presente, obiettivi)
    for riga in righe:
        riga.save()
    try:
        connection.check_constraints()
    except IntegrityError as errore:
        raise NonSiRipristina from errore
    return obiettivi


def _svuota(presente: Obiettivo, obiettivi: Iterable[Obiettivo]) -> None:
    for riga in list(righe_di(presente, profonde=False)):
        riga.delete()
    for prima in obiettivi:
        if prima.pk == presente.pk:
            prima.versione = presente.versione + 1


def righe_di(oggetto: Any, raccolte: Mapping[str, Raccolta] = RACCOLTE, *, profonde: bool = True) -> Iterator[Any]:
    """Le righe che pendono da un oggetto; se `profonde`, anche quelle che pendono da loro."""
    for nome, raccolta in raccolte.items():
        for riga in getattr(oggetto, nome).all():
            yield riga
            if profonde:
                yield from righe_di(riga, raccolta.sotto)
