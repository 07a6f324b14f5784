"""Le cose da fare del monitoraggio: aprire la sessione al suo giorno, compilare la propria parte, verificare."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from enti.letture import profilo
from obiettivi.flusso.compiti_percorso import Compito
from obiettivi.letture.rilevazioni import sessioni_di, unita_da_consegnare
from obiettivi.models import Ciclo, Sessione
from obiettivi.voci import StatoSessione
from piao.base.numeri import data_breve


def da_fare_nel_monitoraggio(utente: Any, ciclo: Ciclo) -> list[Compito]:
    """Solo nei cicli approvati: prima non c'è nulla da misurare."""
    chi = profilo(utente, ciclo.ente)
    if not ciclo.concluso or not (chi.segretario or chi.guida_unita):
        return []
    compiti: list[Compito] = []
    for sessione in sessioni_di(ciclo).exclude(stato=StatoSessione.CHIUSA):
        compiti += _di_chi_guida(sessione, chi.unita_guidate) if chi.guida_unita else []
        compiti += _del_segretario(sessione) if chi.segretario else []
    return compiti


def _di_chi_guida(sessione: Sessione, guidate: frozenset[int]) -> list[Compito]:
    if sessione.stato != StatoSessione.APERTA:
        return []
    griglia = reverse("obiettivi:compila", args=_indirizzo(sessione))
    tardi = sessione.in_ritardo(timezone.localdate())
    termine = f"{'Il termine era' if tardi else 'Entro'} il {data_breve(sessione.entro)}."
    return [
        Compito(
            f"Compila il monitoraggio di {unita}", f"{sessione.nome}. {termine}", f"{griglia}?unita={unita.pk}", tardi
        )
        for unita in unita_da_consegnare(sessione, guidate)
    ]


def _del_segretario(sessione: Sessione) -> list[Compito]:
    pagina, oggi = reverse("obiettivi:sessione", args=_indirizzo(sessione)), timezone.localdate()
    if sessione.stato == StatoSessione.PROGRAMMATA and oggi >= sessione.dal:
        return [Compito(f"Apri la sessione «{sessione.nome}»", "È il momento di compilare.", pagina)]
    if sessione.stato == StatoSessione.APERTA and sessione.in_ritardo(oggi):
        return [Compito(f"Verifica la sessione «{sessione.nome}»", "Il termine per compilare è passato.", pagina)]
    if sessione.stato == StatoSessione.VERIFICATA:
        return [Compito(f"Chiudi la sessione «{sessione.nome}»", "È verificata.", pagina)]
    return []


def _indirizzo(sessione: Sessione) -> list[object]:
    return [sessione.ciclo.ente.slug, sessione.ciclo.anno, sessione.pk]
