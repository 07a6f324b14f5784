import inspect

import pytest

from obiettivi.letture import mancanze_di
from tests import fabbriche

FABBRICHE = [f for _, f in inspect.getmembers(fabbriche, inspect.isclass) if f.__module__ == fabbriche.__name__]
DI_OBIETTIVI = [f for f in FABBRICHE if f._meta.model._meta.app_label == "obiettivi"]


@pytest.mark.django_db
@pytest.mark.parametrize("fabbrica", DI_OBIETTIVI, ids=lambda f: f.__name__)
def test_ogni_fabbrica_fa_una_riga_che_supera_i_controlli_del_modello(fabbrica):
    fabbrica().full_clean()


@pytest.mark.django_db
def test_un_obiettivo_completo_non_manca_di_nulla():
    assert mancanze_di(fabbriche.ObiettivoFactory(completo=True)) == []
