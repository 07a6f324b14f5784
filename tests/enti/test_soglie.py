from datetime import date

import pytest

from enti.letture import contesto_di, dipendenti_per, popolazione_per, soglie_di
from enti.parametri import parametri, parametri_in_vigore
from tests.fabbriche import EnteFactory, PersonaleFactory, PopolazioneFactory, RigaPersonaleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ente():
    return EnteFactory()


def abitanti(ente, anno, quanti):
    PopolazioneFactory(ente=ente, alla_data=date(anno, 12, 31), maschi=None, femmine=None, totale_rilevato=quanti)


def soglia(ente, codice, anno=2026):
    return next(s for s in soglie_di(ente, anno) if s.parametro.codice == codice)


@pytest.mark.parametrize(
    ("dipendenti", "oltre"), [(49, False), (50, False), (51, True)], ids=["49", "50: semplificato", "51"]
)
def test_cinquanta_dipendenti_esatti_hanno_il_piao_semplificato(ente, dipendenti, oltre):
    RigaPersonaleFactory(personale=PersonaleFactory(ente=ente, anno=2025), uomini=dipendenti, donne=0)
    trovata = soglia(ente, "dipendenti_piao")
    assert trovata.oltre is oltre
    assert trovata.a_parita is (dipendenti == 50)
    assert ("semplificata" in trovata.esito) is not oltre


def test_a_cinquanta_la_pagina_spiega_che_le_norme_non_concordano(ente):
    assert "non concordano" in soglia(ente, "dipendenti_piao").parametro.nota_parita


@pytest.mark.parametrize(
    ("quanti", "cinquemila", "quindicimila"),
    [(4999, False, False), (5000, False, False), (5001, True, False), (15000, True, False), (15001, True, True)],
)
def test_le_soglie_di_popolazione(ente, quanti, cinquemila, quindicimila):
    abitanti(ente, 2024, quanti)
    assert soglia(ente, "popolazione_5000").oltre is cinquemila
    assert soglia(ente, "popolazione_15000").oltre is quindicimila


def test_senza_numeri_non_si_sa_e_non_e_zero(ente):
    for trovata in soglie_di(ente, 2026):
        assert (trovata.oltre, trovata.valore) == (None, None)
        assert "Non si sa" in trovata.esito


@pytest.mark.parametrize(("dichiarato", "oltre"), [(True, False), (False, True), (None, None)])
def test_senza_il_numero_vale_cio_che_e_dichiarato(ente, dichiarato, oltre):
    PersonaleFactory(ente=ente, anno=2025, meno_di_50=dichiarato)
    assert soglia(ente, "dipendenti_piao").oltre is oltre


def test_la_soglia_dei_5000_non_riguarda_le_province():
    provincia = EnteFactory(tipo="provincia")
    assert {s.parametro.codice for s in soglie_di(provincia, 2026)} == {"dipendenti_piao", "popolazione_15000"}


def test_prima_del_piao_la_sua_soglia_non_vale(ente):
    assert "dipendenti_piao" not in {s.parametro.codice for s in soglie_di(ente, 2020)}


def test_ogni_parametro_ha_norma_e_decorrenza():
    assert all(p.norma and p.dal and p.a_parita in {"sotto", "sopra"} for p in parametri())
    assert parametri_in_vigore(date(1990, 1, 1), "comune") == []


@pytest.mark.parametrize(
    ("anni", "usato"),
    [((2023, 2024, 2025), 2024), ((2022, 2023), 2023), ((2025,), 2025), ((), None)],
    ids=["penultimo anno", "il più vicino prima", "il primo dopo", "nessuno"],
)
def test_la_popolazione_che_conta_e_quella_del_penultimo_anno(ente, anni, usato):
    for anno in anni:
        abitanti(ente, anno, 1000)
    trovata = popolazione_per(contesto_di(ente), 2026)
    assert (trovata and trovata.alla_data.year) == usato


@pytest.mark.parametrize(
    ("anni", "usato"),
    [((2024, 2025, 2026), 2025), ((2022,), 2022), ((2026, 2027), 2026), ((), None)],
    ids=["l'anno prima", "il più recente prima", "il primo dopo", "nessuno"],
)
def test_il_personale_che_conta_e_quello_di_fine_anno_prima(ente, anni, usato):
    for anno in anni:
        PersonaleFactory(ente=ente, anno=anno)
    trovato = dipendenti_per(contesto_di(ente), 2026)
    assert (trovato and trovato.anno) == usato


def test_la_fonte_dice_numero_e_data(ente):
    abitanti(ente, 2024, 5959)
    assert soglia(ente, "popolazione_5000").fonte == "5.959 abitanti al 31 dicembre 2024."


@pytest.mark.parametrize("anni", [1, 12])
def test_le_letture_del_contesto_non_crescono(ente, anni, django_assert_num_queries):
    for anno in range(2010, 2010 + anni):
        abitanti(ente, anno, 10)
        RigaPersonaleFactory.create_batch(2, personale=PersonaleFactory(ente=ente, anno=anno))
    with django_assert_num_queries(3):
        contesto_di(ente)
