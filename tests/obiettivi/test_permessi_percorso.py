"""Chi può che cosa nel percorso del Piano: stato per ruolo, domanda per domanda."""

from datetime import timedelta

import pytest
from django.utils import timezone

from obiettivi import permessi
from obiettivi.models import Commento
from obiettivi.voci import StatoCiclo
from tests.fabbriche import CicloFactory, IncaricoFactory, UnitaFactory, UtenteFactory, utente_con
from tests.relazioni.scena_percorso import ciclo_a, utente

pytestmark = pytest.mark.django_db
TUTTI = StatoCiclo.values
RUOLI = ["segretario", "dirigente", "eq", "sindaco", "assessore", "nucleo", "rpct", "revisore", "ufficio_personale",
         "referente_accessibilita", "dipendente"]  # fmt: skip
SEGUONO = set(RUOLI) - {"revisore", "dipendente"}
# domanda: (in quali stati, chi)
DOMANDE = {
    "puo_vedere_percorso": (TUTTI, SEGUONO),
    "puo_vedere_consultazione": (TUTTI, {"segretario", "nucleo", "dirigente", "eq"}),
    "puo_registrare_consultazione": (["bozza", "consultazione"], {"segretario"}),
    "puo_dare_parere": (["parere"], {"nucleo", "segretario"}),
    "puo_vedere_giunta": (TUTTI, {"segretario", "sindaco", "assessore", "nucleo"}),
    "puo_commentare": (["proposta"], {"sindaco", "assessore"}),
}


@pytest.mark.parametrize("stato", TUTTI)
@pytest.mark.parametrize("domanda", DOMANDE)
def test_chi_puo_in_ogni_stato(domanda, stato):
    ciclo = ciclo_a(stato)
    stati, chi_puo = DOMANDE[domanda]
    risposte = {ruolo for ruolo in RUOLI if getattr(permessi, domanda)(utente(ruolo, ciclo), ciclo)}
    assert risposte == (chi_puo if stato in stati else set())


@pytest.mark.parametrize("domanda", DOMANDE)
def test_chi_non_e_dell_ente_non_puo_nulla(domanda):
    for stato in TUTTI:
        ciclo = ciclo_a(stato)
        altrove = utente_con("segretario", CicloFactory().ente)
        assert not getattr(permessi, domanda)(altrove, ciclo)
        assert not getattr(permessi, domanda)(UtenteFactory(), ciclo)


@pytest.mark.parametrize("domanda", ["puo_dare_parere", "puo_vedere_giunta", "puo_commentare"])
@pytest.mark.parametrize("giorni", [-1, 0])
def test_l_incarico_vale_fino_al_suo_ultimo_giorno_compreso(domanda, giorni):
    stati, chi_puo = DOMANDE[domanda]
    ciclo = ciclo_a(stati[-1])
    ultimo = timezone.localdate() + timedelta(days=giorni)
    chi = utente_con(sorted(chi_puo)[0], ciclo.ente, al=ultimo)
    assert getattr(permessi, domanda)(chi, ciclo) is (giorni == 0)


@pytest.mark.parametrize("stato", TUTTI)
def test_si_concorda_per_se_e_durante_la_consultazione(stato):
    ciclo = ciclo_a(stato)
    incarico = IncaricoFactory(ente=ciclo.ente, tipo="eq", unita=UnitaFactory(ente=ciclo.ente))
    assert permessi.puo_concordare(incarico.persona.utente, ciclo, incarico) is (stato == "consultazione")
    assert not permessi.puo_concordare(utente_con("segretario", ciclo.ente), ciclo, incarico)


def test_non_si_concorda_con_l_incarico_di_un_altro_ente():
    ciclo = ciclo_a("consultazione")
    altrove = IncaricoFactory(tipo="eq")
    assert not permessi.puo_concordare(altrove.persona.utente, ciclo, altrove)


def test_chi_non_ha_un_utente_non_concorda_al_posto_di_un_anonimo():
    ciclo = ciclo_a("consultazione")
    incarico = IncaricoFactory(ente=ciclo.ente, tipo="eq", persona__utente=None)
    anonimo = UtenteFactory()
    anonimo.pk = None
    assert not permessi.puo_concordare(anonimo, ciclo, incarico)


@pytest.mark.parametrize("stato", TUTTI)
def test_il_proprio_commento_si_cambia_finche_il_piano_e_proposto(stato):
    ciclo = ciclo_a(stato)
    suo, altro = utente_con("assessore", ciclo.ente), utente_con("sindaco", ciclo.ente)
    commento = Commento.objects.create(ciclo=ciclo, testo="Bene.", chi=suo)
    assert permessi.puo_cambiare_commento(suo, commento) is (stato == "proposta")
    assert not permessi.puo_cambiare_commento(altro, commento)


def test_chi_ha_lasciato_la_giunta_non_cambia_piu_cio_che_aveva_scritto():
    ciclo = ciclo_a("proposta")
    chi = utente_con("assessore", ciclo.ente, al=timezone.localdate() - timedelta(days=1))
    assert not permessi.puo_cambiare_commento(chi, Commento.objects.create(ciclo=ciclo, testo="Ieri.", chi=chi))
