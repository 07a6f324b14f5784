"""Ogni invio sui testi e sui documenti × ogni ruolo: chi non può non scrive nulla."""

import pytest
from django.urls import reverse

from obiettivi.models import Ciclo
from obiettivi.voci import StatoCiclo
from piao.base.models import Evento, Lavoro
from relazioni.models import Sezione
from tests.fabbriche import CicloFactory, utente_con

pytestmark = pytest.mark.django_db

TESTO = {"titolo": "Titolo", "capitolo": "premessa", "testo": "<p>x</p>"}
INVII = {
    "nuova_parte": ((), TESTO),
    "parte": (("sintesi",), TESTO),
    "sposta_parte": (("sintesi",), {"verso": "giu"}),
    "mostra_parte": (("sintesi",), {"attiva": "0"}),
    "elimina_parte": (("sintesi",), {}),
    "ripristina_parte": (("che-cosa-e",), {}),
    "storia_parte": (("sintesi",), {"versione": "1"}),
    "produci": ((), {}),
}
DEI_TESTI = [nome for nome in INVII if nome != "produci"]
COLLEGHI = ("dirigente", "eq", "nucleo", "sindaco", "assessore", "rpct", "revisore", "ufficio_personale", "dipendente")


@pytest.fixture
def ciclo():
    return CicloFactory(impostazione="C")


def indirizzo(nome, ciclo):
    return reverse(f"relazioni:{nome}", args=[ciclo.ente.slug, ciclo.anno, *INVII[nome][0]])


def quante():
    return Sezione.objects.count(), Lavoro.objects.count(), Evento.objects.count()


@pytest.mark.parametrize("nome", INVII)
def test_solo_il_segretario_scrive_i_testi_e_produce(client, ciclo, nome):
    for ruolo in COLLEGHI:
        client.force_login(utente_con(ruolo, ciclo.ente))
        assert client.post(indirizzo(nome, ciclo), INVII[nome][1]).status_code == 403, ruolo
    assert quante() == (0, 0, 0)


@pytest.mark.parametrize("nome", INVII)
def test_un_estraneo_non_trova_nulla_e_chi_non_e_entrato_va_all_accesso(client, ciclo, nome):
    assert client.post(indirizzo(nome, ciclo)).url.startswith("/accesso/login/")
    client.force_login(utente_con("segretario", CicloFactory().ente))
    assert client.post(indirizzo(nome, ciclo), INVII[nome][1]).status_code == 404
    assert quante() == (0, 0, 0)


@pytest.mark.parametrize("nome", DEI_TESTI)
def test_a_ciclo_approvato_i_testi_sono_fermi_anche_per_il_segretario(client, ciclo, nome):
    Ciclo.objects.update(stato=StatoCiclo.APPROVATO)
    client.force_login(utente_con("segretario", ciclo.ente))
    assert client.post(indirizzo(nome, ciclo), INVII[nome][1]).status_code == 403
    assert Sezione.objects.count() == 0


@pytest.mark.parametrize("nome", [nome for nome, (chiavi, _) in INVII.items() if chiavi])
def test_una_parte_che_il_piano_non_prevede_e_404(client, ciclo, nome):
    client.force_login(utente_con("segretario", ciclo.ente))
    altra = reverse(f"relazioni:{nome}", args=[ciclo.ente.slug, ciclo.anno, "inventata"])
    assert client.post(altra, INVII[nome][1]).status_code == 404


@pytest.mark.parametrize("nome", ["elimina_parte", "storia_parte"])
def test_una_parte_prevista_e_mai_scritta_non_si_elimina_e_non_ha_versioni(client, ciclo, nome):
    client.force_login(utente_con("segretario", ciclo.ente))
    risposta = client.post(indirizzo(nome, ciclo), {"versione": "1"})
    assert risposta.status_code == (404 if nome == "elimina_parte" else 200)
    assert quante() == (0, 0, 0)
