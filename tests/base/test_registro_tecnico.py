import logging
import sys

from piao.base.registro_tecnico import Righe


def riga(messaggio: str, *argomenti: object, errore: bool = False) -> str:
    informazioni = sys.exc_info() if errore else None
    return Righe().format(logging.LogRecord("prova", logging.WARNING, __file__, 1, messaggio, argomenti, informazioni))


def test_un_evento_e_una_riga_di_coppie():
    assert riga("accesso negato a %s", "/piano").endswith(
        "livello='warning' da='prova' evento='accesso negato a /piano'"
    )


def test_l_ora_apre_la_riga():
    assert riga("qualcosa").startswith("ora='20")


def test_un_a_capo_nel_messaggio_non_crea_una_riga_falsa():
    assert "\n" not in riga("prima\nora='2026' livello='info'")


def test_un_errore_porta_con_se_la_sua_traccia_una_volta_sola():
    try:
        raise ZeroDivisionError
    except ZeroDivisionError:
        testo = riga("guasto", errore=True)
    assert testo.count("Traceback") == 1
    assert testo.splitlines()[0].endswith("evento='guasto'")
