"""La pulizia dei testi: la struttura resta, il resto se ne va."""

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


def test_le_variabili_attraversano_la_pulizia():
    assert pulisci("<p>{{ ente }} nel {{ anno }}</p>") == "<p>{{ ente }} nel {{ anno }}</p>"


@given(st.text(max_size=200))
def test_pulire_due_volte_e_come_pulire_una(testo):
    una = pulisci(f"<p>{testo}</p>")
    assert pulisci(una) == una
