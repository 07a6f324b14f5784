"""I pezzi con cui si compone un documento."""

import pytest
from django.template.loader import render_to_string

from piao.base.pdf.pezzi import Attributi, Colonna, Copertina, Documento, Tabella, VoceIndice

COLONNE = [Colonna("Area", larghezza=50), Colonna("Donne", numerica=True)]


def stampa(modello, **contesto):
    return " ".join(render_to_string(f"pdf/{modello}.html", contesto).split())


def test_la_pagina_dice_lingua_titolo_autore_e_parole_chiave():
    html = stampa("_documento", documento=Documento("Piano", "Comune di Esempio", "Gli obiettivi", ("PIAO", "PEG")))
    assert '<html lang="it">' in html
    assert "<title>Piano – Comune di Esempio</title>" in html
    assert '<meta name="keywords" content="PIAO, PEG">' in html


def test_solo_la_bozza_porta_il_timbro():
    assert "stampa-bozza.css" in stampa("_documento", documento=Documento("Piano", "Comune", bozza=True))
    assert "stampa-bozza.css" not in stampa("_documento", documento=Documento("Piano", "Comune"))


def test_chi_ascolta_sa_dalla_copertina_che_e_una_bozza():
    copertina = Copertina("Comune", "Piano")
    html = stampa("_copertina", copertina=copertina, documento=Documento("Piano", "Comune", bozza=True))
    assert "Bozza: documento non ancora approvato" in html
    assert "Bozza" not in stampa("_copertina", copertina=copertina, documento=Documento("Piano", "Comune"))


def test_l_indice_rimanda_alle_ancore():
    html = stampa("_indice", indice=[VoceIndice(2, "1.1 Il contesto & noi", "contesto")])
    assert '<li class="livello-2"><a href="#contesto">1.1 Il contesto &amp; noi</a></li>' in html


def test_ogni_intestazione_di_tabella_dice_il_suo_verso():
    html = stampa("_tabella", tabella=Tabella("Personale", COLONNE, [("Istruttori", "12")], ("Totale", "12")))
    assert '<th scope="col" class="num">Donne</th>' in html
    assert html.count('scope="row"') == 2
    assert '<td class="num">12</td>' in html


def test_una_tabella_con_righe_di_lunghezza_diversa_e_rifiutata():
    with pytest.raises(ValueError, match="Personale"):
        Tabella("Personale", COLONNE, [("Istruttori",)])


def test_solo_una_tabella_corta_non_si_spezza():
    riga = ("Istruttori", "12")
    assert Tabella("Breve", COLONNE, [riga] * 12).corta
    assert not Tabella("Lunga", COLONNE, [riga] * 13).corta


def test_il_testo_scritto_dalle_persone_e_protetto():
    html = stampa("_attributi", attributi=Attributi("Dati", [("Nome", "<script>alert(1)</script>")]))
    assert "<script>" not in html
