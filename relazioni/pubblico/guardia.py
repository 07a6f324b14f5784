"""Che cosa la porta pubblica può leggere nel database, e nient'altro.

Lo stesso elenco serve due volte: qui ferma, su qualunque database, ogni interrogazione che tocchi un'altra tabella; in
PostgreSQL diventa i permessi del ruolo con cui le pagine pubbliche si collegano (`manage.py ruolo_pubblico`).
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model

from enti.models.ente import Ente
from obiettivi.models import Versione
from piao.base.models import Evento
from relazioni.models import Pubblicazione, Questionario, Risposta, Segnalazione, Trasparenza, VersioneRelazione
from relazioni.riservatezza import CAMPI

PUBBLICO = "pubblico"  # il nome della seconda connessione, se c'è (DATABASE_URL_PUBBLICO)
SI_LEGGONO: tuple[type[Model], ...] = (
    Ente,
    Pubblicazione,
    Questionario,
    Risposta,
    Trasparenza,
    Versione,
    VersioneRelazione,
)
DEI_CITTADINI: tuple[type[Model], ...] = (Segnalazione, Evento)  # dalle loro maschere, oltre alle risposte
NOMI = re.compile(r'"(\w+)"')

_sulla_seconda: ContextVar[bool] = ContextVar("_sulla_seconda", default=False)


class TabellaVietata(Exception):
    """Una pagina pubblica ha cercato di leggere ciò che non è suo: è un errore del programma, e si ferma."""


@contextmanager
def lettura() -> Iterator[None]:
    """Dentro si leggono soltanto le tabelle dell'elenco, dalla seconda connessione se c'è."""
    segno = _sulla_seconda.set(PUBBLICO in settings.DATABASES)
    try:
        with connections[_alias()].execute_wrapper(_che_fermi(_tabelle(*SI_LEGGONO))):
            yield
    finally:
        _sulla_seconda.reset(segno)


@contextmanager
def scrittura() -> Iterator[None]:
    """Dentro si legge l'elenco e si scrive ciò che un cittadino può lasciare, con il limite delle richieste."""
    with connections[DEFAULT_DB_ALIAS].execute_wrapper(_che_fermi(_tabelle(*SI_LEGGONO, *DEI_CITTADINI))):
        yield


class Instradamento:
    """Manda le letture della porta pubblica sulla seconda connessione; il resto non la vede."""

    def db_for_read(self, modello: type[Model], **accanto: Any) -> str | None:
        return PUBBLICO if _sulla_seconda.get() else None

    def allow_relation(self, uno: Model, altro: Model, **accanto: Any) -> bool:
        """Le due connessioni sono dello stesso archivio."""
        return True

    def allow_migrate(self, alias: str, app: str, **accanto: Any) -> bool | None:
        return False if alias == PUBBLICO else None


def permessi(ruolo: str) -> list[str]:
    """Le istruzioni che danno al ruolo PostgreSQL le sole colonne non riservate delle sole tabelle che si leggono."""
    nomina = connections[DEFAULT_DB_ALIAS].ops.quote_name
    chi = nomina(ruolo)
    tolti = [f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {chi}", f"GRANT USAGE ON SCHEMA public TO {chi}"]
    return tolti + [
        f"GRANT SELECT ({', '.join(map(nomina, colonne(modello)))}) ON {nomina(modello._meta.db_table)} TO {chi}"
        for modello in SI_LEGGONO
    ]


def colonne(modello: type[Model]) -> list[str]:
    """Le colonne di una tabella che possono uscire o servono a scegliere ciò che esce: mai quelle riservate."""
    stanza = modello._meta.app_label
    campi = CAMPI if stanza == "relazioni" else import_module(f"{stanza}.riservatezza").CAMPI
    riservati = campi[modello.__name__].riservati.split()
    return [str(campo.column) for campo in modello._meta.concrete_fields if campo.name not in riservati]


def _alias() -> str:
    return PUBBLICO if _sulla_seconda.get() else DEFAULT_DB_ALIAS


def _che_fermi(ammesse: frozenset[str]) -> Callable[..., Any]:
    def controlla(esegui: Callable[..., Any], sql: str, *altro: Any) -> Any:
        if vietate := _toccate(sql) - ammesse:
            raise TabellaVietata(f"Una pagina pubblica non legge {', '.join(sorted(vietate))}.")
        return esegui(sql, *altro)

    return controlla


@lru_cache(maxsize=512)
def _toccate(sql: str) -> frozenset[str]:
    """Le tabelle dell'archivio nominate da un'istruzione; la memoria dei limiti di richieste non è fra loro."""
    return _tutte().intersection(NOMI.findall(sql))


@cache
def _tutte() -> frozenset[str]:
    return _tabelle(*apps.get_models(include_auto_created=True))


@cache
def _tabelle(*modelli: type[Model]) -> frozenset[str]:
    return frozenset(modello._meta.db_table for modello in modelli)
