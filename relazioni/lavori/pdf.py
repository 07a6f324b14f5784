"""Ciò che ogni documento in secondo piano ha in comune: ritrovarlo se c'è già, scriverlo, conservarlo."""

import re
import zlib
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.files.storage import default_storage

from enti.models import Utente
from obiettivi.models import Ciclo
from piao.base.lavori import ErroreDiLavoro, conserva_pdf, segnala
from piao.base.models import Lavoro
from piao.base.pdf import DocumentoNonScritto, scrivi_pdf
from relazioni.azioni import registra_produzione
from relazioni.contenuto.caratteri import caratteri_non_stampabili
from relazioni.contenuto.tipi import Composto
from relazioni.models import Produzione
from relazioni.stampa import impronta_documento, nome_stemma

Avanza = Callable[[int, str], None]
PAGINE = re.compile(rb"/Type /Pages\b.*?/Count (\d+)", re.DOTALL)
OGGETTI = re.compile(rb"/Type /ObjStm.*?stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def produzione_pronta(ciclo: Ciclo, piano: Composto) -> Produzione | None:
    """Il PDF già prodotto con questo stesso contenuto, se c'è."""
    return Produzione.objects.filter(ciclo=ciclo, impronta_contenuto=impronta_documento(piano)).first()


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


def esito_di(pronta: Produzione, composto: Composto) -> dict[str, Any]:
    """Ciò che il lavoro dice a chi l'ha chiesto: il documento, e i caratteri che nel PDF non si leggono."""
    return {"produzione": pronta.pk, "avvisi": [luogo.frase for luogo in caratteri_non_stampabili(composto)]}


def pdf_o_frase(html: str, giorno: date, avanza: Avanza | None, **altro: Any) -> bytes:
    """Il PDF, con i suoi allegati e le sue risorse. Solleva ErroreDiLavoro con la frase di ciò che manca."""
    try:
        return scrivi_pdf(html, data_documento=giorno, su_avanzamento=avanza, **altro)
    except DocumentoNonScritto as errore:
        raise ErroreDiLavoro(str(errore)) from errore


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


def scrivi_e_conserva(lavoro_id: int | None, html: str, giorno: date, cartella: str) -> str:
    """Il nome del file conservato; ripetuta, ritrova quello che c'è. Solleva ErroreDiLavoro come `pdf_o_frase`."""
    pdf = pdf_o_frase(html, giorno, lambda punto, passo: segnala(lavoro_id, punto, passo))
    return conserva_pdf(cartella, pdf)
