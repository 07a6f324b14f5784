"""La tabella dei parametri: ogni valore ha una norma e un tempo, e nessun giorno ne ha due."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby, pairwise

import pytest

from enti.parametri import ParametroAssente, giorno_dopo, giorno_nell_anno, valore, valori, vige


@pytest.mark.parametrize("voce", valori(), ids=lambda v: f"{v.codice} dal {v.dal}")
def test_ogni_valore_ha_nome_norma_e_si_legge(voce):
    assert voce.nome
    assert voce.norma
    letto = voce.nel(2027) if voce.unita == "giorno" else voce.numero
    assert isinstance(letto, date | Decimal)


@pytest.mark.parametrize("codice", sorted({voce.codice for voce in valori()}))
def test_nessun_giorno_ha_due_valori(codice):
    righe = sorted((voce for voce in valori() if voce.codice == codice), key=lambda voce: voce.dal)
    assert all(prima.al is not None and prima.al < dopo.dal for prima, dopo in pairwise(righe))


def test_una_norma_che_cambia_non_lascia_buchi():
    per_codice = groupby(sorted(valori(), key=lambda v: (v.codice, v.dal)), key=lambda v: v.codice)
    for _, righe in per_codice:
        assert all(prima.al + timedelta(days=1) == dopo.dal for prima, dopo in pairwise(righe) if prima.al)


@pytest.mark.parametrize(
    ("il", "ore"), [(date(2023, 3, 24), 24), (date(2025, 1, 13), 24), (date(2025, 1, 14), 40), (date(2027, 1, 1), 40)]
)
def test_le_ore_di_formazione_cambiano_con_la_direttiva(il, ore):
    assert valore("formazione_ore", il).numero == ore


@pytest.mark.parametrize(("il", "c_e"), [(date(2023, 4, 21), False), (date(2023, 4, 22), True)])
def test_una_norma_vale_dal_suo_giorno(il, c_e):
    assert vige("quota_tempi_pagamento", il) is c_e


def test_chiedere_un_valore_che_non_c_e_lo_dice():
    with pytest.raises(ParametroAssente, match="quota_tempi_pagamento"):
        valore("quota_tempi_pagamento", date(2020, 1, 1))


@pytest.mark.parametrize(
    ("codice", "anno", "giorno"),
    [
        ("assegnazione_termine", 2026, date(2026, 2, 28)),
        ("assegnazione_termine", 2028, date(2028, 2, 29)),
        ("piano_termine", 2027, date(2027, 1, 31)),
    ],
)
def test_un_giorno_dell_anno_conosce_i_bisestili(codice, anno, giorno):
    assert valore(codice, date(anno, 12, 31)).nel(anno) == giorno


def test_un_giorno_non_e_un_numero():
    with pytest.raises(ValueError, match="giorno dell'anno"):
        _ = valore("piano_termine", date(2026, 1, 1)).numero


@pytest.mark.parametrize(
    ("codice", "anno", "giorno"),
    [
        ("fondo_termine", 2025, None),
        ("fondo_termine", 2026, date(2026, 4, 30)),  # la norma è di febbraio: a gennaio non c'era, ad aprile sì
        ("assegnazione_termine", 2023, None),
        ("assegnazione_termine", 2028, date(2028, 2, 29)),
        ("inesistente", 2026, None),
    ],
)
def test_un_giorno_dell_anno_vale_se_quel_giorno_la_norma_c_e(codice, anno, giorno):
    assert giorno_nell_anno(codice, anno) == giorno


@pytest.mark.parametrize(
    ("evento", "giorno"),
    [(date(2022, 8, 22), None), (date(2022, 8, 23), date(2022, 9, 22)), (date(2026, 2, 28), date(2026, 3, 30))],
)
def test_i_giorni_dopo_un_evento_valgono_se_alla_scadenza_la_norma_c_e(evento, giorno):
    assert giorno_dopo("piano_giorni_dopo_bilancio", evento) == giorno
