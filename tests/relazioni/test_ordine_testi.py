"""Portare una parte al suo posto: trascinandola, o con le frecce."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from obiettivi.voci import StatoCiclo
from piao.base.models import Evento
from relazioni.azioni import aggiungi_parte, metti_parte
from relazioni.letture import parti_di
from relazioni.models import Sezione
from tests.fabbriche import CicloFactory, utente_con

pytestmark = pytest.mark.django_db


@pytest.fixture
def ciclo():
    return CicloFactory(impostazione="C")


@pytest.fixture
def segretario(ciclo, client):
    utente = utente_con("segretario", ciclo.ente)
    client.force_login(utente)
    return utente


def capitolo(ciclo, nome="premessa"):
    return [parte.chiave for parte in parti_di(ciclo) if parte.capitolo == nome]


def sposta(client, ciclo, chiave, **dati):
    return client.post(reverse("relazioni:sposta_parte", args=[ciclo.ente.slug, ciclo.anno, chiave]), dati)


@pytest.mark.parametrize(("da", "posto", "a"), [(0, 3, 2), (2, 1, 0), (1, 2, 1), (0, 99, -1), (2, 0, 0), (2, -5, 0)])
def test_la_parte_va_dove_la_si_mette_e_oltre_i_bordi_vale_il_bordo(ciclo, segretario, da, posto, a):
    prima = capitolo(ciclo)
    mossa = prima[da]
    metti_parte(ciclo, mossa, utente=segretario, posto=posto)
    dopo = capitolo(ciclo)
    assert dopo[a] == mossa
    assert [chiave for chiave in dopo if chiave != mossa] == [chiave for chiave in prima if chiave != mossa]


def test_metterla_dov_e_gia_non_scrive_nulla(ciclo, segretario):
    metti_parte(ciclo, capitolo(ciclo)[1], utente=segretario, posto=2)
    assert not Sezione.objects.exists()
    assert not Evento.objects.exists()


def test_gli_altri_capitoli_non_si_muovono(ciclo, segretario):
    altri = [parte.chiave for parte in parti_di(ciclo) if parte.capitolo != "premessa"]
    metti_parte(ciclo, capitolo(ciclo)[0], utente=segretario, posto=3)
    assert [parte.chiave for parte in parti_di(ciclo) if parte.capitolo != "premessa"] == altri


def test_una_parte_dell_ente_passa_davanti_a_quelle_previste(ciclo, segretario):
    sua = aggiungi_parte(ciclo, utente=segretario, capitolo="premessa", titolo="Nostra", testo="<p>x</p>")
    metti_parte(ciclo, sua.chiave, utente=segretario, posto=1)
    assert capitolo(ciclo)[0] == sua.chiave
    assert Evento.objects.filter(azione="sposta la parte").count() == 1


def test_una_parte_che_non_c_e_e_404(ciclo, segretario):
    with pytest.raises(Http404):
        metti_parte(ciclo, "inventata", utente=segretario, posto=1)


@pytest.mark.parametrize("ruolo", ["eq", "sindaco", "nucleo", "dipendente"])
def test_solo_il_segretario_riordina(ciclo, ruolo):
    with pytest.raises(PermissionDenied):
        metti_parte(ciclo, "sintesi", utente=utente_con(ruolo, ciclo.ente), posto=1)


def test_a_ciclo_approvato_l_ordine_e_fermo(ciclo, segretario):
    type(ciclo).objects.update(stato=StatoCiclo.APPROVATO)
    ciclo.refresh_from_db()
    with pytest.raises(PermissionDenied):
        metti_parte(ciclo, "sintesi", utente=segretario, posto=1)


# ---- la pagina -------------------------------------------------------------------------------------------


def test_il_posto_inviato_dal_trascinamento_si_salva(client, ciclo, segretario):
    mossa = capitolo(ciclo)[2]
    risposta = sposta(client, ciclo, mossa, posto="1")
    assert capitolo(ciclo)[0] == mossa
    assert risposta.url.endswith(f"#parte-{mossa}")


@pytest.mark.parametrize("posto", ["", "-1", "due", "9" * 5000, "1.5"])
def test_un_posto_che_non_e_un_numero_vale_come_le_frecce(client, ciclo, segretario, posto):
    prima = capitolo(ciclo)
    assert sposta(client, ciclo, prima[1], posto=posto, verso="su").status_code == 302
    assert capitolo(ciclo)[:2] == [prima[1], prima[0]]


@pytest.mark.parametrize(("ruolo", "si_trascina"), [("segretario", True), ("eq", False)])
def test_si_trascina_solo_chi_puo_scrivere(client, ciclo, ruolo, si_trascina):
    client.force_login(utente_con(ruolo, ciclo.ente))
    pagina = client.get(reverse("relazioni:sezioni", args=[ciclo.ente.slug, ciclo.anno])).content.decode()
    assert ("data-maniglia" in pagina) == ("js/trascina" in pagina) == si_trascina
