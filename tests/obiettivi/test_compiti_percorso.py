"""Nella home ciascuno trova ciò che gli tocca nel percorso del Piano, e niente di ciò che tocca ad altri."""

from datetime import date

import pytest

from obiettivi.azioni.commenti import commenta
from obiettivi.flusso import cose_da_fare
from obiettivi.flusso.compiti_percorso import da_fare_nel_percorso
from obiettivi.models import Consultazione
from tests.fabbriche import CicloFactory, IncaricoFactory, ObiettivoFactory, UnitaFactory, utente_con
from tests.relazioni.scena_percorso import ciclo_a, con_parere

pytestmark = pytest.mark.django_db
NIENTE = []
ATTESI = {
    ("bozza", "segretario"): ["Avvia la consultazione dei responsabili"],
    ("bozza", "eq"): NIENTE,
    ("consultazione", "segretario"): ["I responsabili concordano"],
    ("consultazione", "nucleo"): NIENTE,
    ("consultazione", "assessore"): NIENTE,
    ("parere", "nucleo"): ["Ti è stato chiesto il parere sul Piano"],
    ("parere", "segretario"): ["Si aspetta il parere sul Piano"],
    ("parere", "sindaco"): NIENTE,
    ("proposta", "sindaco"): ["Leggi il Piano proposto"],
    ("proposta", "assessore"): ["Leggi il Piano proposto"],
    ("proposta", "segretario"): ["Il Piano è davanti alla Giunta"],
    ("proposta", "nucleo"): NIENTE,
    ("approvato", "segretario"): ["Pubblica il Piano approvato"],
    ("approvato", "rpct"): ["Pubblica il Piano approvato"],
    ("approvato", "assessore"): NIENTE,
    ("pubblicato", "segretario"): NIENTE,
}


def frasi(chi, ciclo):
    return [compito.frase for compito in da_fare_nel_percorso(chi, ciclo)]


@pytest.mark.parametrize(("stato", "ruolo"), ATTESI)
def test_che_cosa_tocca_a_ciascuno(stato, ruolo):
    ciclo = ciclo_a(stato)
    assert frasi(utente_con(ruolo, ciclo.ente), ciclo) == ATTESI[stato, ruolo]


def test_finche_nessun_obiettivo_e_validato_non_c_e_nulla_da_consultare():
    ciclo = CicloFactory(stato="bozza")
    ObiettivoFactory(ciclo=ciclo, stato="proposto")
    assert frasi(utente_con("segretario", ciclo.ente), ciclo) == []


def test_dato_il_parere_il_segretario_puo_proporre_e_il_nucleo_ha_finito():
    ciclo = ciclo_a("parere")
    con_parere(ciclo)
    assert frasi(utente_con("nucleo", ciclo.ente), ciclo) == []
    (compito,) = da_fare_nel_percorso(utente_con("segretario", ciclo.ente), ciclo)
    assert (compito.frase, compito.dettaglio) == (
        "Il Piano si può proporre alla Giunta",
        "Il parere è favorevole.",
    )


def test_chi_ha_commentato_ha_gia_letto():
    ciclo = ciclo_a("proposta")
    chi = utente_con("assessore", ciclo.ente)
    commenta(ciclo, utente=chi, testo="Bene.", obiettivo=None)
    assert frasi(chi, ciclo) == []
    assert frasi(utente_con("assessore", ciclo.ente), ciclo) == ["Leggi il Piano proposto"]


@pytest.fixture
def consultazione():
    ciclo = ciclo_a("consultazione")
    unita = UnitaFactory(ente=ciclo.ente)
    return ciclo, IncaricoFactory(ente=ciclo.ente, tipo="eq", unita=unita, titolo="Responsabile dei tributi")


def test_il_responsabile_deve_dire_la_sua_e_il_segretario_sa_quanti_mancano(consultazione):
    ciclo, guida = consultazione
    (compito,) = da_fare_nel_percorso(guida.persona.utente, ciclo)
    assert compito.collegamento == f"/{ciclo.ente.slug}/2026/percorso/consultazione/{guida.pk}/concorda/"
    assert compito.dettaglio.startswith("Responsabile dei tributi")
    segretario = utente_con("segretario", ciclo.ente)
    assert frasi(segretario, ciclo) == ["Un responsabile non ha ancora concordato"]


def test_il_ritardo_rende_il_compito_urgente(consultazione, time_machine):
    time_machine.move_to("2026-02-20T10:00")
    ciclo, guida = consultazione
    Consultazione.objects.create(ciclo=ciclo, incarico=guida, proposto_il=date(2026, 1, 1))
    assert [compito.urgente for compito in da_fare_nel_percorso(guida.persona.utente, ciclo)] == [True]


def test_chi_ha_concordato_ha_finito(consultazione):
    ciclo, guida = consultazione
    Consultazione.objects.create(ciclo=ciclo, incarico=guida, concordato_il=date(2026, 1, 1))
    assert frasi(guida.persona.utente, ciclo) == []


def test_se_ne_mancano_piu_d_uno_si_dice_quanti(consultazione):
    ciclo, _ = consultazione
    IncaricoFactory(ente=ciclo.ente, tipo="dirigente", unita=UnitaFactory(ente=ciclo.ente))
    segretario = utente_con("segretario", ciclo.ente)
    assert frasi(segretario, ciclo) == ["2 responsabili non hanno ancora concordato"]


def test_i_compiti_del_percorso_stanno_in_testa_alla_home(consultazione):
    ciclo, guida = consultazione
    assert cose_da_fare(guida.persona.utente, ciclo)[0].frase == "Di' se concordi sui tuoi obiettivi"
