"""Ciò che una raccolta di dati può leggere di un ente: si legge soltanto quello che serve, una volta sola."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from enti.models.ente import Ente
from relazioni.models import Pubblicazione
from relazioni.pubblico import archivio, opinioni
from relazioni.pubblico.archivio import PianoPubblico, RelazionePubblica


@dataclass(frozen=True)
class Raccolta:
    """Le cose pubblicate in un anno, o in tutti. `oggi` dice quali questionari sono chiusi."""

    ente: Ente
    oggi: date
    anno: int | None = None

    @cached_property
    def pubblicazioni(self) -> list[Pubblicazione]:
        return [riga for riga in archivio.pubblicate(self.ente.pk) if self._dell_anno(riga.anno)]

    @cached_property
    def piani(self) -> list[PianoPubblico]:
        """Uno per anno, nell'ultima versione."""
        return [dove for dove in archivio.vigenti(self.ente.pk) if self._dell_anno(dove.pubblicazione.anno)]

    @cached_property
    def relazioni(self) -> list[RelazionePubblica]:
        return [una for una in archivio.relazioni(self.ente.pk) if self._dell_anno(una.pubblicazione.anno)]

    @cached_property
    def con_tabelle(self) -> list[Pubblicazione]:
        """I premi, il Sistema: con il loro contenuto."""
        return [riga for riga in archivio.con_tabelle(self.ente.pk) if self._dell_anno(riga.anno)]

    @cached_property
    def esiti(self) -> list[opinioni.Esito]:
        esiti = opinioni.chiusi(self.ente.pk, self.oggi)
        return [esito for esito in esiti if self._dell_anno(esito.questionario.al.year)]

    def _dell_anno(self, anno: int) -> bool:
        return self.anno in (None, anno)


def anni(ente_id: int, oggi: date) -> list[int]:
    """Gli anni di cui c'è qualcosa da leggere, dal più recente."""
    pubblicati: Iterable[int] = archivio.pubblicate(ente_id).values_list("anno", flat=True)
    return sorted({*pubblicati, *opinioni.anni_chiusi(ente_id, oggi)}, reverse=True)
