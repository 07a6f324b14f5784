"""Annullare un'unione: gli obiettivi tornano com'erano, finché il Piano è in preparazione."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from obiettivi.azioni.fotografia import NonSiRipristina, ripristina
from obiettivi.letture.fusione import perche_non_si_annulla
from obiettivi.models import Obiettivo, Unione
from obiettivi.permessi import puo_unire_obiettivi
from piao.base.concorrenza import ModificatoDaAltri, blocca
from piao.base.permessi import richiedi
from piao.base.registro import annota

E_CAMBIATO = "Nel frattempo l'obiettivo è cambiato: rileggi che cosa si perde, poi conferma di nuovo."
NON_C_E_PIU = "Un'unità o una persona a cui gli obiettivi erano legati non c'è più: l'unione non si può annullare."


@transaction.atomic
def annulla_unione(unione: Unione, *, utente: Any, versione: int) -> list[Obiettivo]:
    """Rimette tutti gli obiettivi com'erano e restituisce quelli tornati.

    `versione` è quella dell'obiettivo unito che l'utente aveva davanti. Solleva ValidationError se non si può.
    """
    richiedi(puo_unire_obiettivi(utente, unione.ciclo))
    try:
        resta = blocca(unione.resta, versione=versione)
    except ModificatoDaAltri as errore:
        raise ValidationError(E_CAMBIATO) from errore
    if ostacolo := perche_non_si_annulla(unione):
        raise ValidationError(ostacolo)
    fotografia, legami, ente = unione.fotografia, unione.legami, unione.ente
    unione.delete()
    try:
        obiettivi = ripristina(fotografia)
    except NonSiRipristina as errore:
        raise ValidationError(NON_C_E_PIU) from errore
    _ridai_i_legami(legami, resta)
    for obiettivo in obiettivi:
        annota("annulla l'unione", obiettivo, chi=utente, ente=ente)
    return [obiettivo for obiettivo in obiettivi if obiettivo.pk != resta.pk]


def _ridai_i_legami(legami: list[list[Any]], resta: Obiettivo) -> None:
    """Chi nel frattempo è stato legato ad altro resta dov'è."""
    for campo, chiave, prima in legami:
        for altro in Obiettivo.tutti.filter(pk=chiave, **{campo: resta.pk}):
            setattr(altro, f"{campo}_id", prima)
            altro.save()
