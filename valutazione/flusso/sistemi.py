"""Il cammino di un sistema di valutazione, da leggere ad alta voce.

in preparazione → al parere dell'organismo di valutazione → adottato con l'atto della Giunta. Il parere è vincolante:
contrario, il sistema non si adotta e torna in preparazione (D.Lgs. 150/2009, art. 7 c. 1).
"""

from typing import Any

from django.urls import reverse

from obiettivi.voci import EsitoParere
from piao.base.flusso import Mancanza, Passo
from valutazione.letture.coerenza import Problema, errori_di
from valutazione.models import Sistema
from valutazione.permessi.sistemi import puo_adottare_sistema, puo_modificare_sistema, puo_rendere_parere
from valutazione.voci import StatoSistema

BOZZA, PARERE, ADOTTATO = StatoSistema.BOZZA, StatoSistema.PARERE, StatoSistema.ADOTTATO

INVIA = Passo("inviare il sistema al parere", frozenset({BOZZA}), PARERE, puo_modificare_sistema)
RENDI = Passo("rendere il parere sul sistema", frozenset({PARERE}), PARERE, puo_rendere_parere)
RITIRA = Passo("riportare il sistema in preparazione", frozenset({PARERE}), BOZZA, puo_adottare_sistema)
ADOTTA = Passo("adottare il sistema", frozenset({PARERE}), ADOTTATO, puo_adottare_sistema)


def che_manca_all_invio(sistema: Sistema) -> list[Mancanza]:
    """Gli errori di configurazione, ognuno con la pagina in cui si corregge."""
    return [Mancanza(problema.frase, dove_si_corregge(sistema, problema)) for problema in errori_di(sistema)]


def che_manca_all_adozione(sistema: Sistema) -> list[Mancanza]:
    """Il parere, e che sia favorevole."""
    dove = reverse("valutazione:parere_sistema", args=[sistema.ente.slug, sistema.pk])
    if not sistema.parere:
        return [Mancanza("Manca il parere dell'organismo di valutazione, che è vincolante.", dove)]
    if sistema.parere == EsitoParere.CONTRARIO:
        return [Mancanza("Il parere è contrario: il sistema si corregge e si invia di nuovo.", dove)]
    return []


def dove_si_corregge(sistema: Sistema, problema: Problema) -> str:
    """La pagina in cui quel problema si risolve."""
    ente = sistema.ente.slug
    if problema.componente:
        return reverse("valutazione:modifica_componente", args=[ente, problema.componente])
    if problema.tipo:
        nome = "premio_tipo" if problema.dove == "premio" else "tipo"
        return reverse(f"valutazione:{nome}", args=[ente, problema.tipo])
    if problema.dove == "fasi":
        return reverse("valutazione:fasi_sistema", args=[ente, sistema.pk])
    return reverse("valutazione:sistema", args=[ente, sistema.pk])


def passi_possibili(utente: Any, sistema: Sistema) -> list[str]:
    """I passi che chi guarda può compiere adesso, nell'ordine in cui si mostrano."""
    passi = {"invia": INVIA, "parere": RENDI, "adotta": ADOTTA, "ritira": RITIRA}
    possibili = [nome for nome, passo in passi.items() if passo.possibile(utente, sistema)]
    return [nome for nome in possibili if nome != "adotta" or not che_manca_all_adozione(sistema)]
