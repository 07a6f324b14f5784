"""Un file si pubblica se non contiene ciò che non può uscire: altrimenti si dice che cosa, e perché."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from enti.models import Ente, Incarico, Persona, Rapporto
from piao.base.carico import controlla_documento

CODICE_FISCALE = re.compile(  # con lettere al posto delle cifre dove due persone avrebbero lo stesso
    r"\b(?=\w*\d)[A-Z]{6}[\dL-NP-V]{2}[A-EHLMPRST][\dL-NP-V]{2}[A-Z][\dL-NP-V]{3}[A-Z]\b", re.IGNORECASE
)
USO_INTERNO = re.compile(r"uso\s+interno|non\s+pubblicare", re.IGNORECASE)
SPAZI = re.compile(r"\s+")
NASCOSTO = "Ciò che il file porta con sé (proprietà, campi compilati, commenti, allegati)"
ROVINATO = (PyPdfError, DependencyError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)


@dataclass(frozen=True)
class Letto:
    """Un PDF: le parole delle pagine, quelle che non si vedono aprendolo, gli allegati che non si sanno leggere."""

    pagine: str
    nascosto: str
    illeggibili: tuple[str, ...]


def controlla_file(file: Any, ente: Ente) -> str:
    """Il formato del file, come lo si legge nella pagina. Solleva ValidationError con ogni motivo che lo ferma."""
    controlla_documento(file)
    if not str(file.name).lower().endswith(".pdf"):
        raise ValidationError({"file": "Si pubblica un PDF: è il formato che tutti aprono e che si può controllare."})
    letto = _letto(file)
    motivi = [*_motivi(letto.pagine, ente, "Il file"), *_motivi(letto.nascosto, ente, NASCOSTO)]
    motivi += [f"Il file ha un allegato che non si può controllare («{uno}»): toglilo." for uno in letto.illeggibili]
    if motivi:
        raise ValidationError({"file": motivi})
    return "PDF"


def controlla_testo(testo: str, ente: Ente, che_cosa: str = "Il testo") -> None:
    """Come per un file, per un testo che si sta per pubblicare. Solleva ValidationError con ogni motivo."""
    if motivi := list(_motivi(testo, ente, che_cosa)):
        raise ValidationError(motivi)


def controlla_campi(ente: Ente, **campi: str) -> None:
    """Come per un testo, per ciò che si scrive accanto a un file. Solleva ValidationError campo per campo."""
    motivi = {nome: list(_motivi(testo, ente, "Ciò che hai scritto")) for nome, testo in campi.items() if testo}
    if sbagliati := {nome: frasi for nome, frasi in motivi.items() if frasi}:
        raise ValidationError(sbagliati)


def impronta_del_file(file: Any) -> str:
    calcolo = sha256()
    for pezzo in file.chunks():
        calcolo.update(pezzo)
    file.seek(0)
    return calcolo.hexdigest()


def _letto(file: Any) -> Letto:
    file.seek(0)
    try:
        letto = _leggi(PdfReader(file))
    except ROVINATO as errore:
        raise ValidationError(
            {"file": "Il PDF non si legge: è rovinato, o protetto da una parola d'ordine."}
        ) from errore
    finally:
        file.seek(0)
    if not letto.pagine:
        raise ValidationError(
            {"file": "Il PDF non contiene testo: è una scansione. Serve l'originale, che tutti possono leggere."}
        )
    return letto


def _leggi(lettore: PdfReader) -> Letto:
    allegati = [(nome, _in_chiaro(uno)) for nome, uguali in lettore.attachments.items() for uno in uguali]
    return Letto(
        _su_una_riga(pagina.extract_text() for pagina in lettore.pages),
        _su_una_riga([*_accanto(lettore), *(f"{nome} {testo or ''}" for nome, testo in allegati)]),
        tuple(nome for nome, testo in allegati if testo is None),
    )


def _accanto(lettore: PdfReader) -> Iterator[str]:
    """Le proprietà, i campi compilati, i commenti."""
    yield from map(str, (lettore.metadata or {}).values())
    yield from (str(campo.get("/V", "")) for campo in (lettore.get_fields() or {}).values())
    for pagina in lettore.pages:
        yield from (str(nota.get_object().get("/Contents", "")) for nota in pagina.annotations or ())


def _in_chiaro(contenuto: bytes) -> str | None:
    """Le parole di un allegato di testo (CSV, JSON, XML); None se è d'altro genere."""
    try:
        testo = contenuto.decode()
    except UnicodeDecodeError:
        return None
    return None if "\0" in testo else testo


def _su_una_riga(pezzi: Iterable[str]) -> str:
    return SPAZI.sub(" ", " ".join(pezzi)).strip()


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
