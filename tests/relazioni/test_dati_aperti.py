"""I dati aperti: ciò che manca non si scrive, lo zero sì; il CSV dice le stesse cose del JSON."""

import csv
import io
import json
from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relazioni.contenuto.dati import COLONNE_INDICATORI, COLONNE_OBIETTIVI, csv_indicatori, csv_obiettivi, in_json
from relazioni.contenuto.tipi import (
    Assegnatario,
    DatiEnte,
    DatiIndicatore,
    DatiObiettivo,
    DatiPersonale,
    DatiTarget,
    Frontespizio,
    Piano,
    RigaPersonale,
    UnitaCollegata,
)

FRONTESPIZIO = Frontespizio("Piano", 2026, "2026-2028", (2026, 2027, 2028), "A", bozza=True)


def _piano(*obiettivi, **altro):
    return Piano(DatiEnte("Comune di Prova", "comune"), FRONTESPIZIO, obiettivi=obiettivi, **altro)


def _obiettivo(**campi):
    return DatiObiettivo(**{"numero": 1, "livello": "operativo", "titolo": "T", "stato": "bozza"} | campi)


def _indicatore(**campi):
    return _obiettivo(indicatori=(DatiIndicatore("Ricorsi", **campi),))


def _nel_json(piano):
    return json.loads(in_json(piano))


def _nel_csv(contenuto):
    return list(csv.DictReader(io.StringIO(contenuto.decode("utf-8-sig")), delimiter=";"))


# ---- JSON ------------------------------------------------------------------------------------------------


def test_un_traguardo_di_zero_si_scrive():
    piano = _piano(_indicatore(target=(DatiTarget(2026, "nessun ricorso", valore=D(0)),)))
    assert _nel_json(piano)["obiettivi"][0]["indicatori"][0]["target"] == [
        {"anno": 2026, "testo": "nessun ricorso", "valore": "0"}
    ]


def test_un_valore_di_partenza_di_zero_non_e_un_valore_che_manca():
    zero, manca = (_nel_json(_piano(_indicatore(partenza=v)))["obiettivi"][0]["indicatori"][0] for v in (D(0), None))
    assert zero["partenza"] == "0"
    assert "partenza" not in manca


def test_zero_uomini_in_un_area_si_scrive():
    personale = DatiPersonale(2025, 4, righe=(RigaPersonale("Operatori", 0, 4, 4),))
    riga = _nel_json(_piano(personale=personale))["personale"]["righe"][0]
    assert riga == {"etichetta": "Operatori", "uomini": 0, "donne": 4, "totale": 4}


@pytest.mark.parametrize("campo", ["descrizione", "padre", "data_fine", "peso", "temi", "prerequisito"])
def test_cio_che_manca_non_compare(campo):
    assert campo not in _nel_json(_piano(_obiettivo()))["obiettivi"][0]


@pytest.mark.parametrize(
    ("valore", "scritto"),
    [("1000.00", "1000"), ("0.50", "0.5"), ("1E+3", "1000"), ("-2.10", "-2.1"), ("0.00", "0")],
)
def test_un_decimale_e_un_testo_senza_zeri_di_troppo(valore, scritto):
    assert _nel_json(_piano(_obiettivo(peso=D(valore))))["obiettivi"][0]["peso"] == scritto


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_ogni_decimale_del_json_si_rilegge_uguale(valore):
    assert D(_nel_json(_piano(_obiettivo(peso=valore)))["obiettivi"][0]["peso"]) == valore


def test_le_date_sono_iso_e_gli_accenti_restano_leggibili():
    contenuto = in_json(_piano(_obiettivo(titolo="Qualità", data_fine=date(2026, 12, 31))))
    assert '"titolo": "Qualità"' in contenuto.decode()
    assert '"data_fine": "2026-12-31"' in contenuto.decode()


def test_il_json_si_presenta_con_formato_e_versione_e_finisce_con_un_a_capo():
    contenuto = in_json(_piano())
    assert list(json.loads(contenuto))[:2] == ["formato", "versione"]
    assert contenuto.endswith(b"}\n")


# ---- CSV -------------------------------------------------------------------------------------------------


def test_senza_obiettivi_il_csv_ha_la_sola_intestazione():
    assert csv_obiettivi(_piano()).decode("utf-8-sig").strip().split(";") == list(COLONNE_OBIETTIVI)
    assert csv_indicatori(_piano()).decode("utf-8-sig").strip().split(";") == list(COLONNE_INDICATORI)


@pytest.mark.parametrize(
    ("peso", "atteso"), [(D("12.50"), ("12,5", "punti")), (D(0), ("0", "punti")), (None, ("", ""))]
)
def test_la_scala_si_dice_soltanto_se_c_e_un_peso(peso, atteso):
    riga = _nel_csv(csv_obiettivi(_piano(_obiettivo(peso=peso, scala_peso="punti"))))[0]
    assert (riga["peso"], riga["scala_peso"]) == atteso


def test_piu_unita_e_piu_persone_stanno_in_una_cella_separate():
    obiettivo = _obiettivo(
        unita=(UnitaCollegata(1, "Area A", "capofila"), UnitaCollegata(2, "Area B", "partecipante")),
        assegnatari=(Assegnatario("Responsabile A", "responsabile"), Assegnatario("Gruppo B", "partecipante")),
        contributori="la biblioteca",
    )
    riga = _nel_csv(csv_obiettivi(_piano(obiettivo)))[0]
    assert riga["unita"] == "Area A | Area B"
    assert (riga["chi_risponde"], riga["chi_contribuisce"]) == ("Responsabile A", "Gruppo B | la biblioteca")


def test_ogni_anno_di_traguardo_ha_le_sue_due_colonne_in_ordine():
    obiettivi = [_indicatore(target=(DatiTarget(anno, str(anno), valore=D(anno)),)) for anno in (2028, 2026)]
    intestazioni = csv_indicatori(_piano(*obiettivi)).decode("utf-8-sig").splitlines()[0].split(";")
    assert intestazioni[-4:] == ["valore_2026", "traguardo_2026", "valore_2028", "traguardo_2028"]


def test_un_anno_senza_traguardo_e_una_cella_vuota_e_non_uno_zero():
    con, senza = (_indicatore(target=t) for t in ((DatiTarget(2026, "0 ricorsi", valore=D(0)),), ()))
    righe = _nel_csv(csv_indicatori(_piano(con, senza)))
    assert [(r["valore_2026"], r["traguardo_2026"]) for r in righe] == [("0", "0 ricorsi"), ("", "")]


def test_un_traguardo_in_parole_ha_il_testo_e_nessun_numero():
    riga = _nel_csv(csv_indicatori(_piano(_indicatore(target=(DatiTarget(2026, "avvio del servizio"),)))))[0]
    assert (riga["valore_2026"], riga["traguardo_2026"]) == ("", "avvio del servizio")


def test_un_titolo_con_separatori_e_a_capo_resta_una_cella():
    titolo = 'Uno; "due"\ntre'
    assert _nel_csv(csv_obiettivi(_piano(_obiettivo(titolo=titolo))))[0]["titolo"] == titolo


@pytest.mark.parametrize("certo", [True, False])
def test_un_legame_dedotto_si_dice_per_esteso(certo):
    (obiettivo,) = json.loads(in_json(_piano(_obiettivo(padre=2, padre_certo=certo))))["obiettivi"]
    assert obiettivo["padre_certo"] is certo


def test_un_no_che_e_il_caso_normale_non_si_scrive():
    (obiettivo,) = json.loads(in_json(_piano(_obiettivo(prerequisito=False, anche_individuale=True))))["obiettivi"]
    assert "prerequisito" not in obiettivo
    assert obiettivo["anche_individuale"] is True
