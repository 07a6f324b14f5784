"""La preparazione di una macchina nuova (`.ci/prepara.py`): installa se può, altrimenti dice la riga esatta."""

import importlib.util
import subprocess
from pathlib import Path

import pytest

FILE = Path(__file__).parents[2] / ".ci" / "prepara.py"
RIGA = "apt-get install -y --no-install-recommends uno due"


@pytest.fixture
def prepara():
    specifica = importlib.util.spec_from_file_location("prepara_in_prova", FILE)
    modulo = importlib.util.module_from_spec(specifica)
    specifica.loader.exec_module(modulo)
    return modulo


@pytest.fixture
def comandi(prepara, monkeypatch):
    """Nessun comando parte davvero: si annotano; `esito` è ciò che rispondono."""
    lanciati = []

    def run(comando, **opzioni):
        lanciati.append([str(parte) for parte in comando])
        return subprocess.CompletedProcess(comando, run.esito, stdout=run.stdout)

    run.esito, run.stdout = 0, ""
    monkeypatch.setattr(prepara.subprocess, "run", run)
    run.lanciati = lanciati
    return run


MANCANO = {"uno": lambda: False, "presente": lambda: True, "due": lambda: False}


def test_se_c_e_tutto_non_si_lancia_nulla(prepara, comandi):
    prepara.pacchetti_di_sistema({"uno": lambda: True})
    assert comandi.lanciati == []


def test_da_amministratore_si_installa_solo_ciò_che_manca(prepara, comandi, monkeypatch, capsys):
    monkeypatch.setattr(prepara, "_prefisso_da_amministratore", lambda: ["sudo", "-n"])
    prepara.pacchetti_di_sistema(MANCANO)
    assert comandi.lanciati == [["sudo", "-n", "apt-get", "update", "-q"], ["sudo", "-n", *RIGA.split()]]
    assert "uno, due" in capsys.readouterr().out


def test_da_utente_si_stampa_la_riga_e_si_esce_con_2(prepara, comandi, monkeypatch, capsys):
    monkeypatch.setattr(prepara, "_prefisso_da_amministratore", lambda: None)
    with pytest.raises(SystemExit) as uscita:
        prepara.pacchetti_di_sistema(MANCANO)
    assert uscita.value.code == 2
    assert RIGA in capsys.readouterr().err
    assert comandi.lanciati == []


def test_se_l_installazione_non_riesce_si_dice_e_si_esce_con_2(prepara, comandi, monkeypatch, capsys):
    monkeypatch.setattr(prepara, "_prefisso_da_amministratore", list)
    comandi.esito = 100
    with pytest.raises(SystemExit) as uscita:
        prepara.pacchetti_di_sistema(MANCANO)
    assert uscita.value.code == 2
    assert RIGA in capsys.readouterr().err


@pytest.mark.parametrize(
    ("apt", "uid", "sudo", "esito", "atteso"),
    [
        (None, 0, None, 0, None),
        ("/usr/bin/apt-get", 0, None, 0, []),
        ("/usr/bin/apt-get", 1000, None, 0, None),
        ("/usr/bin/apt-get", 1000, "/usr/bin/sudo", 1, None),
        ("/usr/bin/apt-get", 1000, "/usr/bin/sudo", 0, ["/usr/bin/sudo", "-n"]),
    ],
    ids=["senza apt", "root", "utente senza sudo", "sudo che chiede la password", "sudo senza domande"],
)
def test_si_diventa_amministratori_solo_senza_domande(prepara, comandi, monkeypatch, apt, uid, sudo, esito, atteso):
    monkeypatch.setattr(prepara.shutil, "which", {"apt-get": apt, "sudo": sudo}.get)
    monkeypatch.setattr(prepara.os, "geteuid", lambda: uid)
    comandi.esito = esito
    assert prepara._prefisso_da_amministratore() == atteso


def test_un_python_troppo_vecchio_si_dice_subito(prepara, monkeypatch, capsys):
    monkeypatch.setattr(prepara, "PYTHON_MINIMO", (9, 0))
    with pytest.raises(SystemExit) as uscita:
        prepara.principale("esegui")
    assert uscita.value.code == 2
    assert "Serve Python 3.11" in capsys.readouterr().err


@pytest.mark.parametrize("scopo", ["--help", "", "tutto"])
def test_per_uno_scopo_che_non_c_e_non_si_installa_nulla(prepara, comandi, scopo):
    with pytest.raises(SystemExit) as uscita:
        prepara.principale(scopo)
    assert uscita.value.code == 2
    assert comandi.lanciati == []


@pytest.mark.parametrize(
    ("versione", "usato"), [("10.2.0", "del sistema"), ("6.14.4", "proprio"), ("boh", "proprio"), ("", "proprio")]
)
def test_si_usa_il_npm_del_sistema_solo_se_legge_il_nostro_lock(
    prepara, comandi, monkeypatch, tmp_path, versione, usato
):
    monkeypatch.setattr(prepara, "VENV", tmp_path)
    monkeypatch.setattr(prepara.shutil, "which", lambda nome: "/usr/bin/npm")
    comandi.stdout = versione
    npm = prepara._npm()
    assert npm == ("/usr/bin/npm" if usato == "del sistema" else str(tmp_path / "bin" / "npm"))
    installa = any("requirements-node.lock" in comando for comando in comandi.lanciati)
    assert installa is (usato == "proprio")


def test_la_seconda_volta_non_si_reinstalla_finche_il_lock_non_cambia(prepara, monkeypatch, tmp_path):
    monkeypatch.setattr(prepara, "RADICE", tmp_path)
    (tmp_path / "x.lock").write_text("uno==1")
    assert not prepara._segnato(tmp_path, "x.lock")
    prepara._segna(tmp_path, "x.lock")
    assert prepara._segnato(tmp_path, "x.lock")
    (tmp_path / "x.lock").write_text("uno==2")
    assert not prepara._segnato(tmp_path, "x.lock")


@pytest.mark.parametrize(("lock_delle_prove", "lanci"), [(True, 0), (False, 1)])
def test_chi_ha_gia_i_pacchetti_delle_prove_ha_anche_quelli_per_eseguire(
    prepara, comandi, monkeypatch, tmp_path, lock_delle_prove, lanci
):
    monkeypatch.setattr(prepara, "VENV", tmp_path)
    monkeypatch.setattr(prepara, "_funziona", lambda python: True)
    if lock_delle_prove:
        prepara._segna(tmp_path, "requirements-prove.lock")
    prepara.pacchetti_python("requirements.lock")
    assert len(comandi.lanciati) == lanci
    assert all("--require-hashes" in comando for comando in comandi.lanciati)


def test_un_installazione_non_riuscita_esce_con_1_e_la_ragione(prepara, comandi, capsys):
    comandi.esito = 1
    with pytest.raises(SystemExit) as uscita:
        prepara._esegui(["pip"], "I pacchetti Python non si installano.")
    assert uscita.value.code == 1
    assert "non si installano" in capsys.readouterr().err


@pytest.mark.parametrize("scopo", ["ESEGUI", "PROVE"])
def test_ogni_pacchetto_ha_il_suo_modo_di_sapere_se_c_e(prepara, scopo):
    for nome, presente in getattr(prepara, f"PACCHETTI_{scopo}").items():
        assert isinstance(presente(), bool), nome


def test_una_libreria_che_non_c_e_non_e_un_guasto(prepara):
    assert prepara._carica("libinventata.so.9") is False
