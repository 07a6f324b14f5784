"""Quante letture fa al massimo ogni pagina del Piano, con due obiettivi e con trenta: un elenco o una scheda ne fa
quindici; una pagina che compone o esamina il Piano intero ne fa di più, ma sempre le stesse.
"""

import pytest
from django.urls import reverse

from obiettivi.models import Obiettivo, ObiettivoUnita
from tests.fabbriche import FaseFactory, ObiettivoFactory, TargetFactory, utente_con
from tests.relazioni.scene import ciclo_ricco

pytestmark = pytest.mark.django_db

ELENCO_O_SCHEDA, COMPONE, ESAMINA, FA_TUTTO = 15, 35, 45, 55
SENZA_PARAMETRI = {
    "obiettivi:casa": ELENCO_O_SCHEDA, "obiettivi:ciclo": ELENCO_O_SCHEDA, "obiettivi:fasi_ciclo": ELENCO_O_SCHEDA,
    "obiettivi:elenco": ELENCO_O_SCHEDA, "obiettivi:albero": ELENCO_O_SCHEDA, "obiettivi:pesi": ELENCO_O_SCHEDA,
    "obiettivi:nuovo": ELENCO_O_SCHEDA, "obiettivi:calendario": ELENCO_O_SCHEDA,
    "relazioni:sezioni": ELENCO_O_SCHEDA, "relazioni:nuova_parte": ELENCO_O_SCHEDA,
    "relazioni:consultazione": ELENCO_O_SCHEDA, "relazioni:parere": ELENCO_O_SCHEDA,
    "relazioni:versioni": ELENCO_O_SCHEDA, "relazioni:variazioni": ELENCO_O_SCHEDA,
    "relazioni:anteprima": COMPONE, "relazioni:documenti": COMPONE, "relazioni:atti": ESAMINA,
    "relazioni:controlli": ESAMINA, "relazioni:percorso": ESAMINA, "relazioni:giunta": FA_TUTTO,
}  # fmt: skip
DI_UN_OBIETTIVO = {"scheda": ELENCO_O_SCHEDA, "storia": ELENCO_O_SCHEDA, "luci": 21}
DI_UNA_PARTE = {"parte": ELENCO_O_SCHEDA, "storia_parte": ELENCO_O_SCHEDA}


@pytest.fixture(params=[0, 30], ids=["due obiettivi", "trentadue obiettivi"])
def ciclo(request, client):
    ciclo = ciclo_ricco()
    operativo = Obiettivo.objects.get(ciclo=ciclo, livello="operativo")
    legame = operativo.unita_collegate.first()
    for _ in range(request.param):
        altro = ObiettivoFactory(ciclo=ciclo, padre=operativo.padre)
        ObiettivoUnita.objects.create(obiettivo=altro, unita=legame.unita, ruolo=legame.ruolo)
        TargetFactory(indicatore__obiettivo=altro)
        FaseFactory(obiettivo=altro)
    client.force_login(utente_con("segretario", ciclo.ente))
    return ciclo


def guarda(client, ciclo, nome, *resto):
    argomenti = [ciclo.ente.slug, *([] if nome == "obiettivi:casa" else [ciclo.anno]), *resto]
    return client.get(reverse(nome, args=argomenti)).status_code


@pytest.mark.parametrize(("nome", "massimo"), SENZA_PARAMETRI.items())
def test_le_letture_di_una_pagina_del_piano(client, ciclo, nome, massimo, django_assert_max_num_queries):
    with django_assert_max_num_queries(massimo):
        assert guarda(client, ciclo, nome) == 200


@pytest.mark.parametrize(("nome", "massimo"), DI_UN_OBIETTIVO.items())
def test_le_letture_delle_pagine_di_un_obiettivo(client, ciclo, nome, massimo, django_assert_max_num_queries):
    obiettivo = Obiettivo.objects.filter(ciclo=ciclo, assegnazioni__isnull=False).first()
    with django_assert_max_num_queries(massimo):
        assert guarda(client, ciclo, f"obiettivi:{nome}", obiettivo.pk) == 200


@pytest.mark.parametrize(("nome", "massimo"), DI_UNA_PARTE.items())
def test_le_letture_delle_pagine_di_un_testo(client, ciclo, nome, massimo, django_assert_max_num_queries):
    with django_assert_max_num_queries(massimo):
        assert guarda(client, ciclo, f"relazioni:{nome}", "che-cosa-e") == 200
