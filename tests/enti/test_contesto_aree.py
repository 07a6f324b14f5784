"""Il personale per settore: chi distingue l'area contrattuale la legge accanto al settore."""

import pytest
from django.urls import reverse

from enti.letture import contesto_di
from enti.misura import Organico, Settore
from enti.voci import Area
from tests.fabbriche import EnteFactory, PersonaleFactory, RigaPersonaleFactory, utente_con

pytestmark = pytest.mark.django_db


@pytest.fixture
def personale():
    personale = PersonaleFactory(ente=EnteFactory(), anno=2025)
    for area, uomini in ((Area.FUNZIONARI, 1), (Area.ISTRUTTORI, 2)):
        RigaPersonaleFactory(personale=personale, etichetta="Tributi", area=area, uomini=uomini, donne=0)
    return personale


def pagina(client, ente):
    client.force_login(utente_con("segretario", ente))
    return " ".join(client.get(reverse("enti:contesto", args=[ente.slug])).content.decode().split())


def test_ogni_riga_dice_la_sua_area(client, personale):
    html = pagina(client, personale.ente)
    assert '<th scope="col">Area</th>' in html
    assert '<th scope="row">Tributi</th><td>Funzionari ed EQ</td><td class="num">1</td>' in html
    assert '<th scope="row">Tributi</th><td>Istruttori</td><td class="num">2</td>' in html
    assert '<th scope="row" colspan="2">Totale</th><td class="num">3</td>' in html


def test_una_riga_senza_area_ha_un_trattino(client, personale):
    RigaPersonaleFactory(personale=personale, etichetta="Anagrafe", area="", uomini=0, donne=4)
    assert '<th scope="row">Anagrafe</th><td>–</td>' in pagina(client, personale.ente)


def test_senza_aree_la_colonna_non_c_e(client, personale):
    personale.righe.update(area="")
    html = pagina(client, personale.ente)
    assert '<th scope="col">Area</th>' not in html
    assert '<th scope="row">Totale</th>' in html


def test_la_lettura_porta_il_nome_dell_area(personale):
    (organico,) = contesto_di(personale.ente).personale
    assert [settore.area for settore in organico.settori] == ["Funzionari ed EQ", "Istruttori"]
    assert organico.con_aree


@pytest.mark.parametrize(
    ("settori", "con_aree"), [((), False), ((Settore("A", 1, 2),), False), ((Settore("A", 1, 2, "Istruttori"),), True)]
)
def test_si_sa_se_qualcuno_distingue_le_aree(settori, con_aree):
    assert Organico(2025, settori=settori).con_aree is con_aree
