"""Dalle righe alla configurazione del motore e ritorno: nulla si perde, nulla si arrotonda."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fabbriche import EnteFactory
from tests.valutazione.scena_sistemi import bozza, caso, tipo_di_prova
from tests.valutazione.test_casi import CASI
from valutazione.azioni.composizione import crea_sistema, scrivi_tipo
from valutazione.letture.configurazione import cifre, configurazione_di, decimale, destinazione_di, in_file
from valutazione.motore import leggi_smvp
from valutazione.motore.casi import calcola_caso


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_un_numero_scritto_e_riletto_e_lo_stesso(valore):
    assert decimale(cifre(valore), "valore") == valore


@pytest.mark.parametrize(("valore", "scritto"), [("60.0000", 60), ("1.2500", "1.25"), ("0", 0), ("1E+2", 100)])
def test_un_numero_intero_si_scrive_intero(valore, scritto):
    assert cifre(Decimal(valore)) == scritto


def test_ciò_che_manca_resta_mancante():
    assert cifre(None) is None
    assert decimale(None, "x") is None


def test_nei_file_non_restano_decimal():
    assert in_file({"a": [Decimal("1.50"), True, {"b": Decimal(3)}]}) == {"a": ["1.5", True, {"b": 3}]}


@pytest.mark.django_db
def test_la_configurazione_è_quella_scritta():
    tipo = bozza().tipi.get()
    assert configurazione_di(tipo) == caso()["configurazione"]
    assert destinazione_di(tipo) == caso()["tipo"]


@pytest.mark.django_db
def test_un_tipo_vuoto_non_ha_scheda():
    tipo = tipo_di_prova()
    tipo.componenti.all().delete()
    assert "scheda" not in configurazione_di(tipo)


@pytest.mark.django_db
def test_correzione_e_minimo_conservano_i_loro_nomi():
    scheda = {"cod": "TOT", "correttivo": {"input": "sindaco", "limite_pct": 30}, "massimo": 10, "decimali": 2}
    blocchi = [{"cod": "SOGLIA", "su": "TOT", "minimo": 6}]
    tipo = tipo_di_prova(scheda=scheda, blocchi=blocchi)
    scritta = configurazione_di(tipo)
    assert scritta["blocchi"] == blocchi
    assert scritta["scheda"]["correttivo"] == scheda["correttivo"]
    assert tipo.componenti.get().correttivo_di == "sindaco"


@pytest.mark.django_db
def test_senza_nomi_propri_correzione_e_minimo_ne_ricevono_uno():
    tipo = tipo_di_prova()
    tipo.componenti.filter(codice="OB").update(
        correttivo_di="sindaco", correttivo_limite=30, minimo_bloccante=Decimal("12.5")
    )
    scritta = configurazione_di(tipo)
    assert scritta["blocchi"] == [{"cod": "minimo-OB", "su": "OB", "minimo": "12.5"}]
    assert scritta["scheda"]["figli"][0]["correttivo"] == {"input": "correzione-OB", "limite_pct": 30}
    leggi_smvp(scritta)


@pytest.mark.django_db
def test_politica_e_somma_pesata_si_scrivono_solo_dove_servono():
    figli = [{"cod": "A", "peso": 30}, {"cod": "B", "peso": 20}]
    radice = {"cod": "TOT", "agg": "somma_pesata", "base_pesi": 50, "mancante": "escludi", "figli": figli}
    assert configurazione_di(tipo_di_prova(scheda=radice))["scheda"] == radice | {
        "denominazione": "TOT",
        "figli": [figlio | {"denominazione": figlio["cod"]} for figlio in figli],
    }


@pytest.mark.django_db
@pytest.mark.parametrize("uno", CASI, ids=[caso["id"] for caso in CASI])
def test_un_caso_del_formato_importato_da_gli_stessi_risultati(uno):
    sistema = crea_sistema(EnteFactory(), {"denominazione": "Prova"})
    tipo = scrivi_tipo(sistema, uno, {}, ordine=1)
    riscritto = uno | {"configurazione": configurazione_di(tipo)}
    assert calcola_caso(riscritto).in_formato() == calcola_caso(uno).in_formato()
