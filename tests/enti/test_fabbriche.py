import inspect

import pytest

from enti.permessi import appartiene
from enti.voci import TipoIncarico
from tests import fabbriche

FABBRICHE = [f for _, f in inspect.getmembers(fabbriche, inspect.isclass) if f.__module__ == fabbriche.__name__]
DI_ENTI = [f for f in FABBRICHE if f._meta.model._meta.app_label == "enti"]


@pytest.mark.django_db
@pytest.mark.parametrize("fabbrica", DI_ENTI, ids=lambda f: f.__name__)
def test_ogni_fabbrica_fa_una_riga_che_supera_i_controlli_del_modello(fabbrica):
    fabbrica().full_clean()


@pytest.mark.django_db
@pytest.mark.parametrize("tipo", [*TipoIncarico.values, "dipendente"])
def test_la_scorciatoia_da_un_utente_che_appartiene_all_ente(tipo):
    ente = fabbriche.EnteFactory()
    assert appartiene(fabbriche.utente_con(tipo, ente), ente)
