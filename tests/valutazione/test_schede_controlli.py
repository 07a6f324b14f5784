"""Ciò che i controlli del Piano sanno delle schede: date e numeri, mai le persone."""

from datetime import date

import pytest
from django.utils import timezone

from relazioni.controlli import esamina_piano
from tests.fabbriche import EnteFactory, utente_con
from tests.valutazione.scena_schede import porta_a
from valutazione.azioni.passi import prendi_visione
from valutazione.azioni.sistemi import crea_da_modello
from valutazione.letture.albero import pesi_per_natura
from valutazione.letture.per_i_controlli import pesi_di, schede_per_i_controlli
from valutazione.models import Componente, Scheda

pytestmark = pytest.mark.django_db


def test_senza_schede_non_si_sa_nulla(scena):
    Scheda.objects.all().delete()
    assert schede_per_i_controlli(scena.ciclo) is None


def test_si_contano_assegnate_da_assegnare_e_lette(scena):
    prendi_visione(porta_a(scena, "ada", "assegnata"), utente=scena.utenti["ada"])
    fatti = schede_per_i_controlli(scena.ciclo)
    assert (fatti.assegnate, fatti.da_assegnare, fatti.lette) == ((timezone.localdate(),), 4, 1)


def test_chi_comincia_dopo_e_chi_e_annullato_non_contano(scena):
    Scheda.objects.filter(pk=scena.schede["ada"].pk).update(dal=date(2026, 7, 1))
    Scheda.objects.filter(pk=scena.schede["bruno"].pk).update(stato="annullata")
    assert schede_per_i_controlli(scena.ciclo).da_assegnare == 3


def test_il_controllo_del_piano_lo_dice_senza_nomi(scena):
    rilievi = [r for r in esamina_piano(scena.ciclo, oggi=date(2026, 6, 1)).rilievi if r.codice == "P33"]
    assert "5 schede non assegnate entro il 28 febbraio 2026." in [r.frase for r in rilievi]
    assert not any(scena.persone["ada"].cognome in r.frase for r in rilievi)


def da_modello(modello, destinatari):
    ente = EnteFactory()
    sistema = crea_da_modello(ente=ente, modello=modello, utente=utente_con("segretario", ente))
    return sistema.tipi.filter(destinatari=destinatari).first()


@pytest.mark.parametrize(
    ("modello", "destinatari", "struttura", "altro"),
    [
        ("completo", "eq", 50, 20),
        ("completo", "dirigenti", 50, 20),
        ("cuneo", "eq", 60, 40),
        ("semplice", "eq", None, 0),
        ("calcinate", "eq", None, 0),
    ],
)
def test_quanto_pesa_la_struttura_per_chi_dirige(modello, destinatari, struttura, altro):
    pesi = pesi_di(da_modello(modello, destinatari))
    assert (pesi.struttura and round(pesi.struttura), round(pesi.altro)) == (struttura, altro)


def test_i_pesi_fanno_cento_qualunque_sia_la_scala():
    pesi = pesi_per_natura(da_modello("semplice", "eq"))
    assert sum(pesi.values()) == 100
    assert pesi["obiettivi"] == 50


def test_senza_albero_o_con_un_numero_qualsiasi_i_pesi_non_si_sanno():
    tipo = da_modello("semplice", "eq")
    foglia = tipo.componenti.filter(figli__isnull=True).first()
    Componente.objects.filter(pk=foglia.pk).update(fonte="numero", scala=None, conversione={})
    assert pesi_per_natura(tipo) == {}
    tipo.componenti.filter(genitore__genitore__isnull=False).delete()
    tipo.componenti.filter(genitore__isnull=False).delete()
    tipo.componenti.all().delete()
    assert pesi_per_natura(tipo) == {}


def test_nei_fatti_c_e_un_peso_per_tipo_di_scheda_di_chi_dirige(scena):
    assert [pesi.struttura for pesi in schede_per_i_controlli(scena.ciclo).pesi] == [None]
