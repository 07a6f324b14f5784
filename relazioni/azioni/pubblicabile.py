"""Un file si pubblica se non contiene ciò che non può uscire: altrimenti si dice che cosa, e perché."""

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from enti.models import Ente, Incarico, Persona, Rapporto
from piao.base.carico import controlla_documento

CODICE_FISCALE = re.compile(r"\b[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]\b")
USO_INTERNO = re.compile(r"uso\s+interno|non\s+pubblicare", re.IGNORECASE)
SPAZI = re.compile(r"\s+")


def controlla_file(file: Any, ente: Ente) -> str:
    """Il formato del file, come lo si legge nella pagina. Solleva ValidationError con ogni motivo che lo ferma."""
    controlla_documento(file)
    if not str(file.name).lower().endswith(".pdf"):
        raise ValidationError({"file": "Si pubblica un PDF: è il formato che tutti aprono e che si può controllare."})
    motivi = list(_motivi(_testo(file), ente, "Il file"))
    if motivi:
        raise ValidationError({"file": motivi})
    return "PDF"


def controlla_testo(testo: str, ente: Ente) -> None:
    """Come per un file, per un testo che si sta per pubblicare. Solleva ValidationError con ogni motivo."""
    if motivi := list(_motivi(testo, ente, "Il testo")):
        raise ValidationError(motivi)


def impronta_del_file(file: Any) -> str:
    calcolo = sha256()
    for pezzo in file.chunks():
        calcolo.update(pezzo)
    file.seek(0)
    return calcolo.hexdigest()


def _testo(file: Any) -> str:
    """Il testo del PDF, su una riga sola."""
    file.seek(0)
    try:
        pagine = [pagina.extract_text() for pagina in PdfReader(file).pages]
    except (PyPdfError, ValueError, KeyError) as errore:
        raise ValidationError(
            {"file": "Il PDF non si legge: è rovinato, o protetto da una parola d'ordine."}
        ) from errore
    finally:
        file.seek(0)
    testo = SPAZI.sub(" ", " ".join(pagine)).strip()
    if not testo:
        raise ValidationError(
            {"file": "Il PDF non contiene testo: è una scansione. Serve l'originale, che tutti possono leggere."}
        )
    return testo


def _motivi(testo: str, ente: Ente, che_cosa: str) -> Iterator[str]:
    if USO_INTERNO.search(testo):
        yield f"{che_cosa} dice di essere a uso interno: prepara la versione da pubblicare."
    if CODICE_FISCALE.search(testo):
        yield f"{che_cosa} contiene un codice fiscale: va tolto (Garante, provvedimenti 398/2023 e 204/2025)."
    piano = testo.casefold()
    trovati = [nome for nome, altro in _dipendenti(ente) if nome.casefold() in piano or altro.casefold() in piano]
    if trovati:
        yield (
            f"{che_cosa} nomina persone che lavorano nell'ente ({', '.join(trovati[:3])}): al posto dei nomi scrivi "
            "l'incarico o l'ufficio (D.Lgs. 33/2013, art. 31; Garante, provvedimento 204/2025)."
        )


def _dipendenti(ente: Ente) -> Iterator[tuple[str, str]]:
    """Nome e cognome, nei due ordini, di chi lavora qui senza un incarico: i nomi degli altri sono già pubblici."""
    con_incarico = Incarico.objects.filter(ente=ente).values("persona")
    persone = Persona.objects.filter(pk__in=Rapporto.objects.filter(ente=ente).values("persona"))
    for nome, cognome in persone.exclude(pk__in=con_incarico).values_list("nome", "cognome"):
        if nome and cognome:
            yield f"{nome} {cognome}", f"{cognome} {nome}"
