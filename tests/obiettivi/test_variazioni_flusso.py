"""Stato × ruolo × passo di una variazione: tutta la tabella, e nient'altro."""

from itertools import product

import pytest

from obiettivi.flusso.variazione import CON_OSSERVAZIONI, CONFERME, PASSI, passi_possibili
from obiettivi.voci import StatoCiclo, StatoVariazione
from tests.fabbriche import UnitaFactory, utente_con
from tests.obiettivi.scene import piano_approvato, porta_a

pytestmark = pytest.mark.django_db

RUOLI = ("segretario", "chi l'ha aperta", "altro responsabile", "nucleo", "sindaco", "assessore", "dipendente")
B, R, P = StatoVariazione.BOZZA, StatoVariazione.RICHIESTA, StatoVariazione.PROPOSTA
POSSIBILI = {
    (B, "segretario"): ["richiedi"],
    (B, "chi l'ha aperta"): ["richiedi"],
    (R, "segretario"): ["proponi", "respingi", "rimanda"],
    (R, "nucleo"): ["rimanda"],
    (P, "segretario"): ["approva", "respingi", "rimanda"],
    (P, "sindaco"): ["rimanda"],
}


def _chi(scena, ruolo):
    if ruolo == "altro responsabile":
        return utente_con("eq", scena.ente, unita=UnitaFactory(ente=scena.ente))
    return {"segretario": scena.segretario, "chi l'ha aperta": scena.eq}.get(ruolo) or utente_con(ruolo, scena.ente)


@pytest.mark.parametrize(("stato", "ruolo"), list(product(StatoVariazione, RUOLI)))
def test_chi_puo_fare_che_cosa_in_ogni_stato(stato, ruolo):
    scena = piano_approvato()
    variazione = porta_a(scena.apri(scena.eq), stato)
    assert passi_possibili(_chi(scena, ruolo), variazione) == POSSIBILI.get((stato, ruolo), [])


@pytest.mark.parametrize("stato", [StatoCiclo.BOZZA, StatoCiclo.PROPOSTA])
def test_se_il_piano_torna_indietro_le_variazioni_si_fermano(stato):
    scena = piano_approvato()
    variazione = scena.apri(scena.eq)
    variazione.ciclo.stato = stato
    assert passi_possibili(scena.eq, variazione) == []


def test_ogni_passo_che_non_vuole_l_atto_si_conferma_con_parole_sue():
    assert set(CONFERME) == set(PASSI) - {"approva"}
    assert set(CON_OSSERVAZIONI) < set(CONFERME)
