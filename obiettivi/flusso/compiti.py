"""Che cosa tocca a chi guarda: le cose da fare della home, dal suo incarico e dallo stato del ciclo."""

from typing import Any

from django.urls import reverse

from enti.letture import profilo
from obiettivi.flusso.compiti_monitoraggio import da_fare_nel_monitoraggio
from obiettivi.flusso.compiti_percorso import Compito, da_fare_nel_percorso
from obiettivi.flusso.obiettivo import BOZZA, PROPOSTO, RESTITUITO
from obiettivi.letture import mancanze_di, obiettivi_visibili
from obiettivi.letture.casa import delle_mie_unita, incarichi_in_scadenza
from obiettivi.models import Ciclo, Obiettivo
from piao.base.numeri import data_breve

MASSIMO_COMPITI = 20  # di più non si leggono in una pagina: gli altri stanno nell'elenco


def cose_da_fare(utente: Any, ciclo: Ciclo) -> list[Compito]:
    """Ciò che chi guarda deve fare in questo ciclo, prima ciò che è stato restituito."""
    chi = profilo(utente, ciclo.ente)
    compiti = da_fare_nel_percorso(utente, ciclo) + da_fare_nel_monitoraggio(utente, ciclo)
    if ciclo.in_preparazione:
        compiti += _da_validare(utente, ciclo) if chi.segretario else []
        compiti += _da_scrivere(utente, ciclo) if chi.guida_unita else []
    return compiti + (_incarichi(ciclo) if chi.segretario or chi.ufficio_personale else [])


def _da_validare(utente: Any, ciclo: Ciclo) -> list[Compito]:
    quanti = obiettivi_visibili(utente, ciclo).filter(stato=PROPOSTO).count()
    elenco = reverse("obiettivi:elenco", args=[ciclo.ente.slug, ciclo.anno]) + f"?stato={PROPOSTO}"
    frase = "Un obiettivo aspetta la validazione" if quanti == 1 else f"{quanti} obiettivi aspettano la validazione"
    return [Compito(frase, "Leggili, poi validali o restituiscili con osservazioni.", elenco)] if quanti else []


def _da_scrivere(utente: Any, ciclo: Ciclo) -> list[Compito]:
    aperti = delle_mie_unita(utente, ciclo).filter(stato__in=[BOZZA, RESTITUITO]).order_by("-stato", "ordine", "pk")
    return [_da_finire(obiettivo) for obiettivo in aperti[:MASSIMO_COMPITI]]


def _da_finire(obiettivo: Obiettivo) -> Compito:
    mancanze = [tipo.nome for tipo in mancanze_di(obiettivo) if tipo.blocca]
    indirizzo = reverse("obiettivi:scheda", args=[obiettivo.ciclo.ente.slug, obiettivo.ciclo.anno, obiettivo.pk])
    dettaglio = "Manca: " + ", ".join(mancanze) + "." if mancanze else "Non manca nulla: puoi proporlo."
    if obiettivo.stato == RESTITUITO:
        return Compito(str(obiettivo), f"Restituito: {obiettivo.osservazioni}", indirizzo, urgente=True)
    return Compito(str(obiettivo), dettaglio, indirizzo)


def _incarichi(ciclo: Ciclo) -> list[Compito]:
    return [
        Compito(
            f"L'incarico di {incarico.dicitura} finisce il {data_breve(incarico.al)}",
            "Se continua, registra l'incarico nuovo con il suo atto.",
            reverse("enti:persona", args=[ciclo.ente.slug, incarico.persona_id]),
        )
        for incarico in incarichi_in_scadenza(ciclo.ente)
    ]
