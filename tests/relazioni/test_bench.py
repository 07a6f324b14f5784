"""Le misure della Relazione: la scena su cui si prende il tempo è un anno misurato per intero."""

import pytest

from relazioni import bench
from relazioni.contenuto.relazione import componi_relazione
from relazioni.dimostrazione.generatore import documento
from relazioni.models import Relazione

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _poco(monkeypatch):
    misurato = {"secondi": 2.0, "prima": 1.0, "pagine": 30, "memoria": 100.0}
    monkeypatch.setattr(bench, "GIRI", 1)
    monkeypatch.setattr(bench, "documento", lambda quanti, slug: documento(4, 2, slug=slug))
    monkeypatch.setattr(bench, "in_un_processo", lambda *_: misurato)


def test_l_anno_su_cui_si_misura_ha_ogni_valore():
    bench._anno_misurato()
    composta = componi_relazione(Relazione.objects.get())
    assert composta.complesso.misurati == 3
    assert not [i for o in composta.obiettivi for i in o.indicatori if i.manca]


def test_si_leggono_le_pagine_al_secondo_e_le_due_pagine_dell_anno():
    righe = {riga.nome: riga for riga in bench.relazione()}
    assert righe["  pagine al secondo"].nostro == 15
    assert {"Quadro dei risultati", "Griglia"} <= righe.keys()
    assert all(riga.nostro > 0 for riga in righe.values())


def test_la_relazione_si_scrive_come_la_scrive_il_lavoratore(monkeypatch, tmp_path):
    bench._anno_misurato()
    monkeypatch.setattr(bench, "scrivi_relazione", lambda composta: b"%PDF /Type /Pages /Count 7")
    misurato = bench.relazione_nostra("misurato", "2026", str(tmp_path / "r.html"))
    assert misurato["pagine"] == 7
    assert "Ridurre i tempi del servizio" in (tmp_path / "r.html").read_text()
