"""L'organigramma a una data: chi c'è, chi sta sotto chi, chi la guida quel giorno."""

from datetime import date
from xml.etree import ElementTree

import pytest

from enti.disegni import disegno_organigramma, disegno_popolazione
from enti.letture import organigramma
from enti.letture.unita import nodi
from enti.misura import Abitanti
from tests.fabbriche import EnteFactory, IncaricoFactory, UnitaFactory

OGGI = date(2026, 6, 1)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def ente(db):
    return EnteFactory(denominazione="Comune di Prova")


@pytest.fixture
def albero(ente):
    """Area → Servizio → Ufficio, e un'Altra area."""
    area = UnitaFactory(ente=ente, denominazione="Area", ordine=2)
    servizio = UnitaFactory(ente=ente, denominazione="Servizio", parent=area)
    UnitaFactory(ente=ente, denominazione="Ufficio", parent=servizio)
    UnitaFactory(ente=ente, denominazione="Altra area", ordine=1)
    return area


def forma(rami):
    """L'albero come dizionari annidati di nomi."""
    return {str(ramo.unita): forma(ramo.figli) for ramo in rami}


def test_le_unita_stanno_in_ordine_e_ciascuna_sotto_la_sua(ente, albero):
    rami = organigramma(ente, il=OGGI)
    assert [str(ramo.unita) for ramo in rami] == ["Altra area", "Area"]
    assert forma(rami) == {"Altra area": {}, "Area": {"Servizio": {"Ufficio": {}}}}


def test_si_sa_quante_unita_ci_sono_sotto_a_ogni_livello(ente, albero):
    altra, area = organigramma(ente, il=OGGI)
    assert (altra.sotto, area.sotto, area.figli[0].sotto) == (0, 2, 1)


@pytest.mark.parametrize(
    ("dal", "al", "c_e"),
    [
        (None, None, True),
        (date(2026, 6, 1), None, True),
        (date(2026, 6, 2), None, False),
        (None, date(2026, 6, 1), True),
        (None, date(2026, 5, 31), False),
    ],
)
def test_un_unita_c_e_nei_giorni_in_cui_vale_bordi_compresi(ente, dal, al, c_e):
    UnitaFactory(ente=ente, denominazione="Area", dal=dal, al=al)
    assert bool(organigramma(ente, il=OGGI)) is c_e


def test_chi_sta_sotto_un_unita_che_quel_giorno_non_c_e_diventa_radice(ente, albero):
    type(albero).objects.filter(pk=albero.pk).update(al=date(2025, 12, 31))
    assert forma(organigramma(ente, il=OGGI)) == {"Altra area": {}, "Servizio": {"Ufficio": {}}}
    assert "Area" in forma(organigramma(ente, il=date(2025, 6, 1)))


def test_un_unita_porta_chi_la_guida_quel_giorno_e_nessun_altro(ente, albero):
    oggi = IncaricoFactory(ente=ente, tipo="eq", unita=albero, dal=date(2026, 1, 1))
    IncaricoFactory(ente=ente, tipo="eq", unita=albero, dal=date(2020, 1, 1), al=date(2025, 12, 31))
    IncaricoFactory(ente=ente, tipo="rpct", unita=albero, dal=date(2026, 1, 1))
    _, area = organigramma(ente, il=OGGI)
    assert area.responsabili == (oggi,)


def test_un_ente_vuoto_ha_un_organigramma_vuoto_che_si_disegna_lo_stesso(ente):
    assert organigramma(ente, il=OGGI) == ()
    assert "Comune di Prova" in disegno_organigramma(ente, ())


@pytest.mark.parametrize("quante", [1, 40])
def test_le_letture_non_crescono_con_le_unita(ente, quante, django_assert_num_queries):
    UnitaFactory.create_batch(quante, ente=ente)
    with django_assert_num_queries(2):
        organigramma(ente, il=OGGI)


def test_nel_disegno_ogni_unita_sta_sotto_la_sua_e_le_radici_sotto_l_ente(ente, albero):
    trovati = {nodo.etichetta: nodo.padre for nodo in nodi(organigramma(ente, il=OGGI), ente)}
    assert trovati["Comune di Prova"] is None
    assert trovati["Area"] == trovati["Altra area"] == "ente"
    assert trovati["Servizio"] == str(albero.pk)


# ---- la popolazione disegnata ------------------------------------------------------------------------------------


def abitanti(anno, totale, maschi=None):
    femmine = None if maschi is None else totale - maschi
    return Abitanti(date(anno, 12, 31), totale=totale, maschi=maschi, femmine=femmine)


@pytest.mark.parametrize("serie", [(), (abitanti(2025, 100),)])
def test_con_meno_di_due_date_non_c_e_nulla_da_disegnare(serie):
    assert disegno_popolazione(serie) is None


@pytest.mark.parametrize(
    ("maschi", "serie"), [((48, 50), {"Femmine", "Maschi"}), ((None, 50), {"Abitanti"}), ((None, None), {"Abitanti"})]
)
def test_si_disegnano_i_generi_solo_se_si_conoscono_tutti(maschi, serie):
    disegno = disegno_popolazione((abitanti(2024, 100, maschi[0]), abitanti(2025, 110, maschi[1])))
    parole = "".join(ElementTree.fromstring(disegno).itertext())
    assert {nome for nome in ("Femmine", "Maschi", "Abitanti") if nome in parole} == serie
    assert "31/12/2025" in parole
