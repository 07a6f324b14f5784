"""I casi al confine: ciò che manca non è zero, ciò che è vuoto non è un errore, ciò che è strano si rifiuta."""

from decimal import Decimal as D

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from obiettivi.azioni.passi import VERBI
from obiettivi.azioni.righe import Righe
from obiettivi.flusso import CONFERME, PASSI, PASSI_INSIEME
from obiettivi.forms.passi import NotaForm
from obiettivi.letture.pesi import frase_miste, in_parole
from obiettivi.mesi import Mese, anni_con, mesi_di, mesi_in_parole
from obiettivi.misura import Pesato, Totale, peso_effettivo, somma_pesi, totali_per_scala
from obiettivi.models.fase import valida_mesi
from obiettivi.riparto import in_parti_uguali, in_proporzione
from obiettivi.templatetags import pesi as filtri
from obiettivi.voci import ScalaPeso


@pytest.mark.parametrize(
    ("atteso", "somma", "residuo", "quadra"),
    [
        (D(100), D("99.9999"), D("0.0001"), False),
        (D(100), D("100.0000"), D(0), True),
        (D(100), D("100.0001"), D("-0.0001"), False),
        (D(100), D(0), D(100), False),
        (None, D(0), None, True),
        (None, D(7), None, True),
    ],
)
def test_un_totale_quadra_solo_se_e_raggiunto_esattamente(atteso, somma, residuo, quadra):
    totale = Totale("x", somma, atteso, con_peso=1, senza_peso=0)
    assert (totale.residuo, totale.quadra) == (residuo, quadra)


def test_un_peso_zero_e_un_peso_scritto_e_un_peso_mancante_no():
    totale = somma_pesi([Pesato(D(0), "percentuale"), Pesato(None, "percentuale")])
    assert (totale.somma, totale.con_peso, totale.senza_peso) == (D(0), 1, 1)


def test_soli_pesi_mancanti_danno_un_totale_a_zero_che_non_quadra():
    totale = somma_pesi([Pesato(None, "percentuale")])
    assert (totale.con_peso, totale.senza_peso, totale.residuo) == (0, 1, D(100))


def test_soli_prerequisiti_non_danno_alcun_totale():
    assert totali_per_scala([Pesato(D(5), "percentuale", prerequisito=True)]) == []


def test_un_prerequisito_in_un_altra_scala_non_mescola_le_scale():
    voci = [Pesato(D(100), "percentuale"), Pesato(D(5), "punti", prerequisito=True)]
    assert somma_pesi(voci).somma == D(100)


def test_un_fattore_zero_da_un_peso_zero_e_non_mancante():
    peso = peso_effettivo(metodo="calcolato", peso=D(9), strategicita=D(0), complessita=D(3))
    assert peso == D(0)


def test_col_metodo_diretto_i_fattori_non_contano():
    assert peso_effettivo(metodo="diretto", peso=None, strategicita=D(2), complessita=D(3)) is None


@pytest.mark.parametrize("decimali", [0, 1, 2, 4])
def test_chi_e_solo_prende_tutto(decimali):
    assert in_parti_uguali(D(100), 1, decimali=decimali) == [D(100)]


def test_dividere_zero_da_parti_a_zero():
    assert in_proporzione(D(0), [D(1), D(2)], decimali=2) == [D(0), D(0)]


def test_piu_destinatari_che_unita_da_dare_lasciano_qualcuno_a_zero():
    assert in_parti_uguali(D(1), 3, decimali=0) == [D(1), D(0), D(0)]


def test_a_parita_di_resto_vince_chi_viene_prima():
    assert in_proporzione(D(3), [D(1), D(1)], decimali=0) == [D(2), D(1)]


def test_fra_nessuno_non_si_divide():
    with pytest.raises(ValueError, match=r"^Non c'è niente fra cui dividere\.$"):
        in_parti_uguali(D(100), 0, decimali=2)


@given(st.decimals(min_value=0, max_value=99999, places=4), st.sampled_from(ScalaPeso.values))
def test_un_peso_scritto_non_e_mai_muto_nemmeno_se_e_zero(peso, scala):
    assert in_parole(peso, scala)


@pytest.mark.parametrize(
    ("peso", "scala", "frase"),
    [
        (D("0.0000"), "percentuale", "0%"),
        (D("12.5000"), "percentuale", "12,5%"),
        (D("1000"), "millesimi", "1.000‰"),
        (D("0"), "punti", "0 punti"),
        (D("1.5000"), "coefficiente", "1,5"),
        (None, "percentuale", ""),
        (None, "punti", ""),
    ],
)
def test_un_peso_mancante_tace_e_uno_zero_si_dice(peso, scala, frase):
    assert in_parole(peso, scala) == frase
    assert filtri.peso(peso, scala) == frase


def test_il_contrario_di_un_residuo_negativo_dice_di_quanto_si_eccede():
    assert filtri.contrario(D("-2.5")) == D("2.5")


def test_le_scale_miste_si_nominano_per_esteso():
    totali = [Totale(scala, D(1), None, 1, 0) for scala in ("percentuale", "punti")]
    assert "(percentuale (somma 100), punti): non si sommano" in filtri.scale_miste(totali)
    assert filtri.scale_miste(totali) == frase_miste(["percentuale", "punti"])


@pytest.mark.parametrize(
    "mesi",
    [
        "2026-01",
        ("2026-01",),
        None,
        {},
        [1],
        [None],
        ["2026-00"],
        ["2026-13"],
        ["2026-1"],
        ["26-01"],
        [""],
        [" 2026-01"],
        ["2026-01\n"],
        ["٢٠٢٦-01"],
    ],
)
def test_cio_che_non_e_un_mese_e_rifiutato_con_un_esempio(mesi):
    with pytest.raises(ValidationError) as rifiuto:
        valida_mesi(mesi)
    assert rifiuto.value.messages == ["I mesi vanno scritti come «2026-07»."]


@pytest.mark.parametrize("mesi", [["2026-02", "2026-01"], ["2026-01", "2026-01"]])
def test_i_mesi_fuori_ordine_o_doppi_sono_rifiutati(mesi):
    with pytest.raises(ValidationError) as rifiuto:
        valida_mesi(mesi)
    assert rifiuto.value.messages == ["I mesi vanno in ordine e una volta sola."]


@pytest.mark.parametrize("mesi", [[], ["2026-12"], ["2025-12", "2026-01"]])
def test_i_mesi_giusti_passano_anche_se_nessuno(mesi):
    assert valida_mesi(mesi) is None


@pytest.mark.parametrize(
    ("mesi", "frase"),
    [
        (["2026-12"], "dicembre 2026"),
        (["2026-12", "2027-01"], "da dicembre 2026 a gennaio 2027"),
        (["2026-01", "2027-01"], "gennaio 2026 e gennaio 2027"),
        ([f"2026-{n:02d}" for n in range(1, 13)], "da gennaio a dicembre 2026"),
    ],
)
def test_il_capodanno_non_spezza_un_periodo(mesi, frase):
    assert mesi_in_parole(mesi) == frase


def test_un_mese_ha_due_cifre_e_un_nome():
    assert (Mese(2026, 3).valore, Mese(2026, 3).nome) == ("2026-03", "marzo 2026")


@pytest.mark.parametrize(("anni", "quanti"), [([], 0), ([2026], 12), ([2027, 2026, 2026], 24)])
def test_ogni_anno_ha_dodici_mesi_una_volta_sola(anni, quanti):
    mesi = [mese.valore for mese in mesi_di(anni)]
    assert len(mesi) == quanti
    assert mesi == sorted(set(mesi))


def test_senza_mesi_gli_anni_della_griglia_sono_quelli_del_ciclo():
    assert anni_con([2027, 2026], []) == [2026, 2027]


@pytest.mark.parametrize(
    ("nota", "errori"),
    [
        ("Manca il target.", {}),
        ("x" * 4000, {}),
        ("", {"nota": ["Scrivi le osservazioni: chi riceve l'obiettivo deve sapere che cosa fare."]}),
        (" \n\t ", {"nota": ["Scrivi le osservazioni: chi riceve l'obiettivo deve sapere che cosa fare."]}),
    ],
)
def test_restituire_vuole_osservazioni_vere(nota, errori):
    assert NotaForm({"nota": nota}).errors == errori


def test_osservazioni_troppo_lunghe_non_passano():
    assert "nota" in NotaForm({"nota": "x" * 4001}).errors


def test_ogni_passo_ha_il_suo_verbo_e_la_sua_conferma():
    assert set(PASSI) == set(VERBI) == set(CONFERME)
    assert set(PASSI_INSIEME) < set(PASSI)


@pytest.mark.parametrize("codice", PASSI)
def test_ogni_conferma_domanda_e_poi_dice_che_cosa_e_successo(codice):
    conferma = CONFERME[codice]
    assert conferma["domanda"].endswith("?")
    assert conferma["conseguenza"].endswith(".")
    assert conferma["fatto"].endswith(".")


def test_le_righe_si_sommano_e_nessuna_riga_e_niente():
    somma = Righe(["a"], ["x"]) + Righe(["b"])
    assert (somma.da_salvare, somma.da_togliere) == (["a", "b"], ["x"])
    assert not Righe()
    assert Righe([], ["x"])
