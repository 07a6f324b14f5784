"""Il controllo dei file con ClamAV: un finto demone risponde come quello vero."""

import socket
from contextlib import contextmanager
from io import BytesIO
from threading import Thread

import pytest
from django.core.exceptions import ValidationError

from piao.base import antivirus


def _servi(presa, risposta, ricevuto):
    filo, _ = presa.accept()
    with filo:
        comando = filo.recv(10)
        while lungo := int.from_bytes(filo.recv(4), "big"):
            while lungo:
                pezzo = filo.recv(lungo)
                ricevuto.append(pezzo)
                lungo -= len(pezzo)
        filo.sendall(risposta if comando == b"zINSTREAM\0" else b"UNKNOWN COMMAND\0")


@contextmanager
def demone(presa, risposta):
    presa.listen()
    ricevuto = []
    filo = Thread(target=_servi, args=(presa, risposta, ricevuto), daemon=True)
    filo.start()
    yield ricevuto
    filo.join(5)
    presa.close()


@pytest.fixture
def presa(settings):
    aperta = socket.socket()
    aperta.bind(("127.0.0.1", 0))
    settings.ANTIVIRUS = f"127.0.0.1:{aperta.getsockname()[1]}"
    return aperta


def test_senza_antivirus_il_file_non_e_controllato(settings):
    settings.ANTIVIRUS = ""
    assert antivirus.controlla(BytesIO(b"ciao")) is False


def test_un_file_pulito_passa_per_intero_e_si_puo_rileggere(presa):
    contenuto = b"x" * (antivirus.PEZZO * 2 + 1)
    file = BytesIO(contenuto)
    with demone(presa, b"stream: OK\0") as ricevuto:
        assert antivirus.controlla(file) is True
    assert b"".join(ricevuto) == contenuto
    assert file.read() == contenuto


def test_il_demone_puo_stare_su_una_presa_locale(settings, tmp_path):
    locale = socket.socket(socket.AF_UNIX)
    settings.ANTIVIRUS = str(tmp_path / "clamd")
    locale.bind(settings.ANTIVIRUS)
    with demone(locale, b"stream: OK\0"):
        assert antivirus.controlla(BytesIO(b"ciao")) is True


@pytest.mark.parametrize(
    ("risposta", "frase"),
    [
        (b"stream: Eicar-Test-Signature FOUND\0", "ha trovato qualcosa"),
        (b"INSTREAM size limit exceeded. ERROR\0", "non risponde"),
        (b"", "non risponde"),
    ],
)
def test_un_file_che_non_passa_ha_una_frase(presa, risposta, frase):
    with demone(presa, risposta), pytest.raises(ValidationError, match=frase):
        antivirus.controlla(BytesIO(b"ciao"))


def test_se_l_antivirus_non_c_e_il_file_non_si_carica(settings):
    settings.ANTIVIRUS = "127.0.0.1:1"
    with pytest.raises(ValidationError, match="non risponde"):
        antivirus.controlla(BytesIO(b"ciao"))
