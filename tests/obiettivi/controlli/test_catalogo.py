"""Il catalogo: ci sono tutte le regole, ognuna si spiega, e un Piano fatto bene non ne fa scattare nessuna."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from obiettivi.controlli.catalogo import PER_CODICE, REGOLE, SUGLI_OBIETTIVI
from obiettivi.controlli.fascicolo import Fascicolo
from piao.base.controlli import Ambito, Gravita, esamina
from tests.obiettivi.controlli.scena import fascicolo, gravita

MANUALE = Path(__file__).parents[3] / "docs/manuale/controlli.md"
CERTE = set(range(1, 46)) - {2, *range(7, 11), *range(12, 21), *range(22, 26), *range(29, 32), 33, 34}


def test_ci_sono_le_quarantacinque_regole_in_ordine():
    assert [regola.codice for regola in REGOLE] == [f"P{numero:02d}" for numero in range(1, 46)]


@pytest.mark.parametrize("regola", REGOLE, ids=lambda r: r.codice)
def test_ogni_regola_dice_titolo_norma_e_condizione(regola):
    assert regola.titolo
    assert regola.norma
    assert regola.spiegazione.endswith(".")


@pytest.mark.parametrize("regola", REGOLE, ids=lambda r: r.codice)
def test_il_manuale_spiega_ogni_regola_come_e_scritta(regola):
    manuale = " ".join(MANUALE.read_text(encoding="utf-8").split())
    fonte = "" if regola.certa else ", fonte da confermare"
    scritta = f"**{regola.codice} · {regola.titolo}** ({regola.predefinita.label}{fonte}). {regola.spiegazione}"
    assert scritta in manuale, f"Nel manuale manca: {scritta}"
    assert f"*{regola.norma}.*" in manuale


def test_una_fonte_non_riletta_non_blocca():
    assert {int(regola.codice[1:]) for regola in REGOLE if regola.certa} == CERTE
    assert not [r.codice for r in REGOLE if not r.certa and r.predefinita == Gravita.BLOCCO]


def test_bloccano_soltanto_le_regole_certe():
    blocchi = {regola.codice for regola in REGOLE if regola.predefinita == Gravita.BLOCCO}
    assert blocchi == {"P03", "P04", "P26", "P39", "P42"}


def test_un_piano_fatto_bene_non_ha_rilievi():
    esito = esamina(REGOLE, fascicolo())
    assert [(r.codice, r.frase) for r in esito.rilievi] == []


@pytest.mark.parametrize("regola", REGOLE, ids=lambda r: r.codice)
def test_ogni_regola_regge_un_fascicolo_vuoto(regola):
    vuoto = Fascicolo(fascicolo().ente, replace(fascicolo().ciclo, approvazione=None, smvp=None), date(2026, 3, 1))
    assert isinstance(list(regola.valuta(vuoto)), list)


@pytest.mark.parametrize("codice", PER_CODICE)
def test_nessuna_regola_supera_la_sua_gravita(codice):
    massima = PER_CODICE[codice].gravita
    for anno in (2010, 2020, 2024, 2026):
        f = fascicolo(oggi=date(anno, 12, 31), obiettivi=(), testi=None)
        assert all(Gravita(trovata).grado >= massima.grado for trovata in gravita(codice, f))


def test_le_luci_usano_solo_regole_che_guardano_gli_obiettivi():
    assert all(regola.ambito == Ambito.OBIETTIVO for regola in SUGLI_OBIETTIVI)
