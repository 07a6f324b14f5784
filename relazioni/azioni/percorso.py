"""Portare avanti il Piano con i rilievi di quel momento: li trova questa stanza, che conosce anche i testi."""

from typing import Any

from django.db import transaction

from obiettivi.azioni import percorso
from obiettivi.flusso.piano import PUBBLICA, PassoPiano
from obiettivi.models import Ciclo, Passaggio
from relazioni.azioni.pubblicazioni import pubblica_il_vigente
from relazioni.controlli import esamina_piano


@transaction.atomic
def compi_passo(ciclo: Ciclo, passo: PassoPiano, *, utente: Any, nota: str = "", **campi: Any) -> Passaggio:
    """Esamina il Piano a riga bloccata e compie il passo; la pubblicazione lo porta anche nel sito della trasparenza.

    Solleva come `obiettivi.azioni.percorso.compi_passo`.
    """
    fermo = Ciclo.objects.select_for_update(of=("self",)).get(pk=ciclo.pk)
    fatto = percorso.compi_passo(fermo, passo, utente=utente, esito=esamina_piano(fermo), nota=nota, **campi)
    if passo is PUBBLICA:
        pubblica_il_vigente(fermo, utente=utente, il=campi["pubblicato_il"])
    return fatto
