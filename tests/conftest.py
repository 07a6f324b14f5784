"""Ciò che vale per ogni prova: file in una cartella di prova, statici senza manifesto, e-mail in memoria."""

import pytest


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
