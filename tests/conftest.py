"""Ciò che vale per ogni prova: file in una cartella di prova, statici senza manifesto, e-mail in memoria."""

import sqlite3
from contextlib import closing

import hypothesis
import pytest
from django.db import connection

from tests.schema import postgresql_pronto, sqlite_pronto

# Una macchina carica non è un difetto: di una proprietà si guarda che cosa fa, non in quanto tempo.
hypothesis.settings.register_profile("casa", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("casa")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """La base non si migra: su PostgreSQL si copia da una già pronta, su SQLite vi si riversa sopra."""
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = postgresql_pronto(connection)
    else:
        connection.settings_dict["TEST"]["MIGRATE"] = False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock(), closing(sqlite3.connect(sqlite_pronto())) as pronta:
            connection.ensure_connection()
            pronta.backup(connection.connection)


@pytest.fixture(autouse=True)
def _impostazioni_di_prova(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "file"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    # WhiteNoise altrimenti legge tutti gli statici a ogni client di prova: i due terzi del tempo di una pagina.
    settings.WHITENOISE_AUTOREFRESH = True
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
