"""P24 P25: i pesi."""

from dataclasses import replace
from decimal import Decimal

import pytest

from obiettivi.controlli.fascicolo import Assegnazione, Legame, PesiScheda, Schede
from tests.obiettivi.controlli.scena import DELL_EQ, con, fascicolo, frasi, gravita, indicatore, motivi, obiettivo

D = Decimal


def dell_eq(*pesi, **campi):
    return con(*(obiettivo(pk=n, peso=peso, assegnazioni=(DELL_EQ,), **campi) for n, peso in enumerate(pesi, 1)))


def dell_unita(*pesi):
    return con(*(obiettivo(pk=n, peso=peso, assegnazioni=()) for n, peso in enumerate(pesi, 1)))


@pytest.mark.parametrize(
    ("pesi", "attese"),
    [
        ((D(50), D(50)), []),
        ((D(50), D("49.99")), []),
        ((D(50), D("49.98")), ["blocco"]),
        ((D(50), D("50.01")), []),
        ((D(50), D("50.02")), ["blocco"]),
        ((D(50), None), ["blocco"]),
        ((D(100),), []),
    ],
)
def test_p24_i_pesi_di_un_responsabile_fanno_cento_a_meno_di_un_centesimo(pesi, attese):
    assert gravita("P24", dell_eq(*pesi)) == attese


@pytest.mark.parametrize(
    ("pesi", "attese"),
    [
        ((D(5), D(60), D(35)), []),
        ((D("4.99"), D(60), D("35.01")), ["avviso"]),
        ((D(61), D(39)), ["avviso"]),
        ((D(0), D(50), D(50)), ["blocco"]),
        ((D(100),), []),  # l'unico obiettivo non può che pesare cento
    ],
)
def test_p24_nessun_peso_e_vuoto_o_sproporzionato(pesi, attese):
    assert gravita("P24", dell_eq(*pesi)) == attese


def test_p24_i_tempi_di_pagamento_possono_pesare_quanto_serve():
    f = dell_eq(D(70), D(30), obbligo_legge="tempi_pagamento")
    assert gravita("P24", f) == []


@pytest.mark.parametrize(("scala", "pesi", "attese"), [
    ("millesimi", (D(500), D(500)), []),
    ("millesimi", (D(500), D(400)), ["blocco"]),
    ("punti", (D(7), D(2)), []),
    ("coefficiente", (D("1.5"),), []),
])  # fmt: skip
def test_p24_ogni_scala_ha_il_suo_totale(scala, pesi, attese):
    assert gravita("P24", dell_eq(*pesi, scala=scala)) == attese


def test_p24_scale_diverse_non_si_sommano():
    f = con(
        obiettivo(pk=1, assegnazioni=(DELL_EQ,)), obiettivo(pk=2, scala="punti", peso=D(5), assegnazioni=(DELL_EQ,))
    )
    assert gravita("P24", f) == ["blocco"]
    assert "scale diverse" in frasi("P24", f)


def test_p24_il_peso_proprio_vale_piu_di_quello_dell_obiettivo():
    propria = replace(DELL_EQ, peso=D(100))
    assert gravita("P24", con(obiettivo(assegnazioni=(propria,), peso=D(50)))) == []


def test_p24_un_prerequisito_non_conta():
    f = con(obiettivo(pk=1, peso=D(100)), obiettivo(pk=2, peso=None, prerequisito=True))
    assert gravita("P24", f) == []


@pytest.mark.parametrize(("pesi", "attese"), [((D(60), D(40)), []), ((D(60), D(30)), ["blocco"])])
def test_p24_senza_incarichi_contano_i_pesi_dell_unita(pesi, attese):
    assert gravita("P24", dell_unita(*pesi)) == attese


def test_p24_il_peso_dell_unita_e_quello_del_suo_legame():
    f = con(obiettivo(assegnazioni=(), unita=(Legame(1, peso=D(100)),), peso=D(10)))
    assert gravita("P24", f) == []


def test_p24_uno_strategico_conta_solo_se_vale_per_i_singoli():
    strategico = obiettivo(pk=3, livello="strategico", assegnazioni=(DELL_EQ,))
    assert gravita("P24", con(obiettivo(peso=D(100)), strategico)) == []
    assert gravita("P24", con(obiettivo(peso=D(100)), replace(strategico, anche_individuale=True)))[0] == "blocco"


def test_p24_senza_nessun_peso_lo_dice_una_volta_sola():
    assert gravita("P24", dell_eq(None, None, None)) == ["blocco"]
    assert "Nessun obiettivo ha un peso" in frasi("P24", dell_eq(None))


def test_p24_dice_quanti_non_hanno_peso():
    assert "un obiettivo non ha peso" in frasi("P24", dell_eq(D(50), None))
    assert "2 obiettivi non hanno peso" in frasi("P24", dell_eq(D(50), None, None))


@pytest.mark.parametrize(
    ("pesi", "attese"),
    [
        ((None,), []),
        ((D(100),), []),
        ((D(90),), ["blocco"]),
        ((D(50), D(50)), []),
        ((D(50), D(49)), ["blocco"]),
        ((None, None), ["blocco"]),
    ],
)
def test_p24_gli_indicatori_di_un_obiettivo_fanno_cento(pesi, attese):
    indicatori = tuple(indicatore(pk=n, peso=peso) for n, peso in enumerate(pesi))
    assert gravita("P24", con(obiettivo(peso=D(100), indicatori=indicatori))) == attese


def test_p24_un_obiettivo_condiviso_si_segnala_una_volta():
    altro = Assegnazione("incarico", 11, "Segretario")
    grande = obiettivo(pk=1, peso=D(70), assegnazioni=(DELL_EQ, altro))
    piccolo = obiettivo(pk=2, peso=D(30), assegnazioni=(DELL_EQ, altro))
    assert gravita("P24", con(grande, piccolo)) == ["avviso"]


def pesi(struttura, altro=40):
    suoi = PesiScheda("eq", "EQ", None if struttura is None else D(struttura), D(altro), "gli obiettivi")
    return fascicolo(schede=Schede(pesi=(suoi,)))


@pytest.mark.parametrize(("struttura", "attese"), [("40.1", []), ("40", ["errore"]), ("0", ["errore"])])
def test_p25_la_struttura_pesa_piu_di_ogni_altro_ambito(struttura, attese):
    assert gravita("P25", pesi(struttura)) == attese
    assert motivi("P25", pesi(struttura)) == []


@pytest.mark.parametrize(
    ("fascicolo", "parola"),
    [
        (fascicolo(), "non ci sono ancora"),
        (fascicolo(schede=Schede(da_assegnare=3)), "dirigenti o di incaricati"),
        (pesi(None), "non dice quanto pesano"),
    ],
)
def test_p25_senza_i_pesi_dice_perche(fascicolo, parola):
    assert gravita("P25", fascicolo) == []
    assert parola in motivi("P25", fascicolo)[0]
