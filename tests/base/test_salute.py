from datetime import timedelta
from unittest.mock import patch

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone

from piao.base import salute
from piao.base.lavori import batti
from piao.base.models import Lavoratore

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _migrazioni_applicate(monkeypatch):
    """Le prove possono girare senza migrazioni: qui si decide che ci sono tutte."""
    monkeypatch.setattr(salute, "_da_migrare", lambda: False)


@time_machine.travel("2026-03-02 10:00+01:00", tick=False)
def test_con_un_lavoratore_vivo_il_sito_sta_bene(client):
    batti("anna")
    risposta = client.get("/salute")
    assert risposta.status_code == 200
    assert risposta.json() == {"stato": "bene", "database": True, "migrazioni": True, "secondi_dal_battito": 0}


def test_senza_lavoratori_il_sito_risponde_ma_chiede_attenzione(client):
    risposta = client.get("/salute")
    assert (risposta.status_code, risposta.json()["stato"]) == (200, "attenzione")


def test_un_lavoratore_fermo_da_un_minuto_chiede_attenzione(client):
    Lavoratore.objects.create(nome="anna", battito=timezone.now() - timedelta(minutes=1))
    assert client.get("/salute").json()["stato"] == "attenzione"


def test_migrazioni_da_applicare_sono_un_guasto(client, monkeypatch):
    monkeypatch.setattr(salute, "_da_migrare", lambda: True)
    risposta = client.get("/salute")
    assert (risposta.status_code, risposta.json()["migrazioni"]) == (503, False)


def test_un_database_irraggiungibile_e_un_guasto_detto_senza_dettagli(client):
    with patch.object(salute, "_da_migrare", side_effect=OperationalError("password per piao errata")):
        risposta = client.get("/salute")
    assert (risposta.status_code, risposta.json()) == (503, {"stato": "guasto", "database": False})


def test_la_salute_si_guarda_ma_non_si_scrive(client):
    assert client.post("/salute").status_code == 405
