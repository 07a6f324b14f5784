"""Ciò che si scosta dal solo calcolo: obiettivi neutralizzati, gradi forzati. Sempre con un motivo, sempre contati."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from enti.models import Atto
from obiettivi.models import Forzatura, Neutralizzazione, Obiettivo, Sessione
from obiettivi.permessi import puo_chiedere_forzatura, puo_decidere_forzatura, puo_neutralizzare
from obiettivi.voci import StatoForzatura
from piao.base.concorrenza import blocca
from piao.base.flusso import Passo, compi
from piao.base.permessi import richiedi
from piao.base.registro import annota

RICHIESTA = frozenset({StatoForzatura.RICHIESTA})
APPROVA = Passo("approvare il valore forzato", RICHIESTA, StatoForzatura.APPROVATA, puo_decidere_forzatura)
RESPINGI = Passo("respingere il valore forzato", RICHIESTA, StatoForzatura.RESPINTA, puo_decidere_forzatura)


@transaction.atomic
def chiedi_forzatura(
    sessione: Sessione, obiettivo: Obiettivo, *, utente: Any, grado: Decimal, motivo: str
) -> Forzatura:
    """Chiede che un obiettivo valga `grado` (%). ValidationError se c'è già una richiesta o manca il motivo."""
    aperta = blocca(sessione, versione=None)
    richiedi(puo_chiedere_forzatura(utente, aperta, obiettivo))
    chiesta = Forzatura(sessione=aperta, obiettivo=obiettivo, grado=grado, motivo=motivo, chi=utente)
    chiesta.full_clean()
    chiesta.save()
    annota("chiede un valore forzato", obiettivo, chi=utente, ente=aperta.ente, dopo=f"{grado}%", nota=motivo)
    return chiesta


def decidi_forzatura(forzatura: Forzatura, *, utente: Any, approva: bool, osservazioni: str = "") -> Forzatura:
    """Un'altra persona approva o respinge. Solleva ValueError se respinge senza dire perché."""
    if not approva and not osservazioni.strip():
        raise ValueError("Per respingere la richiesta serve il motivo.")
    decisa: Forzatura = compi(
        APPROVA if approva else RESPINGI,
        forzatura,
        utente=utente,
        nota=osservazioni,
        osservazioni=osservazioni,
        deciso_da=utente,
        deciso_il=timezone.now(),
    )
    return decisa


@transaction.atomic
def neutralizza(obiettivo: Obiettivo, *, utente: Any, politica: str, motivo: str, atto: Atto) -> Neutralizzazione:
    """Toglie l'obiettivo dal conto. Solleva ValidationError se lo è già o manca il motivo."""
    richiedi(puo_neutralizzare(utente, obiettivo))
    fatta = Neutralizzazione(obiettivo=obiettivo, politica=politica, motivo=motivo, atto=atto, chi=utente)
    fatta.full_clean()
    fatta.save()
    annota("neutralizza l'obiettivo", obiettivo, chi=utente, ente=obiettivo.ente, nota=f"{atto}: {motivo}")
    return fatta


@transaction.atomic
def ripristina(neutralizzazione: Neutralizzazione, *, utente: Any) -> None:
    """L'obiettivo torna nel conto; la storia resta."""
    obiettivo = neutralizzazione.obiettivo
    richiedi(puo_neutralizzare(utente, obiettivo))
    annota("rimette l'obiettivo nel conto", obiettivo, chi=utente, ente=obiettivo.ente, prima=neutralizzazione.motivo)
    neutralizzazione.delete()
