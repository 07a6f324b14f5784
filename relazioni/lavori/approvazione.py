"""Congelare ciò che la Giunta ha approvato: il Piano o una sua variazione."""

from functools import partial
from typing import Any

from django.db import transaction
from django_tasks import task

from enti.azioni import scrivi_atto
from enti.models import Atto, Utente
from obiettivi.flusso.piano import APPROVA
from obiettivi.flusso.variazione import APPROVA as APPROVA_VARIAZIONE
from obiettivi.letture.versioni import versione_dell_atto
from obiettivi.models import Ciclo, Variazione, Versione
from piao.base.lavori import argomenti_di, avvia
from piao.base.models import Lavoro
from piao.base.permessi import richiedi
from relazioni.azioni.approvazione import DaCongelare, Decisione, approva, prepara
from relazioni.lavori.congelamento import ApprovazioneInCorso, colophon_di, congela, detto_a_chi_approva
from relazioni.lavori.pdf import Avanza
from relazioni.lavori.piano import scrivi_piano
from relazioni.letture import approvazioni_di, prefisso_approvazione


@transaction.atomic
def registra_approvazione(
    ciclo: Ciclo,
    atto: Atto,
    *,
    utente: Any,
    sito: str,
    variazione: Variazione | None = None,
    motivo_ritardo: str = "",
    **dati: Any,
) -> Lavoro:
    """Mette l'atto nel registro e manda a congelare ciò che approva.

    L'atto c'è stato e resta, anche se poi qualcosa ferma il resto; il Piano cambia solo quando la versione è scritta.
    """
    passo, oggetto = (APPROVA_VARIAZIONE, variazione) if variazione else (APPROVA, ciclo)
    richiedi(passo.puo(utente, oggetto))
    if approvazioni_di(ciclo).filter(stato__in=Lavoro.ATTIVI).exists():
        raise ApprovazioneInCorso
    scritto = scrivi_atto(atto, utente=utente, **dati)
    decisione = Decisione(ciclo, scritto, utente, variazione, motivo_ritardo)
    return avvia_approvazione(decisione, sito=sito)


def atto_in_sospeso(ciclo: Ciclo, variazione: Variazione | None = None) -> Atto | None:
    """L'atto già registrato da un tentativo non riuscito: per riprovare non lo si riscrive."""
    ultimo = approvazioni_di(ciclo).exclude(stato=Lavoro.Stato.FATTO).first()
    argomenti = argomenti_di(ultimo) if ultimo else {}
    if argomenti.get("variazione_id") != (variazione.pk if variazione else None):
        return None
    sospeso = Atto.objects.filter(ente=ciclo.ente, pk__in=[argomenti.get("atto_id", 0)]).first()
    return None if sospeso is None or sospeso.versioni.exists() else sospeso


def avvia_approvazione(decisione: Decisione, *, sito: str) -> Lavoro:
    """Mette in coda l'approvazione; chiesta due volte è un lavoro solo. `sito` è l'indirizzo del programma."""
    ciclo, variazione = decisione.ciclo, decisione.variazione
    return avvia(
        congela_approvazione,
        chiave=prefisso_approvazione(ciclo),
        titolo=_titolo(decisione),
        ente=ciclo.ente.slug,
        chi=decisione.utente.email,
        ciclo_id=ciclo.pk,
        atto_id=decisione.atto.pk,
        utente_id=decisione.utente.pk,
        variazione_id=variazione.pk if variazione else None,
        motivo_ritardo=decisione.motivo_ritardo,
        esistente=decisione.esistente,
        sito=sito,
    )


def _titolo(decisione: Decisione) -> str:
    if decisione.variazione:
        return f"Approvazione della variazione n. {decisione.variazione.numero}"
    return f"Approvazione del Piano {decisione.ciclo.anno}"


@task
def congela_approvazione(
    lavoro_id: int | None,
    *,
    ciclo_id: int,
    atto_id: int,
    utente_id: int,
    sito: str,
    variazione_id: int | None = None,
    motivo_ritardo: str = "",
    esistente: bool = False,
) -> dict[str, Any]:
    """Approva e congela. Interrotto in qualunque punto, riparte: o tutto è com'era, o la versione c'è già."""
    decisione = Decisione(
        ciclo=Ciclo.objects.select_related("ente").get(pk=ciclo_id),
        atto=Atto.objects.get(pk=atto_id),
        utente=Utente.objects.get(pk=utente_id),
        variazione=Variazione.objects.get(pk=variazione_id) if variazione_id else None,
        motivo_ritardo=motivo_ritardo,
        esistente=esistente,
    )
    gia = versione_dell_atto(decisione.ciclo, decisione.atto, decisione.variazione)
    with detto_a_chi_approva():
        versione = gia or _congela(decisione, lavoro_id, sito)
    return {"versione": versione.numero}


def _congela(decisione: Decisione, lavoro_id: int | None, sito: str) -> Versione:
    def scrivi(pronta: DaCongelare, avanza: Avanza) -> bytes:
        giorno, colophon = decisione.atto.data, colophon_di(pronta, sito)
        return scrivi_piano(
            decisione.ciclo, pronta.documento, colophon=colophon, del_giorno=giorno, su_avanzamento=avanza
        )

    return congela(lavoro_id, partial(prepara, decisione), scrivi, partial(approva, decisione))
