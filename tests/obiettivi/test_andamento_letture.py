"""L'andamento si legge con lo stesso numero di letture, quanti che siano gli obiettivi."""

import pytest

from obiettivi.letture.andamento import andamento_di
from obiettivi.letture.rilevazioni import quadro_di
from obiettivi.voci import PoliticaNeutra
from tests.obiettivi.test_andamento import con_pesi, neutro


@pytest.mark.django_db
def test_le_letture_dell_andamento_non_crescono(django_assert_num_queries):
    sessione, _, obiettivi = con_pesi(*[(10, 50)] * 10)
    for obiettivo in obiettivi[:5]:
        neutro(obiettivo, PoliticaNeutra.ESCLUDI)
    with django_assert_num_queries(7):
        andamento_di(quadro_di(sessione, con_consegne=False))
