import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from piao.base.management.commands import avvia


@pytest.fixture
def occupata():
    """Una porta su cui ascolta un altro programma."""
    with socket.socket() as presa:
        presa.bind((avvia.INDIRIZZO, 0))
        presa.listen()
        yield presa.getsockname()[1]


def test_una_porta_occupata_e_una_frase_con_il_rimedio(occupata):
    with pytest.raises(CommandError, match=rf"La porta {occupata} è già occupata: .*PORTA={occupata + 1}"):
        avvia.porta_libera(str(occupata))


@pytest.mark.parametrize("porta", ["", "ottomila", "-1", "0", "65536", "80.5"])
def test_una_porta_che_non_e_un_numero_di_porta_e_rifiutata(porta):
    with pytest.raises(CommandError, match="non è una porta"):
        avvia.porta_libera(porta)


@pytest.mark.parametrize(
    ("scelto", "atteso"), [(None, "http://localhost:8123"), ("https://ciclo.borgo.it", "https://ciclo.borgo.it")]
)
def test_lettere_e_dati_aperti_portano_la_porta_su_cui_si_risponde(scelto, atteso, monkeypatch, settings):
    monkeypatch.setattr(os, "environ", {"INDIRIZZO_SITO": scelto} if scelto else {})
    avvia.dichiara_indirizzo(8123)
    assert (settings.INDIRIZZO_SITO, os.environ["INDIRIZZO_SITO"]) == (atteso, atteso)


@pytest.mark.django_db
def test_un_database_di_una_versione_piu_recente_e_rifiutato():
    MigrationRecorder(connection).record_applied("enti", "9999_domani")
    with pytest.raises(CommandError, match="versione più recente di questo programma"):
        avvia.rifiuta_database_futuro()


@pytest.mark.django_db
def test_una_vecchia_migrazione_di_libreria_sparita_non_impedisce_l_avvio():
    MigrationRecorder(connection).record_applied("una_libreria", "0001_vecchia")
    assert avvia.rifiuta_database_futuro() is None


def test_un_database_illeggibile_e_una_frase(tmp_path):
    (tmp_path / "piao.sqlite3").write_text("non sono un database\n" * 100)
    esito = avvia_davvero(tmp_path, porta_libera_ora())
    _, errori = esito.communicate(timeout=60)
    assert esito.returncode == 1
    assert "non si può usare" in errori
    assert "Traceback" not in errori


def test_la_porta_occupata_ferma_il_comando_senza_traccia(occupata, tmp_path):
    esito = avvia_davvero(tmp_path, occupata)
    _, errori = esito.communicate(timeout=60)
    assert (esito.returncode, errori.count("\n")) == (1, 1)


@pytest.mark.parametrize("segnale", [signal.SIGINT, signal.SIGTERM])
def test_fermare_la_squadra_non_lascia_processi(segnale, tmp_path):
    programma = (
        "import signal, sys\n"
        "from piao.base.management.commands.avvia import Squadra\n"
        "for s in (signal.SIGINT, signal.SIGTERM): signal.signal(s, lambda *_: sys.exit(0))\n"
        "with Squadra() as squadra:\n"
        "    squadra.avvia('sito', ['sleep', '600'])\n"
        "    print(squadra.processi['sito'].pid, flush=True)\n"
        "    squadra.sorveglia()\n"
    )
    with in_processo("-c", f"import django; django.setup()\n{programma}", dati=tmp_path) as capo:
        figlio = int(capo.stdout.readline())
        capo.send_signal(segnale)
        assert capo.wait(timeout=30) == 0
    assert not vive(figlio)


def test_un_processo_ucciso_riparte():
    with avvia.Squadra() as squadra:
        squadra.avvia("lavoratore", ["sleep", "600"])
        ucciso = squadra.processi["lavoratore"]
        ucciso.kill()
        ucciso.wait()
        squadra.riavvia_caduti()
        assert squadra.processi["lavoratore"].poll() is None


def test_un_processo_che_cade_da_solo_appena_parte_ferma_tutto():
    with avvia.Squadra() as squadra:
        squadra.avvia("sito", ["false"])
        squadra.processi["sito"].wait()
        with pytest.raises(SystemExit, match="Il sito si ferma appena parte"):
            squadra.riavvia_caduti()


def in_processo(*argomenti: str, dati: Path) -> subprocess.Popen[str]:
    ambiente = os.environ | {
        "SVILUPPO": "1",
        "CARTELLA_DATI": str(dati),
        "DATABASE_URL": f"sqlite:///{dati / 'piao.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "piao.settings",
    }
    tubo = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, *argomenti], cwd=settings.RADICE, env=ambiente, stdout=tubo, stderr=tubo, text=True
    )


def avvia_davvero(dati: Path, porta: int) -> subprocess.Popen[str]:
    return in_processo("manage.py", "avvia", "--porta", str(porta), dati=dati)


def porta_libera_ora() -> int:
    with socket.socket() as presa:
        presa.bind((avvia.INDIRIZZO, 0))
        return presa.getsockname()[1]


def vive(processo: int) -> bool:
    try:
        os.kill(processo, 0)
    except ProcessLookupError:
        return False
    return True
