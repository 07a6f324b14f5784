"""P01 P02 P03 P06 P19 P20: i tempi, ai bordi."""

from datetime import date

import pytest

from obiettivi.controlli.fascicolo import Fase
from obiettivi.controlli.tempi import termine_piano
from tests.obiettivi.controlli.scena import (
    atto,
    ciclo,
    con,
    fascicolo,
    fase,
    frasi,
    gravita,
    nel_ciclo,
    obiettivo,
    segnali,
)


def approvato_il(giorno, **campi):
    return fascicolo(ciclo=ciclo(approvazione=atto(data=giorno), **campi))


def da_approvare(oggi, **campi):
    return fascicolo(oggi=oggi, ciclo=ciclo(approvazione=None, **campi))


@pytest.mark.parametrize(
    ("termine", "atteso"),
    [
        (None, date(2026, 1, 31)),
        (date(2025, 12, 31), date(2026, 1, 31)),
        (date(2026, 2, 28), date(2026, 3, 30)),
        (date(2026, 1, 1), date(2026, 1, 31)),
    ],
)
def test_il_termine_segue_quello_del_bilancio(termine, atteso):
    assert termine_piano(nel_ciclo(bilancio_termine=termine)) == atteso


def test_prima_del_piao_il_differimento_non_sposta_il_termine():
    vecchio = nel_ciclo(anno=2020, anno_fine=2022, bilancio_termine=date(2020, 7, 31), approvazione=None)
    assert termine_piano(fascicolo(ciclo=vecchio.ciclo, oggi=date(2020, 12, 31))) == date(2020, 1, 31)


@pytest.mark.parametrize(
    ("giorno", "attese"), [(date(2026, 1, 31), []), (date(2026, 2, 1), ["errore"]), (date(2025, 12, 30), [])]
)
def test_p01_il_31_gennaio_e_ancora_in_tempo(giorno, attese):
    assert gravita("P01", approvato_il(giorno)) == attese


def test_p01_il_motivo_scritto_lo_riduce_a_un_avviso():
    assert gravita("P01", approvato_il(date(2026, 2, 20), motivo_ritardo="Elezioni")) == ["avviso"]


@pytest.mark.parametrize(
    ("oggi", "attese"),
    [
        (date(2025, 12, 31), []),
        (date(2026, 1, 1), ["avviso"]),
        (date(2026, 1, 31), ["avviso"]),
        (date(2026, 2, 1), ["errore"]),
    ],
)
def test_p01_senza_piano_prima_avvisa_poi_e_un_errore(oggi, attese):
    assert gravita("P01", da_approvare(oggi)) == attese


def test_p01_l_ultimo_giorno_lo_dice():
    assert "scade oggi" in frasi("P01", da_approvare(date(2026, 1, 31)))


@pytest.mark.parametrize(
    ("giorno", "attese"),
    [
        (date(2026, 4, 1), []),  # 91 giorni: 24,9%
        (date(2026, 4, 2), ["avviso"]),  # 92 giorni: 25,2%
        (date(2026, 4, 30), ["avviso"]),  # 120 giorni: 32,9%
        (date(2026, 5, 1), ["errore"]),  # 121 giorni: 33,2%
        (date(2026, 9, 30), ["errore"]),
        (date(2026, 10, 1), ["blocco"]),
        (date(2025, 11, 30), []),
    ],
)
def test_p02_il_ritardo_pesa_con_l_anno_trascorso(giorno, attese):
    assert gravita("P02", approvato_il(giorno)) == attese


def test_p02_gli_obiettivi_provvisori_salvano_dal_blocco():
    assert gravita("P02", approvato_il(date(2026, 11, 1), provvisori_approvati=True)) == ["errore"]


def test_p02_il_termine_differito_informa_soltanto():
    assert gravita("P02", approvato_il(date(2026, 6, 30), bilancio_termine=date(2026, 5, 31))) == ["info"]


def test_p02_senza_atto_non_dice_nulla():
    assert gravita("P02", da_approvare(date(2026, 12, 1))) == []


@pytest.mark.parametrize(
    ("scritto", "letto", "attese"),
    [
        (2028, None, []),
        (None, None, []),
        (2026, None, ["blocco"]),
        (2027, None, ["blocco"]),
        (2029, None, ["blocco"]),
        (2028, 2026, ["avviso"]),
        (2028, 2028, []),
    ],
)
def test_p03_il_piano_e_triennale(scritto, letto, attese):
    assert gravita("P03", nel_ciclo(anno_fine=scritto, anno_fine_letto=letto)) == attese


@pytest.mark.parametrize(
    ("termine", "oggi", "campi", "attese"),
    [
        (date(2026, 2, 28), date(2026, 2, 1), {}, ["errore"]),
        (date(2026, 2, 28), date(2026, 1, 31), {}, []),
        (date(2025, 12, 31), date(2026, 2, 1), {}, []),
        (None, date(2026, 2, 1), {}, []),
        (date(2026, 2, 28), date(2026, 2, 1), {"provvisori_approvati": True}, []),
    ],
)
def test_p06_in_esercizio_provvisorio_servono_obiettivi_provvisori(termine, oggi, campi, attese):
    assert gravita("P06", da_approvare(oggi, bilancio_termine=termine, **campi)) == attese


def test_p06_il_piano_approvato_basta():
    assert gravita("P06", approvato_il(date(2026, 1, 20), bilancio_termine=date(2026, 2, 28))) == []


@pytest.mark.parametrize(
    ("campi", "attese"),
    [
        ({}, []),
        ({"data_inizio": None, "data_fine": None, "fasi": ()}, ["errore"]),
        ({"data_inizio": None, "data_fine": None}, []),  # si ricavano dai mesi delle fasi
        ({"data_fine": None, "fasi": ()}, ["errore"]),
        ({"data_fine": date(2029, 1, 1)}, ["errore"]),
        ({"data_inizio": date(2025, 12, 31)}, ["errore"]),
        ({"data_fine": date(2028, 12, 31)}, []),  # ha una tappa nel 2026
        ({"data_fine": date(2027, 6, 30), "fasi": (fase(1, 3, 2027),)}, ["errore"]),
        ({"fasi": (fase(1, 12),)}, ["avviso"]),
        ({"fasi": ()}, ["avviso"]),
        ({"data_fine": date(2026, 6, 30), "fasi": ()}, []),  # sei mesi giusti
        ({"data_fine": date(2026, 7, 1), "fasi": ()}, ["avviso"]),
        ({"livello": "strategico", "data_inizio": None, "data_fine": None, "fasi": ()}, []),
        ({"livello": "strategico", "data_fine": date(2030, 1, 1)}, ["errore"]),
    ],
)
def test_p19_date_e_tappe(campi, attese):
    assert gravita("P19", con(obiettivo(**campi))) == attese


@pytest.mark.parametrize(
    ("fine", "attese"), [(date(2026, 1, 28), ["blocco"]), (date(2026, 1, 29), []), (date(2026, 12, 31), [])]
)
def test_p20_chi_finisce_prima_dell_approvazione_e_gia_concluso(fine, attese):
    assert gravita("P20", con(obiettivo(data_inizio=None, data_fine=fine, fasi=()))) == attese


def test_p20_conta_anche_l_ultima_fase():
    tardivo = fascicolo(
        obiettivi=(obiettivo(fasi=(fase(5, 7),)),), ciclo=ciclo(approvazione=atto(data=date(2026, 9, 1)))
    )
    assert gravita("P20", tardivo) == ["blocco"]
    assert "prima dell'approvazione del 1° settembre 2026" in frasi("P20", tardivo)


def test_p20_finche_non_e_approvato_si_guarda_a_oggi():
    f = fascicolo(oggi=date(2026, 8, 1), ciclo=ciclo(approvazione=None), obiettivi=(obiettivo(fasi=(fase(1, 7),)),))
    assert "prima di oggi" in frasi("P20", f)


def test_p20_senza_date_non_si_puo_dire():
    assert segnali("P20", con(obiettivo(data_inizio=None, data_fine=None, fasi=(Fase("Senza mesi"),)))) == []
