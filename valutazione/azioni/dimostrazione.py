"""Il sistema di valutazione del comune inventato: nato da un modello, con parere e atto, adottato."""

from datetime import date, timedelta

from django.db import transaction

from enti.models import Atto, Ente, Utente
from enti.voci import Organo
from obiettivi.voci import EsitoParere
from valutazione.azioni.sistemi import adotta, crea_da_modello, invia_al_parere, rendi_parere
from valutazione.letture.sistemi import sistema_in_vigore
from valutazione.models import Sistema

MODELLO = "completo"
GIORNI_PRIMA = 20  # l'atto e il parere precedono la decorrenza


@transaction.atomic
def adotta_il_sistema(*, ente: Ente, segretario: Utente, dal: date) -> Sistema:
    """Il sistema in vigore da quel giorno; se c'è già, è quello."""
    presente = sistema_in_vigore(ente, dal)
    if presente:
        return presente
    prima = dal - timedelta(days=GIORNI_PRIMA)
    atto = Atto.objects.create(
        ente=ente,
        organo=Organo.GIUNTA,
        numero="98",
        data=prima,
        oggetto="Adozione del sistema di misurazione e valutazione della performance",
    )
    sistema = invia_al_parere(crea_da_modello(ente=ente, modello=MODELLO, utente=segretario), utente=segretario)
    sistema = rendi_parere(sistema, utente=segretario, parere=EsitoParere.FAVOREVOLE, parere_del=prima)
    return adotta(sistema, utente=segretario, atto=atto, dal=dal)
