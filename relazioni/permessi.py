"""Chi può fare cosa nella stanza `relazioni`. Solo domande con risposta sì o no."""

from typing import Any

from enti.letture import profilo
from enti.models import Ente
from obiettivi.models import Ciclo


def puo_vedere_documenti(utente: Any, ciclo: Ciclo) -> bool:
    """Il Piano in preparazione lo legge chi lo segue; quello approvato tutti."""
    chi = profilo(utente, ciclo.ente)
    if ciclo.concluso:
        return chi.appartiene
    return chi.segue_la_preparazione


def puo_scrivere_testi(utente: Any, ciclo: Ciclo) -> bool:
    """Le parti discorsive le scrive il segretario, finché il ciclo non è approvato."""
    return ciclo.in_preparazione and profilo(utente, ciclo.ente).segretario


def puo_produrre_documenti(utente: Any, ciclo: Ciclo) -> bool:
    return profilo(utente, ciclo.ente).segretario


def puo_vedere_regole(utente: Any, ente: Ente) -> bool:
    """Il catalogo dei controlli, e come l'ente li ha regolati: chi segue la preparazione del Piano."""
    return profilo(utente, ente).segue_la_preparazione


def puo_preparare_atti(utente: Any, ente: Ente) -> bool:
    """Le bozze della proposta e della delibera, e i modelli da cui nascono."""
    return profilo(utente, ente).segretario


def puo_vedere_versioni(utente: Any, ciclo: Ciclo) -> bool:
    """Ciò che la Giunta ha approvato lo legge tutto l'ente; se ancora non c'è nulla, chi segue la preparazione."""
    chi = profilo(utente, ciclo.ente)
    return chi.segue_la_preparazione or (chi.appartiene and (ciclo.concluso or ciclo.versioni.exists()))
