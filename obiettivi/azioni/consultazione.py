"""La consultazione dei responsabili: le date le scrive il segretario, l'accordo lo dà ciascuno per sé."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from enti.models import Incarico
from obiettivi.models import Ciclo, Consultazione
from obiettivi.permessi import puo_concordare, puo_registrare_consultazione
from piao.base.concorrenza import blocca
from piao.base.moduli import MAI_VISTA
from piao.base.permessi import richiedi
from piao.base.registro import annota


@transaction.atomic
def registra_consultazione(
    ciclo: Ciclo, incarico: Incarico, *, utente: Any, versione: int = MAI_VISTA, **campi: Any
) -> Consultazione:
    """Scrive le date e la nota di un responsabile. Solleva ModificatoDaAltri se la versione è vecchia."""
    richiedi(puo_registrare_consultazione(utente, ciclo))
    return _scrivi(ciclo, incarico, campi, "registra la consultazione", utente=utente, versione=versione)


@transaction.atomic
def di_la_tua(
    ciclo: Ciclo, incarico: Incarico, *, utente: Any, nota: str, concordo: bool, versione: int = MAI_VISTA
) -> Consultazione:
    """Il responsabile scrive ciò che pensa dei suoi obiettivi e, se concorda, lo firma con la data di oggi."""
    richiedi(puo_concordare(utente, ciclo, incarico))
    oggi = timezone.localdate()
    campi = {"nota": nota, "concordato_il": oggi if concordo else None}
    if not concordo:
        campi["negoziato_il"] = oggi
    azione = "concorda sugli obiettivi" if concordo else "scrive sugli obiettivi proposti"
    return _scrivi(ciclo, incarico, campi, azione, utente=utente, versione=versione)


def _scrivi(
    ciclo: Ciclo, incarico: Incarico, campi: dict[str, Any], azione: str, *, utente: Any, versione: int
) -> Consultazione:
    trovata, creata = Consultazione.objects.get_or_create(ciclo=ciclo, incarico=incarico)
    riga = blocca(trovata, versione=None if creata else versione)
    for nome, valore in campi.items():
        setattr(riga, nome, valore)
    riga.full_clean()
    riga.save()
    annota(azione, riga, chi=utente, ente=ciclo.ente, nota=riga.nota)
    return riga
