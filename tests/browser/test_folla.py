"""Duecento lettori insieme sul sito vero, per poco: nessuno resta senza risposta (un minuto: `make bench`)."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from relazioni.bench_pubblico import folla

pytestmark = pytest.mark.browser
SECONDI = 4.0
PAGINE = ["/trasparenza/", "/esempio/trasparenza/", "/esempio/trasparenza/dati/", "/esempio/api/v1/obiettivi"]


def test_duecento_lettori_insieme_hanno_tutti_una_risposta(sito):
    letture = folla(urlsplit(sito).port, PAGINE, 200, SECONDI)
    with ThreadPoolExecutor(1) as filo:  # in questo gira già chi guida il navigatore
        esito = filo.submit(asyncio.run, letture).result()
    assert dict(esito.stati) == {200: esito.riuscite}
    assert esito.riuscite >= 200
