"""La promessa dell'approvazione: ucciso ovunque, o tutto è com'era o la versione c'è intera; di otto vince uno."""

import json
import os
import sqlite3
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def in_processi(tmp_path):
    """Avvia il programma delle prove sullo stesso database (quello in memoria si copia in un file)."""

    def esegui(che_cosa):
        ambiente = os.environ | {"SVILUPPO": "1", "DJANGO_SETTINGS_MODULE": "piao.settings", "PYTHONPATH": "."}
        ambiente |= {"CARTELLA_DATI": str(tmp_path), "DATABASE_URL": _indirizzo(tmp_path)}
        comando = [sys.executable, "-m", "tests.relazioni.approvazioni_in_processi", che_cosa]
        finito = subprocess.run(
            comando, cwd=settings.RADICE, env=ambiente, capture_output=True, text=True, check=False
        )
        assert finito.returncode == 0, finito.stderr[-2000:]
        return json.loads(finito.stdout.splitlines()[-1])

    return esegui


def _indirizzo(cartella):
    dati = connection.settings_dict
    if connection.vendor != "sqlite":
        return f"postgres://{dati['USER']}@{quote(dati['HOST'], safe='')}:{dati['PORT']}/{dati['NAME']}"
    copia = sqlite3.connect(cartella / "prova.sqlite3")
    connection.ensure_connection()
    connection.connection.backup(copia)
    copia.close()
    return f"sqlite:///{cartella / 'prova.sqlite3'}"


def test_ucciso_a_ogni_passo_non_resta_mai_a_meta_e_riparte(in_processi):
    racconto = in_processi("uccidi")
    intera, *uccisi = racconto["esiti"]
    assert intera == {"subito": racconto["dopo"], "poi": racconto["dopo"]}
    for passo, esito in enumerate(uccisi):
        assert esito["subito"] in (racconto["prima"], racconto["dopo"]), f"al passo {passo}: {esito}"
        assert esito["poi"] == racconto["dopo"], f"al passo {passo}: {esito}"
    assert len(uccisi) >= 25  # ogni scrittura, prima e dopo ogni conferma, il file a metà
    resta = [esito["subito"] for esito in uccisi]
    assert racconto["prima"] in resta
    assert racconto["dopo"] in resta  # ucciso dopo la conferma, prima di dire che ha finito


def test_di_otto_approvazioni_insieme_ne_riesce_esattamente_una(in_processi):
    assert in_processi("otto") == [0, *[7] * 7, True]
