"""P13 P14 P15 P16 P17 P21 P32: gli indicatori."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from obiettivi.controlli.fascicolo import Nota, Target
from obiettivi.controlli.misura import gia_raggiunto
from tests.obiettivi.controlli.scena import (
    DELL_EQ,
    con,
    fascicolo,
    fase,
    frasi,
    gravita,
    indicatore,
    motivi,
    obiettivo,
)

D = Decimal
SI_NO = {"verso": "si_no", "formula": "", "unita": "", "baseline": None, "serie": (), "target": (Target(2026, "si"),)}


def con_indicatore(obiettivo_suo=None, **campi):
    return con(obiettivo(indicatori=(indicatore(**campi),), **(obiettivo_suo or {})))


@pytest.mark.parametrize(
    ("campi", "attese"),
    [
        ({}, []),
        ({"formula": " "}, ["blocco"]),
        ({"unita": ""}, ["blocco"]),
        ({"target": ()}, ["blocco"]),
        ({"target": (Target(2027, "<=", D(1)),)}, ["blocco"]),
        ({"target": (Target(2026, ">="),)}, ["blocco"]),
        ({"target": (Target(2026, testo="Almeno 80%"),)}, []),
        ({"formula": "", "unita": "", "target": ()}, ["blocco"]),
        ({"fonte": ""}, ["errore"]),
        ({"fonte": "", "formula": ""}, ["blocco", "errore"]),
        (SI_NO, []),
        (SI_NO | {"verso": "entro_data", "target": (Target(2026, "entro", giorno=date(2026, 6, 30)),)}, []),
        (SI_NO | {"target": ()}, ["blocco"]),
    ],
)
def test_p13_un_indicatore_e_completo(campi, attese):
    assert gravita("P13", con_indicatore(**campi)) == attese


def test_p13_dice_tutto_cio_che_manca_in_una_frase():
    f = con_indicatore(formula="", unita="", target=())
    assert "mancano la formula, l'unità di misura e il target del 2026" in frasi("P13", f)


def test_p13_senza_indicatori_non_si_misura():
    assert gravita("P13", con(obiettivo(indicatori=()))) == ["blocco"]
    assert gravita("P13", con(obiettivo(indicatori=(), livello="strategico"))) == []


def test_p13_senza_obiettivi_non_si_puo_dire():
    assert motivi("P13", con()) == ["Non c'è nessun obiettivo operativo da misurare."]


@pytest.mark.parametrize(
    ("campi", "attese"),
    [
        ({"baseline": D(0)}, []),  # zero è un valore di partenza
        ({"baseline": None}, ["errore"]),
        ({"baseline": None, "nuovo": True}, ["avviso"]),
        ({"baseline": None, "nuovo": True, "nota_nuovo": "Servizio appena nato"}, []),
        (SI_NO, []),
    ],
)
def test_p14_si_sa_da_dove_si_parte(campi, attese):
    assert gravita("P14", con_indicatore(**campi)) == attese


@pytest.mark.parametrize(
    ("campi", "attese"),
    [
        ({}, []),
        ({"serie": (), "baseline": None}, ["info", "avviso"]),
        ({"serie": ((2023, D(1)), (2024, D(1)))}, []),  # il valore di partenza è il terzo anno
        ({"serie": ((2023, D(1)),)}, ["info", "avviso"]),
        ({"serie": ((2026, D(1)), (2027, D(1)))}, ["info", "avviso"]),  # contano gli anni passati
        ({"serie": (), "nuovo": True}, []),
        (SI_NO, []),
    ],
)
def test_p15_il_confronto_con_il_triennio(campi, attese):
    assert gravita("P15", con_indicatore(**campi)) == attese


def test_p15_avvisa_solo_oltre_la_meta():
    corto = indicatore(pk=9, serie=(), baseline=None)
    assert gravita("P15", con(obiettivo(indicatori=(indicatore(), corto)))) == ["info"]
    assert gravita("P15", con(obiettivo(indicatori=(corto,)), parziale=True)) == ["info"]


@pytest.mark.parametrize(
    ("anni", "parole"), [((), "non ha nessun anno"), ((2024,), "un anno solo"), ((2023, 2024), "2 anni")]
)
def test_p15_dice_quanti_anni(anni, parole):
    serie = tuple((anno, D(1)) for anno in anni)
    assert parole in frasi("P15", con_indicatore(serie=serie, baseline=None))


@pytest.mark.parametrize(
    ("verso", "baseline", "target", "atteso"),
    [
        ("aumenta", D(80), Target(2026, ">=", D(80)), True),
        ("aumenta", D(79), Target(2026, ">=", D(80)), False),
        ("diminuisce", D(30), Target(2026, "<=", D(30)), True),
        ("diminuisce", D(31), Target(2026, "<=", D(30)), False),
        ("intervallo", D(20), Target(2026, "tra", D(20), D(25)), True),
        ("intervallo", D(26), Target(2026, "tra", D(20), D(25)), False),
        ("intervallo", D(20), Target(2026, "tra", D(20)), None),
        ("aumenta", None, Target(2026, ">=", D(80)), None),
        ("aumenta", D(1), Target(2026, ">=", testo="di più"), None),
        ("aumenta", D(1), Target(2027, ">=", D(80)), None),
        ("", D(1), Target(2026, ">=", D(80)), None),
    ],
)
def test_il_target_e_gia_raggiunto_secondo_il_verso(verso, baseline, target, atteso):
    assert gia_raggiunto(indicatore(verso=verso, baseline=baseline, target=(target,)), 2026) is atteso


MANTIENE = {"natura": "mantenimento"}
UGUALE = {"baseline": D(25)}


@pytest.mark.parametrize(
    ("suo", "campi", "attese"),
    [
        ({}, {}, []),
        ({}, UGUALE, ["avviso", "errore"]),
        ({}, {"baseline": D(10)}, ["avviso", "errore"]),
        (MANTIENE, UGUALE, ["avviso", "errore"]),
        (MANTIENE | {"motivazione_mantenimento": "Servizio essenziale"}, UGUALE, []),
        ({}, {"baseline": None}, []),
    ],
)
def test_p16_l_obiettivo_migliora_qualcosa(suo, campi, attese):
    assert gravita("P16", con_indicatore(suo, **campi)) == attese


@pytest.mark.parametrize(("peso", "attese"), [(D(30), ["avviso"]), (D("30.01"), ["avviso", "errore"])])
def test_p16_errore_se_chi_non_migliora_pesa_piu_del_trenta_per_cento(peso, attese):
    fermo = obiettivo(pk=1, peso=peso, indicatori=(indicatore(**UGUALE),))
    assert gravita("P16", con(fermo, obiettivo(pk=2, peso=100 - peso))) == attese


def test_p16_senza_pesi_gli_obiettivi_contano_uguale():
    fermo = obiettivo(pk=1, peso=None, indicatori=(indicatore(**UGUALE),))
    assert gravita("P16", con(fermo, *(obiettivo(pk=n) for n in (2, 3)))) == ["avviso", "errore"]
    assert gravita("P16", con(fermo, *(obiettivo(pk=n) for n in (2, 3, 4)))) == ["avviso"]


def test_p16_basta_un_indicatore_che_migliora():
    assert gravita("P16", con(obiettivo(indicatori=(indicatore(**UGUALE), indicatore(pk=3))))) == []


LEGGE = {"obbligo_legge": "altro"}


@pytest.mark.parametrize(
    ("suo", "campi", "attese"),
    [
        ({}, {}, []),
        ({}, UGUALE, ["avviso"]),
        (MANTIENE, UGUALE, []),
        (LEGGE, SI_NO, ["avviso"]),
        (LEGGE, SI_NO | {"rilevazione_il": date(2026, 6, 30)}, []),
        (LEGGE, SI_NO | {"target": (Target(2026, "si", giorno=date(2026, 6, 30)),)}, []),
        ({}, SI_NO, []),
    ],
)
def test_p17_il_target_non_e_banale(suo, campi, attese):
    assert gravita("P17", con_indicatore(suo, **campi)) == attese


def test_p17_dice_i_due_numeri():
    assert "parte da 25 e il target è 25" in frasi("P17", con_indicatore(**UGUALE))
    dentro = {"verso": "intervallo", "baseline": D(22), "target": (Target(2026, "tra", D(20), D(25)),)}
    assert "il target è 20-25" in frasi("P17", con_indicatore(**dentro))


@pytest.mark.parametrize(
    ("campi", "attese"),
    [
        ({"rilevazione_il": date(2026, 12, 31)}, []),
        ({"rilevazione_il": date(2027, 1, 31)}, []),  # a consuntivo
        ({"rilevazione_il": date(2025, 12, 31)}, ["avviso"]),
        ({"target": (Target(2026, "entro", giorno=date(2027, 1, 31)),)}, ["avviso"]),
        ({"nome": "Pasti distribuiti"}, ["avviso"]),
        ({"nome": "Tempo di rilascio"}, []),
    ],
)
def test_p21_l_indicatore_parla_dell_obiettivo(campi, attese):
    assert gravita("P21", con_indicatore(**campi)) == attese


def test_p21_come_a_chieve_finisce_a_luglio_e_si_rileva_ad_agosto():
    f = con_indicatore(
        {"data_inizio": None, "data_fine": None, "fasi": (fase(5, 7),)}, rilevazione_il=date(2026, 8, 31)
    )
    assert gravita("P21", f) == ["avviso"]
    assert "il 31 agosto 2026, ma l'obiettivo finisce il 31 luglio 2026" in frasi("P21", f)


def test_p21_riporta_cio_che_il_documento_di_origine_dice():
    nota = Nota("B05", "indicatore_non_pertinente", 77, descrizione="oggetto diverso")
    assert gravita("P21", fascicolo(note=(nota, replace(nota, tipo="refuso")))) == ["avviso"]


PRODOTTO = ("risorse", "efficienza", "efficacia_quantitativa", "efficacia_temporale")
EFFETTO = ("efficacia_percepita", "qualita", "impatto")
STRATEGICO, SENZA_PADRE = {"livello": "strategico"}, {"padre": None, "valore_pubblico": "Meno attese per tutti"}


def con_dimensioni(*dimensioni, **campi):
    return con(obiettivo(indicatori=tuple(indicatore(pk=n, dimensione=d) for n, d in enumerate(dimensioni)), **campi))


@pytest.mark.parametrize("campi", [STRATEGICO, SENZA_PADRE])
@pytest.mark.parametrize(
    ("dimensioni", "attese"),
    [
        *[((una,), ["avviso"]) for una in PRODOTTO],
        *[((una,), []) for una in (*EFFETTO, "")],
        (PRODOTTO, ["avviso"]),
        ((*PRODOTTO, "impatto"), []),
        ((*PRODOTTO, ""), []),
        ((), []),
    ],
)
def test_p21_un_obiettivo_di_impatto_non_si_misura_solo_con_il_prodotto(campi, dimensioni, attese):
    assert gravita("P21", con_dimensioni(*dimensioni, **campi)) == attese


@pytest.mark.parametrize(
    "campi", [{}, {"valore_pubblico": "Meno attese"}, {"padre": None}, SENZA_PADRE | {"valore_pubblico": " "}]
)
def test_p21_l_effetto_di_un_operativo_si_misura_dove_lo_si_promette(campi):
    assert gravita("P21", con_dimensioni(*PRODOTTO, **campi)) == []


def test_p21_porta_agli_indicatori_dell_obiettivo():
    assert "si misura soltanto ciò che l'ente fa" in frasi("P21", con_dimensioni("efficienza", **STRATEGICO))


DICHIARATO = {"tipo_fonte": "autodichiarazione"}


@pytest.mark.parametrize(("peso", "attese"), [(D(50), ["avviso"]), (D(51), ["avviso", "errore"])])
def test_p32_piu_di_meta_del_peso_su_autodichiarazioni(peso, attese):
    dichiarato = obiettivo(pk=1, peso=peso, indicatori=(indicatore(**DICHIARATO),), assegnazioni=(DELL_EQ,))
    assert gravita("P32", con(dichiarato, obiettivo(pk=2, peso=100 - peso, assegnazioni=(DELL_EQ,)))) == attese


def test_p32_se_un_indicatore_ha_una_fonte_terza_l_obiettivo_non_e_solo_dichiarato():
    misto = obiettivo(indicatori=(indicatore(**DICHIARATO), indicatore(pk=3)))
    assert gravita("P32", con(misto)) == ["avviso"]
