"""Il controllo si accorge di ciò che non va: un controllore che dice sempre sì non serve."""

from datetime import date
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Name

from piao.base.pdf import Allegato, scrivi_pdf
from tests.base.documento_di_prova import STEMMA
from tests.base.uacheck import controlla

PAGINA = "<!doctype html><html{lingua}><head>{titolo}</head><body><h1>Prova</h1>{corpo}</body></html>"
FIGURA = '<svg role="img" viewBox="0 0 9 9"><title>Un quadrato</title><rect width="9" height="9"/></svg>'
TABELLA = "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td>{}</tr></table>"
BUONO = f'<p>Testo <a href="#due">rimando</a></p>{FIGURA}<h2 id="due">Due</h2>{TABELLA.format("<td>2</td>")}'


def scrivi(corpo=BUONO, *, lingua=' lang="it"', titolo="<title>Prova</title>"):
    html = PAGINA.format(corpo=corpo, lingua=lingua, titolo=titolo)
    dati = [Allegato("dati.csv", b"a;b")]
    return scrivi_pdf(html, data_documento=date(2026, 1, 30), allegati=dati, risorse={"s.svg": STEMMA})


def errori(corpo=BUONO, **altro):
    return set(controlla(scrivi(corpo, **altro)))


def guasta(modifica):
    """Il documento buono, con una modifica fatta dopo."""
    with pikepdf.open(BytesIO(scrivi())) as pdf:
        modifica(pdf)
        uscita = BytesIO()
        pdf.save(uscita)
    return set(controlla(uscita.getvalue()))


def elementi(pdf, tipo):
    return [uno for uno in pdf.objects if isinstance(uno, pikepdf.Dictionary) and uno.get("/S") == Name(f"/{tipo}")]


def test_un_documento_buono_non_ha_errori():
    assert errori() == set()


@pytest.mark.parametrize(
    ("corpo", "codice"),
    [
        ("<h3>Salta un livello</h3>", "14-003"),
        ('<img src="risorsa:s.svg">', "13-004"),
        ('<svg role="img" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>', "13-004"),
        (TABELLA.format(""), "15-005"),
        (TABELLA.format('<td colspan="2">2</td>'), "15-005"),
        ("<table><tr><td>1</td></tr></table>", "15-001"),
    ],
)
def test_un_html_sbagliato_si_vede_nel_documento(corpo, codice):
    assert codice in errori(corpo)


def test_il_primo_titolo_dev_essere_di_primo_livello():
    html = PAGINA.format(corpo="", lingua=' lang="it"', titolo="<title>P</title>").replace("h1>", "h2>")
    assert "14-002" in controlla(scrivi_pdf(html, data_documento=date(2026, 1, 30)))


def test_senza_titolo_o_senza_lingua_il_documento_non_e_accessibile():
    assert errori(titolo="") == {"06-003"}
    assert errori(lingua="") == {"11-006"}


def _togli(dizionario, *chiavi):
    for chiave in chiavi:
        del dizionario[chiave]


GUASTI = {
    "01-006": lambda pdf: pdf.Root.MarkInfo.__setitem__("/Marked", False),
    "06-002": lambda pdf: _riscrivi_metadati(pdf, b"pdfuaid:part", b"pdfuaid:pars"),
    "07-002": lambda pdf: _togli(pdf.Root, "/ViewerPreferences"),
    "09-004": lambda pdf: elementi(pdf, "TH")[0].__setitem__("/S", Name.TR),
    "15-003": lambda pdf: _togli(elementi(pdf, "TH")[0].A, "/Scope"),
    "13-riquadro": lambda pdf: elementi(pdf, "Figure")[0].A.__setitem__("/BBox", Array([0, 900, 9, 9])),
    "18-001": lambda pdf: _togli(elementi(pdf, "P")[0], "/K"),
    "28-011": lambda pdf: elementi(pdf, "Link")[0].__setitem__("/S", Name.Span),
    "28-012": lambda pdf: _togli(pdf.pages[0].obj.Annots[0], "/Contents"),
    "A-AF": lambda pdf: pdf.Root.AF.append(pdf.Root.AF[0]),
    "A-intento": lambda pdf: _togli(pdf.Root, "/OutputIntents"),
    "A-parte": lambda pdf: _riscrivi_metadati(pdf, b'pdfaid:part="3"', b'pdfaid:part="9"'),
    "A-stampa": lambda pdf: _togli(pdf.pages[0].obj.Annots[0], "/F"),
}


def _riscrivi_metadati(pdf, prima, dopo):
    contenuto = pdf.Root.Metadata.read_bytes()
    assert prima in contenuto
    pdf.Root.Metadata.write(contenuto.replace(prima, dopo))


@pytest.mark.parametrize("codice", GUASTI)
def test_un_particolare_guastato_si_vede(codice):
    assert codice in guasta(GUASTI[codice])


def test_un_segno_ne_etichettato_ne_cornice_si_vede():
    def disegna(pdf):
        pdf.pages[0].contents_add(b"0 0 10 10 re f")

    assert "01-005" in guasta(disegna)


def test_un_carattere_che_nessun_font_sa_disegnare_si_vede():
    def disegna(pdf):
        font = next(iter(pdf.pages[0].obj.Resources.Font.keys()))
        pdf.pages[0].contents_add(f"/Artifact BMC BT {font} 10 Tf <0000> Tj ET EMC".encode())

    assert guasta(disegna) == {"31-030"}
