"""Congelare la Relazione che la Giunta ha approvato."""

from functools import partial
from typing import Any

from django.db import transaction
from django_tasks import task

from enti.azioni import scrivi_atto
from enti.models import Atto, Utente
from piao.base.lavori import argomenti_di, avvia
from piao.base.models import Lavoro
from piao.base.permessi import richiedi
from relazioni.azioni.approvazione import Pronta
from relazioni.azioni.relazione import DecisioneRelazione, approva_relazione, prepara_relazione
from relazioni.contenuto.relazione import Relazione
from relazioni.flusso.relazione import APPROVA
from relazioni.lavori.congelamento import ApprovazioneInCorso, colophon_di, congela, detto_a_chi_approva
from relazioni.lavori.pdf import Avanza
from relazioni.lavori.relazione import scrivi_relazione
from relazioni.letture import approvazioni_della_relazione, chiave_approvazione_relazione
from relazioni.models import Relazione as Riga
from relazioni.models import VersioneRelazione


@transaction.atomic
def registra_approvazione_relazione(
    riga: Riga, atto: Atto, *, utente: Any, sito: str, motivo_ritardo: str = "", **dati: Any
) -> Lavoro:
    """Mette l'atto nel registro e manda a congelare. Solleva ApprovazioneInCorso se lo si sta già facendo."""
    richiedi(APPROVA.puo(utente, riga))
    if approvazioni_della_relazione(riga.ciclo).filter(stato__in=Lavoro.ATTIVI).exists():
        raise ApprovazioneInCorso
    scritto = scrivi_atto(atto, utente=utente, **dati)
    return avvia(
        congela_relazione,
        chiave=chiave_approvazione_relazione(riga.ciclo),
        titolo=f"Approvazione della Relazione {riga.ciclo.anno}",
        ente=riga.ciclo.ente.slug,
        chi=utente.email,
        relazione_id=riga.pk,
        atto_id=scritto.pk,
        utente_id=utente.pk,
        motivo_ritardo=motivo_ritardo,
        sito=sito,
    )


def atto_sospeso_della_relazione(riga: Riga) -> Atto | None:
    """L'atto già registrato da un tentativo non riuscito: per riprovare non lo si riscrive."""
    ultimo = approvazioni_della_relazione(riga.ciclo).exclude(stato=Lavoro.Stato.FATTO).first()
    chiave = argomenti_di(ultimo).get("atto_id", 0) if ultimo else 0
    sospeso = Atto.objects.filter(ente=riga.ciclo.ente, pk=chiave).first()
    return None if sospeso is None or sospeso.versioni_relazione.exists() else sospeso


@task
def congela_relazione(
    lavoro_id: int | None, *, relazione_id: int, atto_id: int, utente_id: int, sito: str, motivo_ritardo: str = ""
) -> dict[str, Any]:
    """Approva e congela. Interrotto in qualunque punto, riparte: o tutto è com'era, o la versione c'è già."""
    decisione = DecisioneRelazione(
        relazione=Riga.objects.select_related("ciclo__ente").get(pk=relazione_id),
        atto=Atto.objects.get(pk=atto_id),
        utente=Utente.objects.get(pk=utente_id),
        motivo_ritardo=motivo_ritardo,
    )
    gia = VersioneRelazione.objects.filter(relazione_id=relazione_id, atto_id=atto_id).first()
    with detto_a_chi_approva():
        versione = gia or _congela(decisione, lavoro_id, sito)
    return {"versione": versione.numero}


def _congela(decisione: DecisioneRelazione, lavoro_id: int | None, sito: str) -> VersioneRelazione:
    def scrivi(pronta: Pronta, avanza: Avanza) -> bytes:
        assert isinstance(pronta.documento, Relazione)  # lo prepara soltanto `prepara_relazione`
        giorno, colophon = decisione.atto.data, colophon_di(pronta, sito)
        return scrivi_relazione(pronta.documento, colophon=colophon, del_giorno=giorno, avanza=avanza)

    return congela(lavoro_id, partial(prepara_relazione, decisione), scrivi, partial(approva_relazione, decisione))
