"""La Relazione in secondo piano: il PDF di una bozza, ciò che la Giunta ha approvato, i fogli che l'accompagnano."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from enti.azioni import scrivi_atto
from enti.models import Atto, Utente
from piao.base.flusso import PassoNonAmmesso
from piao.base.lavori import ErroreDiLavoro, argomenti_di, avvia, conserva_pdf, segnala
from piao.base.models import Lavoro
from piao.base.permessi import richiedi
from relazioni.azioni.approvazione import DocumentoCambiato, Pronta, archivia
from relazioni.azioni.relazione import DecisioneRelazione, approva_relazione, prepara_relazione
from relazioni.contenuto.relazione import Relazione, componi_relazione
from relazioni.flusso.relazione import APPROVA, RelazioneFerma
from relazioni.lavori import (
    RIFACIMENTI,
    ApprovazioneInCorso,
    Avanza,
    conta_pagine,
    pdf_o_frase,
    prodotta,
    stemma_di,
)
from relazioni.letture import (
    approvazioni_della_relazione,
    chiave_approvazione_relazione,
    chiave_foglio,
    chiave_verbale,
    prefisso_lavoro,
)
from relazioni.models import Relazione as Riga
from relazioni.models import TipoDocumento, Validazione, VersioneRelazione
from relazioni.rimedi import quadro_della_relazione
from relazioni.stampa import Colophon, impronta_documento
from relazioni.stampa.controlli import FoglioRelazione, html_foglio
from relazioni.stampa.relazione import allegati_relazione, html_relazione
from relazioni.stampa.relazione.verbale import html_verbale

CAMBIATA = "Mentre si preparava il documento i dati sono cambiati più volte: riprova fra poco."


def scrivi_relazione(
    r: Relazione, *, colophon: Colophon | None = None, del_giorno: date | None = None, avanza: Avanza | None = None
) -> bytes:
    """Il PDF con i dati allegati. `colophon` e `del_giorno` sono di una versione approvata."""
    return pdf_o_frase(
        html_relazione(r, colophon),
        del_giorno or timezone.localdate(),
        avanza,
        allegati=allegati_relazione(r),
        risorse=stemma_di(r),
    )


# ---- la bozza ----------------------------------------------------------------------------------------------------


def avvia_relazione(riga: Riga, composta: Relazione, *, utente: Any) -> Lavoro:
    """Mette in coda il PDF; lo stesso contenuto chiesto due volte è un lavoro solo."""
    ciclo = riga.ciclo
    return avvia(
        produci_relazione,
        chiave=f"{prefisso_lavoro(ciclo, TipoDocumento.RELAZIONE)}{impronta_documento(composta)[:32]}",
        titolo=composta.documento.nome,
        ente=ciclo.ente.slug,
        chi=utente.email,
        relazione_id=riga.pk,
    )


@task
def produci_relazione(lavoro_id: int | None, relazione_id: int) -> dict[str, Any]:
    """Compone, impagina e conserva il PDF. Ripetuta, ritrova quello che c'è."""
    segnala(lavoro_id, 1, "Raccolgo i dati")
    riga = Riga.objects.select_related("ciclo__ente", "atto").get(pk=relazione_id)
    composta = componi_relazione(riga)
    pronta = prodotta(
        riga.ciclo,
        composta,
        lavoro_id,
        lambda avanza: scrivi_relazione(composta, avanza=avanza),
        documento=TipoDocumento.RELAZIONE,
    )
    return {"produzione": pronta.pk}


# ---- congelare ---------------------------------------------------------------------------------------------------


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
    try:
        versione = gia or _congela(decisione, lavoro_id, sito)
    except (RelazioneFerma, PassoNonAmmesso) as errore:
        raise ErroreDiLavoro(str(errore)) from errore
    except PermissionDenied as errore:
        raise ErroreDiLavoro("Il tuo incarico non consente di registrare l'approvazione.") from errore
    return {"versione": versione.numero}


def _congela(decisione: DecisioneRelazione, lavoro_id: int | None, sito: str) -> VersioneRelazione:
    for _ in range(RIFACIMENTI):
        segnala(lavoro_id, 1, "Raccolgo i dati")
        pronta = prepara_relazione(decisione)
        pdf = _scrivi_versione(decisione, pronta, lavoro_id, sito)
        segnala(lavoro_id, 97, "Conservo il documento")
        archiviato = archivia(pronta, pdf, pagine=conta_pagine(pdf))
        try:
            return approva_relazione(decisione, pronta, archiviato)
        except DocumentoCambiato:
            continue
    raise ErroreDiLavoro(CAMBIATA)


def _scrivi_versione(decisione: DecisioneRelazione, pronta: Pronta, lavoro_id: int | None, sito: str) -> bytes:
    assert isinstance(pronta.documento, Relazione)  # lo prepara soltanto `prepara_relazione`
    indirizzo = sito.rstrip("/") + reverse("verifica", args=[pronta.codice])
    return scrivi_relazione(
        pronta.documento,
        colophon=Colophon(pronta.codice, indirizzo, pronta.impronta),
        del_giorno=decisione.atto.data,
        avanza=lambda punto, passo: segnala(lavoro_id, 2 + punto * 95 // 100, passo),
    )


# ---- i fogli che accompagnano la Relazione -----------------------------------------------------------------------


def avvia_foglio_relazione(riga: Riga, *, utente: Any) -> Lavoro:
    """Mette in coda il foglio di controllo della Relazione; chiesto due volte è un lavoro solo."""
    return avvia(
        scrivi_foglio_relazione,
        chiave=chiave_foglio(riga.ciclo, utente, TipoDocumento.RELAZIONE),
        titolo=f"Foglio di controllo della Relazione {riga.ciclo.anno}",
        ente=riga.ente.slug,
        chi=utente.email,
        relazione_id=riga.pk,
        utente_id=utente.pk,
    )


@task
def scrivi_foglio_relazione(lavoro_id: int | None, *, relazione_id: int, utente_id: int) -> dict[str, Any]:
    """I controlli com'erano quando il lavoratore li ha eseguiti; la data è quella scritta nel foglio."""
    segnala(lavoro_id, 1, "Eseguo i controlli")
    riga = Riga.objects.select_related("ciclo__ente").get(pk=relazione_id)
    quadro = quadro_della_relazione(Utente.objects.get(pk=utente_id), riga)
    foglio = FoglioRelazione(riga.ciclo, quadro, timezone.localdate(), riga)
    return {"file": _foglio(lavoro_id, html_foglio(foglio), foglio.giorno, f"fogli/{riga.ciclo.anno}")}


def avvia_verbale_validazione(una: Validazione, resa: str, *, utente: Any) -> Lavoro:
    """Mette in coda il verbale nella resa chiesta; chiesto due volte è un lavoro solo."""
    return avvia(
        scrivi_verbale_validazione,
        chiave=chiave_verbale(una, resa, utente),
        titolo=f"Verbale di validazione della Relazione {una.versione.ciclo.anno}, a uso {resa}",
        ente=una.ente.slug,
        chi=utente.email,
        validazione_id=una.pk,
        resa=resa,
    )


@task
def scrivi_verbale_validazione(lavoro_id: int | None, *, validazione_id: int, resa: str) -> dict[str, Any]:
    """Il verbale da firmare: una validazione non cambia, e ripetuto è lo stesso file."""
    segnala(lavoro_id, 1, "Raccolgo i criteri")
    righe = Validazione.objects.select_related("versione__relazione__ciclo__ente", "versione__atto")
    una = righe.get(pk=validazione_id)
    cartella = f"verbali/{una.versione.ciclo.anno}"
    return {"file": _foglio(lavoro_id, html_verbale(una, resa), una.data, cartella)}


def _foglio(lavoro_id: int | None, html: str, giorno: date, cartella: str) -> str:
    pdf = pdf_o_frase(html, giorno, lambda punto, passo: segnala(lavoro_id, punto, passo))
    return conserva_pdf(cartella, pdf)
