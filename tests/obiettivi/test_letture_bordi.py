"""Le letture degli obiettivi davanti a dati mancanti o mai visti."""

import pytest

from obiettivi.letture.libreria import unita_per_copiare
from obiettivi.letture.scelte import padri_possibili
from obiettivi.models import Assegnazione
from tests.fabbriche import CicloFactory, ObiettivoFactory, UnitaFactory, utente_con


def test_un_assegnazione_senza_destinatario_e_un_errore_del_programma():
    with pytest.raises(ValueError, match="senza destinatario"):
        str(Assegnazione())


@pytest.fixture
def ciclo(db):
    return CicloFactory()


def test_si_copia_per_le_unita_dell_anno_e_chi_guida_solo_per_le_sue(ciclo):
    sua = UnitaFactory(ente=ciclo.ente)
    sotto = UnitaFactory(ente=ciclo.ente, parent=sua)
    altra = UnitaFactory(ente=ciclo.ente)
    UnitaFactory(ente=ciclo.ente, al=f"{ciclo.anno - 1}-12-31")
    segretario, guida = utente_con("segretario", ciclo.ente), utente_con("eq", ciclo.ente, unita=sua)
    assert set(unita_per_copiare(segretario, ciclo)) == {sua, sotto, altra}
    assert set(unita_per_copiare(guida, ciclo)) == {sua, sotto}


def test_un_obiettivo_non_discende_da_se_ne_da_chi_ne_discende(ciclo):
    nonno, padre, figlio, altro = (
        ObiettivoFactory(ciclo=ciclo, livello="strategico", titolo=titolo) for titolo in ("N", "P", "F", "A")
    )
    type(padre).objects.filter(pk=padre.pk).update(padre=nonno)
    type(padre).objects.filter(pk=figlio.pk).update(padre=padre)
    assert padri_possibili(nonno) == [altro]
    assert padri_possibili(padre) == [nonno, altro]
    assert padri_possibili(figlio) == [nonno, padre, altro]


def test_gli_strategici_di_un_altro_ciclo_non_si_scelgono(ciclo):
    ObiettivoFactory(livello="strategico")
    assert padri_possibili(ObiettivoFactory(ciclo=ciclo)) == []
