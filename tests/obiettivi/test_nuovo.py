"""Un obiettivo nuovo: chi guida un'unità lo scrive per le sue, il segretario per tutte o per nessuna."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from obiettivi.azioni.obiettivo import crea_obiettivo
from obiettivi.models import Obiettivo
from obiettivi.voci import StatoCiclo
from piao.base.models import Evento
from tests.fabbriche import CicloFactory, UnitaFactory, utente_con

pytestmark = pytest.mark.django_db
GUIDANO = ("dirigente", "eq", "responsabile")


@pytest.fixture
def ciclo():
    return CicloFactory()


@pytest.fixture
def area(ciclo):
    return UnitaFactory(ente=ciclo.ente, denominazione="Area Tecnica")


def nuovo(ciclo):
    return reverse("obiettivi:nuovo", args=[ciclo.ente.slug, ciclo.anno])


def scelte(risposta):
    return [nome.strip() for _, nome in risposta.context["form"].fields["unita"].choices]


@pytest.mark.parametrize("ruolo", GUIDANO)
def test_chi_guida_sceglie_fra_la_sua_unita_e_quelle_sotto(client, ciclo, area, ruolo):
    UnitaFactory(ente=ciclo.ente, parent=area, denominazione="Servizio Strade")
    UnitaFactory(ente=ciclo.ente, denominazione="Area Sociale")
    client.force_login(utente_con(ruolo, ciclo.ente, unita=area))
    assert scelte(client.get(nuovo(ciclo))) == ["Scegli l'unità", "Area Tecnica", "Servizio Strade"]


def test_l_obiettivo_di_chi_guida_nasce_in_bozza_nella_sua_unita_e_si_apre(client, ciclo, area):
    client.force_login(utente_con("eq", ciclo.ente, unita=area))
    risposta = client.post(nuovo(ciclo), {"titolo": "Strade sicure", "livello": "operativo", "unita": area.pk})
    obiettivo = Obiettivo.objects.get()
    legame = obiettivo.unita_collegate.get()
    assert (obiettivo.stato, legame.unita, legame.ruolo) == ("bozza", area, "capofila")
    assert risposta.url.endswith(f"/obiettivi/{obiettivo.pk}/modifica/che-cosa/")
    assert Evento.objects.get(azione="crea l'obiettivo").oggetto.endswith(str(obiettivo.pk))


@pytest.mark.parametrize("scelta", ["", "altra", "estranea", "999999", "boh"])
def test_senza_una_unita_sua_si_dice_e_il_titolo_scritto_resta(client, ciclo, area, scelta):
    altre = {"altra": UnitaFactory(ente=ciclo.ente).pk, "estranea": UnitaFactory().pk}
    client.force_login(utente_con("eq", ciclo.ente, unita=area))
    dati = {"titolo": "Strade sicure", "livello": "operativo", "unita": altre.get(scelta, scelta)}
    pagina = client.post(nuovo(ciclo), dati).content.decode()
    assert 'value="Strade sicure"' in pagina
    assert "riepilogo-errori" in pagina
    assert not Obiettivo.objects.exists()


@pytest.mark.parametrize(
    "ruolo", ["sindaco", "assessore", "nucleo", "rpct", "revisore", "ufficio_personale", "dipendente"]
)
def test_chi_non_guida_un_unita_non_crea(client, ciclo, ruolo):
    client.force_login(utente_con(ruolo, ciclo.ente))
    assert client.get(nuovo(ciclo)).status_code == 403
    assert client.post(nuovo(ciclo), {"titolo": "X", "livello": "operativo"}).status_code == 403


def test_chi_ha_finito_l_incarico_non_crea_piu(client, ciclo, area):
    scaduto = {"dal": date(2020, 1, 1), "al": date(2020, 12, 31)}
    client.force_login(utente_con("eq", ciclo.ente, unita=area, **scaduto))
    assert client.get(nuovo(ciclo)).status_code in (403, 404)


@pytest.mark.parametrize("ruolo", ["segretario", "eq"])
def test_a_ciclo_approvato_non_si_crea(client, ciclo, area, ruolo):
    type(ciclo).objects.update(stato=StatoCiclo.APPROVATO)
    client.force_login(utente_con(ruolo, ciclo.ente, unita=area))
    assert client.get(nuovo(ciclo)).status_code == 403


def test_la_scrittura_controlla_da_se(ciclo, area):
    with pytest.raises(PermissionDenied):
        crea_obiettivo(ciclo, utente=utente_con("dipendente", ciclo.ente), unita=area, titolo="X")
    assert not Obiettivo.objects.exists()


def test_il_segretario_puo_indicare_l_unita_dopo(client, ciclo, area):
    client.force_login(utente_con("segretario", ciclo.ente))
    assert scelte(client.get(nuovo(ciclo)))[0] == "La indico dopo"
    client.post(nuovo(ciclo), {"titolo": "Comune a tutti", "livello": "strategico", "unita": ""})
    assert not Obiettivo.objects.get().unita_collegate.exists()


@pytest.mark.parametrize(
    ("dati", "frase"),
    [
        ({"titolo": ""}, "titolo"),
        ({"titolo": "x" * 601}, "600"),
        ({"livello": "cosmico"}, "livello"),
    ],
)
def test_un_dato_sbagliato_e_una_frase(client, ciclo, dati, frase):
    client.force_login(utente_con("segretario", ciclo.ente))
    risposta = client.post(nuovo(ciclo), {"titolo": "X", "livello": "operativo", **dati})
    assert risposta.status_code == 200
    assert frase in str(risposta.context["form"].errors)
    assert not Obiettivo.objects.exists()
