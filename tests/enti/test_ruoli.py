"""Che cosa discende da un incarico: la tabella dei ruoli, letta senza database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enti.ruoli import RUOLI, VEDONO_LE_BOZZE, Profilo
from enti.voci import GUIDANO_UNITA, TipoIncarico

CODICI = [str(ruolo.codice) for ruolo in RUOLI]
INCARICHI = list(TipoIncarico.values)


def di(*incarichi, **altro):
    return Profilo(incarichi=frozenset(incarichi), **altro)


def test_ogni_incarico_ha_il_suo_ruolo_spiegato_una_volta_sola():
    assert set(CODICI) == {*INCARICHI, "dipendente"}
    assert len(CODICI) == len(set(CODICI))


@pytest.mark.parametrize("ruolo", RUOLI, ids=CODICI)
def test_un_ruolo_si_spiega_con_frasi_intere(ruolo):
    assert ruolo.nome[0].isupper()
    assert all(frase.endswith(".") and len(frase) > 20 for frase in (ruolo.fa, ruolo.vede))


def test_chi_non_ha_nulla_non_appartiene_e_non_vede():
    nessuno = Profilo()
    assert not any([nessuno.appartiene, nessuno.segretario, nessuno.vede_le_bozze, nessuno.segue_la_preparazione])
    assert nessuno.nomi == []


@pytest.mark.parametrize("incarico", INCARICHI)
def test_un_incarico_basta_per_appartenere(incarico):
    assert di(incarico).appartiene


def test_un_rapporto_di_lavoro_basta_per_appartenere_ma_non_fa_vedere_le_bozze():
    dipendente = Profilo(dipendente=True)
    assert dipendente.appartiene
    assert not dipendente.vede_le_bozze
    assert dipendente.nomi == ["Dipendente"]


@pytest.mark.parametrize("incarico", INCARICHI)
def test_solo_il_segretario_e_segretario_e_solo_l_ufficio_personale_lo_e(incarico):
    assert di(incarico).segretario is (incarico == "segretario")
    assert di(incarico).ufficio_personale is (incarico == "ufficio_personale")


@pytest.mark.parametrize("incarico", INCARICHI)
def test_le_bozze_le_vede_chi_ci_lavora_e_chi_le_controlla(incarico):
    ci_lavora = incarico in {*GUIDANO_UNITA, "segretario", "ufficio_personale"}
    controlla = incarico in {"sindaco", "nucleo", "rpct", "referente_accessibilita"}
    assert di(incarico).vede_le_bozze is (ci_lavora or controlla)


@pytest.mark.parametrize("incarico", INCARICHI)
def test_la_preparazione_la_segue_chi_vede_le_bozze_e_la_giunta(incarico):
    assert di(incarico).segue_la_preparazione is (incarico in VEDONO_LE_BOZZE or incarico == "assessore")


def test_guida_un_unita_chi_ne_ha_almeno_una():
    assert not di("eq").guida_unita
    assert di("eq", unita_guidate=frozenset({7})).guida_unita


@given(st.sets(st.sampled_from(INCARICHI)), st.booleans())
def test_i_nomi_sono_tanti_quanti_i_ruoli_e_nell_ordine_della_pagina(incarichi, dipendente):
    profilo = Profilo(frozenset(incarichi), dipendente)
    nomi = [ruolo.nome for ruolo in RUOLI]
    assert len(profilo.nomi) == len(incarichi) + dipendente
    assert profilo.nomi == sorted(profilo.nomi, key=nomi.index)


@given(st.sets(st.sampled_from(INCARICHI)), st.sets(st.sampled_from(INCARICHI)))
def test_un_incarico_in_piu_non_toglie_mai_nulla(primi, altri):
    prima, dopo = di(*primi), di(*primi, *altri)
    for cosa in ("appartiene", "segretario", "ufficio_personale", "vede_le_bozze", "segue_la_preparazione"):
        assert getattr(dopo, cosa) >= getattr(prima, cosa)
