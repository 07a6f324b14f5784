"""Ciò che i controlli del Piano possono sapere delle schede: date e numeri, mai di chi."""

from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from obiettivi.controlli.fascicolo import PesiScheda, Schede
from obiettivi.models import Ciclo
from valutazione.letture.albero import pesi_per_natura
from valutazione.letture.sistemi import con_albero
from valutazione.models import Scheda, TipoScheda
from valutazione.voci import Destinatari, Natura, StatoScheda

DIRIGONO = (Destinatari.DIRIGENTI, Destinatari.EQ)
STRUTTURA = "i risultati della struttura"
# D.Lgs. 150/2009, art. 9 c. 1: a) l'ambito di cui si risponde, b) gli obiettivi, c) i comportamenti, d) la valutazione
AMBITI = {
    Natura.ENTE: STRUTTURA,
    Natura.STRUTTURA: STRUTTURA,
    Natura.OBIETTIVI: "gli obiettivi",
    Natura.COMPORTAMENTI: "comportamenti e competenze",
    Natura.COMPETENZE: "comportamenti e competenze",
    Natura.DIFFERENZIAZIONE: "la valutazione dei collaboratori",
    Natura.SODDISFAZIONE: "la soddisfazione degli utenti",
    Natura.ALTRO: "il resto",
}


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
        pesi=tuple(pesi_di(tipo) for tipo in _tipi(valide)),
    )


def _tipi(schede: QuerySet[Scheda]) -> QuerySet[TipoScheda]:
    di_chi_dirige = schede.filter(tipo__destinatari__in=DIRIGONO).order_by().values("tipo")
    return con_albero(TipoScheda.objects.filter(pk__in=di_chi_dirige)).order_by("ordine", "pk")


def pesi_di(tipo: TipoScheda) -> PesiScheda:
    """I pesi degli ambiti di un tipo di scheda (letto con `con_albero`).

    Gli obiettivi di chi dirige sono spesso quelli della sua struttura: senza una voce sua, non si sa quanto pesa.
    """
    pesi: dict[str, Decimal] = {}
    for natura, peso in pesi_per_natura(tipo).items():
        ambito = AMBITI[Natura(natura)]
        pesi[ambito] = pesi.get(ambito, Decimal(0)) + peso
    if STRUTTURA not in pesi:
        return PesiScheda(tipo.codice, str(tipo))
    struttura = pesi.pop(STRUTTURA)
    altro = max(pesi, key=lambda ambito: pesi[ambito], default="")
    return PesiScheda(tipo.codice, str(tipo), struttura, pesi.get(altro, Decimal(0)), altro)
