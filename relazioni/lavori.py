"""Il PDF del Piano, prodotto in secondo piano: ripetibile senza danno, annullabile, mai due volte lo stesso."""

import re
import zlib
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.files.storage import default_storage
from django.utils import timezone
from django_tasks import task

from enti.models import Utente
from obiettivi.models import Ciclo
from piao.base.lavori import ErroreDiLavoro, avvia, segnala
from piao.base.models import Lavoro
from piao.base.pdf import DocumentoNonScritto, scrivi_pdf
from relazioni.azioni import registra_produzione
from relazioni.contenuto import Piano, componi_piano
from relazioni.contenuto.caratteri import caratteri_non_stampabili
from relazioni.letture import prefisso_lavoro
from relazioni.models import Produzione
from relazioni.stampa import allegati, html_pdf, impronta_documento, nome_stemma

PAGINE = re.compile(rb"/Type /Pages\b.*?/Count (\d+)", re.DOTALL)
OGGETTI = re.compile(rb"/Type /ObjStm.*?stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def produzione_pronta(ciclo: Ciclo, piano: Piano) -> Produzione | None:
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
    pronta = produzione_pronta(ciclo, piano)
    if pronta is None:
        chi = Lavoro.objects.filter(pk=lavoro_id or 0).values_list("chi", flat=True).first() or ""
        pdf = scrivi_piano(ciclo, piano, su_avanzamento=lambda punto, passo: segnala(lavoro_id, punto, passo))
        pronta = registra_produzione(
            ciclo,
            pdf,
            utente=Utente.objects.filter(email=chi).first(),
            chi=chi,
            impronta_contenuto=impronta_documento(piano),
            pagine=conta_pagine(pdf),
            bozza=piano.documento.bozza,
        )
    return {"produzione": pronta.pk, "avvisi": [luogo.frase for luogo in caratteri_non_stampabili(piano)]}


def scrivi_piano(ciclo: Ciclo, piano: Piano, *, su_avanzamento: Callable[[int, str], None] | None = None) -> bytes:
    """Il PDF del Piano con i dati allegati. Solleva ErroreDiLavoro se manca qualcosa all'installazione."""
    try:
        return scrivi_pdf(
            html_pdf(piano),
            data_documento=data_del_documento(ciclo),
            allegati=allegati(piano),
            risorse=_stemma(piano),
            su_avanzamento=su_avanzamento,
        )
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


def _stemma(piano: Piano) -> dict[str, bytes]:
    """Lo stemma come risorsa del documento; se il file non c'è più, il documento esce senza."""
    if not piano.ente.stemma or not default_storage.exists(piano.ente.stemma):
        return {}
    with default_storage.open(piano.ente.stemma) as file:
        return {nome_stemma(piano): file.read()}
