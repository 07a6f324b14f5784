"""Il testo dentro l'HTML: le parole, il loro posto, le evidenze."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piao.base.brani import Evidenza, brano, evidenzia, semplice, sole_parole, sostituisci


@pytest.mark.parametrize(
    ("html", "testo"),
    [
        ("<p>Uno <strong>due</strong></p>", "Uno due\n"),
        ("<p>Uno</p><p>due</p>", "Uno\ndue\n"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb\n"),
        ("qualit&agrave; &amp; cura&#44; s&igrave;", "qualità & cura, sì"),
        ("riga<br>nuova", "riga\nnuova"),
        ("<p>due\nrighe</p>", "due\nrighe\n"),
        ("3 < 5 e <b>non chiuso", "3 < 5 e non chiuso"),
        ("", ""),
    ],
)
def test_il_testo_come_lo_legge_una_persona(html, testo):
    assert brano(html).testo == testo


def test_le_sole_parole_hanno_gli_spazi_in_ordine():
    assert sole_parole("<p>Uno</p>\n<p>due  tre</p>") == "Uno due tre"


def test_ogni_carattere_sa_dove_sta_nell_html():
    html = "<p>Uno</p>\n<p>qualit&agrave; <em>vera</em></p>"
    letto = brano(html)
    inizio = letto.testo.index("qualità vera")
    tratti = letto.tratti(inizio, inizio + len("qualità vera"))
    assert [html[da:a] for da, a in tratti] == ["qualit&agrave; ", "vera"]


@given(st.text(alphabet="abc <>&p/\n", max_size=60))
def test_nessun_html_malscritto_fa_cadere_la_lettura(html):
    letto = brano(html)
    assert len(letto.posti) == len(letto.testo)
    assert all(posto is None or 0 <= posto[0] < posto[1] <= len(html) for posto in letto.posti)


@given(st.text(max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_evidenziare_aggiunge_soltanto_i_segni(testo, uno, due):
    inizio, fine = sorted((min(uno, len(testo)), min(due, len(testo))))
    html = evidenzia(semplice(testo), [Evidenza(inizio, fine)])
    assert html.replace("<mark>", "", 1).replace("</mark>", "", 1) == testo or "mark>" in testo


def test_l_evidenza_segue_le_etichette():
    letto = brano("<p>a <b>b</b> c</p>")
    assert evidenzia(letto, [Evidenza(0, 3, "segno")]) == (
        '<p><mark class="segno">a </mark><b><mark class="segno">b</mark></b> c</p>'
    )


def test_dove_due_si_sovrappongono_vale_la_prima():
    assert evidenzia(semplice("abc"), [Evidenza(0, 2, "x"), Evidenza(1, 3, "y")]) == (
        '<mark class="x">ab</mark><mark class="y">c</mark>'
    )


def test_il_titolo_si_protegge():
    assert 'title="&lt;&quot;"' in evidenzia(semplice("a"), [Evidenza(0, 1, titolo='<"')])


@pytest.mark.parametrize(
    ("html", "cerca", "nuovo", "atteso"),
    [
        ("<p>il DI 13/2023</p>", "DI 13/2023", "DL 13/2023", "<p>il DL 13/2023</p>"),
        (
            "<p>art. 163, <strong>comma 3-bis</strong> qui</p>",
            "art. 163, comma 3-bis",
            "art. 169, comma 3-bis",
            "<p>art. 169, comma 3-bis<strong></strong> qui</p>",
        ),
        ("<p>a &egrave; b</p>", "è", "<e>", "<p>a &lt;e&gt; b</p>"),
    ],
)
def test_sostituire_cambia_le_parole_e_lascia_le_etichette(html, cerca, nuovo, atteso):
    letto = brano(html)
    inizio = letto.testo.index(cerca)
    assert sostituisci(letto, inizio, inizio + len(cerca), nuovo) == atteso


def test_un_tratto_a_cavallo_di_due_paragrafi_non_tocca_le_etichette():
    letto = brano("<p>uno</p><p>due</p>")
    assert letto.tratti(0, len(letto.testo)) == [(3, 6), (13, 16)]
    assert evidenzia(letto, [Evidenza(2, 5)]) == "<p>un<mark>o</mark></p><p><mark>d</mark>ue</p>"
