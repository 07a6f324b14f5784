"""I premi: il fondo e chi vi concorre, gli scenari, la conferma e il pagamento."""

from valutazione.azioni.premi.conferma import conferma_premi, paga_premi, riapri_fondo
from valutazione.azioni.premi.fondo import (
    crea_fondo,
    elimina_fondo,
    modifica_fondo,
    scrivi_interim,
    scrivi_partecipante,
    togli_interim,
)
from valutazione.azioni.premi.scenari import crea_scenario, elimina_scenario, modifica_scenario, ricalcola

__all__ = [
    "conferma_premi",
    "crea_fondo",
    "crea_scenario",
    "elimina_fondo",
    "elimina_scenario",
    "modifica_fondo",
    "modifica_scenario",
    "paga_premi",
    "riapri_fondo",
    "ricalcola",
    "scrivi_interim",
    "scrivi_partecipante",
    "togli_interim",
]
