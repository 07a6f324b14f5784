"""Come una regola dice di che cosa parla, e dove si rimedia."""

import pytest

from obiettivi.controlli.segnali import AVVISO, dell_indicatore, dell_obiettivo, in_breve, scheda, si_scrive
from tests.obiettivi.controlli.scena import ciclo, fascicolo, indicatore, obiettivo


@pytest.mark.parametrize(
    ("testo", "lunghezza", "atteso"),
    [
        ("Pagare in tempo", 15, "Pagare in tempo"),
        ("Pagare in tempo", 14, "Pagare in…"),
        ("Pagare, in tempo", 8, "Pagare…"),
        ("", 5, ""),
    ],
)
def test_un_titolo_lungo_si_tronca_a_una_parola_intera(testo, lunghezza, atteso):
    assert in_breve(testo, lunghezza) == atteso


@pytest.mark.parametrize(
    ("stato_ciclo", "stato", "scrive"),
    [
        ("bozza", "bozza", True),
        ("consultazione", "proposto", True),
        ("bozza", "restituito", True),
        ("bozza", "validato", False),
        ("parere", "bozza", False),
        ("proposta", "bozza", False),
        ("approvato", "bozza", False),
        ("pubblicato", "validato", False),
    ],
)
def test_si_rimedia_dove_si_puo_scrivere_altrimenti_nella_scheda(stato_ciclo, stato, scrive):
    f, o = fascicolo(ciclo=ciclo(stato=stato_ciclo)), obiettivo(stato=stato)
    assert si_scrive(f, o) is scrive
    atteso = "/prova/2026/obiettivi/20/" + ("modifica/chi/#righe-unita" if scrive else "")
    assert scheda(f, o, "chi", "righe-unita") == atteso


@pytest.mark.parametrize(("stato", "fine"), [("bozza", "indicatori/1/"), ("approvato", "obiettivi/20/")])
def test_un_indicatore_si_corregge_nella_sua_pagina(stato, fine):
    f = fascicolo(ciclo=ciclo(stato=stato))
    segnale = dell_indicatore(f, obiettivo(), indicatore(), AVVISO, "L'indicatore «{i}» è vago.", "Precisalo.")
    assert segnale.collegamento.endswith(fine)
    assert (segnale.oggetto.codice, segnale.oggetto.radice) == ("indicatore:1", "obiettivo:20")
    assert segnale.frase == "L'indicatore «Giorni per il rilascio dei permessi» è vago."


@pytest.mark.parametrize("titolo", ["Con {graffe}", "Con {o} dentro", "100% {0}", "«virgolette»"])
def test_qualunque_titolo_entra_in_una_frase(titolo):
    segnale = dell_obiettivo(fascicolo(), obiettivo(titolo=titolo), AVVISO, "«{o}» è vago.", "", "chi")
    assert segnale.frase == f"«1.1 {titolo}» è vago."
