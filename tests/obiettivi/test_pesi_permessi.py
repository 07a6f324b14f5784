"""Distribuire i pesi: la scrittura controlla da sé chi la chiede, anche se la pagina l'ha già fatto."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from obiettivi.azioni.pesi import assegna_pesi
from obiettivi.letture.pesi import quadro_di
from obiettivi.models import ObiettivoUnita
from obiettivi.voci import StatoCiclo
from tests.fabbriche import CicloFactory, ObiettivoUnitaFactory, UnitaFactory, utente_con

pytestmark = pytest.mark.django_db


@pytest.fixture
def ciclo():
    return CicloFactory()


@pytest.fixture
def legame(ciclo):
    unita = UnitaFactory(ente=ciclo.ente)
    return ObiettivoUnitaFactory(obiettivo__ciclo=ciclo, obiettivo__stato="proposto", unita=unita)


def scrivi(utente, ciclo, legame):
    segretario = utente_con("segretario", ciclo.ente)
    quadro = quadro_di(segretario, ciclo, "unita", legame.unita.pk).scrivibile(anche_validati=True)
    return assegna_pesi(utente=utente, quadro=quadro, pesi={legame.pk: Decimal(30)}, visti={legame.pk: legame.peso})


@pytest.mark.parametrize("ruolo", ["dirigente", "eq", "responsabile"])
def test_chi_guida_l_unita_distribuisce_i_suoi_pesi(ciclo, legame, ruolo):
    assert scrivi(utente_con(ruolo, ciclo.ente, unita=legame.unita), ciclo, legame) == 1


@pytest.mark.parametrize("ruolo", ["eq", "sindaco", "assessore", "nucleo", "revisore", "rpct", "dipendente"])
def test_gli_altri_no_nemmeno_chi_guida_un_altra_unita(ciclo, legame, ruolo):
    altra = UnitaFactory(ente=ciclo.ente)
    with pytest.raises(PermissionDenied):
        scrivi(utente_con(ruolo, ciclo.ente, unita=altra), ciclo, legame)
    assert ObiettivoUnita.objects.get().peso == legame.peso


def test_il_segretario_di_un_altro_ente_no(ciclo, legame):
    with pytest.raises(PermissionDenied):
        scrivi(utente_con("segretario", CicloFactory().ente), ciclo, legame)


def test_a_ciclo_approvato_i_pesi_sono_fermi(ciclo, legame):
    type(ciclo).objects.update(stato=StatoCiclo.APPROVATO)
    ciclo.refresh_from_db()
    with pytest.raises(PermissionDenied):
        scrivi(utente_con("segretario", ciclo.ente), ciclo, legame)
