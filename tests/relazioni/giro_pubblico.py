"""Il giro di tutto ciò che è pubblico: si segue ogni collegamento, si apre ogni file, si legge ogni byte."""

import re
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZipFile, is_zipfile

from pypdf import PdfReader

COLLEGAMENTI = re.compile(
    rb'(?:href|src|action)="([^"#]+)|<(?:loc|link|id)[^>]*>(https?://[^<]+)|"(https?://localhost[^"]+)"'
)
Risposta = tuple[int, bytes]  # lo stato e il contenuto
SITO = "http://localhost:8000"  # INDIRIZZO_SITO nelle prove


def percorri(
    chiedi: Callable[[str], tuple[int, bytes]], da: Iterable[str], dentro: str
) -> dict[str, tuple[int, bytes]]:
    """Per ogni indirizzo che resta nel sito pubblico dell'ente `dentro`, lo stato e il contenuto."""
    visti: dict[str, Risposta] = {}
    attesa = list(da)
    while attesa:
        indirizzo = attesa.pop()
        if indirizzo in visti:
            continue
        visti[indirizzo] = stato, corpo = chiedi(indirizzo)
        assert stato < 500, indirizzo
        attesa += [uno for uno in _collegamenti(corpo, indirizzo, dentro) if uno not in visti]
    return visti


def _collegamenti(corpo: bytes, da: str, dentro: str) -> Iterator[str]:
    for gruppi in COLLEGAMENTI.findall(corpo):
        scritto = next(filter(None, gruppi)).decode().replace("&amp;", "&").removeprefix(SITO)
        parti = urlsplit(scritto)
        if parti.scheme or parti.netloc:
            continue
        percorso = parti.path or urlsplit(da).path
        if percorso.startswith((f"/{dentro}/trasparenza/", f"/{dentro}/api/", "/trasparenza/")):
            yield percorso + (f"?{parti.query}" if parti.query else "")


def contenuti(corpo: bytes) -> Iterator[str]:
    """Il contenuto come lo leggerebbe chi lo apre: dentro gli archivi, dentro i PDF e i loro allegati."""
    if corpo.startswith(b"%PDF") and b"%%EOF" in corpo:  # nelle scene c'è anche un PDF finto
        lettore = PdfReader(BytesIO(corpo))
        yield " ".join(pagina.extract_text() for pagina in lettore.pages) + str(lettore.metadata)
        for allegati in lettore.attachments.values():
            yield from (uno.decode(errors="replace") for uno in allegati)
    elif is_zipfile(BytesIO(corpo)):
        archivio = ZipFile(BytesIO(corpo))
        for nome in archivio.namelist():
            yield from contenuti(archivio.read(nome))
    else:
        yield corpo.decode(errors="replace")


def trovati(pagine: dict[str, Risposta], segreti: Iterable[str]) -> set[tuple[str, Any]]:
    """Dove compare ciò che non deve uscire. Uno stesso contenuto si legge una volta sola."""
    cerca = re.compile("|".join(map(re.escape, sorted(segreti))))
    dove = {corpo: indirizzo for indirizzo, (_, corpo) in pagine.items()}
    return {
        (indirizzo, segreto)
        for corpo, indirizzo in dove.items()
        for testo in contenuti(corpo)
        for segreto in cerca.findall(testo)
    }
