"""Ciò che i controlli del Piano sanno delle schede: date e numeri, mai le persone."""

from datetime import date

import pytest
from django.utils import timezone

from relazioni.controlli import esamina_piano
from tests.valutazione.scena_schede import porta_a
from valutazione.azioni.passi import prendi_visione
from valutazione.letture.per_i_controlli import schede_per_i_controlli
from valutazione.models import Scheda

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
