"""Aprire un anno, impostarlo, disciplinarne le fasi."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from enti.models import Ente
from obiettivi.azioni.righe import Righe
from obiettivi.models import Ciclo
from obiettivi.permessi import puo_aprire_ciclo, puo_gestire_ciclo
from piao.base.concorrenza import blocca
from piao.base.permessi import richiedi
from piao.base.registro import annota

# Ciò che di un Piano approvato si viene a sapere dopo: tutto il resto cambia soltanto con una variazione.
DOPO_L_APPROVAZIONE = frozenset(
    {
        "bilancio_termine",
        "bilancio_approvato_il",
        "smvp_confermato_il",
        "relazione_unificata",
        "motivo_ritardo",
        "inviato_portale_il",
        "nota",
    }
)


def si_scrive_dopo(ciclo: Ciclo, campo: str) -> bool:
    """Il campo si può scrivere anche a Piano approvato; l'atto di approvazione, soltanto se manca."""
    return campo in DOPO_L_APPROVAZIONE or (campo == "atto_approvazione" and ciclo.atto_approvazione_id is None)


def _solo_dopo(ciclo: Ciclo, campi: Mapping[str, Any]) -> bool:
    return all(si_scrive_dopo(ciclo, nome) or getattr(ciclo, nome) == valore for nome, valore in campi.items())


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
    if riga.concluso:
        richiedi(not righe and _solo_dopo(riga, campi))
    for nome, valore in campi.items():
        setattr(riga, nome, valore)
    riga.save()
    (righe or Righe()).scrivi()
    annota("modifica il ciclo", riga, chi=utente, ente=riga.ente, nota=parte)
    return riga
