"""Ciò che si scrive in parole: target, cronoprogramma; e i nomi delle righe."""

from datetime import date
from decimal import Decimal as D

import pytest

from obiettivi.contenuto import cronoprogramma, target_in_parole
from obiettivi.letture.obiettivi import con_tutto
from obiettivi.models import Obiettivo, Target
from obiettivi.templatetags import obiettivi as filtri
from tests import fabbriche


@pytest.mark.parametrize(
    ("campi", "atteso"),
    [
        ({"operatore": ">=", "valore": D("95.000000")}, "almeno 95"),
        ({"operatore": "<=", "valore": D("1234.5")}, "al massimo 1.234,5"),
        ({"operatore": "tra", "valore": D(10), "valore_massimo": D(20)}, "tra 10 e 20"),
        ({"operatore": "tra", "valore": D(10)}, "tra 10"),
        ({"operatore": "entro", "data": date(2026, 4, 30)}, "entro il 30/04/2026"),
        ({"operatore": "entro", "testo_originale": "entro aprile"}, "entro aprile"),
        ({"operatore": "si"}, "sì"),
        ({"valore": D(7)}, "7"),
        ({"data": date(2026, 4, 30)}, "30/04/2026"),
        ({"testo_originale": "100% degli atti"}, "100% degli atti"),
        ({}, ""),
    ],
)
def test_un_target_si_legge_in_parole(campi, atteso):
    assert target_in_parole(Target(anno=2026, **campi)) == atteso
    assert filtri.target_in_parole(Target(anno=2026, **campi)) == atteso


@pytest.mark.django_db
def test_senza_mesi_non_c_e_cronoprogramma():
    obiettivo = fabbriche.ObiettivoFactory()
    fabbriche.FaseFactory(obiettivo=obiettivo, mesi=[])
    assert cronoprogramma(obiettivo) is None


@pytest.mark.django_db
def test_il_cronoprogramma_dice_i_mesi_anche_in_parole():
    obiettivo = fabbriche.ObiettivoFactory()
    fabbriche.FaseFactory(obiettivo=obiettivo, titolo="Gara", mesi=["2026-03", "2026-04"])
    disegno = cronoprogramma(obiettivo)
    assert 'role="img"' in disegno
    assert "Gara: mar – apr 2026" in disegno


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("tipo", "codice", "nome"),
    [
        ("tema", "digitalizzazione", "Digitalizzazione"),
        ("ambito", "c", "c) soddisfazione dei destinatari"),
        ("tema", "sconosciuto", "sconosciuto"),
    ],
)
def test_una_classificazione_si_dice_per_nome(tipo, codice, nome):
    assert filtri.nome_classificazione(fabbriche.ClassificazioneFactory(tipo=tipo, codice=codice)) == nome


@pytest.mark.django_db
def test_il_peso_mancante_e_vuoto_e_la_scala_e_quella_dell_obiettivo_o_del_ciclo():
    obiettivo = fabbriche.ObiettivoFactory(peso=D("12.5000"))
    assert (filtri.peso(obiettivo), filtri.scala(obiettivo)) == ("12,5", "percentuale (somma 100)")
    obiettivo.peso, obiettivo.scala_peso = None, "punti"
    assert (filtri.peso(obiettivo), filtri.scala(obiettivo)) == ("", "punti")


@pytest.mark.django_db
def test_leggere_tutto_costa_quanto_leggerne_uno(django_assert_num_queries):
    for _ in range(3):
        fabbriche.ObiettivoFactory(completo=True)
    with django_assert_num_queries(10):
        for obiettivo in con_tutto(Obiettivo.objects.all()):
            assert [target.anno for i in obiettivo.indicatori.all() for target in i.target.all()] == [2026]
            assert list(obiettivo.figli.all()) == []


RIGHE = [
    (fabbriche.FaseCicloFactory, "ciclo", {"denominazione": "Avvio"}, "Avvio"),
    (fabbriche.NotaOrigineFactory, "ciclo", {"descrizione": "Non torna."}, "Non torna."),
    (fabbriche.FaseFactory, "obiettivo.ciclo", {"titolo": "Gara"}, "Gara"),
    (fabbriche.RisorsaFactory, "ciclo", {"descrizione": "Canone"}, "Canone"),
    (fabbriche.IndicatoreFactory, "obiettivo.ciclo", {"denominazione": "Giorni"}, "Giorni"),
    (fabbriche.ValoreStoricoFactory, "indicatore.obiettivo.ciclo", {"anno": 2024}, "2024: 33"),
    (fabbriche.TargetFactory, "indicatore.obiettivo.ciclo", {"testo_originale": "presto"}, "2026: presto"),
    (fabbriche.ObiettivoUnitaFactory, "obiettivo.ciclo", {"unita__denominazione": "Tributi"}, "Tributi (capofila)"),
    (fabbriche.AssegnazioneFactory, "obiettivo.ciclo", {"gruppo__denominazione": "Tutti"}, "Tutti"),
    (fabbriche.ClassificazioneFactory, "obiettivo.ciclo", {"codice": "qualita"}, "tema qualita"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("fabbrica", "strada", "campi", "nome"), RIGHE, ids=lambda v: getattr(v, "__name__", ""))
def test_ogni_riga_sa_il_suo_nome_e_il_suo_ente(fabbrica, strada, campi, nome):
    riga = fabbrica(**campi)
    ciclo = riga
    for passo in strada.split("."):
        ciclo = getattr(ciclo, passo)
    assert str(riga) == nome
    assert riga.ente == ciclo.ente
