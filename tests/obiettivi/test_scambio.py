"""L'obiettivo come dati: si scrive, si copia, si porta in un altro anno."""

from decimal import Decimal

import pytest

from obiettivi.models import Obiettivo
from obiettivi.scambio import crea_da_dati, rendi_assoluto, rendi_relativo, scrivi_obiettivo
from obiettivi.voci import RuoloUnita, StatoObiettivo
from piao.base.models import Evento
from tests.fabbriche import (
    CicloFactory,
    IndicatoreFactory,
    ObiettivoFactory,
    TargetFactory,
    UnitaFactory,
    UtenteFactory,
)

pytestmark = pytest.mark.django_db

PAGAMENTI = {
    "titolo": "Pagare i fornitori in tempo",
    "livello": "operativo",
    "classificazioni": [{"tipo": "tema", "codice": "tempi_pagamento"}],
    "indicatori": [
        {
            "denominazione": "Ritardo medio annuale",
            "verso": "diminuisce",
            "valori_storici": [{"anno_relativo": -1, "valore": "2.5"}],
            "target": [
                {"anno_relativo": 0, "operatore": "<=", "valore": "0"},
                {"anno_relativo": 1, "operatore": "entro", "data": "N+2-01-31"},
            ],
        }
    ],
    "fasi": [{"titolo": "Verifica trimestrale", "mesi": ["N-03", "N-06", "N+1-01"]}],
}


@pytest.fixture
def ciclo():
    return CicloFactory(anno=2026, anno_fine=2028)


def copia(dati, ciclo, unita=None):
    return crea_da_dati(dati, ciclo=ciclo, unita=unita, utente=UtenteFactory())


def test_un_contenuto_relativo_diventa_un_obiettivo_dell_anno(ciclo):
    indicatore = copia(PAGAMENTI, ciclo).indicatori.get()

    assert [target.anno for target in indicatore.target.all()] == [2026, 2027]
    assert indicatore.valori_storici.get().anno == 2025


def test_le_date_relative_si_spostano_con_il_ciclo(ciclo):
    obiettivo = copia(PAGAMENTI, ciclo)

    assert obiettivo.fasi.get().mesi == ["2026-03", "2026-06", "2027-01"]
    assert str(obiettivo.indicatori.get().target.last().data) == "2028-01-31"


def test_la_copia_nasce_in_bozza_con_l_unita_capofila(ciclo):
    unita = UnitaFactory(ente=ciclo.ente)

    obiettivo = copia(PAGAMENTI | {"stato": "validato"}, ciclo, unita)

    assert obiettivo.stato == StatoObiettivo.BOZZA
    assert obiettivo.unita_collegate.get().unita == unita
    assert obiettivo.unita_collegate.get().ruolo == RuoloUnita.CAPOFILA


def test_la_copia_lascia_storia_e_registro(ciclo):
    obiettivo = copia(PAGAMENTI, ciclo)

    assert obiettivo.history.count() == 1
    assert Evento.objects.get().azione == "crea l'obiettivo"


def test_la_copia_si_mette_in_fondo(ciclo):
    ObiettivoFactory(ciclo=ciclo, ordine=7)

    assert copia(PAGAMENTI, ciclo).ordine == 8


def test_scrivere_e_ricreare_da_lo_stesso_contenuto(ciclo):
    obiettivo = copia(PAGAMENTI, ciclo)

    gemello = copia(scrivi_obiettivo(obiettivo), ciclo)

    assert scrivi_obiettivo(gemello) == scrivi_obiettivo(obiettivo)


def test_un_contenuto_scritto_in_forma_relativa_e_quello_di_partenza(ciclo):
    assert scrivi_obiettivo(copia(PAGAMENTI, ciclo), relativo=True) == PAGAMENTI
    assert rendi_relativo(rendi_assoluto(PAGAMENTI, 2026), 2026) == PAGAMENTI


def test_i_numeri_si_scrivono_senza_zeri_di_troppo():
    target = TargetFactory(indicatore=IndicatoreFactory(), valore=Decimal("80.500000"))

    dati = scrivi_obiettivo(target.indicatore.obiettivo)

    assert dati["indicatori"][0]["target"][0]["valore"] == "80.5"


def test_cio_che_e_vuoto_non_si_scrive():
    obiettivo = ObiettivoFactory(titolo="Solo il titolo")

    assert scrivi_obiettivo(obiettivo) == {"livello": "operativo", "titolo": "Solo il titolo"}
    assert Obiettivo.objects.count() == 1
