"""Il contenuto che si congela: sempre gli stessi byte, e si rilegge uguale."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obiettivi.models import Obiettivo
from obiettivi.voci import StatoObiettivo
from relazioni.contenuto import componi_piano
from relazioni.contenuto.dati import canonico, da_canonico
from relazioni.contenuto.tipi import DatiEnte, DatiIndicatore, DatiObiettivo, DatiTarget, Frontespizio, Piano
from tests.relazioni.scene import ciclo_ricco

FRONTESPIZIO = Frontespizio("Piano", 2026, "2026-2028", (2026, 2027, 2028), "A", bozza=False, versione=1)
TESTI = st.text(max_size=20)
DECIMALI = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**6), max_value=10**6)


def _piano(**campi):
    return Piano(DatiEnte("Comune di Prova", "Comune"), FRONTESPIZIO, **campi)


@pytest.mark.django_db
def test_il_contenuto_di_un_ciclo_ricco_si_rilegge_uguale():
    piano = componi_piano(ciclo_ricco())
    assert da_canonico(canonico(piano)) == replace(piano, mancanti=())


@given(TESTI, DECIMALI, st.dates(), st.booleans())
def test_qualunque_obiettivo_si_rilegge_uguale(testo, valore, giorno, prerequisito):
    target = DatiTarget(2026, testo, valore=valore, data=giorno)
    indicatore = DatiIndicatore("Tempo", partenza=valore, target=(target,))
    obiettivo = DatiObiettivo(
        1, "operativo", testo, "validato", padre_certo=prerequisito, peso=valore, indicatori=(indicatore,)
    )
    piano = _piano(obiettivi=(obiettivo,))
    assert da_canonico(canonico(piano)) == piano


def test_le_chiavi_sono_in_ordine_e_non_ci_sono_spazi():
    testo = canonico(_piano(obiettivi=(DatiObiettivo(1, "operativo", "T", "validato"),)))
    assert testo == json.dumps(json.loads(testo), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_lo_stesso_contenuto_da_gli_stessi_byte_comunque_siano_scritti_i_decimali():
    piani = [_piano(obiettivi=(DatiObiettivo(1, "o", "T", "v", peso=D(peso)),)) for peso in ("20", "20.0000")]
    assert canonico(piani[0]) == canonico(piani[1])


def test_un_campo_che_il_programma_non_conosce_piu_si_ignora():
    dati = json.loads(canonico(_piano())) | {"futuro": 1}
    assert da_canonico(json.dumps(dati)) == _piano()


def test_una_data_e_un_numero_tornano_del_loro_tipo():
    obiettivo = DatiObiettivo(1, "operativo", "T", "validato", data_fine=date(2026, 12, 31), peso=D("12.5"))
    letto = da_canonico(canonico(_piano(obiettivi=(obiettivo,)))).obiettivi[0]
    assert (letto.data_fine, letto.peso) == (date(2026, 12, 31), D("12.5"))


@pytest.mark.django_db
def test_ogni_obiettivo_e_ogni_indicatore_porta_il_suo_identificativo_permanente():
    piano = componi_piano(ciclo_ricco())
    assert {o.identificativo for o in piano.obiettivi} == {str(o.identificativo) for o in Obiettivo.objects.all()}
    assert all(i.identificativo for o in piano.obiettivi for i in o.indicatori)


@pytest.mark.django_db
def test_un_obiettivo_ritirato_non_e_piu_nel_documento():
    ciclo = ciclo_ricco()
    Obiettivo.objects.filter(codice="1.1").update(stato=StatoObiettivo.RITIRATO)
    assert [o.codice for o in componi_piano(ciclo).obiettivi] == ["S1"]
