"""Le misure misurano la cosa giusta: lo stesso premio del conto a mano, e riparti che quadrano."""

from decimal import Decimal

import pytest

from valutazione import bench
from valutazione.motore import leggi_smvp


@pytest.mark.parametrize("numero", range(0, 600, 37))
def test_il_motore_e_il_conto_a_mano_danno_lo_stesso_premio(numero):
    persona = bench._persona(numero)
    assert bench._premio(leggi_smvp(bench.CONFIGURAZIONE), persona) == bench._a_mano(persona)


def test_la_misura_delle_schede_dice_tempo_e_velocita(monkeypatch):
    monkeypatch.setattr(bench, "SCHEDE", 3)
    tempo, velocita = bench.schede()
    assert tempo.rapporto > 1
    assert velocita.nostro > 0


def test_gli_enti_si_ricalcolano_uno_alla_volta():
    assert bench.enti("3", "20")["secondi"] > 0


def test_un_riparto_che_non_quadra_ferma_la_misura(monkeypatch):
    class Sbagliato:
        importi, economia = {"a": Decimal(1)}, Decimal(0)

    monkeypatch.setattr(bench, "ripartisci", lambda *_: Sbagliato())
    with pytest.raises(ArithmeticError, match="non quadra"):
        bench.enti("1", "2")


def test_il_ricalcolo_mette_la_memoria_di_tutti_accanto_a_quella_di_uno(monkeypatch):
    chiesti = []
    monkeypatch.setattr(bench, "in_un_processo", lambda *a: chiesti.append(a) or {"secondi": 1.0, "memoria": 50.0})
    righe = list(bench.ricalcolo())
    assert chiesti == [("valutazione.bench:enti", "1", "1000"), ("valutazione.bench:enti", "8000", "350000")]
    assert righe[-1].rapporto == 1
