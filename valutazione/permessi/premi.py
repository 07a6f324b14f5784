"""Chi può fare cosa con i premi. Ognuno vede il suo; nessuno conferma il proprio."""

from typing import Any

from enti.letture import profilo
from enti.models import Ente
from enti.voci import TipoIncarico
from valutazione.models import Fondo
from valutazione.voci import StatoScheda


def puo_condurre_premi(utente: Any, ente: Ente) -> bool:
    """Scrivere fondi, persone e scenari: il segretario e l'ufficio personale."""
    chi = profilo(utente, ente)
    return chi.segretario or chi.ufficio_personale


def puo_vedere_premi(utente: Any, ente: Ente) -> bool:
    """Leggere tutti i premi: chi li conduce e l'organismo di valutazione."""
    return puo_condurre_premi(utente, ente) or TipoIncarico.NUCLEO in profilo(utente, ente).incarichi


def puo_scrivere_fondo(utente: Any, fondo: Fondo) -> bool:
    """Finché i premi non sono confermati."""
    return fondo.aperto and puo_condurre_premi(utente, fondo.ente)


def puo_confermare_premi(utente: Any, fondo: Fondo) -> bool:
    """Chi conduce, se in quel fondo non c'è un premio suo: nessuno decide i propri soldi."""
    return puo_condurre_premi(utente, fondo.ente) and not concorre(utente, fondo)


def puo_scrivere_persona(utente: Any, fondo: Fondo, persona: int) -> bool:
    """Importo di partenza, esclusione, altri fatti: mai i propri."""
    suo = getattr(getattr(utente, "persona", None), "pk", None) == persona
    return puo_scrivere_fondo(utente, fondo) and not suo


def concorre(utente: Any, fondo: Fondo) -> bool:
    """Ha una scheda fra quelle che danno diritto al premio di questo fondo."""
    schede = fondo.ciclo.schede.filter(tipo__destinatari=fondo.platea, persona__utente=utente)
    return schede.exclude(stato=StatoScheda.ANNULLATA).exists()


def puo_registrare_pagamento(utente: Any, fondo: Fondo) -> bool:
    return puo_condurre_premi(utente, fondo.ente)
