"""Ciò che più prove della stanza prendono in prestito."""

import pytest

from piao.base.controlli import Esito


@pytest.fixture
def rilievi(monkeypatch):
    """I controlli del percorso rispondono ciò che la prova decide: `rilievi(esito("blocco"))`; prima, nulla."""
    trovato = [Esito()]
    for modulo in ("views.percorso", "views.giunta", "views.parere", "azioni.percorso"):
        monkeypatch.setattr(f"relazioni.{modulo}.esamina_piano", lambda ciclo, **_: trovato[-1])
    return trovato.append
