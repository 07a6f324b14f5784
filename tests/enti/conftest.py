"""Un ente con una riga di ogni cosa: le prove delle viste partono da qui."""

from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile

from enti.voci import TipoEnte, TipoIncarico
from tests.fabbriche import (
    AppartenenzaFactory,
    AttoFactory,
    EnteFactory,
    GruppoFactory,
    IncaricoFactory,
    PersonaleFactory,
    PopolazioneFactory,
    RapportoFactory,
    UnitaFactory,
    utente_con,
)


@pytest.fixture
def ente(db):
    return EnteFactory(slug="prova", denominazione="Comune di Prova", tipo=TipoEnte.UNIONE)


@pytest.fixture
def cose(ente):
    """Le chiavi che servono agli indirizzi, per nome."""
    unita = UnitaFactory(ente=ente)
    rapporto = RapportoFactory(ente=ente, unita=unita)
    incarico = IncaricoFactory(ente=ente, persona=rapporto.persona, tipo=TipoIncarico.RPCT)
    atto = AttoFactory(ente=ente, file=ContentFile(b"%PDF-1.7", "atto.pdf"))
    return SimpleNamespace(
        unita=unita,
        rapporto=rapporto,
        incarico=incarico,
        persona=rapporto.persona,
        atto=atto,
        gruppo=GruppoFactory(ente=ente),
        popolazione=PopolazioneFactory(ente=ente),
        personale=PersonaleFactory(ente=ente),
        comune=AppartenenzaFactory(unione=ente),
    )


@pytest.fixture
def segretario(ente):
    return utente_con("segretario", ente)


@pytest.fixture
def entra(client):
    """Un client già entrato come quell'utente."""

    def _entra(utente):
        client.force_login(utente)
        return client

    return _entra
