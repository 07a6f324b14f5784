"""Il percorso come lo si mostra: tappe, prossimi passi, chi agisce e in quale veste."""

import pytest

from obiettivi.azioni.percorso import compi_passo
from obiettivi.flusso.piano import APPROVA, CONFERME, PERCORSO, PROPONI, RIMANDA, prossimi_passi
from obiettivi.flusso.quadro import in_parole, indirizzo_passo, prossimi, tappe
from obiettivi.letture.percorso import in_qualita_di, passaggi_di
from tests.fabbriche import IncaricoFactory
from tests.relazioni.scena_percorso import NIENTE, ciclo_a, esito, utente

pytestmark = pytest.mark.django_db


def test_ogni_passo_che_si_conferma_ha_le_sue_parole():
    assert set(CONFERME) == set(PERCORSO) - {"approvazione"}
    assert all(set(parole) == {"domanda", "conseguenza", "invia", "fatto"} for parole in CONFERME.values())


@pytest.mark.parametrize(
    ("ruolo", "stato", "passi"),
    [
        ("segretario", "bozza", ["consultazione"]),
        ("segretario", "proposta", ["approvazione", "rimanda"]),
        ("sindaco", "proposta", ["rimanda"]),
        ("nucleo", "parere", ["rimanda"]),
        ("rpct", "approvato", ["pubblicazione"]),
        ("assessore", "proposta", []),
        ("segretario", "pubblicato", []),
    ],
)
def test_i_passi_che_toccano_a_chi_guarda(ruolo, stato, passi):
    ciclo = ciclo_a(stato)
    chi = utente(ruolo, ciclo)
    assert [passo.codice for passo in PERCORSO.values() if passo.possibile(chi, ciclo)] == passi


@pytest.mark.parametrize(
    ("stato", "provvisorio", "passi"),
    [
        ("approvato", False, ["pubblicazione"]),
        ("approvato", True, ["pubblicazione", "definitivo"]),
        ("pubblicato", True, ["definitivo"]),
        ("pubblicato", False, []),
    ],
)
def test_il_definitivo_si_offre_solo_se_gli_obiettivi_sono_provvisori(stato, provvisorio, passi):
    assert [passo.codice for passo in prossimi_passi(ciclo_a(stato, provvisorio=provvisorio))] == passi


def test_spetta_e_diverso_da_possibile():
    ciclo = ciclo_a("bozza")
    chi = utente("segretario", ciclo)
    assert (PROPONI.spetta(chi, ciclo), PROPONI.possibile(chi, ciclo)) == (True, False)
    assert PROPONI.spetta(utente("sindaco", ciclo), ciclo) is False


def test_le_tappe_dicono_dove_si_e_e_quando_ci_si_e_arrivati():
    ciclo = ciclo_a("parere")
    posti = tappe(ciclo, passaggi_di(ciclo))
    assert [t.posto for t in posti] == ["fatta", "fatta", "adesso", "poi", "poi", "poi"]
    assert [bool(t.passaggio) for t in posti] == [False, False, True, False, False, False]


def test_dopo_essere_tornati_indietro_le_tappe_seguenti_sono_ancora_da_fare():
    ciclo = ciclo_a("proposta")
    compi_passo(ciclo, RIMANDA, utente=utente("segretario", ciclo), esito=NIENTE, nota="Rivediamo.")
    ciclo.refresh_from_db()
    assert [t.passaggio for t in tappe(ciclo, passaggi_di(ciclo))][1:] == [None] * 5


def test_dei_prossimi_passi_si_dice_chi_li_compie_e_che_cosa_manca():
    ciclo = ciclo_a("parere")
    proposta, rimanda = prossimi(utente("nucleo", ciclo), ciclo, esito("blocco"))
    assert (proposta.mio, len(proposta.mancanze), proposta.chi) == (False, 2, "Segretario")
    assert (rimanda.mio, rimanda.mancanze, rimanda.chi) == (True, [], "Segretario o Nucleo di valutazione")


def test_l_organismo_si_chiama_come_lo_chiama_l_ente():
    ciclo = ciclo_a("parere", ente__organismo="oiv")
    assert in_parole(ciclo, ("nucleo",)) == "Organismo indipendente di valutazione"


def test_l_approvazione_ha_una_pagina_sua():
    ciclo = ciclo_a("proposta")
    assert indirizzo_passo(ciclo, RIMANDA).endswith("/2026/percorso/passo/rimanda/")
    assert "/percorso/passo/" not in indirizzo_passo(ciclo, APPROVA)


def test_si_agisce_con_il_primo_incarico_utile_nell_ordine_dato():
    ciclo = ciclo_a("parere")
    suo = IncaricoFactory(ente=ciclo.ente, tipo="nucleo", titolo="Presidente del Nucleo")
    IncaricoFactory(ente=ciclo.ente, tipo="segretario", titolo="Segretaria", persona=suo.persona)
    chi = suo.persona.utente
    assert in_qualita_di(chi, ciclo.ente, ("segretario", "nucleo")) == "Segretaria"
    assert in_qualita_di(chi, ciclo.ente, ("nucleo", "segretario")) == "Presidente del Nucleo"
    assert in_qualita_di(chi, ciclo.ente, ("sindaco",)) == ""
