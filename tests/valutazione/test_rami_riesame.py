"""Il riesame davanti a una scheda che non regge: senza punteggio, o con una voce che nel frattempo manca."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from tests.valutazione.scena_schede import porta_a
from valutazione.azioni.riesame import chiedi_riesame, decidi_riesame
from valutazione.models import Scheda
from valutazione.voci import StatoScheda

pytestmark = pytest.mark.django_db


@pytest.fixture
def consegnata(scena):
    return porta_a(scena, "ada", "notificata")


def _decide(scena, scheda, **valori):
    return decidi_riesame(scheda, utente=scena.utenti["segretario"], decisione="Sentita Ada.", valori=valori)


def test_senza_un_punteggio_non_c_e_nulla_da_riesaminare(scena, consegnata):
    Scheda.objects.filter(pk=consegnata.pk).update(punteggio=None)
    with pytest.raises(ValidationError, match="nulla da riesaminare"):
        chiedi_riesame(scena.scheda("ada"), utente=scena.utenti["ada"], motivi="Ci tengo.")
    assert scena.scheda("ada").stato == StatoScheda.NOTIFICATA


def test_lo_stesso_valore_riscritto_dal_terzo_non_cambia_nulla(scena, consegnata):
    chiedi_riesame(consegnata, utente=scena.utenti["ada"], motivi="Ci tengo.")
    voce = consegnata.voci.filter(obiettivo=None).first()
    riesame = _decide(scena, consegnata, **{voce.codice: voce.valore})
    assert riesame.prima == riesame.dopo


def test_il_valore_cambiato_porta_la_ragione_del_riesame_e_quella_di_prima_resta_nella_storia(scena, consegnata):
    voce = consegnata.voci.filter(obiettivo=None).first()
    voce.motivazione = "Spesso in ritardo."
    voce.save()
    chiedi_riesame(consegnata, utente=scena.utenti["ada"], motivi="Ci tengo.")
    nuovo = Decimal(4) if voce.valore != 4 else Decimal(3)
    _decide(scena, consegnata, **{voce.codice: nuovo})
    voce.refresh_from_db()
    assert (voce.valore, voce.motivazione) == (nuovo, "Riesame: Sentita Ada.")
    assert "Spesso in ritardo." in voce.history.values_list("motivazione", flat=True)


def test_se_una_voce_manca_il_terzo_non_decide(scena, consegnata):
    chiedi_riesame(consegnata, utente=scena.utenti["ada"], motivi="Ci tengo.")
    prima, altra = consegnata.voci.filter(obiettivo=None)[:2]
    consegnata.voci.filter(pk=altra.pk).update(valore=None)
    with pytest.raises(ValidationError, match="Manca una voce"):
        _decide(scena, consegnata, **{prima.codice: Decimal(5)})
    assert scena.scheda("ada").stato == StatoScheda.RIESAME
