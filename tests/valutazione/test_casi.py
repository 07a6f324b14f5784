"""I sistemi veri, uno per uno: il motore dà esattamente i numeri attesi, cifra per cifra."""

from decimal import Decimal
from pathlib import Path

import pytest

from obiettivi.misura import Passo
from valutazione.motore.casi import calcola_caso, differenze, leggi_casi

FILE = sorted((Path(__file__).parent / "casi").glob("*.json"))
CASI = [caso for file in FILE for caso in leggi_casi(file)]


@pytest.mark.parametrize("caso", CASI, ids=[caso["id"] for caso in CASI])
def test_il_caso_torna_cifra_per_cifra(caso):
    assert differenze(calcola_caso(caso), caso["atteso"]) == []


def test_ci_sono_i_sedici_casi_raccolti_e_altri_nostri():
    nomi = [caso["id"] for caso in CASI]
    assert [nome for nome in nomi if nome.startswith("A")] == [f"A{numero:02}" for numero in range(1, 17)]
    assert len(set(nomi)) == len(nomi) > 30


@pytest.mark.parametrize("caso", CASI, ids=[caso["id"] for caso in CASI])
def test_ogni_risultato_porta_passi_che_si_leggono(caso):
    for prova, esito in calcola_caso(caso).prove.items():
        atteso = caso["input"][prova].get("operazione") != "valida_fasce"
        assert bool(esito.passi) == atteso
        assert all(isinstance(passo, Passo) and " = " in str(passo) for passo in esito.passi)


def cifre(valore):
    if isinstance(valore, dict):
        return [cifra for figlio in valore.values() for cifra in cifre(figlio)]
    return [valore] if isinstance(valore, str) and valore[:1].isdigit() else []


@pytest.mark.parametrize("caso", CASI, ids=[caso["id"] for caso in CASI])
def test_i_numeri_dei_risultati_sono_testi_con_due_o_quattro_decimali(caso):
    esiti = {
        p: e.dati for p, e in calcola_caso(caso).prove.items() if caso["input"][p].get("operazione") != "valida_fasce"
    }
    numeri = [testo for testo in cifre(esiti) if not testo.endswith("^")]
    assert all(-Decimal(testo).as_tuple().exponent in (2, 4) for testo in numeri)


@pytest.mark.parametrize("caso", CASI, ids=[caso["id"] for caso in CASI])
def test_ricalcolare_da_lo_stesso_risultato(caso):
    assert calcola_caso(caso).in_formato() == calcola_caso(caso).in_formato()
