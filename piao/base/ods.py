"""Fogli di calcolo ODS (OpenDocument 1.3), scritti a mano: un archivio con tre file.

Non serve una libreria: si scrivono soltanto celle con testo, numeri e date, e un'intestazione in grassetto. Stessi
fogli, stessi byte. Un testo resta testo anche se comincia con «=»: il tipo della cella è detto.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from piao.base.tabelle import Cella, Foglio
from piao.base.testo import senza_controlli

ODS = "application/vnd.oasis.opendocument.spreadsheet"
SPAZI = " ".join(
    f'xmlns:{breve}="urn:oasis:names:tc:opendocument:xmlns:{nome}:1.0"'
    for breve, nome in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)
SPAZI += ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
INTESTAZIONE = '<?xml version="1.0" encoding="UTF-8"?>'
GRASSETTO = (
    '<style:style style:name="testa" style:family="table-cell">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
)
MANIFESTO = (
    f"{INTESTAZIONE}"
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{ODS}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
SEMPRE = (1980, 1, 1, 0, 0, 0)  # la data dei file nell'archivio: la prima che ZIP sa scrivere


def in_ods(fogli: Iterable[Foglio]) -> bytes:
    contenuto = (
        f'{INTESTAZIONE}<office:document-content {SPAZI} office:version="1.3">'
        f"<office:automatic-styles>{GRASSETTO}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{''.join(map(_foglio, fogli))}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    uscita = BytesIO()
    with ZipFile(uscita, "w") as archivio:
        # Il tipo sta per primo e non compresso: così lo si riconosce dai primi byte.
        archivio.writestr(ZipInfo("mimetype", SEMPRE), ODS, ZIP_STORED)
        archivio.writestr(ZipInfo("META-INF/manifest.xml", SEMPRE), MANIFESTO, ZIP_DEFLATED)
        archivio.writestr(ZipInfo("content.xml", SEMPRE), contenuto, ZIP_DEFLATED)
    return uscita.getvalue()


def _foglio(foglio: Foglio) -> str:
    testa = "".join(_cella(nome, ' table:style-name="testa"') for nome in foglio.intestazioni)
    righe = "".join(f"<table:table-row>{''.join(map(_cella, riga))}</table:table-row>" for riga in foglio.righe)
    testa = f"<table:table-header-rows><table:table-row>{testa}</table:table-row></table:table-header-rows>"
    return f"<table:table table:name={quoteattr(foglio.titolo[:31])}>{testa}{righe}</table:table>"


def _cella(valore: Cella, stile: str = "") -> str:
    match valore:
        case None | "":
            return f"<table:table-cell{stile}/>"
        case date():
            return f'<table:table-cell{stile} office:value-type="date" office:date-value="{valore.isoformat()}"/>'
        case Decimal() | int():
            return f'<table:table-cell{stile} office:value-type="float" office:value="{valore:f}"/>'
    righe = "".join(f"<text:p>{escape(riga)}</text:p>" for riga in senza_controlli(valore).splitlines())
    return f'<table:table-cell{stile} office:value-type="string">{righe}</table:table-cell>'
