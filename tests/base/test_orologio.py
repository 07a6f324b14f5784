"""I lavori di ogni giorno: ognuno una volta sola, quanti che siano i lavoratori."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from piao.base.lavori import esegui_in_attesa
from piao.base.management.commands.lavoratore import Command
from piao.base.models import Lavoro
from piao.base.orologio import quotidiani, rintocca

pytestmark = pytest.mark.django_db
ROMA = ZoneInfo("Europe/Rome")


@pytest.fixture(autouse=True)
def _un_lavoro(settings):
    funzione = "piao.base.avvisi.lavori.posta_in_attesa"
    settings.LAVORI_QUOTIDIANI = [{"nome": "posta", "titolo": "Posta", "dalle": time(6, 30), "funzione": funzione}]


def alle(ore, minuti=0, giorno=11, mese=1):
    return datetime(2027, mese, giorno, ore, minuti, tzinfo=ROMA)


@pytest.mark.parametrize(("ora", "quanti"), [(alle(6, 29), 0), (alle(6, 30), 1), (alle(23, 59), 1), (alle(0, 1), 0)])
def test_prima_dell_ora_non_si_fa_nulla(ora, quanti):
    assert len(rintocca(ora)) == quanti


def test_lo_stesso_giorno_si_chiede_una_volta_sola_anche_dopo_averlo_svolto():
    assert len(rintocca(alle(7))) == 1
    assert rintocca(alle(7, 1)) == []
    esegui_in_attesa()
    assert rintocca(alle(22)) == []
    assert Lavoro.objects.count() == 1


def test_il_giorno_dopo_si_ricomincia():
    rintocca(alle(7))
    esegui_in_attesa()
    assert [lavoro.chiave for lavoro in rintocca(alle(7, giorno=12))] == ["quotidiano:posta:2027-01-12"]


@pytest.mark.parametrize("mese", [3, 10])
def test_il_giorno_e_quello_italiano_anche_al_cambio_d_ora(mese):
    notte = alle(0, 30, giorno=31, mese=mese)
    assert rintocca(notte) == []
    assert rintocca(alle(6, 30, giorno=31, mese=mese))[0].chiave == f"quotidiano:posta:2027-{mese:02d}-31"


def test_i_lavori_veri_delle_impostazioni_esistono(settings):
    from django.utils.module_loading import import_string

    from piao.settings import LAVORI_QUOTIDIANI

    settings.LAVORI_QUOTIDIANI = LAVORI_QUOTIDIANI
    assert [import_string(uno.funzione).module_path for uno in quotidiani()] == [uno.funzione for uno in quotidiani()]


def test_il_lavoratore_guarda_l_orologio_una_volta_al_minuto(monkeypatch):
    guardate = []
    monkeypatch.setattr("piao.base.management.commands.lavoratore.rintocca", guardate.append)
    monkeypatch.setattr("piao.base.management.commands.lavoratore.close_old_connections", lambda: None)
    comando = Command()
    for _ in range(3):
        comando._giro("prova")
    assert len(guardate) == 1
