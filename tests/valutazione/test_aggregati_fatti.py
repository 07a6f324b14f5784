"""Ciò che i controlli della Relazione sanno di un anno: conteggi, sì e no, mai una persona."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fabbriche import UnitaFactory
from tests.valutazione.aiuti import senza_guardie
from tests.valutazione.scena_premi import primo, scena, scheda
from valutazione.aggregati import fatti_di
from valutazione.aggregati.fatti import opposti
from valutazione.azioni import premi as azioni
from valutazione.models import Fondo, Premio, Riesame, Scheda
from valutazione.voci import StatoScheda

D = Decimal
con_i_dati = pytest.mark.django_db
GRADI = st.decimals(0, 100, places=2)


def confermata(*punteggi):
    s = scena(*punteggi)
    fondo = s.fondo()
    azioni.conferma_premi(primo(fondo), utente=s.segretario, motivazione="x")
    return s, fondo


def soglia_negativa(s, soglia, **campi):
    with senza_guardie():
        type(s.sistema).objects.filter(pk=s.sistema.pk).update(soglia_negativa=soglia)
    Scheda.objects.filter(tipo=s.tipi["eq"]).update(**campi)


@con_i_dati
def test_senza_schede_non_ci_sono_fatti():
    s = scena()
    Scheda.objects.update(stato=StatoScheda.ANNULLATA)
    assert fatti_di(s.ciclo) is None


@con_i_dati
def test_a_valutazioni_concluse_nulla_e_aperto():
    fatti = fatti_di(scena(95, 80, 70).ciclo)
    assert (fatti.aperte, fatti.riesami, fatti.negative_non_sentite, fatti.pagati_il) == (0, 0, 0, None)
    assert (fatti.premi_diversi, fatti.premi_oltre) == ((), ())


@con_i_dati
def test_si_contano_le_schede_aperte_e_i_riesami():
    s = scena(95, None, None)
    chiusa = s.persone[0].schede.get()
    Riesame.objects.create(scheda=chiusa, chiesto_il=date(2027, 3, 1), motivi="x", organo="segretario", prima=D(95))
    fatti = fatti_di(s.ciclo)
    assert (fatti.aperte, fatti.riesami) == (2, 1)


@con_i_dati
@pytest.mark.parametrize(("minimi", "aperte"), [(0, 1), (30, 1), (31, 1), (32, 0)])
def test_chi_ha_lavorato_meno_dei_giorni_minimi_non_si_aspetta(minimi, aperte):
    s = scena(None)
    s.persone[0].schede.update(al=date(2026, 1, 31))
    with senza_guardie():
        type(s.sistema).objects.filter(pk=s.sistema.pk).update(giorni_minimi=minimi)
    assert fatti_di(s.ciclo).aperte == aperte


@con_i_dati
@pytest.mark.parametrize(
    ("soglia", "campi", "quante"),
    [
        (None, {"punteggio": 40}, 0),
        (60, {"punteggio": 40}, 1),
        (60, {"punteggio": 60}, 0),
        (60, {"punteggio": 40, "contraddittorio_il": date(2027, 2, 1)}, 0),
        (60, {"punteggio": 40, "stato": StatoScheda.ANNULLATA}, 0),
    ],
)
def test_si_contano_le_eq_negative_mai_sentite(soglia, campi, quante):
    s = scena(95, 30)  # un dipendente sotto la soglia non è una EQ
    soglia_negativa(s, soglia, **campi)
    assert fatti_di(s.ciclo).negative_non_sentite == quante


@con_i_dati
@pytest.mark.parametrize(("punteggi", "unita"), [((95, 95), 1), ((95,), 0), ((95, 94), 0)])
def test_un_unita_con_tre_persone_e_un_solo_punteggio(punteggi, unita):
    s = scena(*punteggi)  # con la EQ, che ha 95
    assert fatti_di(s.ciclo).unita_uguali == unita


@con_i_dati
def test_chi_non_ha_unita_non_fa_un_unita():
    s = scena(95, 95)
    Scheda.objects.update(unita=None)
    assert fatti_di(s.ciclo).unita_uguali == 0


@con_i_dati
def test_gli_andamenti_opposti_si_vedono_da_cinque_unita():
    s = scena(*range(60, 100, 8))
    gradi = {}
    for posto, persona in enumerate(s.persone):
        unita = UnitaFactory(ente=s.ente, denominazione=f"Ufficio {posto}")
        persona.schede.update(unita=unita)
        gradi[str(unita)] = D(90 - posto)
    assert fatti_di(s.ciclo, gradi=gradi).andamenti_opposti
    assert not fatti_di(s.ciclo).andamenti_opposti


@given(st.lists(GRADI, min_size=5, max_size=9))
def test_due_andamenti_uguali_non_sono_opposti(gradi):
    medie = {str(n): grado for n, grado in enumerate(gradi)}
    assert not opposti(medie, medie)
    assert opposti(medie, {nome: -valore for nome, valore in medie.items()}) == (len(set(gradi)) > 1)


@given(st.lists(GRADI, max_size=4))
def test_con_poche_unita_non_si_dice_nulla(gradi):
    medie = {str(n): grado for n, grado in enumerate(gradi)}
    assert not opposti(medie, {nome: -valore for nome, valore in medie.items()})


@con_i_dati
def test_i_premi_confermati_si_rifanno():
    s, fondo = confermata(95, 95)
    assert fatti_di(s.ciclo).premi_diversi == ()
    s.persone[0].schede.update(punteggio=D(70))
    assert fatti_di(s.ciclo).premi_diversi == (fondo.get_platea_display(),)


@con_i_dati
def test_i_premi_oltre_lo_stanziato_si_vedono():
    s, fondo = confermata(95, 95)
    with senza_guardie():
        Premio.objects.filter(simulazione__fondo=fondo).update(importo=D(1501))
    assert fatti_di(s.ciclo).premi_oltre == (fondo.get_platea_display(),)


@con_i_dati
def test_il_giorno_del_primo_pagamento():
    s, fondo = confermata(95)
    Fondo.objects.filter(pk=fondo.pk).update(stato="liquidato", liquidato_il=date(2027, 7, 27))
    assert fatti_di(s.ciclo).pagati_il == date(2027, 7, 27)


@con_i_dati
def test_nei_fatti_non_c_e_nessuna_persona():
    s, _ = confermata(95, 70, 50)
    detto = str(asdict(fatti_di(s.ciclo)))
    assert not [persona for persona in s.persone if persona.cognome in detto]


@con_i_dati
def test_le_letture_non_crescono_con_le_persone(django_assert_max_num_queries):
    for quante in (2, 8):
        s = scena(*[80] * quante)
        scheda(s, s.persone[0], None, dal=date(2026, 2, 1))
        with django_assert_max_num_queries(12):
            fatti_di(s.ciclo)
