"""Il collegamento personale al calendario: chi lo legge, chi non lo legge più."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from icalendar import Calendar

from enti.voci import TipoIncarico
from obiettivi.azioni.scadenze import abbona, revoca_abbonamento
from obiettivi.models import AbbonamentoCalendario
from piao.base.models import Evento
from tests.fabbriche import (
    CicloFactory,
    EnteFactory,
    utente_con,
)

pytestmark = pytest.mark.django_db
OGGI = date(2027, 2, 10)
TUTTI = [*TipoIncarico.values, "dipendente"]


@pytest.fixture
def ciclo():
    return CicloFactory(anno=2027, anno_fine=2029)


@pytest.fixture
def segretario(ciclo):
    return utente_con("segretario", ciclo.ente)


@pytest.fixture(autouse=True)
def _adesso(time_machine):
    time_machine.move_to("2027-02-10 09:00:00+01:00", tick=False)


# ---- il collegamento


def feed(client, ente, segreto):
    client.logout()
    return client.get(reverse("obiettivi:feed", args=[ente.slug, segreto]))


def test_il_collegamento_da_le_scadenze_senza_entrare(client, ciclo, segretario):
    segreto = abbona(ciclo.ente, utente=segretario)
    calendario = Calendar.from_ical(feed(client, ciclo.ente, segreto).content)
    titoli = [str(evento["summary"]) for evento in calendario.walk("VEVENT")]
    assert "Adozione del Piano della performance" in titoli
    assert AbbonamentoCalendario.objects.get().letto_il is not None


def test_la_lettura_si_segna_al_massimo_ogni_ora(client, ciclo, segretario, time_machine):
    segreto = abbona(ciclo.ente, utente=segretario)
    letture = []
    for ora in ("09:00", "09:30", "10:31"):
        time_machine.move_to(f"2027-02-10 {ora}:00+01:00", tick=False)
        feed(client, ciclo.ente, segreto)
        letture.append(AbbonamentoCalendario.objects.get().letto_il)
    assert letture[0] == letture[1] < letture[2]


def test_del_segreto_si_conserva_solo_l_impronta(ciclo, segretario):
    segreto = abbona(ciclo.ente, utente=segretario)
    assert segreto not in str(AbbonamentoCalendario.objects.values())
    assert segreto not in str(Evento.objects.values())


def test_rifare_o_revocare_annulla_il_collegamento_di_prima(client, ciclo, segretario):
    primo, secondo = (abbona(ciclo.ente, utente=segretario) for _ in range(2))
    assert [feed(client, ciclo.ente, s).status_code for s in (primo, secondo)] == [404, 200]
    revoca_abbonamento(ciclo.ente, utente=segretario)
    assert feed(client, ciclo.ente, secondo).status_code == 404


@pytest.mark.parametrize("perche", ["incarico finito", "utente sospeso", "altro ente", "segreto inventato"])
def test_chi_non_e_piu_dell_ente_non_legge(client, ciclo, segretario, perche):
    segreto, ente = abbona(ciclo.ente, utente=segretario), ciclo.ente
    match perche:
        case "incarico finito":
            segretario.persona.incarichi.update(al=date(2027, 2, 9))
        case "utente sospeso":
            type(segretario).objects.update(is_active=False)
        case "altro ente":
            ente = EnteFactory()
        case _:
            segreto = "inventato"
    assert feed(client, ente, segreto).status_code == 404


def test_un_estraneo_non_crea_collegamenti(ciclo):
    with pytest.raises(PermissionDenied):
        abbona(ciclo.ente, utente=utente_con("segretario", EnteFactory()))


def test_la_pagina_mostra_l_indirizzo_una_volta_sola(client, ciclo, segretario):
    client.force_login(segretario)
    pagina = reverse("obiettivi:abbonamento", args=[ciclo.ente.slug])
    assert ".ics" in client.post(pagina).content.decode()
    assert ".ics" not in client.get(pagina).content.decode()
    client.post(reverse("obiettivi:revoca_abbonamento", args=[ciclo.ente.slug]))
    assert not AbbonamentoCalendario.objects.exists()
