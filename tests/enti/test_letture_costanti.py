"""Le letture al database non crescono con i dati: al massimo quindici per pagina, con 1, 3 o 300 righe."""

import pytest
from django.urls import reverse

from piao.base.registro import annota
from tests.fabbriche import (
    AppartenenzaFactory,
    AttoFactory,
    GruppoFactory,
    IncaricoFactory,
    InvitoFactory,
    PersonaFactory,
    PopolazioneFactory,
    RapportoFactory,
    RigaPersonaleFactory,
    UnitaFactory,
)

MASSIMO = 15


def persone(ente, segretario, quante):
    unita = UnitaFactory(ente=ente)
    for rapporto in RapportoFactory.create_batch(quante, ente=ente, unita=unita):
        IncaricoFactory(ente=ente, persona=rapporto.persona, tipo="eq", unita=unita)
    if quante < 10:
        InvitoFactory(ente=ente, persona=rapporto.persona)


def organigramma(ente, segretario, quante):
    padre = None
    for numero in range(quante):
        unita = UnitaFactory(ente=ente, parent=padre)
        padre = unita if numero % 5 == 0 else padre
        IncaricoFactory(ente=ente, persona=PersonaFactory(), tipo="eq", unita=unita)


def atti(ente, segretario, quanti):
    AttoFactory.create_batch(quanti, ente=ente)


def registro(ente, segretario, quanti):
    for _ in range(quanti):
        annota("modifica ente", ente, chi=segretario, ente=ente)


def contesto(ente, segretario, quanti):
    PopolazioneFactory.create_batch(min(quanti, 90), ente=ente)
    personale = RigaPersonaleFactory(personale__ente=ente).personale
    RigaPersonaleFactory.create_batch(quanti, personale=personale)


def gruppi(ente, segretario, quanti):
    persona = RapportoFactory(ente=ente).persona
    for _ in range(quanti):
        GruppoFactory(ente=ente, persone=[persona])


def pagina_ente(ente, segretario, quanti):
    AppartenenzaFactory.create_batch(quanti, unione=ente)


def ruoli(ente, segretario, quanti):
    unita = UnitaFactory(ente=ente)
    for _ in range(quanti):
        IncaricoFactory(ente=ente, persona=PersonaFactory(), tipo="eq", unita=unita)


PAGINE = {
    "persone": persone,
    "organigramma": organigramma,
    "atti": atti,
    "registro": registro,
    "contesto": contesto,
    "gruppi": gruppi,
    "ente": pagina_ente,
    "ruoli": ruoli,
}


@pytest.mark.parametrize("quante", [1, 3, 300])
@pytest.mark.parametrize("nome", PAGINE)
def test_le_letture_di_una_pagina_non_crescono(nome, quante, ente, entra, segretario, django_assert_max_num_queries):
    PAGINE[nome](ente, segretario, quante)
    client = entra(segretario)
    with django_assert_max_num_queries(MASSIMO):
        assert client.get(reverse(f"enti:{nome}", args=[ente.slug])).status_code == 200


@pytest.mark.parametrize("quante", [1, 30])
def test_le_letture_della_pagina_di_una_persona_non_crescono(
    quante, ente, entra, segretario, django_assert_max_num_queries
):
    persona = PersonaFactory()
    for _ in range(quante):
        RapportoFactory(ente=ente, persona=persona, unita=UnitaFactory(ente=ente))
        IncaricoFactory(ente=ente, persona=persona, tipo="eq", unita=UnitaFactory(ente=ente))
    client = entra(segretario)
    with django_assert_max_num_queries(MASSIMO):
        assert client.get(reverse("enti:persona", args=[ente.slug, persona.pk])).status_code == 200


@pytest.mark.parametrize("settori", [1, 30])
def test_le_letture_della_maschera_del_personale_non_crescono_con_i_settori(
    settori, ente, entra, segretario, django_assert_max_num_queries
):
    personale = RigaPersonaleFactory(personale__ente=ente, unita=UnitaFactory(ente=ente)).personale
    for _ in range(settori):
        RigaPersonaleFactory(personale=personale, unita=UnitaFactory(ente=ente))
    client = entra(segretario)
    with django_assert_max_num_queries(MASSIMO):
        client.get(reverse("enti:modifica_personale", args=[ente.slug, personale.pk]))
