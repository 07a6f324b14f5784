"""Quante letture fa ogni pagina della valutazione: sempre le stesse, con una persona o con trenta."""

import pytest
from django.urls import reverse

from tests.obiettivi.scena_monitoraggio import RilevazioneFactory, SessioneFactory, misurabile, validato
from tests.valutazione.scena_compilazione import Scena

pytestmark = pytest.mark.django_db
ELENCO = 15
DEL_MONITORAGGIO = 8  # il grado si misura in un posto solo: la sessione, i valori, gli obiettivi dell'ente intero
CON_I_GRADI_VIVI = 10 + DEL_MONITORAGGIO
CON_LA_SUA_STORIA = CON_I_GRADI_VIVI + 4  # fasi, osservazioni, passaggi, colloqui


@pytest.fixture(params=[1, 30], ids=["una persona", "trenta persone"])
def scena(request, client):
    scena = Scena()
    obiettivo = validato(scena.ciclo)
    RilevazioneFactory(sessione=SessioneFactory(ciclo=scena.ciclo), indicatore=misurabile(obiettivo))
    scena.schede = [scena.scheda(obiettivo) for _ in range(request.param)]
    client.force_login(scena.chi_valuta)
    return scena


def indirizzo(scena, nome, *altro):
    return reverse(f"valutazione:{nome}", args=[scena.ente.slug, scena.ciclo.anno, *altro])


def griglia(scena):
    ramo = scena.tipo.componenti.get(codice="COMP")
    return indirizzo(scena, "compila_componente", ramo.pk)


PAGINE = {
    "da valutare": (lambda s: indirizzo(s, "compila"), ELENCO),
    "griglia": (griglia, ELENCO),
    "scheda da compilare": (lambda s: indirizzo(s, "compila_scheda", s.schede[0].pk), CON_I_GRADI_VIVI),
    "scheda": (lambda s: indirizzo(s, "scheda", s.schede[0].pk), CON_LA_SUA_STORIA),
    "schede": (lambda s: indirizzo(s, "schede"), ELENCO),
    "confronto": (lambda s: indirizzo(s, "calibrazione"), ELENCO),
}


@pytest.mark.parametrize("pagina", PAGINE)
def test_le_letture_di_una_pagina_della_valutazione(client, scena, pagina, django_assert_max_num_queries):
    dove, massimo = PAGINE[pagina]
    with django_assert_max_num_queries(massimo):
        assert client.get(dove(scena)).status_code == 200
