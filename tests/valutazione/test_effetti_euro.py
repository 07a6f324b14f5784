"""Gli euro di un sistema nuovo sullo stesso fondo: chi guadagna, chi perde, che cosa resta."""

from copy import deepcopy
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.fabbriche import utente_con
from tests.valutazione.aiuti import senza_guardie
from tests.valutazione.scena_premi import ANNO, PREMIO, D, scena, tipo
from valutazione.letture.confronto import effetti_di
from valutazione.letture.premi.effetti import NON_TUTTE, in_euro
from valutazione.models import Sistema
from valutazione.voci import BasePremio, ModoPremio

pytestmark = pytest.mark.django_db
SEVERE = [
    {"a": 80, "a_incluso": False, "esito": 0, "nome": "nulla"},
    {"da": 80, "esito": 100, "nome": "piena"},
]


@pytest.fixture
def s():
    """Con le regole di allora 95 e 75 punti valgono 100 e 75: 1.714,29 e 1.285,71 euro di 3.000."""
    fatta = scena(95, 75)
    for scheda in fatta.ciclo.schede.all():
        scheda.istantanea = {"premio": deepcopy(PREMIO)}
        scheda.save()
    return fatta


def nuovo(s, **premio):
    sistema = Sistema.objects.create(ente=s.ente, numero=2, denominazione="Nuovo")
    tipo(sistema, "dipendenti", modo_premio=ModoPremio.RIPARTO, premio=PREMIO | premio)
    importo = {"modo_premio": ModoPremio.IMPORTO, "base_premio": BasePremio.IMPORTO}
    tipo(sistema, "eq", premio=PREMIO | {"percentuale_base": 25}, **importo)
    return sistema


def conto(s, sistema):
    return in_euro(effetti_di(sistema, ANNO), s.ente, ANNO)


def importi(riga):
    return {(uno.prima, uno.dopo) for uno in riga.righe}


def test_le_stesse_regole_danno_gli_stessi_euro(s):
    s.fondo()
    (riga,) = conto(s, nuovo(s))
    assert importi(riga) == {(D("1714.29"), D("1714.29")), (D("1285.71"), D("1285.71"))}
    assert (riga.guadagnano, riga.perdono, riga.uguali, riga.problema) == (0, 0, 2, "")


def test_fasce_piu_severe_spostano_i_soldi_e_il_fondo_resta_quello(s):
    s.fondo()
    (riga,) = conto(s, nuovo(s, fasce=SEVERE))
    assert importi(riga) == {(D("1714.29"), D(3000)), (D("1285.71"), D(0))}
    assert (riga.guadagnano, riga.perdono) == (1, 1)
    assert (riga.totale_prima, riga.totale_dopo) == (D(3000), D(3000))


def test_cio_che_avanza_si_dice(s):
    s.fondo("eq", 5000, base_comune=D(12000))
    (riga,) = conto(s, nuovo(s))
    assert (importi(riga), riga.economia_prima, riga.economia_dopo) == ({(D(3000), D(3000))}, D(2000), D(2000))


def test_le_regole_scelte_nel_fondo_lasciano_il_posto_a_quelle_che_vi_corrispondono(s):
    s.fondo(regole=s.tipi["dipendenti"])
    (riga,) = conto(s, nuovo(s, fasce=SEVERE))
    assert riga.totale_dopo == D(3000)
    assert D(0) in {uno.dopo for uno in riga.righe}


def test_un_blocco_di_allora_resta_senza_premio(s):
    s.fondo()
    scheda = s.persone[0].schede.get()
    scheda.esito = {"blocco": "minimo"}
    scheda.save()
    assert importi(conto(s, nuovo(s))[0]) == {(D(0), D(0)), (D(3000), D(3000))}


def test_se_una_scheda_non_si_confronta_di_quel_fondo_non_si_dicono_gli_euro(s):
    s.fondo()
    sistema = nuovo(s)
    sistema.tipi.filter(destinatari="dipendenti").update(destinatari="segretario", codice="altro")
    (riga,) = conto(s, sistema)
    assert (riga.problema, riga.righe) == (NON_TUTTE, ())


@pytest.mark.parametrize(
    ("quale", "frase"), [("vecchio", "Con le regole di allora: "), ("nuovo", "Con queste regole: ")]
)
def test_un_conto_che_non_si_puo_fare_dice_quale_e_perche(s, quale, frase):
    s.fondo()
    sistema = nuovo(s)
    regole = s.sistema if quale == "vecchio" else sistema
    with senza_guardie():
        regole.tipi.filter(destinatari="dipendenti").update(premio=PREMIO | {"fattori": [{"input": "pesatura"}]})
    (riga,) = conto(s, sistema)
    assert riga.problema.startswith(frase)
    assert "pesatura" in riga.problema


def test_un_fondo_senza_schede_valutate_non_c_e(s):
    s.fondo("segretario", 1000)
    assert conto(s, nuovo(s)) == []


def apri(client, s, sistema):
    client.force_login(utente_con("segretario", s.ente))
    return client.get(reverse("valutazione:effetti_sistema", args=[s.ente.slug, sistema.pk])).content.decode()


def test_la_pagina_mostra_gli_euro_e_la_differenza(client, s):
    s.fondo()
    pagina = apri(client, s, nuovo(s, fasce=SEVERE))
    frasi = ("In euro: dipendenti", "+1.285,71", "−1.285,71", "<strong>1</strong> guadagna")
    assert [frase for frase in frasi if frase not in pagina] == []


def test_senza_un_fondo_la_pagina_dice_dove_si_scrive(client, s):
    assert "non c'è un fondo" in apri(client, s, nuovo(s))


def test_le_letture_sono_sedici_con_qualsiasi_numero_di_fondi_e_di_persone(client, s, django_assert_num_queries):
    s.fondo()
    s.fondo("eq", 5000, base_comune=Decimal(12000))
    sistema = nuovo(s)
    client.force_login(utente_con("segretario", s.ente))
    with django_assert_num_queries(16):
        client.get(reverse("valutazione:effetti_sistema", args=[s.ente.slug, sistema.pk]))
