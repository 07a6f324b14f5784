"""Il catalogo dei testi: quali parti spettano a chi, e che cosa non si scrive mai al posto dell'ente."""

import pytest

from obiettivi.voci import Impostazione
from relazioni.pulizia import pulisci
from relazioni.sezioni import CATALOGO, PER_CHIAVE, TESTI, voci_di
from relazioni.variabili import VARIABILI, sostituisci
from relazioni.voci import Capitolo

PRECOMPILATE = [voce for voce in CATALOGO if voce.precompilata]
FRASE_ABROGATA = "unificat"  # «PDO e piano della performance unificati organicamente nel PEG»: tolta dal DPR 81/2022


def _chiavi(impostazione, anno=2026, semplificato=None):
    return [voce.chiave for voce in voci_di(impostazione, anno=anno, semplificato=semplificato)]


def test_ogni_chiave_del_catalogo_e_unica():
    assert len(PER_CHIAVE) == len(CATALOGO)


def test_il_catalogo_segue_l_ordine_dei_capitoli():
    posti = [Capitolo.values.index(voce.capitolo) for voce in CATALOGO]
    assert posti == sorted(posti)


@pytest.mark.parametrize("chiave", ["contesto-esterno", "missione", "mandato", "criticita", "valore-pubblico"])
def test_contesto_missione_e_criticita_non_sono_mai_precompilati(chiave):
    assert [PER_CHIAVE[chiave].testo_modello(i) for i in Impostazione] == ["", "", ""]


@pytest.mark.parametrize("voce", PRECOMPILATE, ids=lambda voce: voce.chiave)
@pytest.mark.parametrize("impostazione", Impostazione)
def test_ogni_testo_modello_c_e_ed_e_gia_pulito(voce, impostazione):
    testo = voce.testo_modello(impostazione)
    assert testo
    assert pulisci(testo) == testo


@pytest.mark.parametrize("voce", PRECOMPILATE, ids=lambda voce: voce.chiave)
@pytest.mark.parametrize("impostazione", Impostazione)
def test_i_testi_modello_usano_solo_variabili_conosciute(voce, impostazione):
    valori = dict.fromkeys(VARIABILI, "x")
    assert sostituisci(voce.testo_modello(impostazione), valori).mancanti == ()


def test_nessun_testo_modello_ripete_la_frase_abrogata_sul_peg():
    assert not [file.name for file in TESTI.glob("*.html") if FRASE_ABROGATA in file.read_text().lower()]


def test_ogni_file_di_testo_appartiene_a_una_voce_precompilata():
    chiavi = {voce.chiave for voce in PRECOMPILATE}
    assert {file.name.split(".")[0] for file in TESTI.glob("*.html")} == chiavi


def test_il_rapporto_fra_i_documenti_cambia_con_l_impostazione():
    voce = PER_CHIAVE["documenti-collegati"]
    assert len({voce.testo_modello(i) for i in Impostazione}) == 3


def test_senza_impostazione_si_legge_il_testo_della_prima():
    voce = PER_CHIAVE["documenti-collegati"]
    assert voce.testo_modello("") == voce.testo_modello("A")


def test_il_regime_semplificato_ha_due_varianti():
    voce = PER_CHIAVE["regime-semplificato"]
    assert "compila ugualmente" in voce.testo_modello("A")
    assert "Piano autonomo" in voce.testo_modello("C")


@pytest.mark.parametrize(
    ("impostazione", "semplificato", "atteso"),
    [("A", True, True), ("A", False, False), ("A", None, False), ("C", None, True), ("", None, False)],
)
def test_la_premessa_sui_cinquanta_dipendenti_compare_solo_a_chi_serve(impostazione, semplificato, atteso):
    assert ("regime-semplificato" in _chiavi(impostazione, semplificato=semplificato)) == atteso


def test_solo_il_piano_autonomo_porta_la_base_normativa():
    assert [i for i in "ABC" if "base-normativa" in _chiavi(i)] == ["C"]


def test_un_ciclo_del_2020_non_cita_norme_venute_dopo():
    chiavi = _chiavi("", anno=2020)
    assert not {"tempi-pagamento", "documenti-collegati", "base-normativa", "lettura-obiettivi"} & set(chiavi)


def test_l_obiettivo_sui_pagamenti_si_cita_dal_2023():
    assert "tempi-pagamento" not in _chiavi("A", anno=2022)
    assert "tempi-pagamento" in _chiavi("A", anno=2023)
