"""Le pagine con cui si apre l'anno nuovo: scegliere, controllare, aprire."""

from datetime import date

import pytest
from django.urls import reverse

from obiettivi.models import Ciclo, Obiettivo
from obiettivi.voci import StatoCiclo
from relazioni.models import Sezione
from tests.fabbriche import (
    CicloFactory,
    ObiettivoFactory,
    UnitaFactory,
    utente_con,
)
from tests.relazioni.test_nuovo_anno import pieno


@pytest.fixture
def ciclo(db):
    return CicloFactory(anno=2026, anno_fine=2028)


@pytest.fixture
def segretario(ciclo):
    return utente_con("segretario", ciclo.ente)


# ---- le pagine


def pagina(ciclo):
    return reverse("relazioni:nuovo_anno", args=[ciclo.ente.slug, ciclo.anno])


def test_la_pagina_segna_cio_che_di_solito_continua(client, ciclo, segretario):
    continua = ObiettivoFactory(ciclo=ciclo, prerequisito=True)
    ObiettivoFactory(ciclo=ciclo)
    client.force_login(segretario)
    risposta = client.get(pagina(ciclo))
    assert risposta.context["form"].segnati == {continua.pk}


def test_prima_di_aprire_si_controlla_e_nulla_e_cambiato(client, ciclo, segretario):
    padre = ObiettivoFactory(ciclo=ciclo, titolo="Sopra")
    figlio = ObiettivoFactory(ciclo=ciclo, padre=padre, unita=UnitaFactory(ente=ciclo.ente, al=date(2026, 5, 1)))
    Sezione.objects.create(ciclo=ciclo, chiave="premessa", titolo="Premessa", testo="Nel 2026")
    client.force_login(segretario)
    risposta = client.post(pagina(ciclo), {"passo": "controlla", "scelti": [figlio.pk], "testi": "on"})
    contesto = risposta.context
    assert [len(contesto[nome]) for nome in ("scelti", "sistemare", "orfani", "testi_con_anno")] == [1, 1, 1, 1]
    assert Ciclo.objects.count() == 1


@pytest.mark.parametrize("quanti", [0, 1, 2])
def test_aprire_dice_che_cosa_ha_portato(client, ciclo, segretario, quanti):
    scelti = [ObiettivoFactory(ciclo=ciclo).pk for _ in range(quanti)]
    client.force_login(segretario)
    risposta = client.post(pagina(ciclo), {"passo": "apri", "scelti": scelti}, follow=True)
    parole = ["Non c'era altro da portare.", "portati un obiettivo e 0 testi", "portati 2 obiettivi e 0 testi"]
    assert parole[quanti].replace("'", "&#x27;") in risposta.content.decode()
    assert risposta.redirect_chain[-1][0] == reverse("obiettivi:da_sistemare", args=[ciclo.ente.slug, 2027])


def test_tornare_a_scegliere_conserva_i_segni(client, ciclo, segretario):
    uno = ObiettivoFactory(ciclo=ciclo)
    client.force_login(segretario)
    risposta = client.post(pagina(ciclo), {"passo": "scegli", "scelti": [uno.pk, "999999", "abc"]})
    assert risposta.context["form"].segnati == {uno.pk}


def test_in_un_anno_chiuso_la_pagina_dice_perche(client, ciclo, segretario):
    CicloFactory(ente=ciclo.ente, anno=2027, stato=StatoCiclo.APPROVATO)
    client.force_login(segretario)
    scelto = ObiettivoFactory(ciclo=ciclo).pk
    risposta = client.post(pagina(ciclo), {"passo": "apri", "scelti": [scelto]}, follow=True)
    assert "non è più in preparazione" in risposta.content.decode()


@pytest.mark.parametrize("ruolo", ["eq", "sindaco", "nucleo", "dipendente"])
def test_gli_altri_non_aprono_le_pagine(client, ciclo, ruolo):
    client.force_login(utente_con(ruolo, ciclo.ente))
    assert client.get(pagina(ciclo)).status_code == 403
    assert client.get(reverse("obiettivi:da_sistemare", args=[ciclo.ente.slug, ciclo.anno])).status_code == 403


@pytest.mark.parametrize("quanti", [1, 300])
def test_le_letture_della_scelta_non_crescono(client, ciclo, segretario, quanti, django_assert_max_num_queries):
    for _ in range(min(quanti, 3)):
        pieno(ciclo)
    Obiettivo.objects.bulk_create([Obiettivo(ciclo=ciclo, titolo=f"O{n}") for n in range(quanti - 3)])
    client.force_login(segretario)
    with django_assert_max_num_queries(15):
        client.get(pagina(ciclo))
    with django_assert_max_num_queries(15):
        client.get(reverse("obiettivi:da_sistemare", args=[ciclo.ente.slug, ciclo.anno]))
