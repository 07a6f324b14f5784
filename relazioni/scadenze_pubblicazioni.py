"""Che cosa manca in Amministrazione trasparente, e da quanti giorni: per il responsabile della trasparenza."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from enti.models import Ente
from obiettivi.models import Versione
from obiettivi.voci import TipoVersione

TEMPESTIVO = 20  # giorni oltre i quali una pubblicazione «tempestiva» (art. 8 c. 1) si dice in ritardo


@dataclass(frozen=True)
class DaPubblicare:
    """Una versione approvata che nessuno ha ancora pubblicato."""

    versione: Versione
    dal: date
    giorni: int

    @property
    def in_ritardo(self) -> bool:
        return self.giorni > TEMPESTIVO

    @property
    def che_cosa(self) -> str:
        nome = str(TipoVersione(self.versione.tipo).label)
        return f"{nome[:1].upper()}{nome[1:]} {self.versione.ciclo.anno}, versione {self.versione.numero}"


def da_pubblicare(ente: Ente, *, oggi: date | None = None) -> list[DaPubblicare]:
    """Le versioni approvate mai pubblicate, da quella che aspetta da più tempo. Una ritirata non si ripropone."""
    giorno = oggi or timezone.localdate()
    righe = (
        Versione.objects.filter(ciclo__ente=ente, pubblicazioni__isnull=True)
        .select_related("ciclo", "atto", "variazione")
        .defer("contenuto", "rilievi")
    )
    voci = [_voce(riga, giorno) for riga in righe]
    return sorted(voci, key=lambda voce: voce.dal)


def _voce(versione: Versione, oggi: date) -> DaPubblicare:
    """Si conta dal giorno dell'atto; se l'atto non ha una data, da quando la versione è stata congelata qui."""
    dal = versione.atto.data or timezone.localtime(versione.creata_il).date()
    return DaPubblicare(versione, dal, max((oggi - dal).days, 0))
