"""Conservare i documenti prodotti."""

from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import transaction

from obiettivi.models import Ciclo
from piao.base.registro import annota
from relazioni.models import Produzione, TipoDocumento


@transaction.atomic
def registra_produzione(
    ciclo: Ciclo,
    pdf: bytes,
    *,
    utente: Any,
    chi: str,
    impronta_contenuto: str,
    pagine: int,
    bozza: bool,
    documento: str = TipoDocumento.PIANO,
) -> Produzione:
    """Conserva un PDF. Ripetuta con lo stesso contenuto restituisce quello già conservato."""
    gia = Produzione.objects.filter(ciclo=ciclo, documento=documento, impronta_contenuto=impronta_contenuto).first()
    if gia is not None:
        return gia
    nuova = Produzione(
        ciclo=ciclo,
        documento=documento,
        impronta_contenuto=impronta_contenuto,
        impronta=sha256(pdf).hexdigest(),
        pagine=pagine,
        bozza=bozza,
        chiesto_da=chi,
    )
    nome = f"{documento}-{ciclo.ente.slug}-{ciclo.anno}-{impronta_contenuto[:12]}.pdf"
    with TemporaryUploadedFile(nome, "application/pdf", len(pdf), None) as provvisorio:
        # Un file provvisorio che si rinomina: chi scarica non ne vede mai uno a metà.
        provvisorio.write(pdf)
        provvisorio.flush()
        nuova.file.save(nome, provvisorio, save=False)
    nuova.save()
    annota("produce il documento", nuova, chi=utente, ente=ciclo.ente, nota=f"SHA-256 {nuova.impronta}")
    return nuova
