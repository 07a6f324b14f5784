import pytest

from tests.valutazione.scena_schede import comune


@pytest.fixture
def quindici_letture(settings, django_assert_max_num_queries):
    """Il tetto di letture di una pagina; l'attività della sessione si scrive a parte e non conta."""
    settings.USERSESSIONS_TRACK_ACTIVITY = False
    return lambda: django_assert_max_num_queries(15)


@pytest.fixture
def scena(db):
    """Il comune delle schede, con le schede dell'anno create."""
    return comune().crea()
