"""Che cosa manca al Piano: una frase per cosa, con il collegamento che la risolve, dalla più importante."""

from dataclasses import replace
from datetime import date

import pytest

from enti.models import Ente
from obiettivi.models import Ciclo
from obiettivi.voci import StatoObiettivo
from relazioni.contenuto.testi import testi as che_esce
from relazioni.contenuto.testi import valori
from relazioni.contenuto.tipi import (
    AnnoPopolazione,
    Atto,
    DatiEnte,
    DatiIndicatore,
    DatiObiettivo,
    DatiPersonale,
    Frontespizio,
    Piano,
)
from relazioni.flusso import che_manca
from relazioni.letture import Parte

CICLO = Ciclo(ente=Ente(slug="prova"), anno=2026)
VALIDATO = StatoObiettivo("validato").label
OBIETTIVO = DatiObiettivo(1, "operativo", "T", VALIDATO, indicatori=(DatiIndicatore("I"),))
COMPLETO = Piano(
    DatiEnte("Comune di Prova", "comune", stemma="stemma.png"),
    Frontespizio("Piano", 2026, "2026-2028", (2026,), "A", bozza=True),
    popolazione=(AnnoPopolazione(date(2024, 12, 31), 5000), AnnoPopolazione(date(2025, 12, 31), 5100)),
    personale=DatiPersonale(2025, 24),
    obiettivi=(OBIETTIVO,),
)


def _parte(testo="<p>x</p>", titolo="La missione", **campi):
    return Parte("missione", "strategia", titolo, testo, campi.pop("attiva", True), 10, **campi)


def _frasi(piano, *parti):
    return [mancanza.frase for mancanza in che_manca(CICLO, piano, list(parti))]


def test_a_un_piano_completo_non_manca_nulla():
    assert che_manca(CICLO, COMPLETO, [_parte()]) == []


@pytest.mark.parametrize(
    ("cambio", "frase", "dove"),
    [
        ({"obiettivi": ()}, "Il Piano non ha ancora obiettivi.", "obiettivi/"),
        ({"personale": None}, "Manca il personale in servizio.", "contesto/"),
        ({"popolazione": ()}, "Manca la popolazione.", "contesto/"),
        ({"mancanti": ("atto_dup",)}, "Una variabile non ha valore: atto del DUP (atto_dup).", "testi/"),
        ({"mancanti": ("xyz",)}, "Una variabile non ha valore: variabile sconosciuta (xyz).", "testi/"),
        (
            {"documento": replace(COMPLETO.documento, impostazione="")},
            "Non è scelta l'impostazione del Piano (A, B o C).",
            "2026/",
        ),
        ({"ente": replace(COMPLETO.ente, stemma="")}, "Manca lo stemma dell'ente.", "/prova/"),
    ],
)
def test_ogni_mancanza_ha_la_sua_frase_e_porta_dove_si_rimedia(cambio, frase, dove):
    (mancanza,) = che_manca(CICLO, replace(COMPLETO, **cambio), [])
    assert mancanza.frase == frase
    assert dove in mancanza.collegamento


def test_gli_obiettivi_da_validare_e_senza_indicatori_si_contano():
    nudo = replace(OBIETTIVO, stato="bozza", indicatori=())
    assert _frasi(replace(COMPLETO, obiettivi=(OBIETTIVO, nudo, nudo))) == [
        "Obiettivi non ancora validati: 2.",
        "Obiettivi senza indicatori: 2.",
    ]


def test_le_parti_vuote_si_nominano_e_quelle_spente_no():
    frasi = _frasi(COMPLETO, _parte("  "), _parte("", "Il mandato"), _parte("", "Spenta", attiva=False))
    assert frasi == ["Parti da scrivere, che per ora non compaiono: «La missione», «Il mandato»."]


def test_a_un_piano_vuoto_manca_prima_di_tutto_l_obiettivo():
    vuoto = Piano(DatiEnte("X", "comune"), COMPLETO.documento)
    assert _frasi(vuoto)[0] == "Il Piano non ha ancora obiettivi."


# ---- i testi che escono -------------------------------------------------------------------------------------------


def test_le_variabili_prendono_i_valori_del_piano():
    attuali = valori(replace(COMPLETO, atti=(Atto("Documento unico di programmazione", "CC 32/2025", "DUP"),)))
    assert (attuali["ente"], attuali["anno"], attuali["atto_dup"]) == ("Comune di Prova", "2026", "CC 32/2025")
    assert (attuali["popolazione"], attuali["dipendenti"]) == ("5.100", "24")


@pytest.mark.parametrize(("totale", "detto"), [(0, "0"), (None, ""), (1234, "1.234")])
def test_zero_dipendenti_si_dice_e_un_totale_che_manca_no(totale, detto):
    assert valori(replace(COMPLETO, personale=DatiPersonale(2025, totale)))["dipendenti"] == detto


def test_senza_contesto_le_variabili_restano_vuote():
    attuali = valori(replace(COMPLETO, personale=None, popolazione=()))
    assert (attuali["popolazione"], attuali["dipendenti"], attuali["atto_bilancio"]) == ("", "", "")


def test_escono_soltanto_le_parti_attive_e_scritte():
    scritti, mancanti = che_esce(
        [_parte("<p>{{ ente }} {{ x }}</p>"), _parte(""), _parte(attiva=False)], {"ente": "A&B"}
    )
    assert [testo.html for testo in scritti] == ["<p>A&amp;B <mark>[manca: x]</mark></p>"]
    assert mancanti == ("x",)


@pytest.mark.parametrize(
    ("testo", "modello", "atteso"), [("a", "a", True), ("b", "a", False), ("", "", False), ("", "a", False)]
)
def test_una_parte_e_come_il_modello_soltanto_se_un_modello_c_e(testo, modello, atteso):
    assert _parte(testo, modello=modello).come_il_modello is atteso


def test_una_parte_mai_toccata_ha_versione_zero_e_una_dell_ente_e_propria():
    assert _parte().versione == 0
    assert not _parte().propria
    assert replace(_parte(), chiave="nostra").propria
