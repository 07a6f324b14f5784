"""La pulizia dei testi: la struttura resta, il resto se ne va."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relazioni.pulizia import pulisci

DA_VIDEOSCRITTURA = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0cm; font-family:"Calibri",sans-serif;} --></style></head><body lang=IT>
<div class=WordSection1><h1 style='margin-top:24.0pt'><span lang=IT>Il contesto<o:p></o:p></span></h1>
<p class=MsoNormal style='text-align:justify'><b><span style='font-size:12.0pt'>Il Comune</span></b> è in
<i style='mso-bidi-font-style:normal'>pianura</i>.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>tre frazioni<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp; </span>
</span>un capoluogo</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>
primo</p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse'><tr style='height:12pt'>
<td width=100 valign=top><p class=MsoNormal>Anno</p></td><td><p class=MsoNormal>Abitanti</p></td></tr>
<tr><td>2025</td></tr></table></div></body></html>"""


@pytest.fixture(scope="module")
def pulito():
    return " ".join(pulisci(DA_VIDEOSCRITTURA).split())


def test_da_un_videoscrittura_restano_titoli_e_grassetti(pulito):
    assert "<h3>Il contesto</h3>" in pulito
    assert "<p><strong>Il Comune</strong> è in <em>pianura</em>.</p>" in pulito


def test_gli_elenchi_di_un_videoscrittura_tornano_elenchi(pulito):
    assert "<ul><li>tre frazioni</li><li>un capoluogo</li></ul>" in pulito
    assert "<ol><li>primo</li></ol>" in pulito


def test_una_tabella_incollata_ha_intestazioni_e_righe_uguali(pulito):
    assert '<th scope="col"><p>Anno</p></th><th scope="col"><p>Abitanti</p></th>' in pulito
    assert "<td>2025</td><td></td>" in pulito


@pytest.mark.parametrize("resto", ["Mso", "style", "class", "<span", "<o:p", "xml", "Calibri", "supportLists", "<!--"])
def test_di_un_videoscrittura_non_resta_il_corredo(pulito, resto):
    assert resto not in pulito


@pytest.mark.parametrize(
    ("sporco", "atteso"),
    [
        ("<p onclick=x>a</p>", "<p>a</p>"),
        ("<p>a<script>alert(1)</script></p>", "<p>a</p>"),
        ('<p><a href="javascript:alert(1)">a</a></p>', "<p><a>a</a></p>"),
        ('<p><a href="https://a.it" target="_blank">a</a></p>', '<p><a href="https://a.it">a</a></p>'),
        ('<p><a href="mailto:a@b.it">a</a></p>', '<p><a href="mailto:a@b.it">a</a></p>'),
        ('<p>a<img src="x" onerror="y"></p>', "<p>a</p>"),
        ("<h1>a</h1><h6>b</h6>", "<h3>a</h3><h4>b</h4>"),
        ("<div>a</div>", "<p>a</p>"),
        ("<p>a\x00\x1fb</p>", "<p>ab</p>"),
        ("<p>a<br>b</p>", "<p>a<br>b</p>"),
        ("<blockquote><p>a</p></blockquote>", "<blockquote><p>a</p></blockquote>"),
        ("<iframe src=x></iframe><svg/onload=x>", ""),
    ],
)
def test_restano_solo_le_etichette_ammesse(sporco, atteso):
    assert pulisci(sporco) == atteso


@pytest.mark.parametrize("vuoto", ["", "   ", "<p></p>", "<p>&nbsp;</p>", "<p><br></p>"])
def test_ciò_che_non_si_legge_e_vuoto(vuoto):
    assert pulisci(vuoto) == ""


def test_il_testo_semplice_diventa_paragrafi_ed_elenchi():
    assert pulisci("Uno & due\nriga\n\n- a\n- b\n\nFine") == (
        "<p>Uno &amp; due<br>riga</p>\n<ul><li>a</li><li>b</li></ul>\n<p>Fine</p>"
    )


def test_un_minore_nel_testo_semplice_non_e_un_etichetta():
    assert pulisci("spesa < 5.000") == "<p>spesa &lt; 5.000</p>"


@pytest.mark.parametrize(
    ("scritto", "atteso"),
    [
        ("Il <b>Comune</b> è\nin pianura", "<p>Il <strong>Comune</strong> è<br>in pianura</p>"),
        ("<i>uno</i>\n\ndue", "<p><em>uno</em></p><p>due</p>"),
        ("<i>uno</i>\r\n\r\ndue", "<p><em>uno</em></p><p>due</p>"),
        ("uno<br>due", "<p>uno<br>due</p>"),
        ("- <b>a</b>\n- b", "<ul><li><strong>a</strong></li><li>b</li></ul>"),
        ("a < b <b>e</b> c & d", "<p>a &lt; b <strong>e</strong> c &amp; d</p>"),
        ('<a href="https://a.it">a</a>', '<p><a href="https://a.it">a</a></p>'),
    ],
)
def test_il_testo_semplice_con_un_etichetta_in_riga_ha_i_suoi_paragrafi(scritto, atteso):
    assert pulisci(scritto) == atteso


@pytest.mark.parametrize(
    ("scritto", "atteso"),
    [
        ("<p>a</p>b", "<p>a</p><p>b</p>"),
        ("<p>a</p>\n\nb\nc\n\nd", "<p>a</p><p>b<br>c</p><p>d</p>"),
        ("prima<p>a</p>", "<p>prima</p><p>a</p>"),
        (
            "<ul><li>a</li></ul>in <b>mezzo</b><h3>b</h3>",
            "<ul><li>a</li></ul><p>in <strong>mezzo</strong></p><h3>b</h3>",
        ),
        ("<p>a</p>\n- b\n- c", "<p>a</p><ul><li>b</li><li>c</li></ul>"),
        ("<div>a<p>b</p>c</div>d", "<p>a</p><p>b</p><p>c</p><p>d</p>"),
    ],
)
def test_cio_che_e_scritto_fuori_dai_paragrafi_diventa_un_paragrafo(scritto, atteso):
    assert pulisci(scritto) == atteso


def test_un_grassetto_a_cavallo_di_due_paragrafi_li_prende_entrambi():
    assert pulisci("<b>uno\n\ndue</b>") == "<p><strong>uno</strong></p><p><strong>due</strong></p>"


@pytest.mark.parametrize("fra", ["", "\n", "\n\n", "\r\n"])
def test_gli_spazi_fra_due_blocchi_non_sono_un_paragrafo(fra):
    assert "".join(pulisci(f"<p>a</p>{fra}<p>b</p>").split()) == "<p>a</p><p>b</p>"


@pytest.mark.parametrize("fra", ["<br>", "&nbsp;", "<b></b>", "<span>\n</span>"])
def test_fra_due_blocchi_non_nasce_un_paragrafo_vuoto(fra):
    assert pulisci(f"<p>a</p>{fra}<p>b</p>").count("<p>") == 2


@pytest.mark.parametrize("strano", ["\uffff", "\ufffe", "\ud800", "&#1;", "&#xFFFF;", "&#0;"])
def test_un_carattere_impossibile_non_rompe_il_salvataggio(strano):
    assert pulisci(f"<p>a{strano}b</p>").replace("\ufffd", "") == "<p>ab</p>"


def test_la_seconda_riga_di_un_elenco_di_word_senza_punto_resta_una_voce():
    voce = "<p class=MsoListParagraph>senza punto</p>"
    assert pulisci(voce) == "<ul><li>senza punto</li></ul>"


def test_un_elenco_di_word_interrotto_da_un_paragrafo_sono_due_elenchi():
    voce = "<p class=MsoListParagraph>- a</p>"
    assert pulisci(f"{voce}<p>b</p>{voce}") == "<ul><li>a</li></ul><p>b</p><ul><li>a</li></ul>"


def test_il_numero_scritto_a_meta_di_una_voce_resta():
    assert pulisci("<p class=MsoListParagraph>1. Il <b>2.</b> trimestre</p>") == (
        "<ol><li>Il <strong>2.</strong> trimestre</li></ol>"
    )


@pytest.mark.parametrize(
    ("tabella", "atteso"),
    [
        ("<table><tr><th>a</th><td>b</td></tr></table>", '<th scope="col">a</th><td>b</td>'),
        ("<table><tr><th>a</th></tr><tr><th>b</th></tr></table>", '<th scope="row">b</th>'),
        ('<table><tr><td>x</td></tr><tr><th scope="col">b</th></tr></table>', '<th scope="col">b</th>'),
        ("<table><caption>c</caption><tr><td>a</td></tr></table>", "<caption>c</caption>"),
        ("<table><tr><td>a</td></tr><tfoot><tr><td>t</td></tr></tfoot></table>", "<td>t</td>"),
    ],
)
def test_una_tabella_tiene_le_intestazioni_che_ha(tabella, atteso):
    assert atteso in pulisci(tabella)


def test_un_testo_lungo_si_pulisce_in_un_passaggio():
    assert pulisci("<p>à</p>" * 5000).count("<p>à</p>") == 5000


ETICHETTE_SPARSE = ["<b>", "</b>", "<p>", "</p>", "<br>", "<ul><li>", "</li></ul>", "<div>", "</div>", "<h3>", "</h3>"]
SPARSO = st.lists(st.sampled_from(["Z", "Z", "\n", "\n\n", "- ", *ETICHETTE_SPARSE]), max_size=12).map("".join)
ORDINATO = st.lists(st.sampled_from(["Z", "\n\n", "<b>Z</b>", "<br>", "<p>Z</p>", "<ul><li>Z</li></ul>"])).map("".join)


@given(SPARSO)
def test_nessuna_parola_si_perde_comunque_siano_le_etichette(scritto):
    assert pulisci(scritto).count("Z") == scritto.count("Z")


@given(ORDINATO)
def test_non_resta_testo_fuori_dai_blocchi(scritto):
    assert "Z" not in re.sub(r"<(p|ul)>.*?</\1>", "", pulisci(scritto))


@given(ORDINATO)
def test_cio_che_e_gia_in_paragrafi_non_cambia_piu(scritto):
    assert pulisci(pulisci(scritto)) == pulisci(scritto)


def test_le_variabili_attraversano_la_pulizia():
    assert pulisci("<p>{{ ente }} nel {{ anno }}</p>") == "<p>{{ ente }} nel {{ anno }}</p>"


@given(st.text(max_size=200))
def test_pulire_due_volte_e_come_pulire_una(testo):
    una = pulisci(f"<p>{testo}</p>")
    assert pulisci(una) == una


def test_i_segni_di_symbol_e_wingdings_si_leggono():
    assert pulisci("<p>\uf0fc fatto</p>") == "<p>✓ fatto</p>"
    assert pulisci("<p class=MsoListParagraph>\uf0b7&nbsp;tre frazioni</p>") == "<ul><li>tre frazioni</li></ul>"
