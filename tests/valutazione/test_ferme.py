"""Ciò che è adottato e ciò che è confermato si fermano nel database, anche per chi vi scrive direttamente."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from tests.fabbriche import EnteFactory
from tests.valutazione.scena_premi import primo, scena
from tests.valutazione.scena_sistemi import adottato, bozza
from valutazione.azioni.premi import conferma_premi, paga_premi, riapri_fondo
from valutazione.models import Fondo, Sistema

pytestmark = pytest.mark.django_db

ADOTTATO = "adottato non si modifica"
CONFERMATI = "premi confermati non si modificano"
DEL_SISTEMA = {
    "il nome": "update valutazione_sistema set denominazione = 'Altro'",
    "lo stato": "update valutazione_sistema set stato = 'bozza'",
    "il parere": "update valutazione_sistema set parere = 'contrario'",
    "la soglia": "update valutazione_sistema set soglia_negativa = 1",
    "chi valuta": "update valutazione_tiposcheda set valuta = 'sindaco'",
    "le regole del premio": "update valutazione_tiposcheda set premio = '{}'",
    "un peso": "update valutazione_componente set peso = 1",
    "un termine": "update valutazione_fase set giorni = 1",
    "una scala": "update valutazione_scala set denominazione = 'Altra'",
    "un livello": "update valutazione_livelloscala set valore = valore + 10",
    "una fase in più": (
        "insert into valutazione_fase (sistema_id, tipo, anno_dopo, silenzio) "
        "select id, 'chiusura', false, '' from valutazione_sistema"
    ),
}
DEI_PREMI = {
    "la somma": "update valutazione_fondo set importo = 1",
    "le regole": "update valutazione_fondo set base_comune = 1",
    "la maggiorazione": "update valutazione_fondo set maggiorazione = 1",
    "un premio": "update valutazione_premio set importo = importo + 1",
    "di chi è un premio": "update valutazione_premio set escluso = 'no'",
    "lo scenario": "update valutazione_simulazione set economia = 0",
    "la conferma": "update valutazione_simulazione set confermata = false",
    "un altro scenario": (
        "insert into valutazione_simulazione (fondo_id, nome, confermata, tempi, senza_assenze, calcolata_il, "
        "problema, provvisoria, destinazioni, parita, passi, versione) "
        "select id, 'Nuovo', false, '', false, '2027-01-01', '', false, '[]', '[]', '[]', 1 from valutazione_fondo"
    ),
}


def rifiutata(comando, frase):
    with pytest.raises(IntegrityError, match=frase), transaction.atomic(), connection.cursor() as cursore:
        cursore.execute(comando)


@pytest.fixture
def sistema():
    ente = EnteFactory()
    fatto = adottato(ente)
    fatto.refresh_from_db()
    return fatto


@pytest.fixture
def s():
    return scena(90, 70)


@pytest.fixture
def fondo(s):
    return conferma_premi(primo(s.fondo()), utente=s.segretario, motivazione="Prova.")


@pytest.mark.parametrize("che_cosa", DEL_SISTEMA)
def test_di_un_sistema_adottato_non_si_cambia(sistema, che_cosa):
    rifiutata(DEL_SISTEMA[che_cosa], ADOTTATO)


def test_di_un_sistema_adottato_cambia_solo_la_fine(sistema):
    assert Sistema.objects.filter(pk=sistema.pk).update(al=date(2028, 12, 31)) == 1


def test_una_bozza_accanto_si_cambia(sistema):
    nuova = bozza(sistema.ente)
    assert nuova.tipi.update(valuta="sindaco") == 1
    assert Sistema.objects.filter(pk=nuova.pk).update(denominazione="Altro") == 1


@pytest.mark.parametrize("che_cosa", DEI_PREMI)
def test_dei_premi_confermati_non_si_cambia(fondo, che_cosa):
    rifiutata(DEI_PREMI[che_cosa], CONFERMATI)


def test_un_fondo_riaperto_si_cambia_di_nuovo(s, fondo):
    riapri_fondo(fondo, utente=s.segretario, nota="Un riesame.")
    assert Fondo.objects.update(importo=1) == 1
    assert primo(fondo).premi.update(importo=1) == 2


def test_i_premi_pagati_non_si_riaprono_piu(s, fondo):
    paga_premi(fondo, utente=s.segretario, il=date(2027, 12, 1))
    rifiutata("update valutazione_fondo set stato = 'aperto'", CONFERMATI)
    rifiutata("update valutazione_fondo set liquidato_il = '2030-01-01'", CONFERMATI)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="le prove con più processi vi svuotano le tabelle")
@pytest.mark.parametrize("tabella", ["sistema", "tiposcheda", "componente", "fase", "scala", "livelloscala"])
def test_di_un_sistema_adottato_non_si_elimina(sistema, tabella):
    rifiutata(f"delete from valutazione_{tabella}", ADOTTATO)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="le prove con più processi vi svuotano le tabelle")
@pytest.mark.parametrize("tabella", ["fondo", "premio", "simulazione"])
def test_dei_premi_confermati_non_si_elimina(fondo, tabella):
    rifiutata(f"delete from valutazione_{tabella}", CONFERMATI)
