"""I mesi di una fase: a parole, nella griglia, dalla maschera al modello."""

import html5lib
import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from obiettivi.forms.mesi import MesiField
from obiettivi.mesi import anni_con, mesi_di, mesi_in_parole
from obiettivi.models.fase import valida_mesi

MESI = st.lists(st.sampled_from([mese.valore for mese in mesi_di([2026, 2027, 2028])]), unique=True)


class FaseForm(forms.Form):
    mesi = MesiField(anni=[2026, 2027])


@pytest.mark.parametrize(
    ("mesi", "frase"),
    [
        ([], "nessun mese"),
        (["2026-03"], "marzo 2026"),
        (["2026-03", "2026-04", "2026-05", "2026-06"], "da marzo a giugno 2026"),
        (["2026-11", "2026-12", "2027-01"], "da novembre 2026 a gennaio 2027"),
        (["2026-01", "2026-03"], "gennaio 2026 e marzo 2026"),
        (["2026-01", "2026-03", "2026-04", "2026-12"], "gennaio 2026, da marzo ad aprile 2026 e dicembre 2026"),
        (["2026-06", "2026-05"], "da maggio a giugno 2026"),
    ],
)
def test_i_mesi_si_dicono_a_parole(mesi, frase):
    assert mesi_in_parole(mesi) == frase


@given(MESI)
def test_l_ordine_e_i_doppioni_non_cambiano_la_frase(mesi):
    assert mesi_in_parole(mesi) == mesi_in_parole(reversed(mesi + mesi))


@given(MESI)
def test_cio_che_esce_dalla_maschera_e_come_lo_vuole_il_modello(mesi):
    form = FaseForm({"mesi": [mese for mese in mesi if mese < "2028"]})
    assert form.is_valid()
    valida_mesi(form.cleaned_data["mesi"])


def test_una_fase_puo_non_avere_ancora_mesi():
    form = FaseForm({})
    assert form.is_valid()
    assert form.cleaned_data["mesi"] == []


def test_un_mese_fuori_dal_ciclo_e_rifiutato_con_una_frase():
    form = FaseForm({"mesi": ["2031-01"]})
    assert form.errors["mesi"] == ["«2031-01» non è un mese del ciclo."]


def test_gli_anni_gia_usati_restano_nella_griglia():
    assert anni_con([2026, 2027], ["2025-11"]) == [2025, 2026, 2027]
    campo = MesiField(anni=[2026])
    campo.usa_anni([2026], mesi=["2025-11"])
    assert campo.clean(["2025-11"]) == ["2025-11"]


def test_la_griglia_ha_una_riga_per_anno_e_dodici_caselle():
    tabella = html5lib.parse(str(FaseForm()["mesi"]), namespaceHTMLElements=False)
    righe = tabella.findall(".//tbody/tr")
    assert [riga.find("th").text for riga in righe] == ["2026", "2027"]
    assert [len(riga.findall("td/input")) for riga in righe] == [12, 12]


def test_ogni_casella_ha_un_nome_e_un_identificativo_suo():
    tabella = html5lib.parse(str(FaseForm()["mesi"]), namespaceHTMLElements=False)
    caselle = tabella.findall(".//input")
    assert caselle[2].get("aria-label") == "marzo 2026"
    assert len({casella.get("id") for casella in caselle}) == 24


def test_le_intestazioni_dicono_se_sono_di_riga_o_di_colonna():
    tabella = html5lib.parse(str(FaseForm()["mesi"]), namespaceHTMLElements=False)
    assert {th.get("scope") for th in tabella.findall(".//thead//th")} == {"col"}
    assert {th.get("scope") for th in tabella.findall(".//tbody//th")} == {"row"}


def test_i_mesi_salvati_sono_segnati_e_detti():
    disegno = str(FaseForm(initial={"mesi": ["2026-03", "2026-04"]})["mesi"])
    assert disegno.count(" checked") == 2
    assert "da marzo ad aprile 2026" in disegno


def test_due_fasi_nella_stessa_pagina_non_condividono_identificativi():
    prima, seconda = (str(FaseForm(prefix=prefisso)["mesi"]) for prefisso in ("a", "b"))
    assert 'id="id_a-mesi_2026-01"' in prima
    assert 'id="id_b-mesi_2026-01"' in seconda


@pytest.mark.parametrize(
    ("iniziale", "scritto", "cambiato"),
    [([], None, False), (["2026-02", "2026-01"], ["2026-01", "2026-02"], False), (["2026-01"], [], True)],
)
def test_una_griglia_e_cambiata_solo_se_i_mesi_sono_altri(iniziale, scritto, cambiato):
    assert MesiField(anni=[2026]).has_changed(iniziale, scritto) is cambiato
