"""Più persone nello stesso istante: ogni gesto in un filo suo, con una connessione sua, su un database vero.

Su PostgreSQL è quello delle prove; su SQLite una copia su file, perché in memoria due fili si danno fastidio da soli.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

from django.db import connection, connections

ATTESA = 300  # secondi: dove la macchina fa anche altro, otto connessioni possono aprirsi tardi


@contextmanager
def database_condiviso(cartella):
    """Dentro, i fili nuovi aprono un database che si può usare in tanti."""
    if connection.vendor != "sqlite":
        yield
        return
    copia, impostazioni = cartella / "insieme.sqlite3", connections.databases["default"]
    with connection.cursor() as cursore:
        cursore.execute("VACUUM INTO %s", [str(copia)])
    nome, impostazioni["NAME"] = impostazioni["NAME"], str(copia)
    try:
        yield
    finally:
        impostazioni["NAME"] = nome


def tutti_insieme(gesto, quanti):
    """Compie `gesto(n)` in `quanti` fili che partono insieme; dà i risultati, o l'eccezione di chi non è riuscito."""
    partenza = Barrier(quanti)

    def uno(n):
        try:
            connections["default"].ensure_connection()
            partenza.wait(timeout=ATTESA)
            return gesto(n)
        except Exception as errore:
            return errore
        finally:
            connections.close_all()

    with ThreadPoolExecutor(quanti) as fili:
        return list(fili.map(uno, range(quanti)))


def da_solo(lettura):
    """Una lettura dal database condiviso, dopo che tutti hanno finito."""
    return tutti_insieme(lambda _: lettura(), 1)[0]
