import pytest

from piao.base import bench
from piao.base.management.commands.bench import _riga


def test_il_rapporto_dice_quante_volte_il_minimo():
    assert bench.Confronto("elenco", nostro=30, minimo=10).rapporto == 3


def test_senza_minimo_non_c_e_rapporto():
    assert bench.Confronto("memoria", nostro=200, unita="MB").rapporto is None


def test_una_misura_si_registra_col_decoratore(monkeypatch):
    monkeypatch.setattr(bench, "misure", [])

    @bench.misura
    def elenco():
        return []

    assert bench.misure == [elenco]


def test_il_tempo_e_la_mediana_dopo_un_giro_a_vuoto():
    giri = []
    assert bench.millisecondi(lambda: giri.append(1), volte=3) >= 0
    assert len(giri) == 4


@pytest.mark.parametrize(
    ("confronto", "attesa"),
    [
        (bench.Confronto("elenco", 30, 10), ["elenco", "30,0", "ms", "10,0", "ms", "3,00", "×"]),
        (bench.Confronto("memoria", 200, unita="MB"), ["memoria", "200,0", "MB"]),
    ],
)
def test_una_riga_mostra_nostro_minimo_e_rapporto(confronto, attesa):
    assert _riga(confronto).split() == attesa
