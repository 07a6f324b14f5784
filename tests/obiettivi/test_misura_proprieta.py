"""Proprietà dei conti: limiti, verso, indifferenza all'ordine."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obiettivi.misura import (
    Intervallo,
    InversoRapporto,
    InversoScostamento,
    Lineare,
    Politica,
    Rapporto,
    Soglie,
    Voce,
    aggrega,
    arrotonda,
)

LIMITI = {"minimo": D(0), "massimo": D(100)}
VALORI = st.decimals(0, 10**6, places=3)
POSITIVI = st.decimals("0.001", 10**6, places=3)
GRADI = st.lists(st.tuples(st.decimals(0, 100, places=3), st.decimals("0.1", 100, places=2)), min_size=1, max_size=12)
CRESCENTI = [Rapporto]
CALANTI = [InversoRapporto, InversoScostamento]


def grado(conversione, consuntivo, target, **altro):
    return conversione({"consuntivo": consuntivo, "target": target} | altro).valore


def voci(coppie):
    return [Voce(f"v{i}", valore, peso) for i, (valore, peso) in enumerate(coppie)]


@pytest.mark.parametrize("classe", [*CRESCENTI, *CALANTI])
@given(consuntivo=POSITIVI, target=POSITIVI)
def test_il_grado_sta_fra_pavimento_e_tetto(classe, consuntivo, target):
    assert 0 <= grado(classe(**LIMITI), consuntivo, target) <= 100


@pytest.mark.parametrize("classe", CRESCENTI)
@given(uno=VALORI, due=VALORI, target=POSITIVI)
def test_dove_aumentare_e_bene_chi_fa_di_piu_non_ha_di_meno(classe, uno, due, target):
    meno, piu = sorted([uno, due])
    assert grado(classe(**LIMITI), meno, target) <= grado(classe(**LIMITI), piu, target)


@pytest.mark.parametrize("classe", CALANTI)
@given(uno=POSITIVI, due=POSITIVI, target=POSITIVI)
def test_dove_calare_e_bene_chi_fa_di_piu_non_ha_di_piu(classe, uno, due, target):
    meno, piu = sorted([uno, due])
    assert grado(classe(**LIMITI), meno, target) >= grado(classe(**LIMITI), piu, target)


@pytest.mark.parametrize("classe", [*CRESCENTI, *CALANTI])
@given(target=POSITIVI)
def test_chi_fa_esattamente_il_target_ha_cento(classe, target):
    assert arrotonda(grado(classe(), target, target), 10) == 100


@given(minimo=VALORI, target=VALORI, uno=VALORI, due=VALORI)
def test_le_soglie_crescono_verso_il_target_da_qualunque_parte_stia(minimo, target, uno, due):
    if minimo == target:
        return
    lontano, vicino = sorted([uno, due], reverse=target < minimo)
    soglie = Soglie(**LIMITI)
    assert grado(soglie, lontano, target, minimo=minimo) <= grado(soglie, vicino, target, minimo=minimo)
    assert grado(soglie, minimo, target, minimo=minimo) == 0
    assert grado(soglie, target, target, minimo=minimo) == 100


@given(VALORI, VALORI, VALORI, st.decimals(0, 1000, places=2))
def test_l_intervallo_da_cento_dentro_e_mai_sotto_zero_fuori(consuntivo, uno, due, tolleranza):
    minimo, massimo = sorted([uno, due])
    esito = Intervallo(tolleranza=tolleranza)({"consuntivo": consuntivo, "minimo": minimo, "massimo": massimo}).valore
    assert 0 <= esito <= 100
    assert (esito == 100) == (minimo <= consuntivo <= massimo)


@given(st.decimals(-1000, 1000, places=3), st.decimals(-1000, 1000, places=3))
def test_la_lineare_satura_resta_nel_tratto_d_arrivo_e_non_scambia_l_ordine(uno, due):
    lineare = Lineare(da=(D(0), D(100)), a=(D(0), D(60)))
    meno, piu = (lineare(valore).valore for valore in sorted([uno, due]))
    assert 0 <= meno <= piu <= 60


@pytest.mark.parametrize("regola", ["somma", "media", "minimo", "media_pesata", "somma_pesata"])
@given(coppie=GRADI, caso=st.randoms())
def test_l_ordine_delle_voci_non_cambia_il_grado(regola, coppie, caso):
    mescolate = list(coppie)
    caso.shuffle(mescolate)
    prima, dopo = (aggrega(regola, voci(lista)).valore for lista in (coppie, mescolate))
    assert arrotonda(prima, 20) == arrotonda(dopo, 20)


@pytest.mark.parametrize("regola", ["media", "minimo", "media_pesata"])
@given(coppie=GRADI)
def test_una_media_sta_fra_il_peggiore_e_il_migliore(regola, coppie):
    valori = [valore for valore, _ in coppie]
    assert min(valori) <= arrotonda(aggrega(regola, voci(coppie)).valore, 20) <= max(valori)


@pytest.mark.parametrize("regola", ["somma", "media", "minimo", "media_pesata", "somma_pesata"])
@given(coppie=GRADI, in_piu=st.decimals(0, 50, places=2))
def test_migliorare_una_voce_non_peggiora_mai_il_grado(regola, coppie, in_piu):
    (valore, peso), *altre = coppie
    prima, dopo = (aggrega(regola, voci([(v, peso), *altre])).valore for v in (valore, valore + in_piu))
    assert prima <= dopo


@given(GRADI, st.decimals("0.1", 50, places=1))
def test_pesi_nella_stessa_proporzione_danno_la_stessa_media(coppie, fattore):
    piu_grandi = [(valore, peso * fattore) for valore, peso in coppie]
    prima, dopo = (aggrega("media_pesata", voci(lista)).valore for lista in (coppie, piu_grandi))
    assert arrotonda(prima, 20) == arrotonda(dopo, 20)


@given(GRADI, st.decimals("0.1", 100, places=2))
def test_escludere_una_voce_e_come_non_averla(coppie, peso):
    esclusa = Voce("x", None, peso, Politica.ESCLUDI)
    con, senza = (aggrega("media_pesata", lista).valore for lista in ([*voci(coppie), esclusa], voci(coppie)))
    assert con == senza


@given(GRADI, st.decimals("0.1", 100, places=2))
def test_le_politiche_stanno_in_ordine_zero_escludi_cento(coppie, peso):
    zero, escludi, cento = (
        aggrega("media_pesata", [*voci(coppie), Voce("x", None, peso, politica)]).valore
        for politica in (Politica.ZERO, Politica.ESCLUDI, Politica.CENTO)
    )
    assert zero <= escludi <= cento
