"""Il giro di tutto ciò che è pubblico: si segue ogni collegamento, si apre ogni file, si legge ogni byte."""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from io import BytesIO
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


def in_ogni_forma(valore: Decimal) -> set[str]:
    """Un numero come può comparire: all'italiana o per i programmi, con le migliaia o senza, con gli zeri o senza."""
    esatto = f"{valore:.2f}"
    macchina = {esatto, esatto.rstrip("0").rstrip(".")}
    migliaia = {f"{Decimal(uno):,}".translate(str.maketrans(",.", ".,")) for uno in macchina}
    return macchina | migliaia | {uno.replace(".", ",") for uno in macchina}


def numeri_trovati(pagine: dict[str, Risposta], numeri: Iterable[Decimal]) -> set[tuple[str, str]]:
    """Dove compare un numero che non deve uscire. Non vale dentro un numero più lungo."""
    forme = sorted({forma for numero in numeri for forma in in_ogni_forma(numero)}, key=len, reverse=True)
    return _cercati(pagine, re.compile(rf"(?<![\w.,-])(?:{'|'.join(map(re.escape, forme))})(?![\w]|[.,]\d)"))


def trovati(pagine: dict[str, Risposta], segreti: Iterable[str]) -> set[tuple[str, str]]:
    """Dove compare ciò che non deve uscire. Uno stesso contenuto si legge una volta sola."""
    return _cercati(pagine, re.compile("|".join(map(re.escape, sorted(segreti)))))


def _cercati(pagine: dict[str, Risposta], cerca: re.Pattern[str]) -> set[tuple[str, str]]:
    dove = {corpo: indirizzo for indirizzo, (_, corpo) in pagine.items()}
    return {
        (indirizzo, segreto)
        for corpo, indirizzo in dove.items()
        for testo in contenuti(corpo)
        for segreto in cerca.findall(testo)
    }
