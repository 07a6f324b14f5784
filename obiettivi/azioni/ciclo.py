"""Aprire un anno, impostarlo, disciplinarne le fasi."""

from typing import Any

from django.db import transaction

from enti.models import Ente
from obiettivi.azioni.righe import Righe
from obiettivi.models import Ciclo
from obiettivi.permessi import puo_aprire_ciclo, puo_gestire_ciclo
from piao.base.concorrenza import blocca
from piao.base.permessi import richiedi
from piao.base.registro import annota


@transaction.atomic
def apri_ciclo(ente: Ente, *, utente: Any, **campi: Any) -> Ciclo:
    richiedi(puo_aprire_ciclo(utente, ente))
    ciclo = Ciclo.objects.create(ente=ente, **campi)
    annota("apre il ciclo", ciclo, chi=utente, ente=ente)
    return ciclo


@transaction.atomic
def aggiorna_ciclo(
    ciclo: Ciclo,
    *,
    utente: Any,
    versione: int | None,
    righe: Righe | None = None,
    parte: str = "",
    **campi: Any,
) -> Ciclo:
    """Scrive i dati del ciclo e le righe date. Solleva ModificatoDaAltri se la versione è vecchia."""
    riga = blocca(ciclo, versione=versione)
    richiedi(puo_gestire_ciclo(utente, riga))
    for nome, valore in campi.items():
        setattr(riga, nome, valore)
    riga.save()
    (righe or Righe()).scrivi()
    annota("modifica il ciclo", riga, chi=utente, ente=riga.ente, nota=parte)
    return riga
