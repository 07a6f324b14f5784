"""Ciò che i controlli del Piano possono sapere delle schede: date e numeri, mai di chi."""

from datetime import date

from obiettivi.controlli.fascicolo import Schede
from obiettivi.models import Ciclo
from valutazione.voci import StatoScheda


def schede_per_i_controlli(ciclo: Ciclo) -> Schede | None:
    """Quando sono state assegnate e quante lette, di chi era in servizio a inizio anno. None se non ce n'è nessuna."""
    valide = ciclo.schede.exclude(stato=StatoScheda.ANNULLATA).filter(dal__lte=date(ciclo.anno, 1, 1))
    righe = list(valide.order_by().values_list("assegnata_il", "presa_visione_il"))
    if not righe:
        return None
    assegnate = [(giorno, letta) for giorno, letta in righe if giorno is not None]
    return Schede(
        assegnate=tuple(sorted(giorno for giorno, _ in assegnate)),
        da_assegnare=len(righe) - len(assegnate),
        lette=sum(letta is not None for _, letta in assegnate),
    )
