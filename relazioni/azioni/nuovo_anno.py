"""Aprire l'anno nuovo da quello prima: ciclo, obiettivi e testi insieme, o niente."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from obiettivi.azioni.nuovo_anno import ciclo_seguente, porta_obiettivi
from obiettivi.models import Ciclo
from relazioni.models import Sezione, TipoDocumento

DELLA_SEZIONE = ("documento", "chiave", "capitolo", "titolo", "testo", "ordine", "attiva")


@dataclass(frozen=True)
class Apertura:
    """L'anno aperto, e quanto vi è stato portato adesso."""

    ciclo: Ciclo
    obiettivi: int
    testi: int


@transaction.atomic
def apri_nuovo_anno(
    ciclo: Ciclo, *, utente: Any, scelti: Collection[int], anche_target: bool = False, testi: bool = True
) -> Apertura:
    """Ripetuta (due clic, due persone) porta solo ciò che manca.

    Solleva PermissionDenied se non si può, ValidationError se l'anno nuovo non è più in preparazione.
    """
    nuovo = ciclo_seguente(ciclo, utente=utente)
    quanti = porta_obiettivi(ciclo, nuovo, utente=utente, scelti=scelti, anche_target=anche_target)
    return Apertura(nuovo, quanti, _porta_testi(ciclo, nuovo, utente) if testi else 0)


def _porta_testi(da: Ciclo, a: Ciclo, utente: Any) -> int:
    """Le parti scritte, con le loro variabili: «{{ anno }}» diventa da sé l'anno nuovo."""
    # La Relazione racconta il suo anno: non si porta.
    del_piano = Sezione.objects.filter(documento=TipoDocumento.PIANO)
    gia = set(del_piano.filter(ciclo=a).values_list("chiave", flat=True))
    scritte = [riga for riga in del_piano.filter(ciclo=da) if riga.chiave not in gia]
    nuove = [Sezione(ciclo=a, **{nome: getattr(riga, nome) for nome in DELLA_SEZIONE}) for riga in scritte]
    if nuove:
        bulk_create_with_history(nuove, Sezione, default_user=utente)
    return len(nuove)
