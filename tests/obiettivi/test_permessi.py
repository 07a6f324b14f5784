"""Le tabelle dei permessi: stato × ruolo, senza eccezioni nascoste nel codice."""

import pytest

from enti.voci import TipoIncarico
from obiettivi import permessi
from obiettivi.voci import RuoloUnita, StatoCiclo, StatoObiettivo
from tests.fabbriche import (
    CicloFactory,
    ObiettivoFactory,
    ObiettivoUnitaFactory,
    UnitaFactory,
    UtenteFactory,
    utente_con,
)

pytestmark = pytest.mark.django_db

RUOLI = [*TipoIncarico.values, "dipendente"]
GUIDE = ("dirigente", "eq", "responsabile", "amministratore_responsabile")
APERTI = (StatoObiettivo.BOZZA, StatoObiettivo.RESTITUITO)


@pytest.fixture
def unita():
    return UnitaFactory()


@pytest.fixture
def ciclo(unita):
    return CicloFactory(ente=unita.ente)


def utente(ruolo, unita):
    return utente_con(ruolo, unita.ente, **({"unita": unita} if ruolo in GUIDE else {}))


@pytest.mark.parametrize("stato", StatoObiettivo.values)
@pytest.mark.parametrize("ruolo", RUOLI)
def test_modifica_il_segretario_finche_non_e_validato_e_la_guida_finche_non_lo_propone(ruolo, stato, ciclo, unita):
    obiettivo = ObiettivoFactory(ciclo=ciclo, unita=unita, stato=stato)
    atteso = (ruolo == "segretario" and stato != "validato") or (ruolo in GUIDE and stato in APERTI)
    assert permessi.puo_modificare_obiettivo(utente(ruolo, unita), obiettivo) is atteso


@pytest.mark.parametrize("ruolo", RUOLI)
def test_a_ciclo_approvato_nessuno_modifica_ne_crea(ruolo, ciclo, unita):
    ciclo.stato = StatoCiclo.APPROVATO
    obiettivo = ObiettivoFactory(ciclo=ciclo, unita=unita)
    chi = utente(ruolo, unita)
    assert not permessi.puo_modificare_obiettivo(chi, obiettivo)
    assert not permessi.puo_creare_obiettivo(chi, ciclo)
    assert not permessi.puo_proporre(chi, obiettivo)
    assert not permessi.puo_validare(chi, obiettivo)


@pytest.mark.parametrize("ruolo", RUOLI)
def test_crea_chi_conduce_il_ciclo_o_guida_un_unita(ruolo, ciclo, unita):
    assert permessi.puo_creare_obiettivo(utente(ruolo, unita), ciclo) is (ruolo == "segretario" or ruolo in GUIDE)


@pytest.mark.parametrize("ruolo", RUOLI)
@pytest.mark.parametrize("domanda", [permessi.puo_validare, permessi.puo_restituire, permessi.puo_riaprire])
def test_validare_restituire_e_riaprire_tocca_solo_al_segretario(domanda, ruolo, ciclo, unita):
    obiettivo = ObiettivoFactory(ciclo=ciclo, unita=unita)
    assert domanda(utente(ruolo, unita), obiettivo) is (ruolo == "segretario")


@pytest.mark.parametrize("ruolo", RUOLI)
def test_il_ciclo_lo_conduce_solo_il_segretario(ruolo, ciclo, unita):
    chi = utente(ruolo, unita)
    assert permessi.puo_gestire_ciclo(chi, ciclo) is (ruolo == "segretario")
    assert permessi.puo_aprire_ciclo(chi, ciclo.ente) is (ruolo == "segretario")
    assert permessi.puo_vedere_ciclo(chi, ciclo)


@pytest.mark.parametrize("stato", StatoObiettivo.values)
def test_si_elimina_soltanto_una_bozza(stato, ciclo, unita):
    obiettivo = ObiettivoFactory(ciclo=ciclo, unita=unita, stato=stato)
    for ruolo in ("segretario", "eq"):
        assert permessi.puo_eliminare_obiettivo(utente(ruolo, unita), obiettivo) is (stato == "bozza")


def test_l_estraneo_non_vede_il_ciclo(ciclo):
    assert not permessi.puo_vedere_ciclo(UtenteFactory(), ciclo)


def test_chi_guida_un_altra_unita_non_modifica(ciclo, unita):
    altra = UnitaFactory(ente=unita.ente)
    obiettivo = ObiettivoFactory(ciclo=ciclo, unita=unita)
    assert not permessi.puo_modificare_obiettivo(utente("eq", altra), obiettivo)


def test_chi_guida_l_area_modifica_gli_obiettivi_dei_suoi_servizi(ciclo, unita):
    servizio = UnitaFactory(ente=unita.ente, parent=unita)
    obiettivo = ObiettivoFactory(ciclo=ciclo, unita=servizio)
    assert permessi.puo_modificare_obiettivo(utente("eq", unita), obiettivo)


def test_chi_guida_un_unita_che_soltanto_partecipa_non_modifica(ciclo, unita):
    obiettivo = ObiettivoFactory(ciclo=ciclo)
    ObiettivoUnitaFactory(obiettivo=obiettivo, unita=unita, ruolo=RuoloUnita.PARTECIPANTE)
    assert not permessi.puo_modificare_obiettivo(utente("eq", unita), obiettivo)
