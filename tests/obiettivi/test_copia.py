"""La copia di lavoro è identica; tornando sull'obiettivo, chi resta conserva la propria riga."""

from datetime import date
from decimal import Decimal as D

import pytest

from obiettivi.azioni.copia import DELLA_RIGA, sovrascrivi
from obiettivi.models import Indicatore, Obiettivo
from obiettivi.scambio import scrivi_obiettivo
from tests.fabbriche import (
    AssegnazioneFactory,
    FaseFactory,
    IndicatoreFactory,
    ObiettivoUnitaFactory,
    TargetFactory,
)
from tests.obiettivi.scene import piano_approvato

pytestmark = pytest.mark.django_db


@pytest.fixture
def scena():
    return piano_approvato()


@pytest.fixture
def copia(scena):
    return scena.con_copia()[1]


def _righe(obiettivo, nome):
    return sorted(getattr(obiettivo, nome).values_list("pk", flat=True))


def test_la_copia_dice_le_stesse_cose(scena, copia):
    assert scrivi_obiettivo(copia) == scrivi_obiettivo(scena.obiettivo)


@pytest.mark.parametrize("nome", ["unita_collegate", "assegnazioni", "indicatori", "fasi", "risorse"])
def test_la_copia_ha_righe_sue(scena, copia, nome):
    assert len(_righe(copia, nome)) == len(_righe(scena.obiettivo, nome)) > 0
    assert not set(_righe(copia, nome)) & set(_righe(scena.obiettivo, nome))


def test_gli_indicatori_conservano_l_identificativo(scena, copia):
    chiavi = [set(o.indicatori.values_list("identificativo", flat=True)) for o in (scena.obiettivo, copia)]
    assert chiavi[0] == chiavi[1]


def test_ogni_campo_e_contenuto_oppure_dice_quale_riga_e(scena, copia):
    campi = {campo.attname for campo in Obiettivo._meta.concrete_fields}
    assert campi >= DELLA_RIGA
    diversi = {nome for nome in campi if getattr(copia, nome) != getattr(scena.obiettivo, nome)}
    assert diversi <= DELLA_RIGA


@pytest.mark.parametrize(
    "nome", ["unita_collegate", "assegnazioni", "classificazioni", "indicatori", "fasi", "risorse"]
)
def test_tornare_senza_aver_cambiato_nulla_non_tocca_nessuna_riga(scena, copia, nome):
    prima = _righe(scena.obiettivo, nome)
    sovrascrivi(copia, scena.obiettivo)
    assert _righe(scena.obiettivo, nome) == prima


def test_tornare_senza_aver_cambiato_nulla_non_scrive_storia(scena, copia):
    prima = Indicatore.history.filter(obiettivo_id=scena.obiettivo.pk).count()
    sovrascrivi(copia, scena.obiettivo)
    assert Indicatore.history.filter(obiettivo_id=scena.obiettivo.pk).count() == prima


def test_un_indicatore_cambiato_resta_la_stessa_riga(scena, copia):
    suo = copia.indicatori.get(denominazione="Tempo medio")
    suo.denominazione = "Tempo massimo"
    suo.save()
    pk = scena.obiettivo.indicatori.get(denominazione="Tempo medio").pk
    sovrascrivi(copia, scena.obiettivo)
    assert scena.obiettivo.indicatori.get(pk=pk).denominazione == "Tempo massimo"


def test_un_target_cambiato_un_target_nuovo_e_uno_tolto(scena, copia):
    suo = copia.indicatori.get(denominazione="Tempo medio")
    suo.target.update(valore=D(15))
    TargetFactory(indicatore=suo, anno=2027, valore=D(10))
    suo.valori_storici.all().delete()
    sovrascrivi(copia, scena.obiettivo)
    originale = scena.obiettivo.indicatori.get(denominazione="Tempo medio")
    assert list(originale.target.values_list("anno", "valore")) == [(2026, D(15)), (2027, D(10))]
    assert not originale.valori_storici.exists()


def test_una_riga_nuova_si_aggiunge_e_una_tolta_si_toglie(scena, copia):
    ObiettivoUnitaFactory(obiettivo=copia)
    IndicatoreFactory(obiettivo=copia, denominazione="Reclami")
    copia.risorse.all().delete()
    copia.assegnazioni.all().delete()
    AssegnazioneFactory(obiettivo=copia)
    sovrascrivi(copia, scena.obiettivo)
    assert scrivi_obiettivo(copia) == scrivi_obiettivo(scena.obiettivo)


def test_due_fasi_omonime_restano_due(scena, copia):
    FaseFactory(obiettivo=copia, titolo="Analisi", mesi=["2026-12"])
    sovrascrivi(copia, scena.obiettivo)
    assert scena.obiettivo.fasi.filter(titolo="Analisi").count() == 3


def test_i_campi_passano_e_identita_stato_e_variazione_restano(scena, copia):
    copia.titolo, copia.data_fine, copia.peso = "Altro titolo", date(2026, 6, 30), D(7)
    sovrascrivi(copia, scena.obiettivo)
    riletto = Obiettivo.objects.get(pk=scena.obiettivo.pk)
    assert (riletto.titolo, riletto.data_fine, riletto.peso) == ("Altro titolo", date(2026, 6, 30), D(7))
    assert (riletto.stato, riletto.variazione, riletto.identificativo) == ("validato", None, copia.identificativo)
