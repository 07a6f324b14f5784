"""Il documento scritto: a norma, con gli allegati, sempre uguale."""

import gc
import os
import subprocess
import sys
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from piao.base.pdf import Allegato, scrivi_pdf
from tests.base.documento_di_prova import STEMMA, html_di_prova
from tests.base.uacheck import controlla

GIORNO = date(2026, 1, 30)
ALLEGATI = (
    Allegato("piano.json", b'{"obiettivi": []}', "I dati del Piano"),
    Allegato("obiettivi.csv", b"codice;titolo\r\n", "Gli obiettivi", relazione="Source"),
)
MINIMO = '<!doctype html><html lang="it"><head><title>Prova</title></head><body><h1>Prova</h1>{}</body></html>'


def scrivi(html, **altro):
    return scrivi_pdf(html, data_documento=GIORNO, **altro)


@pytest.fixture(scope="module")
def piano():
    """Dieci schede, con ogni pezzo dell'officina."""
    return scrivi(html_di_prova(10), allegati=ALLEGATI, risorse={"stemma.svg": STEMMA})


@pytest.fixture
def aperto(piano):
    with pikepdf.open(BytesIO(piano)) as pdf:
        yield pdf


def test_un_piano_di_dieci_schede_supera_il_controllo_senza_errori(piano):
    assert controlla(piano) == {}


def test_un_piano_approvato_supera_il_controllo_come_la_bozza():
    assert controlla(scrivi(html_di_prova(2, bozza=False), risorse={"stemma.svg": STEMMA})) == {}


def test_il_documento_dice_titolo_lingua_e_autore(aperto):
    assert aperto.docinfo["/Title"] == "Piano della performance 2026-2028 – Comune di Esempio"
    assert aperto.docinfo["/Author"] == "Comune di Esempio"
    assert aperto.Root.Lang == "it"


def test_la_data_nel_file_e_quella_del_documento_e_non_oggi(aperto):
    assert aperto.docinfo["/CreationDate"] == aperto.docinfo["/ModDate"] == "D:20260130000000Z"


def test_i_segnalibri_seguono_i_titoli(aperto):
    with aperto.open_outline() as segnalibri:
        assert [voce.title for voce in segnalibri.root][:2] == ["Indice", "1. L’amministrazione"]
        assert segnalibri.root[2].children[0].title == "OB-1 Manutenzione programmata della viabilità comunale"


def test_gli_allegati_ci_sono_e_sono_identici(aperto):
    letti = {nome: voce.get_file().read_bytes() for nome, voce in aperto.attachments.items()}
    assert letti == {allegato.nome: allegato.contenuto for allegato in ALLEGATI}


def test_gli_allegati_dicono_tipo_e_relazione_con_il_documento(aperto):
    detti = {
        nome: (voce.get_file().mime_type, str(voce.obj.AFRelationship)) for nome, voce in aperto.attachments.items()
    }
    assert detti == {"piano.json": ("application/json", "/Data"), "obiettivi.csv": ("text/csv", "/Source")}


def test_due_allegati_con_lo_stesso_nome_sono_rifiutati():
    with pytest.raises(ValueError, match="stesso nome: dati.csv"):
        scrivi(MINIMO, allegati=[Allegato("dati.csv", b"1"), Allegato("dati.csv", b"2")])


def test_chi_ascolta_sente_del_disegno_titolo_e_dati(aperto):
    descrizioni = [str(uno.Alt) for uno in aperto.objects if isinstance(uno, pikepdf.Dictionary) and "/Alt" in uno]
    assert any(testo.startswith("Raggiungimento. Affari generali e demografici: 57,1%") for testo in descrizioni)
    assert "Stemma: Comune di Esempio" in descrizioni


def test_chi_ascolta_sente_dove_porta_un_collegamento(aperto):
    parole = [str(uno.Contents) for pagina in aperto.pages for uno in pagina.obj.get("/Annots", [])]
    assert "2. Schede degli obiettivi" in parole
    assert "Normattiva (collegamento a https://www.normattiva.it/)" in parole


def test_una_parola_in_un_altra_lingua_e_dichiarata():
    with pikepdf.open(BytesIO(scrivi(MINIMO.format('<p>Il <em lang="en">benchmark</em>.</p>')))) as pdf:
        assert "en" in [str(uno.Lang) for uno in pdf.objects if isinstance(uno, pikepdf.Dictionary) and "/Lang" in uno]


def test_un_immagine_decorativa_non_si_ascolta():
    vuota = '<svg viewBox="0 0 9 9" aria-hidden="true"><rect width="9" height="9"/></svg>'
    documento = scrivi(MINIMO.format(f'<p>{vuota}</p><img alt="" src="risorsa:s.svg">'), risorse={"s.svg": STEMMA})
    assert controlla(documento) == {}


def test_una_fotografia_resta_com_e_senza_pixel_inventati():
    foto = BytesIO()
    Image.new("RGB", (4, 4), "#06c").save(foto, "PNG")
    corpo = '<img alt="Il municipio" src="risorsa:m.png">'
    documento = scrivi(MINIMO.format(corpo), risorse={"m.png": foto.getvalue()})
    assert controlla(documento) == {}


def test_un_rimando_a_un_titolo_che_non_c_e_non_ferma_il_documento():
    stile = '<link rel="stylesheet" href="static:css/stampa.css">'
    indice = '<div class="indice"><a href="#perso">Perso</a></div><h2 id="c">C\'è</h2>'
    assert controlla(scrivi(MINIMO.format(stile + indice))) == {}


def test_un_collegamento_con_dentro_un_grassetto_resta_uno_solo():
    documento = scrivi(MINIMO.format('<p><a href="https://esempio.it/">Vai al <strong>sito</strong> oggi</a></p>'))
    with pikepdf.open(BytesIO(documento)) as pdf:
        assert len(pdf.pages[0].obj.Annots) == 1
    assert controlla(documento) == {}


def test_lo_stesso_html_con_la_stessa_data_da_gli_stessi_byte(piano):
    assert scrivi(html_di_prova(10), allegati=ALLEGATI, risorse={"stemma.svg": STEMMA}) == piano


def test_un_altro_processo_scrive_gli_stessi_byte():
    programma = (
        "import sys, datetime\n"
        "import django; django.setup()\n"
        "from piao.base.pdf import scrivi_pdf\n"
        "html = sys.stdin.read()\n"
        "sys.stdout.buffer.write(scrivi_pdf(html, data_documento=datetime.date(2026, 1, 30)))\n"
    )
    html = MINIMO.format("<p>àèìòù €</p>")
    ambiente = os.environ | {"PYTHONHASHSEED": "7", "DJANGO_SETTINGS_MODULE": "piao.settings", "SVILUPPO": "1"}
    altrove = subprocess.run(
        [sys.executable, "-c", programma], input=html.encode(), env=ambiente, capture_output=True, check=True
    )
    assert altrove.stdout == scrivi(html)


def test_il_netturbino_della_memoria_torna_com_era():
    prima = gc.get_threshold()
    scrivi(MINIMO)
    assert (gc.get_threshold(), gc.get_freeze_count()) == (prima, 0)


def test_una_conversione_fallita_lascia_tutto_com_era():
    prima = gc.get_threshold()

    def annulla(percentuale, frase):
        raise InterruptedError(frase)

    with pytest.raises(InterruptedError):
        scrivi(MINIMO, su_avanzamento=annulla)
    assert (gc.get_threshold(), gc.get_freeze_count()) == (prima, 0)
    assert controlla(scrivi(MINIMO)) == {}


def test_le_parole_lunghe_vanno_a_capo_per_sillabe_nelle_tabelle_e_mai_nel_testo():
    from weasyprint import HTML
    from weasyprint.formatting_structure.boxes import TextBox

    from piao.base.pdf.rifiniture import _Lettore

    stile = '<link rel="stylesheet" href="static:css/stampa.css">'
    tabella = '<table><tr><td class="l10">responsabilizzazione</td><td>x</td></tr></table><p>responsabilizzazione</p>'
    pagina = HTML(string=MINIMO.format(stile + tabella), url_fetcher=_Lettore({})).render().pages[0]
    righe = [scatola.text for scatola in pagina._page_box.descendants() if isinstance(scatola, TextBox)]
    assert "responsabilizzazione" in righe
    assert {"responsabi-", "respon-", "responsa-", "responsabiliz-"} & set(righe)
