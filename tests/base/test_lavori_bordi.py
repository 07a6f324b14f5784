"""Lavori in secondo piano, i casi rari: due richieste insieme, un database che non risponde, un battito perso."""

from unittest.mock import patch

import pytest
from django.db import DatabaseError, IntegrityError
from django_tasks_db.models import DBTaskResult

from piao.base import lavori
from piao.base.lavori import Battito, annulla, argomenti_di, avvia, esegui_in_attesa, lavora_uno, segnala
from piao.base.models import Lavoratore, Lavoro
from tests.base import lavori_di_prova

pytestmark = pytest.mark.django_db


def chiedi(chiave="conto:1", **addendi):
    argomenti = {"titolo": "Conto", "ente": "esempio", "chi": "anna@esempio.it", "addendi": [1, 2]} | addendi
    return avvia(lavori_di_prova.somma, chiave=chiave, **argomenti)


def test_la_stessa_chiave_gia_in_coda_e_lo_stesso_lavoro():
    primo = chiedi()
    assert chiedi().pk == primo.pk
    assert DBTaskResult.objects.count() == Lavoro.objects.count() == 1


def test_finito_il_primo_la_stessa_chiave_e_un_lavoro_nuovo():
    primo = chiedi()
    esegui_in_attesa()
    assert chiedi().pk != primo.pk


def test_se_il_primo_finisce_mentre_si_chiede_il_secondo_si_vede_il_primo():
    """Fra il rifiuto del database e la rilettura il lavoro può essere già finito: non è un guasto."""
    primo = chiedi()
    esegui_in_attesa()
    with patch.object(Lavoro.objects, "create", side_effect=IntegrityError):
        secondo = chiedi()
    assert (secondo.pk, secondo.stato) == (primo.pk, Lavoro.Stato.FATTO)


def test_chiavi_diverse_sono_lavori_diversi():
    assert chiedi("conto:1").pk != chiedi("conto:2").pk


def test_segnalare_senza_un_lavoro_non_fa_nulla(django_assert_num_queries):
    with django_assert_num_queries(0):
        segnala(None, 50, "Impagino")


def test_annullare_un_lavoro_gia_finito_non_lo_cambia():
    lavoro = chiedi()
    esegui_in_attesa()
    lavoro.refresh_from_db()
    annulla(lavoro)
    assert (lavoro.stato, lavoro.annullare) == (Lavoro.Stato.FATTO, False)


def test_a_coda_vuota_non_c_e_nulla_da_fare():
    assert lavora_uno("anna") is False


def test_un_battito_perso_non_ferma_il_lavoratore():
    """Il database occupato fa saltare un battito; il successivo riprova."""
    prove = []

    def batti(lavoratore):
        prove.append(lavoratore)
        if len(prove) == 1:
            raise DatabaseError("occupato")

    battito = Battito("anna")
    attese = iter([False, False, True])
    with (
        patch.object(battito._fine, "wait", lambda secondi: next(attese)),
        patch.object(lavori, "batti", batti),
        patch.object(lavori.connection, "close") as chiusa,
    ):
        battito._batti_sempre()
    assert prove == ["anna", "anna"]
    assert chiusa.call_count == 2


def test_finito_il_blocco_il_lavoratore_non_risulta_piu():
    with Battito("anna"):
        assert Lavoratore.objects.filter(nome="anna").exists()
    assert not Lavoratore.objects.exists()


def test_un_lavoro_ricorda_con_che_cosa_e_stato_avviato_finche_la_coda_lo_tiene():
    lavoro = chiedi(addendi=[1, 2])
    assert argomenti_di(lavoro) == {"lavoro_id": lavoro.pk, "addendi": [1, 2]}
    DBTaskResult.objects.all().delete()
    assert argomenti_di(lavoro) == {}
