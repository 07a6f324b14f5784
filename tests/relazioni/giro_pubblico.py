"""Il giro di tutto ciò che è pubblico: si segue ogni collegamento, si apre ogni file, si legge ogni byte."""

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from io import BytesIO, StringIO
from urllib.parse import urlsplit
from zipfile import ZipFile, is_zipfile

from pypdf import PdfReader

COLLEGAMENTI = re.compile(
    rb'(?:href|src|action)="([^"#]+)|<(?:loc|link|id)[^>]*>(https?://[^<]+)|"(https?://localhost[^"]+)"'
)
Risposta = tuple[int, bytes]  # lo stato e il contenuto
Testi = list[tuple[str, str]]  # un indirizzo, e un testo che vi si legge
CENTESIMO, MILLE = Decimal("0.01"), Decimal(1000)
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


def leggi(pagine: dict[str, Risposta]) -> Testi:
    """Ogni testo con l'indirizzo in cui lo si legge; uno stesso contenuto una volta sola."""
    dove = {corpo: indirizzo for indirizzo, (_, corpo) in pagine.items()}
    return [(indirizzo, testo) for corpo, indirizzo in dove.items() for testo in contenuti(corpo)]


def contenuti(corpo: bytes) -> Iterator[str]:
    """Il contenuto come lo leggerebbe chi lo apre: dentro gli archivi, dentro i PDF e i loro allegati."""
    if corpo.startswith(b"%PDF") and b"%%EOF" in corpo:  # nelle scene c'è anche un PDF finto
        testo, *allegati = _pdf(corpo)
        yield testo.decode()
        for uno in allegati:
            yield from contenuti(uno)
    elif is_zipfile(BytesIO(corpo)):
        archivio = ZipFile(BytesIO(corpo))
        yield " ".join(archivio.namelist())
        for nome in archivio.namelist():
            yield from contenuti(archivio.read(nome))
    else:
        yield corpo.decode(errors="replace")


@lru_cache(maxsize=8)  # lo stesso PDF si scarica da solo e dentro l'archivio dell'anno
def _pdf(corpo: bytes) -> tuple[bytes, ...]:
    """Le parole delle pagine con quelle delle proprietà, poi ogni allegato."""
    lettore = PdfReader(BytesIO(corpo))
    testo = " ".join(pagina.extract_text() for pagina in lettore.pages) + str(lettore.metadata)
    return testo.encode(), *(uno for allegati in lettore.attachments.values() for uno in allegati)


# ---- i numeri --------------------------------------------------------------------------------------------------

# Un numero con i decimali, anche attaccato ad altro («12,50€», «M87.44»); intero, solo se è lungo e sta da solo:
# le cifre di un'impronta o di un identificativo non sono un importo.
NUMERO = re.compile(r"\d+(?:[.,]\d+)+|\b\d{5,}\b")
CIFRE_COMUNI = 3  # «87», «87,4», «3,72»: con così poche cifre un numero compare per caso, e non lo si cerca


def in_ogni_forma(valore: Decimal) -> set[str]:
    """Un numero come può comparire: all'italiana o per i programmi, con le migliaia o senza, con gli zeri o senza."""
    nudo = f"{valore.normalize():f}"
    macchina = {nudo, *(con_zeri for n in (2, 4) if Decimal(con_zeri := f"{valore:.{n}f}") == valore)}
    migliaia = {f"{Decimal(uno):,}".translate(str.maketrans(",.", ".,")) for uno in macchina}
    return macchina | migliaia | {uno.replace(".", ",") for uno in macchina}


def tracce(valore: Decimal) -> set[Decimal]:
    """Un valore, i suoi arrotondamenti, i suoi centesimi: ciascuno finché ha abbastanza cifre da riconoscerlo."""
    arrotondati = {valore.quantize(Decimal(1).scaleb(-n), ROUND_HALF_UP) for n in range(5)}
    in_centesimi = {valore * 100} if valore == valore.quantize(CENTESIMO) else set()
    return {uno.normalize() for uno in arrotondati | in_centesimi | {valore} if riconoscibile(uno)}


def riconoscibile(valore: Decimal) -> bool:
    """Se ha più cifre di un numero comune; un intero ne vuole una di più, perché quattro le ha un anno."""
    cifre = f"{abs(valore).normalize():f}"
    return len(cifre.replace(".", "").lstrip("0")) > CIFRE_COMUNI + ("." not in cifre)


def numeri_trovati(testi: Testi, numeri: Iterable[Decimal]) -> set[tuple[str, str]]:
    """Dove compare un numero che non deve uscire. Non vale dentro un numero più lungo."""
    forme = {forma for numero in numeri for forma in in_ogni_forma(numero)}
    return {(indirizzo, forma) for indirizzo, testo in testi for forma in forme.intersection(numeri_scritti(testo))}


def numeri_scritti(testo: str) -> Iterator[str]:
    """Ogni numero del testo; dove la virgola può separare un numero dal seguente, anche ciascuno dei due."""
    for scritto in NUMERO.findall(testo):
        yield scritto
        yield from scritto.split(",")


def soldi_scritti(testi: Testi) -> set[Decimal]:
    """Gli importi che si leggono, dai mille euro in su: all'italiana o per i programmi."""
    scritti = {scritto for _, testo in testi for scritto in numeri_scritti(testo)}
    italiani = {uno.replace(".", "").replace(",", ".") for uno in scritti if re.fullmatch(r"[\d.]+,\d\d", uno)}
    importi = {Decimal(uno) for uno in italiani | {uno for uno in scritti if re.fullmatch(r"\d+\.\d\d?", uno)}}
    return {importo for importo in importi if importo >= MILLE}


# ---- i conteggi ------------------------------------------------------------------------------------------------


def file_di_conteggi(testi: Testi) -> Iterator[tuple[list[int], int | None]]:
    """Ogni riga e ogni colonna di persone delle tabelle pubblicate in CSV, con il suo totale se si legge."""
    for _, testo in testi:
        righe = list(csv.DictReader(StringIO(testo.removeprefix("\ufeff")), delimiter=";"))
        campi = set(righe[0]) if righe else set()
        if {"tabella", "riga", "colonna", "valore"} <= campi:
            yield from map(_con_il_totale, _file_di_tabelle(righe))
        if {"tabella", "gruppo", "fascia", "persone"} <= campi:
            yield from map(_con_il_totale, _file_di_gruppi(righe))


Fila = dict[str, str]  # il nome di un gruppo di persone, e quante sono


def _file_di_tabelle(celle: Iterable[dict[str, str]]) -> Iterator[Fila]:
    """Le tabelle dell'articolo 20: una cella per riga del file, con il nome del gruppo nella prima colonna."""
    righe = defaultdict[tuple[str, str], Fila](dict)
    for cella in celle:
        righe[cella["tabella"], cella["riga"]][cella["colonna"]] = cella["valore"]
    colonne = defaultdict[tuple[str, str], Fila](dict)
    for (tabella, _), riga in righe.items():
        nome = riga.pop("Categoria", None) or riga.pop("Gruppo", "")
        conteggi = {"Persone": riga["Persone"]} if "Persone" in riga else riga if "Totale" in riga else {}
        if len(conteggi) > 1:
            yield conteggi
        for colonna, valore in conteggi.items():
            colonne[tabella, colonna][nome] = valore
    yield from colonne.values()


def _file_di_gruppi(righe: Iterable[dict[str, str]]) -> Iterator[Fila]:
    """Le valutazioni allegate alla Relazione: per gruppo e fascia, poi per gruppo."""
    fila = defaultdict[tuple[str, str, str], Fila](dict)
    for riga in righe:
        fila[riga["tabella"], "fascia", riga["fascia"]][riga["gruppo"]] = riga["persone"]
        if riga["fascia"]:
            fila[riga["tabella"], "gruppo", riga["gruppo"]][riga["fascia"]] = riga["persone"]
    yield from fila.values()


def _con_il_totale(fila: Fila) -> tuple[list[int], int | None]:
    detti = {nome: int(persone) for nome, persone in fila.items() if persone}
    totali = [detti.pop(nome) for nome in ("Totale", "Tutti") if nome in detti]
    return list(detti.values()), next(iter(totali), None)


# ---- le parole -------------------------------------------------------------------------------------------------


def trovati(testi: Testi, segreti: Iterable[str]) -> set[tuple[str, str]]:
    """Dove compare ciò che non deve uscire, anche scritto tutto maiuscolo o tutto minuscolo."""
    cercati = sorted({segreto.casefold() for segreto in segreti})
    piani = [(indirizzo, testo.casefold()) for indirizzo, testo in testi]
    return {(indirizzo, segreto) for indirizzo, testo in piani for segreto in cercati if segreto in testo}
