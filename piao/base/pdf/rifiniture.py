"""L'unico modulo che tocca i meccanismi interni di WeasyPrint (decisione 0010).

WeasyPrint sa scrivere PDF/A **o** PDF/UA; qui si ottengono entrambi nello stesso file, con alcune rifiniture di
accessibilità. Valgono solo durante una conversione nostra e solo con la versione provata; le prove tengono
l'impronta del codice su cui poggiano (`tests/base/test_pdf_rifiniture.py`).
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pydyf
import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import stream as wp_stream
from weasyprint.pdf import tags as wp_tags
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

from piao.base.pdf.allegati import Allegato
from piao.base.pdf.caratteri import con_sostituti, solo_i_nostri_font
from piao.base.pdf.errori import LibreriaDiversa, RisorsaMancante
from piao.base.pdf.risorse import leggi

VERSIONE_PROVATA = "70.0"
VARIANTE = "pdf/a-3a"
PUNTI_PER_PIXEL = 0.75
SVG = "{http://www.w3.org/2000/svg}"

# Una conversione alla volta per processo: le rifiniture sostituiscono funzioni della libreria mentre lavora.
_UNA_ALLA_VOLTA = threading.Lock()

# Un documento PDF/A può nominare solo schemi XMP noti o descritti: quello di PDF/UA va descritto.
SCHEMA_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 (PDF/UA)</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""


def converti(html: str, data: date, allegati: Sequence[Allegato], risorse: Mapping[str, bytes]) -> bytes:
    """Vedi `scrivi_pdf`."""
    _pretendi_versione_provata()
    istante = datetime(data.year, data.month, data.day, tzinfo=UTC)
    try:
        with _UNA_ALLA_VOLTA, _rifiniture(), solo_i_nostri_font():
            pagina = weasyprint.HTML(string=con_sostituti(html), url_fetcher=_Lettore(risorse))
            documento = pagina.render(pdf_variant=VARIANTE)
            _prepara(documento, istante)
            # In ordine di nome: l'elenco dei file incorporati è un albero ordinato, e chi legge lo percorre così.
            file = [_allegato(allegato, istante) for allegato in sorted(allegati, key=lambda uno: uno.nome)]
            scritto: bytes = documento.write_pdf(finisher=_finisci, pdf_variant=VARIANTE, attachments=file)
            return scritto
    except FatalURLFetchingError as errore:
        raise errore.__cause__ or errore from None


def _pretendi_versione_provata() -> None:
    if weasyprint.__version__ != VERSIONE_PROVATA:
        raise LibreriaDiversa(
            f"I documenti sono provati con WeasyPrint {VERSIONE_PROVATA}, qui c'è la {weasyprint.__version__}: "
            "installare le versioni di requirements.lock."
        )


class _Lettore:
    """Ciò che WeasyPrint chiama per leggere un indirizzo; l'attributo con il trattino basso è il suo protocollo."""

    def __init__(self, risorse: Mapping[str, bytes]) -> None:
        self.risorse, self._fail_on_errors = risorse, False

    def __call__(self, indirizzo: str) -> Any:
        try:
            contenuto, tipo = leggi(indirizzo, self.risorse)
        except RisorsaMancante as errore:
            raise FatalURLFetchingError from errore
        return URLFetcherResponse(indirizzo, contenuto, {"Content-Type": tipo})


def _allegato(allegato: Allegato, istante: datetime) -> Any:
    return weasyprint.Attachment(
        file_obj=BytesIO(allegato.contenuto),
        name=allegato.nome,
        description=allegato.descrizione,
        relationship=allegato.relazione,
        created=istante,
        modified=istante,
    )


# ---- prima di scrivere: che cosa è contenuto e che cosa è cornice ---------------------------------------


def _prepara(documento: Any, istante: datetime) -> None:
    metadati = documento.metadata
    metadati.created = metadati.modified = f"{istante:%Y-%m-%dT%H:%M:%SZ}"
    for pagina in documento.pages:
        for scatola in pagina._page_box.children:
            if isinstance(scatola, boxes.MarginBox):
                _segna_testatina(scatola)
        for scatola in pagina._page_box.descendants():
            if _decorativa(scatola):
                scatola.artefatto = {"Type": "/Layout"}
        # Un collegamento solo per ogni <a>: i figli (<strong>, ::after) ne creerebbero altri fuori dall'elemento Link.
        pagina.links = [collegamento for collegamento in pagina.links if _di_un_ancora(collegamento[3])]


def _segna_testatina(scatola: Any) -> None:
    """Testatine e piè di pagina sono cornice: chi ascolta il documento non deve risentirli a ogni pagina."""
    tipo = "Header" if scatola.at_keyword.startswith("@top") else "Footer"
    for discendente in scatola.descendants():
        discendente.artefatto = {"Type": "/Pagination", "Subtype": f"/{tipo}"}


def _decorativa(scatola: Any) -> bool:
    """Un'immagine con `alt=""` o `aria-hidden="true"` non dice nulla: è cornice anche lei."""
    if not isinstance(scatola, boxes.ReplacedBox) or scatola.element is None:
        return False
    elemento = scatola.element
    return bool(elemento.get("aria-hidden") == "true" or (elemento.tag == "img" and elemento.get("alt") == ""))


def _di_un_ancora(scatola: Any) -> bool:
    return scatola.element is not None and scatola.element_tag == "a" and not hasattr(scatola, "artefatto")


# ---- mentre scrive: funzioni della libreria sostituite ----------------------------------------------------

_marked = wp_stream.Stream.marked
_build_box_tree = wp_tags._build_box_tree
_generate_rdf_metadata = DocumentMetadata.generate_rdf_metadata


@contextmanager
def _rifiniture() -> Iterator[None]:
    """Le sostituzioni valgono solo dentro il blocco: fuori la libreria è quella di serie."""
    with ExitStack() as pila:
        for oggetto, nome, nostra in (
            (pydyf.PDF, "page_references", property(_riferimenti_alle_pagine)),
            (wp_stream.Stream, "marked", _marcato),
            (wp_tags, "_build_box_tree", _ramo),
            (DocumentMetadata, "generate_rdf_metadata", _metadati),
        ):
            pila.callback(setattr, oggetto, nome, vars(oggetto)[nome])
            setattr(oggetto, nome, nostra)
        yield


def _riferimenti_alle_pagine(pdf: Any) -> tuple[bytes, ...]:
    """Tenuti da parte: ricalcolarli a ogni elemento costa il quadrato del numero di pagine."""
    quante = len(pdf.pages["Kids"])
    tenuti: tuple[int, tuple[bytes, ...]] = getattr(pdf, "riferimenti_tenuti", (-1, ()))
    if tenuti[0] != quante:
        tenuti = (quante, tuple(f"{numero} 0 R".encode("ascii") for numero in pdf.pages["Kids"][::3]))
        pdf.riferimenti_tenuti = tenuti
    return tenuti[1]


@contextmanager
def _marcato(flusso: Any, scatola: Any, etichetta: str) -> Iterator[None]:
    """Ciò che è cornice si disegna come artefatto, il resto come contenuto con la sua etichetta."""
    artefatto = getattr(scatola, "artefatto", None)
    if artefatto is None or flusso._tags is None:
        with _marked(flusso, scatola, etichetta):
            yield
        return
    pydyf.Stream.begin_marked_content(flusso, "Artifact", pydyf.Dictionary(artefatto))
    try:
        yield
    finally:
        pydyf.Stream.end_marked_content(flusso)


def _ramo(scatola: Any, padre: Any, pdf: Any, pagina: int, *resto: Any) -> Iterator[Any]:
    """L'albero delle etichette, senza la cornice e con i particolari che la libreria non scrive."""
    scatola = getattr(scatola, "_box", scatola)
    if isinstance(scatola, boxes.MarginBox) or hasattr(scatola, "artefatto"):
        return
    for elemento in _build_box_tree(scatola, padre, pdf, pagina, *resto):
        if scatola.element is not None:
            _completa(elemento, scatola, pdf, pagina)
        yield elemento


def _completa(elemento: Any, scatola: Any, pdf: Any, pagina: int) -> None:
    if elemento["S"] == "/TH":
        # Senza il verso, chi ascolta non sa se l'intestazione vale per la riga o per la colonna.
        elemento["A"]["Scope"] = "/Row" if scatola.element.get("scope") == "row" else "/Column"
    if elemento["S"] == "/Figure" and "A" in elemento:
        _completa_figura(elemento, scatola.element, pdf, pagina)
    if elemento["S"] == "/Link" and scatola.link_annotation:
        _completa_collegamento(scatola.link_annotation, scatola.element)
    if lingua := scatola.element.get("lang"):
        # Un titolo inglese va letto in inglese (WCAG 3.1.2).
        elemento["Lang"] = pydyf.String(lingua)


def _completa_figura(elemento: Any, sorgente: Any, pdf: Any, pagina: int) -> None:
    # La libreria scrive il riquadro in pixel dall'alto; la norma lo vuole in punti dal basso.
    alto = pdf.objects[pdf.pages["Kids"][3 * pagina]]["MediaBox"][3]
    x1, y1, x2, y2 = (lato * PUNTI_PER_PIXEL for lato in elemento["A"]["BBox"])
    elemento["A"]["BBox"] = pydyf.Array((x1, alto - y2, x2, alto - y1))
    # Il testo alternativo di un disegno è titolo più descrizione: la libreria si ferma al titolo.
    if testo := ". ".join(filter(None, (_testo(sorgente.find(SVG + nome)) for nome in ("title", "desc")))):
        elemento["Alt"] = pydyf.String(testo)


def _completa_collegamento(annotazione: Any, ancora: Any) -> None:
    """Chi ascolta sente dove porta il collegamento, non il nome tecnico dell'ancora."""
    testo = ancora.get("title") or _testo(ancora)
    if "A" in annotazione:
        testo = f"{testo} (collegamento a {annotazione['A']['URI'].string})"
    if testo:
        annotazione["Contents"] = pydyf.String(testo)


def _testo(elemento: Any) -> str:
    return "" if elemento is None else " ".join("".join(elemento.itertext()).split()).rstrip(".")


def _metadati(metadati: Any, *argomenti: Any) -> bytes:
    """Alla dichiarazione PDF/A si aggiunge quella PDF/UA."""
    rdf: bytes = _generate_rdf_metadata(metadati, *argomenti)
    return rdf.replace(b"</rdf:RDF>", SCHEMA_UA)


# ---- dopo aver scritto -----------------------------------------------------------------------------------


def _finisci(documento: Any, pdf: Any) -> None:
    for oggetto in pdf.objects:
        if isinstance(oggetto, pydyf.Stream):
            if oggetto.extra.get("Type") == "/Metadata":
                oggetto.compress = False  # chi cataloga i file cerca i metadati in chiaro
            if "Interpolate" in oggetto.extra:
                oggetto.extra["Interpolate"] = "false"  # PDF/A vieta di inventare pixel
    if "AF" in pdf.catalog:
        # La libreria elenca ogni allegato due volte.
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
