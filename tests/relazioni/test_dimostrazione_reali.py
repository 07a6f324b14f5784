"""I Piani reali della dimostrazione: in linea va ciò che il documento dice approvato, e nient'altro."""

import pytest

from relazioni import dimostrazione
from relazioni.models import Pubblicazione
from relazioni.scambio import importa_ciclo, leggi_file
from tests.fabbriche import utente_con
from tests.relazioni.scene_approvazione import senza_intoppi

pytestmark = pytest.mark.django_db


@pytest.fixture
def reali(monkeypatch):
    """Chieve ha il suo atto, Lovere no. Il segretario è quello della dimostrazione."""
    senza_intoppi(monkeypatch)
    documenti = [leggi_file(dimostrazione.CARTELLA / f"{slug}.json") for slug in ("chieve", "lovere")]
    cicli = [importa_ciclo(documento)[0] for documento in documenti]
    chi = utente_con("segretario", cicli[0].ente)
    chi.email = dimostrazione.posta("segretario")
    chi.save()
    return cicli


def test_si_pubblica_soltanto_chi_ha_il_suo_atto(reali):
    (pubblicata,) = dimostrazione.pubblica_i_reali()
    assert (pubblicata.ente, pubblicata.anno, pubblicata.atto) == (reali[0].ente, 2020, "Giunta n. 68 del 01/09/2020")


def test_ripetuta_non_pubblica_due_volte(reali):
    dimostrazione.pubblica_i_reali()
    assert dimostrazione.pubblica_i_reali() == []
    assert Pubblicazione.objects.count() == 1


def test_dopo_la_pubblicazione_il_file_reale_si_ricarica_senza_cambiare_nulla(reali):
    dimostrazione.pubblica_i_reali()
    _, esito = importa_ciclo(leggi_file(dimostrazione.CARTELLA / "chieve.json"))
    assert not esito.cambiato
