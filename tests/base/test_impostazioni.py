import os
import subprocess
import sys

import pytest
from django.conf import settings

PRODUZIONE = {
    "SECRET_KEY": "una-chiave-di-prova-lunga-e-casuale-q8Zr3Vx1Lk7Tn5Wb9Yc2Df4Gh6",
    "ALLOWED_HOSTS": "performance.esempio.it",
    "COOKIE_SICURI": "1",
}


def manage(*argomenti: str, **variabili: str) -> subprocess.CompletedProcess[str]:
    return processo("manage.py", *argomenti, **variabili)


def impostazione(nome: str, **variabili: str) -> str:
    return processo("-c", f"from piao import settings; print(settings.{nome})", SVILUPPO="1", **variabili).stdout


def processo(*argomenti: str, **variabili: str) -> subprocess.CompletedProcess[str]:
    """Un processo nuovo con le sole variabili date: le impostazioni si leggono una volta per processo."""
    ambiente = {"PATH": os.environ["PATH"], "SVILUPPO": "0"} | variabili
    return subprocess.run(
        [sys.executable, *argomenti], cwd=settings.RADICE, env=ambiente, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("mancante", sorted(PRODUZIONE))
def test_in_produzione_senza_un_impostazione_non_si_parte_e_si_dice_quale(mancante):
    esito = manage("check", **{nome: valore for nome, valore in PRODUZIONE.items() if nome != mancante})
    assert esito.returncode != 0
    assert mancante in esito.stderr
    assert not any(nome in esito.stderr for nome in PRODUZIONE if nome != mancante)


def test_senza_nessuna_impostazione_si_dicono_tutte_in_una_frase_sola():
    esito = manage("check")
    assert all(nome in esito.stderr for nome in PRODUZIONE)
    assert "Traceback" not in esito.stderr


def test_una_chiave_segreta_corta_vale_come_mancante():
    esito = manage("check", **PRODUZIONE | {"SECRET_KEY": "corta"})
    assert "SECRET_KEY" in esito.stderr


def test_in_produzione_il_controllo_di_sicurezza_di_django_e_pulito():
    esito = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUZIONE)
    assert esito.returncode == 0, esito.stderr


def test_lo_sviluppo_non_risponde_a_nomi_di_altri_siti():
    assert impostazione("ALLOWED_HOSTS") == "['localhost', '127.0.0.1', '[::1]', 'testserver']\n"


def test_senza_indicazioni_il_database_e_il_file_nella_cartella_dei_dati(tmp_path):
    dati = tmp_path / "altrove"
    assert impostazione("DATABASES['default']['NAME']", CARTELLA_DATI=str(dati)) == f"{dati}/piao.sqlite3\n"


def test_una_cartella_dei_dati_che_non_si_puo_creare_si_dice_in_una_frase(tmp_path):
    (tmp_path / "un file").touch()
    esito = manage("check", SVILUPPO="1", CARTELLA_DATI=str(tmp_path / "un file" / "dati"))
    assert (esito.returncode, "Traceback" in esito.stderr) == (1, False)
    assert "indicatene un'altra con CARTELLA_DATI" in esito.stderr


def test_un_indirizzo_postgres_sceglie_postgresql():
    motore = impostazione("DATABASES['default']['ENGINE']", DATABASE_URL="postgres://piao@localhost/piao")
    assert motore == "django.db.backends.postgresql\n"
