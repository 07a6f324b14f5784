"""Chi sta fra la persona e chi valuta: il proponente avvisato, il riesame affidato a chi guida l'unità sopra."""

import pytest

from piao.base.models import Avviso
from tests.fabbriche import IncaricoFactory, UnitaFactory
from tests.valutazione.scena_schede import porta_a
from valutazione.azioni.passi import compi_passo
from valutazione.flusso import RIMANDA
from valutazione.models import Scheda
from valutazione.permessi.schede import puo_decidere_riesame
from valutazione.voci import ChiValuta

pytestmark = pytest.mark.django_db


def test_quando_una_valutazione_torna_indietro_lo_sa_chi_l_ha_proposta(scena):
    scheda = porta_a(scena, "ada", "proposta")
    Scheda.objects.filter(pk=scheda.pk).update(proponente=scena.persone["altra_eq"])
    compi_passo(scena.scheda("ada"), RIMANDA, utente=scena.utenti["eq"], nota="Manca un esempio.")
    avvisi = Avviso.objects.filter(titolo__contains="è tornata da rivedere")
    assert [avviso.destinatario for avviso in avvisi] == [scena.utenti["altra_eq"]]


def _riesamina_chi_guida_l_unita(scena):
    scheda = scena.scheda("ada")
    scheda.tipo.riesamina = ChiValuta.RESPONSABILE
    return scheda


def test_il_riesame_di_chi_guida_l_unita_lo_decide_chi_guida_quella_sopra(scena):
    area = UnitaFactory(ente=scena.ente)
    scena.anagrafe.parent = area
    scena.anagrafe.save()
    sopra = IncaricoFactory(ente=scena.ente, tipo="eq", unita=area).persona.utente
    scheda = _riesamina_chi_guida_l_unita(scena)
    possono = {n for n, chi in (scena.utenti | {"sopra": sopra}).items() if puo_decidere_riesame(chi, scheda)}
    assert possono == {"sopra"}


def test_senza_un_unita_sopra_quel_riesame_non_lo_decide_nessuno(scena):
    scheda = _riesamina_chi_guida_l_unita(scena)
    assert [nome for nome, chi in scena.utenti.items() if puo_decidere_riesame(chi, scheda)] == []
