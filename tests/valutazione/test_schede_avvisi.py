"""Chi viene avvisato, e che cosa il registro racconta, di una scheda."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from piao.base.models import Avviso, Evento
from tests.valutazione.aiuti import senza_guardie
from tests.valutazione.scena_schede import porta_a
from valutazione.azioni.avvisi import LETTERE
from valutazione.azioni.colloqui import registra_colloquio, scrivi_assenza
from valutazione.azioni.passi import compi_passo
from valutazione.azioni.riesame import chiedi_riesame, osserva
from valutazione.flusso import ASSEGNA
from valutazione.models import Scheda
from valutazione.voci import PASSAGGI, ChiValuta, StatoScheda, TipoFase

pytestmark = pytest.mark.django_db


@pytest.fixture
def apri(client, scena):
    """Manda una pagina da parte di qualcuno: `apri("ada", "letta", scheda, …)`; con dati, la invia."""

    entrato = []

    def _apri(chi, nome, scheda=None, *altro, dati=None, **query):
        if entrato[-1:] != [chi]:
            client.force_login(scena.utenti[chi])
            entrato.append(chi)
        argomenti = [scena.ente.slug, 2026, *([scheda.pk] if scheda else []), *altro]
        indirizzo = reverse(f"valutazione:{nome}", args=argomenti)
        risposta = client.get(indirizzo, query) if dati is None else client.post(indirizzo, dati, follow=True)
        return risposta.status_code, risposta.content.decode()

    return _apri


# ---- avvisi ------------------------------------------------------------------------------------------------------


def test_ogni_avviso_ha_un_nome_nella_storia():
    assert LETTERE.keys() <= PASSAGGI.keys()


def test_nessun_titolo_di_avviso_porta_nomi_o_punteggi(scena):
    porta_a(scena, "ada", "notificata")
    titoli = " ".join(Avviso.objects.values_list("titolo", flat=True))
    assert scena.persone["ada"].cognome not in titoli
    assert str(scena.scheda("ada").punteggio) not in titoli


@pytest.mark.parametrize("organo", [ChiValuta.SEGRETARIO, ChiValuta.NUCLEO, ChiValuta.SINDACO])
def test_il_riesame_avvisa_l_organo_che_decide(scena, organo):
    with senza_guardie():
        scena.sistema.tipi.update(riesamina=organo)
    chiedi_riesame(porta_a(scena, "ada", "notificata"), utente=scena.utenti["ada"], motivi="Ci tengo.")
    assert Avviso.objects.filter(destinatario=scena.utenti[organo], titolo__contains="riesame").exists()


def test_il_riesame_affidato_a_chi_guida_avvisa_chi_sta_sopra(scena):
    with senza_guardie():
        scena.sistema.tipi.update(riesamina=ChiValuta.RESPONSABILE)
    scena.anagrafe.parent = scena.tributi
    scena.anagrafe.save()
    scheda = porta_a(scena, "ada", "notificata")
    chiedi_riesame(scheda, utente=scena.utenti["ada"], motivi="Ci tengo.")
    assert Avviso.objects.filter(destinatario=scena.utenti["altra_eq"], titolo__contains="riesame").exists()


def test_le_osservazioni_avvisano_l_organismo_se_decide_lui(scena):
    with senza_guardie():
        scena.sistema.tipi.update(valuta=ChiValuta.NUCLEO)
    Scheda.objects.update(valutatore=None)
    scheda = scena.scheda("ada")
    compi_passo(scheda, ASSEGNA, utente=scena.utenti["nucleo"])
    Scheda.objects.update(stato=StatoScheda.NOTIFICATA, notificata_il=timezone.localdate())
    osserva(scena.scheda("ada"), utente=scena.utenti["ada"], testo="Non concordo.")
    assert Avviso.objects.filter(destinatario=scena.utenti["nucleo"], titolo__contains="osservazioni").exists()


def test_il_registro_racconta_ma_senza_valori(scena):
    porta_a(scena, "ada", "notificata")
    eventi = Evento.objects.filter(oggetto=f"valutazione.Scheda:{scena.schede['ada'].pk}")
    assert {"assegnare la scheda", "consegnare la valutazione"} <= set(eventi.values_list("azione", flat=True))
    assert not eventi.filter(nota__contains=str(scena.scheda("ada").punteggio)).exists()


def test_il_colloquio_previsto_e_non_fatto_si_dice(scena, apri):
    with senza_guardie():
        scena.sistema.fasi.get_or_create(tipo=TipoFase.COLLOQUIO_FINALE)
    pagina = apri("eq", "scheda", porta_a(scena, "ada", "assegnata"))[1]
    assert "il colloquio intermedio e il colloquio finale" in pagina


def test_senza_riesame_nel_sistema_non_lo_si_propone(scena, apri):
    with senza_guardie():
        scena.sistema.tipi.update(riesamina="")
    assert "Chiedi il riesame" not in apri("ada", "scheda", porta_a(scena, "ada", "notificata"))[1]


def test_un_errore_di_permesso_non_lascia_un_assenza(scena):
    with pytest.raises(PermissionDenied):
        scrivi_assenza(
            scena.schede["ada"].rapporto, utente=scena.utenti["eq"], dal=date(2026, 1, 1), al=date(2026, 1, 2)
        )
    with pytest.raises(ValidationError):
        registra_colloquio(
            porta_a(scena, "ada", "assegnata"), utente=scena.utenti["eq"], tipo="altro", il=timezone.localdate()
        )
