"""P04 P05 P07 P40 P42 P43 P45: gli atti, la pubblicazione, le variazioni."""

from dataclasses import replace
from datetime import date

import pytest

from obiettivi.controlli.fascicolo import Documento, Variazione
from tests.obiettivi.controlli.scena import (
    ATTO,
    PIAO,
    SMVP,
    atto,
    ciclo,
    fascicolo,
    frasi,
    gravita,
    motivi,
    nel_ciclo,
)

SENZA_SOGLIA = replace(fascicolo().ente, oltre=False)


@pytest.mark.parametrize(
    ("campi", "attese"),
    [
        ({}, []),
        ({"organo": "consiglio"}, ["blocco"]),
        ({"numero": ""}, ["blocco"]),
        ({"data": None}, ["blocco"]),
        ({"numero": "", "data": None}, ["blocco"]),
        ({"parere_tecnico": ""}, ["errore"]),
        ({"parere_tecnico": "contrario"}, ["avviso"]),
        ({"parere_contabile": "contrario"}, ["avviso"]),
        ({"parere_contabile": ""}, []),
    ],
)
def test_p04_l_atto_e_della_giunta_e_completo(campi, attese):
    assert gravita("P04", nel_ciclo(approvazione=atto(**campi))) == attese


@pytest.mark.parametrize(("tipo", "attese"), [("comune", ["blocco"]), ("provincia", []), ("unione", ["blocco"])])
def test_p04_in_provincia_decide_il_presidente(tipo, attese):
    ente = replace(fascicolo().ente, tipo=tipo)
    f = fascicolo(ente=ente, ciclo=ciclo(approvazione=atto(organo="sindaco")))
    assert gravita("P04", f) == attese


def test_p04_prima_dell_approvazione_non_si_puo_dire():
    assert "non è ancora approvato" in motivi("P04", nel_ciclo(approvazione=None))[0]


@pytest.mark.parametrize("stato", ["approvato", "pubblicato"])
def test_p04_un_piano_approvato_senza_atto_si_ferma(stato):
    assert gravita("P04", nel_ciclo(approvazione=None, stato=stato)) == ["blocco"]


@pytest.mark.parametrize(
    ("campi", "attese"),
    [
        ({"bilancio_approvato_il": None}, ["errore"]),
        ({"bilancio_approvato_il": None, "provvisorio": True}, []),
        ({"dup": None}, ["errore"]),
        ({"dup": None, "bilancio_approvato_il": None}, ["errore", "errore"]),
        ({"dup": None, "stato": "bozza"}, ["avviso"]),
        ({"dup": None, "stato": "consultazione"}, ["avviso"]),
    ],
)
def test_p05_bilancio_e_dup_vengono_prima(campi, attese):
    assert gravita("P05", nel_ciclo(**campi)) == attese


def smvp(giorno):
    return replace(SMVP, data=giorno)


@pytest.mark.parametrize(
    ("campi", "attese"),
    [
        ({"smvp": None}, ["blocco"]),
        ({"smvp": smvp(None)}, ["blocco"]),
        ({"smvp": smvp(date(2026, 1, 2))}, ["blocco"]),
        ({"smvp": smvp(date(2026, 1, 1))}, []),
        ({"smvp": smvp(date(2025, 1, 1))}, []),
        ({"smvp": smvp(date(2024, 12, 31))}, ["errore"]),
        ({"smvp": smvp(date(2019, 12, 24)), "smvp_confermato_il": date(2025, 6, 1)}, []),
        ({"parere_smvp": None}, ["errore"]),
        ({"smvp": smvp(date(2019, 12, 24)), "parere_smvp": None}, ["errore", "errore"]),
    ],
)
def test_p07_il_sistema_di_valutazione_e_vigente_aggiornato_e_con_parere(campi, attese):
    assert gravita("P07", nel_ciclo(**campi)) == attese


@pytest.mark.parametrize(
    ("oggi", "attese"), [(date(2026, 2, 8), []), (date(2026, 2, 9), ["errore", "errore"])], ids=["10 giorni", "11"]
)
def test_p40_dieci_giorni_per_pubblicare_e_inviare(oggi, attese):
    f = fascicolo(oggi=oggi, ciclo=ciclo(pubblicato_il=None, inviato_portale_il=None))
    assert gravita("P40", f) == attese


def test_p40_senza_obbligo_di_portale_basta_pubblicare():
    f = fascicolo(oggi=date(2026, 3, 1), ente=SENZA_SOGLIA, ciclo=ciclo(inviato_portale_il=None))
    assert gravita("P40", f) == []


@pytest.mark.parametrize(("definitivo", "attese"), [(True, []), (False, ["errore"])])
def test_p40_cio_che_e_pubblicato_ha_il_suo_documento(definitivo, attese):
    assert gravita("P40", fascicolo(documento=Documento(True, definitivo))) == attese


def test_p40_prima_dell_approvazione_non_si_puo_dire():
    assert motivi("P40", nel_ciclo(approvazione=None)) == ["Il Piano non è ancora approvato: si pubblica dopo."]


def variazione(**campi):
    base = Variazione(7, 1, "Target dei permessi", "approvata", "Pensionamento", atto(data=date(2026, 11, 30)), True)
    return fascicolo(variazioni=(replace(base, **campi),))


@pytest.mark.parametrize(
    ("campi", "attese"),
    [
        ({}, []),
        ({"motivo": " "}, ["blocco"]),
        ({"motivo": "", "stato": "proposta"}, ["blocco"]),
        ({"motivo": "", "stato": "bozza"}, []),
        ({"atto": None}, ["blocco"]),
        ({"atto": atto(data=None)}, ["blocco"]),
        ({"atto": atto(data=date(2026, 12, 1))}, ["avviso"]),
        ({"con_parere": False}, ["errore"]),
        ({"con_parere": False, "stato": "richiesta", "atto": None}, []),
    ],
)
def test_p42_una_variazione_ha_motivo_atto_e_parere_in_tempo(campi, attese):
    assert gravita("P42", variazione(**campi)) == attese


def test_p42_un_target_non_si_adatta_al_risultato():
    f = variazione(stato="proposta", atto=None, a_risultato_noto=("Giorni per i permessi", "Pratiche evase"))
    assert gravita("P42", f) == ["errore", "errore"]
    assert "cambia il target di «Giorni per i permessi» a risultato già rilevato" in frasi("P42", f)


@pytest.mark.parametrize(
    ("oggi", "costituito", "attese"),
    [
        (date(2026, 4, 30), False, []),
        (date(2026, 5, 1), False, ["avviso"]),
        (date(2026, 5, 1), True, []),
    ],
)
def test_p43_il_fondo_entro_il_30_aprile(oggi, costituito, attese):
    f = fascicolo(oggi=oggi, ciclo=ciclo(fondo_costituito=costituito, approvazione=None))
    assert gravita("P43", f) == attese


def test_p43_senza_il_dato_non_si_puo_dire():
    f = fascicolo(oggi=date(2026, 6, 1), ciclo=ciclo(fondo_costituito=None, approvazione=None))
    assert gravita("P43", f) == []
    assert motivi("P43", f)


def test_p43_prima_del_contratto_la_regola_non_c_era():
    vecchio = ciclo(anno=2024, anno_fine=2026, approvazione=None, fondo_costituito=False)
    assert gravita("P43", fascicolo(oggi=date(2024, 12, 31), ciclo=vecchio)) == []


@pytest.mark.parametrize(
    ("oltre", "campi", "attese"),
    [
        (True, {"piao": ATTO}, []),
        (True, {"piao": PIAO}, ["avviso"]),
        (True, {"piao": PIAO, "approvazione": None}, []),
        (False, {"piao": PIAO}, ["info"]),
        (False, {"piao": PIAO, "impostazione": "C"}, []),
        (None, {"piao": PIAO}, []),
        (True, {"piao": None}, []),
    ],
)
def test_p45_il_piao_si_approva_intero(oltre, campi, attese):
    ente = replace(fascicolo().ente, oltre=oltre)
    assert gravita("P45", fascicolo(ente=ente, ciclo=ciclo(**campi))) == attese


def test_p45_nomina_i_due_atti():
    assert "Giunta n. 8 del 29/01/2026" in frasi("P45", nel_ciclo(piao=PIAO))
