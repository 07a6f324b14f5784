"""Chi lavora in un'unità: lo vede chi gestisce le persone, il Nucleo, e chi guida proprio quell'unità."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from enti.permessi import puo_vedere_persone_di
from tests.fabbriche import EnteFactory, PersonaFactory, RapportoFactory, UnitaFactory, UtenteFactory, utente_con

pytestmark = pytest.mark.django_db
VEDONO_TUTTI = {"segretario": True, "ufficio_personale": True, "nucleo": True}
NON_VEDONO = dict.fromkeys(["sindaco", "assessore", "rpct", "revisore", "dipendente"], False)


@pytest.fixture
def area():
    return UnitaFactory(ente=EnteFactory())


@pytest.mark.parametrize(("ruolo", "vede"), (VEDONO_TUTTI | NON_VEDONO).items())
def test_dipende_dal_ruolo(area, ruolo, vede):
    assert puo_vedere_persone_di(utente_con(ruolo, area.ente), area) is vede


@pytest.mark.parametrize("ruolo", ["dirigente", "eq", "responsabile"])
def test_chi_guida_vede_la_sua_unita_quelle_sotto_e_non_le_altre(area, ruolo):
    guida = utente_con(ruolo, area.ente, unita=area)
    servizio = UnitaFactory(ente=area.ente, parent=area)
    sopra_e_accanto = UnitaFactory(ente=area.ente)
    assert [puo_vedere_persone_di(guida, u) for u in (area, servizio, sopra_e_accanto)] == [True, True, False]


def test_chi_guida_un_servizio_non_vede_l_area_di_cui_fa_parte(area):
    servizio = UnitaFactory(ente=area.ente, parent=area)
    assert not puo_vedere_persone_di(utente_con("eq", area.ente, unita=servizio), area)


def test_un_incarico_finito_non_vale_piu(area):
    guida = utente_con("eq", area.ente, unita=area, dal=date(2020, 1, 1), al=date(2020, 12, 31))
    assert not puo_vedere_persone_di(guida, area)


@pytest.mark.parametrize("ruolo", ["segretario", "nucleo", "eq"])
def test_il_ruolo_in_un_altro_ente_non_vale(area, ruolo):
    assert not puo_vedere_persone_di(utente_con(ruolo, EnteFactory()), area)


def test_chi_non_ha_incarichi_o_non_e_entrato_non_vede(area):
    assert not puo_vedere_persone_di(UtenteFactory(), area)
    assert not puo_vedere_persone_di(AnonymousUser(), area)


@pytest.mark.parametrize(("ruolo", "vede"), [("segretario", True), ("nucleo", True), ("sindaco", False)])
def test_la_pagina_dell_unita_nomina_chi_ci_lavora_solo_a_chi_puo(client, area, ruolo, vede):
    RapportoFactory(ente=area.ente, unita=area, persona=PersonaFactory(nome="Ada", cognome="Cognomeraro"))
    client.force_login(utente_con(ruolo, area.ente))
    pagina = client.get(reverse("enti:unita", args=[area.ente.slug, area.pk])).content.decode()
    assert ("Cognomeraro" in pagina) is vede
