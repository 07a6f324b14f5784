"""P26 P27 P28 P29 P30: ciò che una norma impone, e le risorse."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from obiettivi.controlli.fascicolo import Assegnazione, Incarico, Legame, Risorsa, Target, Unita
from tests.obiettivi.controlli.scena import (
    AREA,
    DELL_EQ,
    EQ,
    ciclo,
    con,
    fascicolo,
    frasi,
    gravita,
    indicatore,
    motivi,
    obiettivo,
    pagamenti,
    ritardo,
)

D = Decimal
ALTRO = Incarico(60, "eq", "EQ Sociale", 600, "Blu Eva", 9, date(2020, 1, 1))
RESPONSABILI = Assegnazione("gruppo", 1, "Incaricati di EQ", gruppo="responsabili")


def nel(anno):
    """Lo stesso Piano, in un altro anno, non ancora approvato."""
    return {"ciclo": ciclo(anno=anno, anno_fine=anno + 2, approvazione=None), "oggi": date(anno, 12, 31)}


def con_quota(quota):
    return con(obiettivo(), pagamenti(assegnazioni=(replace(DELL_EQ, quota_risultato=quota),)))


@pytest.mark.parametrize(
    ("quota", "attese"), [(D(30), []), (D("29.99"), ["blocco"]), (None, ["blocco"]), (D(0), ["blocco"]), (D(40), [])]
)
def test_p26_la_quota_e_almeno_il_trenta_per_cento(quota, attese):
    assert gravita("P26", con_quota(quota)) == attese


@pytest.mark.parametrize(
    ("target", "attese"),
    [
        (Target(2026, "<=", D(0)), []),
        (Target(2026, "<=", D(-3)), []),
        (Target(2026, "<=", D(1)), ["blocco"]),
        (Target(2026, "tra", D(-5), D(2)), ["blocco"]),
        (Target(2026, "tra", D(-5), D(0)), []),
        (Target(2027, "<=", D(9)), []),  # il target dell'anno manca: lo dice P13
    ],
)
def test_p26_il_target_e_zero_giorni_di_ritardo(target, attese):
    f = con(obiettivo(), pagamenti(indicatori=(replace(ritardo(), target=(target,)),)))
    assert gravita("P26", f) == attese


@pytest.mark.parametrize("indicatori", [(), (indicatore(nome="Fatture pagate"),)])
def test_p26_si_misura_con_il_ritardo_annuale(indicatori):
    assert gravita("P26", con(pagamenti(indicatori=indicatori))) == ["blocco"]


def test_p26_senza_l_obiettivo_si_ferma():
    assert gravita("P26", con(obiettivo())) == ["blocco"]
    assert gravita("P26", con(obiettivo(), parziale=True)) == []


def test_p26_senza_obiettivi_non_si_puo_dire():
    assert motivi("P26", con()) == ["Il Piano non ha ancora obiettivi."]


def test_p26_chi_risponde_dei_pagamenti_ha_l_obiettivo():
    altro = replace(ALTRO, responsabile_pagamenti=True)
    f = fascicolo(incarichi=(EQ, altro))
    assert gravita("P26", f) == ["blocco"]
    assert "«EQ Sociale» risponde dei pagamenti" in frasi("P26", f)


@pytest.mark.parametrize(
    ("assegnazione", "paga", "attese"),
    [
        (RESPONSABILI, False, ["blocco"]),
        (replace(RESPONSABILI, quota_risultato=D(30)), False, []),
        (RESPONSABILI, True, []),  # c'è chi paga: il gruppo vi partecipa soltanto
        (replace(RESPONSABILI, responsabile=False), False, []),
        (Assegnazione("persona", 5, "Rossi"), False, []),
        (DELL_EQ, False, ["blocco"]),
    ],
)
def test_p26_la_quota_si_chiede_a_chi_ne_risponde(assegnazione, paga, attese):
    f = con(pagamenti(assegnazioni=(assegnazione,)), incarichi=(replace(EQ, responsabile_pagamenti=paga),))
    assert gravita("P26", f) == attese


@pytest.mark.parametrize(("anno", "attese"), [(2022, []), (2023, ["blocco"])])
@pytest.mark.parametrize("codice", ["P26"])
def test_p26_la_norma_vale_dal_2023(codice, anno, attese):
    assert gravita(codice, con(obiettivo(), **nel(anno))) == attese


@pytest.mark.parametrize(
    ("incarichi", "attese"),
    [
        ((EQ,), []),
        ((replace(EQ, integrato=False),), ["errore"]),
        ((replace(EQ, responsabile_pagamenti=False),), ["errore"]),
        ((), ["errore"]),
        ((replace(EQ, al=date(2026, 1, 1)),), ["errore"]),
    ],
)
def test_p27_chi_paga_e_individuato_con_il_suo_atto(incarichi, attese):
    assert gravita("P27", fascicolo(incarichi=incarichi)) == attese


def test_p27_la_norma_vale_dal_2023():
    assert gravita("P27", fascicolo(incarichi=(), **nel(2022))) == []


def formazione(**campi):
    return obiettivo(temi=frozenset({"formazione"}), **campi)


def in_ore(valore):
    return (indicatore(nome="Ore di formazione", unita="ore", target=(Target(2026, ">=", valore),)),)


@pytest.mark.parametrize(("ore", "attese"), [(D(40), []), (D("39.9"), ["errore"]), (D(60), [])])
def test_p28_servono_quaranta_ore_a_testa(ore, attese):
    assert gravita("P28", con(formazione(indicatori=in_ore(ore)))) == attese


def test_p28_un_indicatore_in_percentuale_non_si_confronta_con_le_ore():
    percento = indicatore(unita="%", target=(Target(2026, ">=", D(30)),))
    assert gravita("P28", con(formazione(indicatori=(percento,)))) == []


@pytest.mark.parametrize(("anno", "attese"), [(2022, []), (2023, ["avviso"]), (2024, ["avviso"]), (2025, ["errore"])])
def test_p28_le_ore_cambiano_con_gli_anni(anno, attese):
    assert gravita("P28", con(obiettivo(temi=frozenset()), **nel(anno))) == attese


def test_p28_le_ore_di_allora_si_dicono():
    assert "(24 ore l'anno a testa)" in frasi("P28", con(obiettivo(temi=frozenset()), **nel(2024)))


@pytest.mark.parametrize(
    ("campi", "attese"),
    [
        ({}, ["errore"]),
        ({"tipologia": "comune"}, []),
        ({"unita": (Legame(9, False),)}, []),
        ({"assegnazioni": (RESPONSABILI,)}, []),
    ],
)
def test_p28_ogni_responsabile_ha_la_formazione_dei_suoi(campi, attese):
    f = con(formazione(**campi), incarichi=(EQ, ALTRO), unita=(AREA, Unita(9, "Area Sociale")))
    assert gravita("P28", f) == attese


def test_p28_chi_non_guida_un_unita_non_ha_collaboratori():
    assert gravita("P28", con(formazione(), incarichi=(EQ, replace(ALTRO, unita=None)))) == []


@pytest.mark.parametrize("codice", ["P28", "P29"])
def test_senza_obiettivi_gli_obblighi_non_si_possono_dire(codice):
    assert motivi(codice, con()) == ["Il Piano non ha ancora obiettivi."]


@pytest.mark.parametrize(
    ("campi", "attese"),
    [
        ({"temi": frozenset({"trasparenza"})}, []),
        ({"temi": frozenset(), "obbligo_legge": "trasparenza"}, []),
        ({"temi": frozenset(), "misura_anticorruzione": "Rotazione"}, []),
        ({"temi": frozenset()}, ["errore"]),
        ({"temi": frozenset(), "titolo": "Trasparenza - Anticorruzione"}, ["avviso"]),
    ],
)
def test_p29_trasparenza_e_anticorruzione_sono_obiettivi(campi, attese):
    assert gravita("P29", con(obiettivo(**campi))) == attese


def test_p29_ogni_responsabile_ne_ha_uno():
    assert gravita("P29", fascicolo(incarichi=(EQ, ALTRO))) == ["avviso"]


def test_p29_prima_della_norma_non_si_applica():
    assert gravita("P29", con(obiettivo(temi=frozenset()), **nel(2012))) == []


@pytest.mark.parametrize(
    ("proprie", "risorse", "attese"),
    [
        (frozenset({"umana"}), (), []),
        (frozenset({"finanziaria"}), (), []),
        (frozenset({"strumentale"}), (), ["errore"]),
        (frozenset(), (), ["errore"]),
        (frozenset(), (Risorsa("umana"),), []),  # di tutto il piano
        (frozenset(), (Risorsa("strumentale"),), ["errore"]),
        (frozenset(), (Risorsa("finanziaria", 1),), []),  # della sua unità
        (frozenset(), (Risorsa("finanziaria", 2),), ["errore"]),
    ],
)
def test_p30_ogni_obiettivo_ha_persone_o_denaro(proprie, risorse, attese):
    assert gravita("P30", con(obiettivo(risorse=proprie), risorse=risorse)) == attese


@pytest.mark.parametrize(("quota", "attese"), [(D(50), []), (D("50.01"), ["avviso"]), (None, [])])
def test_p30_nessuno_e_impegnato_oltre_il_suo_tempo(quota, attese):
    persona = Assegnazione("persona", 5, "Rossi Maria", quota=quota)
    f = con(*(obiettivo(pk=n, assegnazioni=(persona,)) for n in (1, 2)))
    assert gravita("P30", f) == attese
