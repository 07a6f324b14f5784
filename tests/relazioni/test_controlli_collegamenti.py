"""Ogni rilievo porta a una pagina che c'è, nel punto in cui si rimedia."""

import re
from datetime import date

import pytest

from relazioni.controlli import esamina_piano
from relazioni.dimostrazione import CARTELLA
from relazioni.scambio import importa_ciclo, leggi_file
from tests.fabbriche import CicloFactory, IncaricoFactory, ObiettivoFactory, completa, utente_con
from tests.relazioni.scene import ciclo_ricco

pytestmark = pytest.mark.django_db


def forma(collegamento):
    """Lo stesso indirizzo senza le chiavi: due obiettivi diversi hanno la stessa pagina."""
    return re.sub(r"/\d+/", "/N/", collegamento)


def guasti(client, ciclo, oggi):
    """I collegamenti che non portano a una pagina, o a un'ancora che non c'è."""
    client.force_login(utente_con("segretario", ciclo.ente))
    visti, rotti = set(), []
    for rilievo in esamina_piano(ciclo, oggi=oggi).rilievi:
        pagina, _, ancora = rilievo.collegamento.partition("#")
        if pagina and forma(rilievo.collegamento) not in visti:
            visti.add(forma(rilievo.collegamento))
            risposta = client.get(pagina)
            if risposta.status_code != 200 or (ancora and f'id="{ancora}"' not in risposta.content.decode()):
                rotti.append(f"{rilievo.codice} {risposta.status_code} {rilievo.collegamento}")
    assert len(visti) > 5
    return "\n".join(rotti)


@pytest.mark.parametrize(
    ("slug", "oggi"),
    [
        ("esempio", date(2026, 12, 31)),
        ("chieve", date(2020, 12, 31)),
        ("lovere", date(2023, 12, 31)),
        ("offanengo", date(2024, 12, 31)),
    ],
)
def test_nei_piani_della_dimostrazione(client, slug, oggi):
    ciclo, _ = importa_ciclo(leggi_file(CARTELLA / f"{slug}.json"))
    assert guasti(client, ciclo, oggi) == ""


def test_in_un_piano_pieno_di_difetti(client):
    ciclo = ciclo_ricco(impostazione="", bilancio_termine=date(2026, 3, 31))
    completa(ObiettivoFactory(ciclo=ciclo, titolo="Supporto " * 25, natura="mantenimento", tipologia="trasversale"))
    ObiettivoFactory(ciclo=ciclo, obbligo_legge="tempi_pagamento", descrizione="DI 13/2023")
    IncaricoFactory(ente=ciclo.ente, tipo="eq", responsabile_pagamenti=True)
    assert guasti(client, ciclo, date(2026, 12, 31)) == ""


def test_in_un_piano_vuoto(client):
    assert guasti(client, CicloFactory(anno_fine=2026, provvisorio=False), date(2026, 6, 1)) == ""
