"""Le rifiniture valgono per una sola versione della libreria, e solo mentre scriviamo noi."""

import hashlib
import inspect
from datetime import date

import pydyf
import pytest
import weasyprint
from weasyprint import document as wp_document
from weasyprint import pdf as wp_pdf
from weasyprint.pdf import anchors, metadata, pdfa, stream, tags

from piao.base.pdf import LibreriaDiversa, rifiniture, scrivi_pdf

PAGINA = '<!doctype html><html lang="it"><head><title>Prova</title></head><body><h1>Prova</h1></body></html>'

# Se una di queste impronte cambia, la libreria è cambiata sotto le rifiniture: rileggerle tutte (decisione 0010).
IMPRONTE = {
    "PDF.page_references": "060bf90aad55931b",
    "Stream.marked": "3fa3acacbbf66422",
    "_build_box_tree": "f716251a83e7096e",
    "add_tags": "f0e74575b0bafaf3",
    "DocumentMetadata.generate_rdf_metadata": "bc3e78ab24f1a809",
    "DocumentMetadata.include_in_pdf": "9dc4e74198a96e21",
    "add_links": "262e8b9b299892a7",
    "pdfa": "ea4cd3554d52a964",
    "generate_pdf": "626343ef25c396e8",
    "Document.write_pdf": "086e4a8e99981829",
}


@pytest.mark.parametrize("versione", ["69.0", "70.1", "71.0"])
def test_con_un_altra_versione_della_libreria_non_si_scrive(monkeypatch, versione):
    monkeypatch.setattr(weasyprint, "__version__", versione)
    with pytest.raises(LibreriaDiversa, match=rf"70\.0.*{versione}.*requirements\.lock"):
        scrivi_pdf(PAGINA, data_documento=date(2026, 1, 30))


@pytest.mark.parametrize(
    "funzione",
    [
        pydyf.PDF.page_references.fget,
        stream.Stream.marked,
        tags._build_box_tree,
        tags.add_tags,
        metadata.DocumentMetadata.generate_rdf_metadata,
        metadata.DocumentMetadata.include_in_pdf,
        anchors.add_links,
        pdfa.pdfa,
        wp_pdf.generate_pdf,
        wp_document.Document.write_pdf,
    ],
    ids=lambda funzione: funzione.__qualname__,
)
def test_il_codice_su_cui_poggiano_le_rifiniture_e_quello_provato(funzione):
    impronta = hashlib.sha256(inspect.getsource(funzione).encode()).hexdigest()[:16]
    assert IMPRONTE[funzione.__qualname__] == impronta


def test_fuori_da_una_nostra_conversione_la_libreria_e_quella_di_serie():
    di_serie = (pydyf.PDF.__dict__["page_references"], stream.Stream.marked, tags._build_box_tree)
    with rifiniture._rifiniture():
        assert tags._build_box_tree is not di_serie[2]
    assert (pydyf.PDF.__dict__["page_references"], stream.Stream.marked, tags._build_box_tree) == di_serie


def test_i_messaggi_da_cui_si_legge_l_avanzamento_sono_quelli_della_libreria():
    from weasyprint.layout import page

    assert "'Step 5 - Creating layout - Page %d'" in inspect.getsource(page)
