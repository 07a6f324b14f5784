"""Congelare una versione del Piano: si scrive una volta e non si tocca più."""

from hashlib import sha256
from typing import Any

from django.db import transaction

from enti.models import Atto
from obiettivi.codici import codice_da
from obiettivi.models import Ciclo, Variazione, Versione
from piao.base.registro import annota


def impronta_di(contenuto: bytes) -> str:
    """SHA-256, in esadecimale."""
    return sha256(contenuto).hexdigest()


@transaction.atomic
def congela(
    ciclo: Ciclo,
    *,
    utente: Any,
    numero: int,
    tipo: str,
    atto: Atto,
    contenuto: str,
    pdf: str,
    impronta_pdf: str,
    pagine: int,
    rilievi: str,
    variazione: Variazione | None = None,
) -> Versione:
    """Conserva contenuto, PDF (il nome del file già scritto) ed esito dei controlli, ciascuno con la sua impronta."""
    impronta = impronta_di(contenuto.encode())
    versione = Versione.objects.create(
        ciclo=ciclo,
        numero=numero,
        tipo=tipo,
        variazione=variazione,
        atto=atto,
        codice=codice_da(impronta),
        contenuto=contenuto,
        impronta_contenuto=impronta,
        pdf=pdf,
        impronta_pdf=impronta_pdf,
        pagine=pagine,
        rilievi=rilievi,
        impronta_rilievi=impronta_di(rilievi.encode()),
        chi=utente,
    )
    annota("congela la versione", versione, chi=utente, ente=ciclo.ente, nota=f"SHA-256 del PDF {impronta_pdf}")
    return versione
