"""Il PDF del Piano, prodotto in secondo piano: ripetibile senza danno, annullabile, mai due volte lo stesso."""

import re
import zlib
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from enti.azioni import scrivi_atto
from enti.models import Atto, Utente
from obiettivi.flusso.piano import APPROVA, PianoFermo
from obiettivi.flusso.variazione import APPROVA as APPROVA_VARIAZIONE
from obiettivi.flusso.variazione import VariazioneFerma
from obiettivi.letture.versioni import versione_dell_atto, versione_di
from obiettivi.models import Ciclo, Variazione, Versione
from piao.base.flusso import PassoNonAmmesso
from piao.base.lavori import ErroreDiLavoro, argomenti_di, avvia, conserva_pdf, segnala
from piao.base.models import Lavoro
from piao.base.pdf import DocumentoNonScritto, scrivi_pdf
from piao.base.permessi import richiedi
from relazioni.azioni import registra_produzione
from relazioni.azioni.approvazione import DaCongelare, Decisione, DocumentoCambiato, approva, archivia, prepara
from relazioni.contenuto import Piano, componi_piano
from relazioni.contenuto.caratteri import caratteri_non_stampabili
from relazioni.contenuto.dati import da_canonico
from relazioni.contenuto.tipi import Composto
from relazioni.differenze import confronta
from relazioni.letture import (
    approvazioni_di,
    chiave_foglio,
    prefisso_approvazione,
    prefisso_differenze,
    prefisso_lavoro,
)
from relazioni.models import Produzione
from relazioni.rimedi import quadro_visto_da
from relazioni.stampa import Colophon, allegati, html_pdf, impronta_documento, nome_stemma
from relazioni.stampa.controlli import Foglio, html_foglio
from relazioni.stampa.differenze import html_differenze

Avanza = Callable[[int, str], None]
PAGINE = re.compile(rb"/Type /Pages\b.*?/Count (\d+)", re.DOTALL)
OGGETTI = re.compile(rb"/Type /ObjStm.*?stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def produzione_pronta(ciclo: Ciclo, piano: Composto) -> Produzione | None:
    """Il PDF già prodotto con questo stesso contenuto, se c'è."""
    return Produzione.objects.filter(ciclo=ciclo, impronta_contenuto=impronta_documento(piano)).first()


def avvia_produzione(ciclo: Ciclo, piano: Piano, *, utente: Any) -> Lavoro:
    """Mette in coda il PDF; lo stesso contenuto chiesto due volte è un lavoro solo."""
    return avvia(
        produci_piano,
        chiave=f"{prefisso_lavoro(ciclo)}{impronta_documento(piano)[:32]}",
        titolo=piano.documento.nome,
        ente=ciclo.ente.slug,
        chi=utente.email,
        ciclo_id=ciclo.pk,
    )


@task
def produci_piano(lavoro_id: int | None, ciclo_id: int) -> dict[str, Any]:
    """Compone, impagina e conserva il PDF del ciclo. Solleva ErroreDiLavoro con una frase per chi l'ha chiesto."""
    segnala(lavoro_id, 1, "Raccolgo i dati")
    ciclo = Ciclo.objects.select_related("ente", "atto_approvazione").get(pk=ciclo_id)
    piano = componi_piano(ciclo)
    pronta = prodotta(ciclo, piano, lavoro_id, lambda avanza: scrivi_piano(ciclo, piano, su_avanzamento=avanza))
    return {"produzione": pronta.pk, "avvisi": [luogo.frase for luogo in caratteri_non_stampabili(piano)]}


def prodotta(
    ciclo: Ciclo, composto: Composto, lavoro_id: int | None, scrivi: Callable[[Avanza], bytes], **altro: Any
) -> Produzione:
    """Il PDF già prodotto con questo stesso contenuto, oppure quello che `scrivi` scrive adesso, a nome di chi l'ha
    chiesto."""
    pronta = produzione_pronta(ciclo, composto)
    if pronta is not None:
        return pronta
    chi = Lavoro.objects.filter(pk=lavoro_id or 0).values_list("chi", flat=True).first() or ""
    pdf = scrivi(lambda punto, passo: segnala(lavoro_id, punto, passo))
    return registra_produzione(
        ciclo,
        pdf,
        utente=Utente.objects.filter(email=chi).first(),
        chi=chi,
        impronta_contenuto=impronta_documento(composto),
        pagine=conta_pagine(pdf),
        bozza=composto.documento.bozza,
        **altro,
    )


def scrivi_piano(
    ciclo: Ciclo,
    piano: Piano,
    *,
    colophon: Colophon | None = None,
    del_giorno: date | None = None,
    su_avanzamento: Avanza | None = None,
) -> bytes:
    """Il PDF del Piano con i dati allegati. Solleva ErroreDiLavoro se manca qualcosa all'installazione.

    `colophon` e `del_giorno` sono di una versione approvata: come si verifica, e la data del suo atto.
    """
    return pdf_o_frase(
        html_pdf(piano, colophon),
        del_giorno or data_del_documento(ciclo),
        su_avanzamento,
        allegati=allegati(piano),
        risorse=stemma_di(piano),
    )


def pdf_o_frase(html: str, giorno: date, avanza: Avanza | None, **altro: Any) -> bytes:
    """Il PDF, con i suoi allegati e le sue risorse. Solleva ErroreDiLavoro con la frase di ciò che manca."""
    try:
        return scrivi_pdf(html, data_documento=giorno, su_avanzamento=avanza, **altro)
    except DocumentoNonScritto as errore:
        raise ErroreDiLavoro(str(errore)) from errore


def data_del_documento(ciclo: Ciclo) -> date:
    """La data dell'approvazione; per una bozza, oggi."""
    atto = ciclo.atto_approvazione
    return atto.data if atto and atto.data else timezone.localdate()


def conta_pagine(pdf: bytes) -> int:
    """Le pagine scritte nel catalogo del PDF, che di solito sta in un flusso compresso."""
    flussi = [zlib.decompressobj().decompress(flusso) for flusso in OGGETTI.findall(pdf)]
    return max((int(quante) for testo in (pdf, *flussi) for quante in PAGINE.findall(testo)), default=0)


def stemma_di(piano: Composto) -> dict[str, bytes]:
    """Lo stemma come risorsa del documento; se il file non c'è più, il documento esce senza."""
    if not piano.ente.stemma or not default_storage.exists(piano.ente.stemma):
        return {}
    with default_storage.open(piano.ente.stemma) as file:
        return {nome_stemma(piano): file.read()}


# ---- congelare ciò che la Giunta ha approvato ----------------------------------------------------------------------

RIFACIMENTI = 3  # quante volte si ricompone, se mentre si scrive il PDF qualcosa cambia
FERMATE = (PianoFermo, VariazioneFerma, PassoNonAmmesso)


class ApprovazioneInCorso(Exception):
    """Qualcuno sta già registrando un'approvazione di questo ciclo."""


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
    try:
        versione = gia or _congela(decisione, lavoro_id, sito)
    except FERMATE as errore:
        raise ErroreDiLavoro(str(errore)) from errore
    except PermissionDenied as errore:
        raise ErroreDiLavoro("Il tuo incarico non consente di registrare l'approvazione.") from errore
    return {"versione": versione.numero}


def _congela(decisione: Decisione, lavoro_id: int | None, sito: str) -> Versione:
    for _ in range(RIFACIMENTI):
        segnala(lavoro_id, 1, "Raccolgo i dati")
        pronta = prepara(decisione)
        pdf = _scrivi_versione(decisione, pronta, lavoro_id, sito)
        segnala(lavoro_id, 97, "Conservo il documento")
        archiviato = archivia(pronta, pdf, pagine=conta_pagine(pdf))
        segnala(lavoro_id, 99, "Registro l'approvazione")
        try:
            return approva(decisione, pronta, archiviato)
        except DocumentoCambiato:
            continue
    raise ErroreDiLavoro(
        "Mentre si preparava il documento i dati dell'ente sono cambiati più volte: riprova fra poco."
    )


def _scrivi_versione(decisione: Decisione, pronta: DaCongelare, lavoro_id: int | None, sito: str) -> bytes:
    indirizzo = sito.rstrip("/") + reverse("verifica", args=[pronta.codice])
    return scrivi_piano(
        decisione.ciclo,
        pronta.documento,
        colophon=Colophon(pronta.codice, indirizzo, pronta.impronta),
        del_giorno=decisione.atto.data,
        su_avanzamento=lambda punto, passo: segnala(lavoro_id, 2 + punto * 95 // 100, passo),
    )


# ---- le differenze in PDF ---------------------------------------------------------------------------------------


def avvia_differenze(ciclo: Ciclo, *, utente: Any, da: str, a: str) -> Lavoro:
    """Mette in coda il PDF delle differenze fra due versioni («1», «2», «adesso»)."""
    return avvia(
        scrivi_differenze,
        chiave=f"{prefisso_differenze(ciclo, utente)}{da}:{a}",
        titolo=f"Differenze, ciclo {ciclo.anno}",
        ente=ciclo.ente.slug,
        chi=utente.email,
        ciclo_id=ciclo.pk,
        da=da,
        a=a,
    )


@task
def scrivi_differenze(lavoro_id: int | None, *, ciclo_id: int, da: str, a: str) -> dict[str, Any]:
    """Un file col nome del suo contenuto: ripetuto, ritrova quello che c'è."""
    ciclo = Ciclo.objects.select_related("ente").get(pk=ciclo_id)
    segnala(lavoro_id, 1, "Confronto le due versioni")
    (prima, nome_prima), (dopo, nome_dopo) = _contenuto_di(ciclo, da), _contenuto_di(ciclo, a)
    html = html_differenze(
        confronta(prima, dopo),
        ente=ciclo.ente.denominazione,
        titolo=f"{dopo.documento.nome}",
        da=nome_prima,
        a=nome_dopo,
    )
    pdf = pdf_o_frase(html, timezone.localdate(), lambda punto, passo: segnala(lavoro_id, punto, passo))
    return {"file": conserva_pdf(f"differenze/{ciclo.anno}", pdf)}


def _contenuto_di(ciclo: Ciclo, scelta: str) -> tuple[Piano, str]:
    if not scelta.isdecimal():
        return componi_piano(ciclo), "ciò che c'è adesso"
    versione = versione_di(ciclo, int(scelta))
    return da_canonico(versione.contenuto), f"versione {versione.numero} ({versione.atto.estremi})"


# ---- il foglio di controllo in PDF ------------------------------------------------------------------------------


def avvia_foglio(ciclo: Ciclo, *, utente: Any) -> Lavoro:
    """Mette in coda il foglio di controllo, con i rilievi che l'utente vede."""
    return avvia(
        scrivi_foglio,
        chiave=chiave_foglio(ciclo, utente),
        titolo=f"Foglio di controllo {ciclo.anno}",
        ente=ciclo.ente.slug,
        chi=utente.email,
        ciclo_id=ciclo.pk,
        utente_id=utente.pk,
    )


@task
def scrivi_foglio(lavoro_id: int | None, *, ciclo_id: int, utente_id: int) -> dict[str, Any]:
    """I controlli com'erano quando il lavoratore li ha eseguiti; la data è quella scritta nel foglio."""
    segnala(lavoro_id, 1, "Eseguo i controlli")
    ciclo = Ciclo.objects.select_related("ente").get(pk=ciclo_id)
    quadro, _ = quadro_visto_da(Utente.objects.get(pk=utente_id), ciclo)
    foglio = Foglio(ciclo, quadro, timezone.localdate())
    pdf = pdf_o_frase(html_foglio(foglio), foglio.giorno, lambda punto, passo: segnala(lavoro_id, punto, passo))
    return {"file": conserva_pdf(f"fogli/{ciclo.anno}", pdf)}
