"""Scorciatoie per le prove del motore: configurazioni piccole e l'esito di una prova nella forma del file."""

from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from obiettivi.misura import NonCalcolabile
from valutazione.motore import Banco, ConfigurazioneRifiutata, Smvp, leggi_smvp

SOGLIA = [{"a": 60, "a_incluso": False, "esito": 0}, {"da": 60, "esito": 100}]
A_PUNTI = {"fasce": [{"da": 0, "a": 100, "esito": "proporzionale"}], "punteggio_massimo": 100}


def foglia(cod: str, peso: object = None, **altro: Any) -> dict[str, Any]:
    return {"cod": cod} | ({} if peso is None else {"peso": peso}) | altro


def albero(*figli: dict[str, Any], agg: str = "media_pesata", **altro: Any) -> Smvp:
    """Un SMVP con un ramo «T» e le foglie date."""
    scheda = {"cod": "T", "agg": agg, "figli": list(figli)}
    return leggi_smvp({"scheda": scheda} | altro)


def con_premio(**premio: Any) -> Smvp:
    return leggi_smvp({"premio": premio})


def esito(configurazione: dict[str, Any], **prova: Any) -> Any:
    return Banco(configurazione).esegui(prova).dati


def errore(configurazione: dict[str, Any], **prova: Any) -> str:
    """La frase con cui la prova è rifiutata."""
    with pytest.raises((NonCalcolabile, ConfigurazioneRifiutata)) as rifiuto:
        Banco(configurazione).esegui(prova)
    return str(rifiuto.value)


def rifiuto(configurazione: dict[str, Any]) -> str:
    """La frase con cui la configurazione è rifiutata."""
    with pytest.raises(ConfigurazioneRifiutata) as no:
        leggi_smvp(configurazione)
    return str(no.value)


@contextmanager
def senza_guardie():
    """Qui dentro il database lascia cambiare un sistema adottato e i premi confermati: la scena nasce già così."""
    togli, rimetti = LEVA_GUARDIE[connection.vendor]()
    with connection.cursor() as cursore:
        for comando in togli:
            cursore.execute(comando)
        yield
        for comando in rimetti:
            cursore.execute(comando)


def _di_sqlite():
    with connection.cursor() as cursore:
        guardie = "select name, sql from sqlite_master where type = 'trigger' and name like 'valutazione%ferma%'"
        trovate = cursore.execute(guardie).fetchall()
    return [f"drop trigger {nome}" for nome, _ in trovate], [come for _, come in trovate]


def _di_postgresql():
    return ["set local session_replication_role = replica"], ["set local session_replication_role = origin"]


LEVA_GUARDIE = {"sqlite": _di_sqlite, "postgresql": _di_postgresql}
