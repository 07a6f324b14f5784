"""Mettere i valori in un modello DOCX o ODT: «{{ ente }}» diventa il suo valore, «{{ allegati }}» una riga per voce.

Un modello arriva da fuori: si legge senza eseguire nulla, senza rete e senza entità, e non può gonfiarsi.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lxml import etree

SEGNAPOSTO = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
VOCI_MASSIME = 2_000
BYTE_MASSIMI = 60 * 1024 * 1024
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
PARTI = re.compile(r"word/(document|header\d*|footer\d*)\.xml|content\.xml|styles\.xml")
PARAGRAFI = {f"{W}p", f"{T}p", f"{T}h"}

Nodo = Any  # un elemento di lxml, che non ha tipi


class ModelloIllegibile(ValueError):
    """Il file non è un modello che si possa usare; il messaggio dice che cosa fare."""


@dataclass(frozen=True)
class Compilato:
    """Il documento pronto, e i segnaposto a cui non si è trovato un valore."""

    contenuto: bytes
    mancanti: tuple[str, ...] = ()


@dataclass
class _Pezzo:
    """Un tratto di testo di un paragrafo: il nodo che lo porta, e se sta dentro il nodo o subito dopo."""

    nodo: Nodo
    dove: str

    @property
    def testo(self) -> str:
        return getattr(self.nodo, self.dove) or ""

    @testo.setter
    def testo(self, nuovo: str) -> None:
        setattr(self.nodo, self.dove, nuovo)
        if self.nodo.tag == f"{W}t":
            self.nodo.set(XML_SPACE, "preserve")


def compila(modello: bytes, valori: Mapping[str, str], elenchi: Mapping[str, Sequence[str]]) -> Compilato:
    """Sostituisce i segnaposto in corpo, intestazioni e piè di pagina. Solleva ModelloIllegibile.

    Un valore che manca (o un segnaposto sconosciuto) non sparisce: al suo posto resta «[manca: …]».
    """
    mancanti: list[str] = []
    uscita = BytesIO()
    with _aperto(modello) as archivio, zipfile.ZipFile(uscita, "w") as nuovo:
        for voce in archivio.infolist():
            contenuto = archivio.read(voce)
            if PARTI.fullmatch(voce.filename):
                contenuto = _parte(contenuto, valori, elenchi, mancanti)
            nuovo.writestr(voce, contenuto)
    return Compilato(uscita.getvalue(), tuple(dict.fromkeys(mancanti)))


def controlla_modello(modello: bytes, conosciuti: set[str]) -> tuple[str, ...]:
    """I segnaposto del modello che nessuno sa riempire. Solleva ModelloIllegibile se il file non va."""
    trovati: list[str] = []
    with _aperto(modello) as archivio:
        parti = [nome for nome in archivio.namelist() if PARTI.fullmatch(nome)]
        if not parti:
            raise ModelloIllegibile("Dentro il file non c'è un testo: salvalo di nuovo come DOCX o ODT.")
        for nome in parti:
            for paragrafo in _paragrafi(_albero(archivio.read(nome))):
                trovati += SEGNAPOSTO.findall(_testo(_pezzi(paragrafo)))
    return tuple(dict.fromkeys(nome for nome in trovati if nome not in conosciuti))


def _aperto(modello: bytes) -> zipfile.ZipFile:
    try:
        archivio = zipfile.ZipFile(BytesIO(modello))
    except zipfile.BadZipFile as errore:
        raise ModelloIllegibile("Il file non è un DOCX né un ODT: salvalo di nuovo e ricaricalo.") from errore
    voci = archivio.infolist()
    if len(voci) > VOCI_MASSIME or sum(voce.file_size for voce in voci) > BYTE_MASSIMI:
        raise ModelloIllegibile("Il modello è troppo grande: togli le immagini che non servono.")
    if any(voce.flag_bits & 1 for voce in voci):
        raise ModelloIllegibile("Il modello è protetto da una parola d'ordine: salvalo senza.")
    if any(voce.filename.endswith("vbaProject.bin") or voce.filename.startswith("Basic/") for voce in voci):
        raise ModelloIllegibile("Il modello contiene macro: salvalo senza.")
    return archivio


def _albero(contenuto: bytes) -> Nodo:
    lettore = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        radice = etree.fromstring(contenuto, lettore)
    except etree.XMLSyntaxError as errore:
        raise ModelloIllegibile("Il modello è danneggiato: aprilo, salvalo di nuovo e ricaricalo.") from errore
    if radice.getroottree().docinfo.internalDTD is not None:
        raise ModelloIllegibile("Il modello contiene definizioni che non si accettano: salvalo di nuovo.")
    return radice


def _parte(
    contenuto: bytes, valori: Mapping[str, str], elenchi: Mapping[str, Sequence[str]], mancanti: list[str]
) -> bytes:
    radice = _albero(contenuto)
    for paragrafo in list(_paragrafi(radice)):
        testo = _testo(_pezzi(paragrafo))
        elenco = next((nome for nome in SEGNAPOSTO.findall(testo) if nome in elenchi), None)
        if elenco is not None:
            _ripeti(paragrafo, elenco, elenchi[elenco], valori, mancanti)
        elif "{{" in testo:
            _riempi(paragrafo, valori, mancanti)
    scritto: bytes = etree.tostring(radice, xml_declaration=True, encoding="UTF-8", standalone=True)
    return scritto


def _ripeti(paragrafo: Nodo, nome: str, voci: Sequence[str], valori: Mapping[str, str], mancanti: list[str]) -> None:
    """Una copia del paragrafo (o del punto d'elenco che lo contiene) per voce; se non ce ne sono, un trattino."""
    riga = _riga(paragrafo)
    posto = 0 if riga is paragrafo else list(riga.iter(*PARAGRAFI)).index(paragrafo)
    copie = [riga, *(deepcopy(riga) for _ in voci[1:])]
    for prima, dopo in zip(copie, copie[1:], strict=False):
        prima.addnext(dopo)
    for copia, voce in zip(copie, voci or ["–"], strict=False):
        suo = copia if copia.tag in PARAGRAFI else list(copia.iter(*PARAGRAFI))[posto]
        _riempi(suo, {**valori, nome: voce}, mancanti)


def _riga(paragrafo: Nodo) -> Nodo:
    padre = paragrafo.getparent()
    return padre if padre is not None and padre.tag == f"{T}list-item" else paragrafo


def _riempi(paragrafo: Nodo, valori: Mapping[str, str], mancanti: list[str]) -> None:
    """Sostituisce dall'ultimo al primo: un segnaposto può stare a cavallo di più tratti, il primo ne dà l'aspetto."""
    pezzi = list(_pezzi(paragrafo))
    for trovato in reversed(list(SEGNAPOSTO.finditer(_testo(pezzi)))):
        nome = trovato[1]
        if not valori.get(nome):
            mancanti.insert(0, nome)
        _scrivi(pezzi, *trovato.span(), valori.get(nome) or f"[manca: {nome}]")


def _scrivi(pezzi: Sequence[_Pezzo], da: int, a: int, nuovo: str) -> None:
    inizio = 0
    for pezzo in pezzi:
        testo, fine = pezzo.testo, inizio + len(pezzo.testo)
        if inizio < a and fine > da:
            dentro = nuovo if inizio <= da else ""
            pezzo.testo = testo[: max(da - inizio, 0)] + dentro + testo[a - inizio if a < fine else len(testo) :]
        inizio = fine


def _paragrafi(radice: Nodo) -> Iterator[Nodo]:
    yield from radice.iter(*PARAGRAFI)


def _testo(pezzi: Iterator[_Pezzo] | Sequence[_Pezzo]) -> str:
    return "".join(pezzo.testo for pezzo in pezzi)


def _pezzi(paragrafo: Nodo) -> Iterator[_Pezzo]:
    """I tratti di testo del paragrafo, in ordine; quelli di un paragrafo annidato (una casella) sono suoi."""
    if paragrafo.tag == f"{W}p":
        yield from (_Pezzo(nodo, "text") for nodo in paragrafo.iter(f"{W}t") if _suo(nodo, paragrafo))
    else:
        yield from _pezzi_odt(paragrafo)


def _suo(nodo: Nodo, paragrafo: Nodo) -> bool:
    return next(nodo.iterancestors(f"{W}p")) is paragrafo


def _pezzi_odt(nodo: Nodo) -> Iterator[_Pezzo]:
    yield _Pezzo(nodo, "text")
    for figlio in nodo:
        if isinstance(figlio.tag, str) and figlio.tag not in PARAGRAFI:
            yield from _pezzi_odt(figlio)
        yield _Pezzo(figlio, "tail")
