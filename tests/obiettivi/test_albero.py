"""L'albero della performance: rami, filtri, conteggi, pagina, disegno."""

from xml.etree import ElementTree

import pytest
from django.urls import reverse

from obiettivi.disegni import disegno_albero, figure_albero
from obiettivi.letture.albero import PER_UNITA, Filtro, albero_di, filtro_da
from obiettivi.voci import Livello, StatoObiettivo, Tema
from tests.fabbriche import (
    CicloFactory,
    ClassificazioneFactory,
    EnteFactory,
    LineaMandatoFactory,
    ObiettivoFactory,
    ObiettivoUnitaFactory,
    UnitaFactory,
    utente_con,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ciclo():
    return CicloFactory(anno=2026)


@pytest.fixture
def segretario(ciclo):
    return utente_con("segretario", ciclo.ente)


def strategico(ciclo, **campi):
    return ObiettivoFactory(ciclo=ciclo, livello=Livello.STRATEGICO, **campi)


def titoli(rami):
    return [(ramo.titolo, titoli(ramo.figli)) if ramo.figli else ramo.titolo for ramo in rami]


def test_dalla_linea_agli_strategici_agli_operativi(ciclo, segretario):
    linea = LineaMandatoFactory(ente=ciclo.ente, titolo="Comune vicino")
    padre = strategico(ciclo, titolo="Servizi in rete", linea_mandato=linea)
    ObiettivoFactory(ciclo=ciclo, titolo="pagoPA", padre=padre)
    assert titoli(albero_di(segretario, ciclo).rami) == [("Comune vicino", [("Servizi in rete", ["pagoPA"])])]


def test_chi_non_discende_da_nulla_sta_in_un_ramo_suo(ciclo, segretario):
    strategico(ciclo, titolo="Alto")
    ObiettivoFactory(ciclo=ciclo, titolo="Solo")
    albero = albero_di(segretario, ciclo)
    assert titoli(albero.rami) == ["Alto", ("Senza collegamento", ["Solo"])]
    assert albero.sciolti == 1


def test_uno_strategico_senza_linea_si_distingue_se_l_ente_ha_linee(ciclo, segretario):
    LineaMandatoFactory(ente=ciclo.ente, titolo="Linea")
    strategico(ciclo, titolo="Alto")
    assert titoli(albero_di(segretario, ciclo).rami) == ["Linea", ("Senza linea di mandato", ["Alto"])]


def test_una_linea_ancora_senza_obiettivi_si_vede(ciclo, segretario):
    LineaMandatoFactory(ente=ciclo.ente, titolo="Da riempire")
    assert titoli(albero_di(segretario, ciclo).rami) == ["Da riempire"]


def test_un_operativo_puo_discendere_dalla_linea(ciclo, segretario):
    linea = LineaMandatoFactory(ente=ciclo.ente, titolo="Linea")
    ObiettivoFactory(ciclo=ciclo, titolo="Diretto", linea_mandato=linea)
    assert titoli(albero_di(segretario, ciclo).rami) == [("Linea", ["Diretto"])]


def test_per_unita_ogni_obiettivo_sta_sotto_chi_ne_risponde(ciclo, segretario):
    area = UnitaFactory(ente=ciclo.ente, denominazione="Area")
    servizio = UnitaFactory(ente=ciclo.ente, denominazione="Servizio", parent=area)
    UnitaFactory(ente=ciclo.ente, denominazione="Vuota")
    ObiettivoFactory(ciclo=ciclo, titolo="Suo", unita=servizio)
    ObiettivoFactory(ciclo=ciclo, titolo="Di nessuno")
    rami = albero_di(segretario, ciclo, vista=PER_UNITA).rami
    assert titoli(rami) == [("Area", [("Servizio", ["Suo"])]), ("Senza unità", ["Di nessuno"])]


def test_un_trasversale_sta_sotto_ogni_unita_con_il_suo_peso_e_conta_una_volta(ciclo, segretario):
    area = UnitaFactory(ente=ciclo.ente, denominazione="Area")
    servizio = UnitaFactory(ente=ciclo.ente, denominazione="Servizio", parent=area)
    obiettivo = ObiettivoFactory(ciclo=ciclo, peso=10)
    ObiettivoUnitaFactory(obiettivo=obiettivo, unita=area, peso=25)
    ObiettivoUnitaFactory(obiettivo=obiettivo, unita=servizio, ruolo="partecipante")
    (ramo,) = albero_di(segretario, ciclo, vista=PER_UNITA).rami
    suo, sotto = ramo.figli
    assert (suo.peso, suo.ruolo) == ("25%", "capofila")
    assert (sotto.figli[0].peso, sotto.figli[0].ruolo) == ("10%", "partecipante")
    assert ramo.quanti == 1


def test_chi_filtra_vede_gli_antenati_come_percorso(ciclo, segretario):
    padre = strategico(ciclo, titolo="Padre")
    ObiettivoFactory(ciclo=ciclo, titolo="Trovami", padre=padre)
    ObiettivoFactory(ciclo=ciclo, titolo="Altro", padre=padre)
    albero = albero_di(segretario, ciclo, filtro=Filtro(testo="trovami"))
    (ramo,) = albero.rami
    assert not ramo.trovato
    assert titoli(albero.rami) == [("Padre", ["Trovami"])]
    assert (albero.trovati, albero.totale, ramo.quanti) == (1, 3, 1)


@pytest.mark.parametrize(
    ("filtro", "atteso"),
    [
        ({"testo": "biblioteca ORARI"}, ["A"]),
        ({"livello": Livello.STRATEGICO}, ["B"]),
        ({"stato": StatoObiettivo.VALIDATO}, ["C"]),
        ({"tema": Tema.FORMAZIONE}, ["D"]),
        ({"testo": "niente"}, []),
    ],
)
def test_ogni_filtro_tiene_solo_cio_che_risponde(ciclo, segretario, filtro, atteso):
    ObiettivoFactory(ciclo=ciclo, codice="A", titolo="Nuovi orari", descrizione="Della biblioteca")
    strategico(ciclo, codice="B", titolo="x")
    ObiettivoFactory(ciclo=ciclo, codice="C", titolo="x", stato=StatoObiettivo.VALIDATO)
    ClassificazioneFactory(obiettivo=ObiettivoFactory(ciclo=ciclo, codice="D", titolo="x"), codice=Tema.FORMAZIONE)
    albero = albero_di(segretario, ciclo, filtro=Filtro(**filtro))
    trovati = [n.obiettivo.codice for r in albero.rami for n in r.discendenza() if n.obiettivo]
    assert trovati == atteso


def test_il_filtro_per_unita_comprende_quelle_che_ne_dipendono(ciclo, segretario):
    area = UnitaFactory(ente=ciclo.ente)
    ObiettivoFactory(ciclo=ciclo, unita=UnitaFactory(ente=ciclo.ente, parent=area))
    ObiettivoFactory(ciclo=ciclo)
    assert albero_di(segretario, ciclo, filtro=filtro_da(ciclo, unita=area.pk)).trovati == 1


def test_chi_non_vede_le_bozze_non_le_trova_nell_albero(ciclo):
    padre = strategico(ciclo, titolo="In bozza")
    ObiettivoFactory(ciclo=ciclo, titolo="Proposto", padre=padre, stato=StatoObiettivo.PROPOSTO)
    albero = albero_di(utente_con("dipendente", ciclo.ente), ciclo)
    assert titoli(albero.rami) == ["Proposto"]
    assert albero.totale == 1


# ---- la pagina -------------------------------------------------------------------------------------


def apri(client, utente, ciclo, nome="albero", **filtri):
    client.force_login(utente)
    return client.get(reverse(f"obiettivi:{nome}", args=[ciclo.ente.slug, ciclo.anno]), filtri)


def apri_ancora(client, ciclo, **filtri):
    """Senza rifare l'accesso: la prima pagina di una sessione scrive anche la sessione."""
    return client.get(reverse("obiettivi:albero", args=[ciclo.ente.slug, ciclo.anno]), filtri)


def test_un_collegamento_incerto_e_detto_a_parole(client, ciclo, segretario):
    ObiettivoFactory(ciclo=ciclo, padre=strategico(ciclo), padre_certo=False)
    assert "collegamento incerto" in apri(client, segretario, ciclo).content.decode()


def test_senza_obiettivi_la_pagina_dice_che_cosa_fare(client, ciclo, segretario):
    assert "non ha ancora obiettivi" in apri(client, segretario, ciclo).content.decode()


def test_senza_risultati_la_pagina_lo_dice(client, ciclo, segretario):
    ObiettivoFactory(ciclo=ciclo)
    assert "risponde ai filtri" in apri(client, segretario, ciclo, testo="zzz").content.decode()


def test_un_filtro_insensato_non_e_un_errore(client, ciclo, segretario):
    ObiettivoFactory(ciclo=ciclo, titolo="Presente")
    risposta = apri(client, segretario, ciclo, livello="boh", unita="99999", vista="altro")
    assert "Presente" in risposta.content.decode()


def test_i_rami_si_aprono_anche_senza_javascript(client, ciclo, segretario):
    padre = strategico(ciclo)
    ObiettivoFactory.create_batch(5, ciclo=ciclo, padre=padre)
    for _ in range(4):
        ObiettivoFactory(ciclo=ciclo, padre=strategico(ciclo))
    chiusi, aperti = apri(client, segretario, ciclo), apri(client, segretario, ciclo, rami="aperti")
    assert "<details open>" not in chiusi.content.decode()
    assert aperti.content.decode().count("<details open>") == 5


@pytest.mark.parametrize("aspetto", ["elenco", "disegno"])
@pytest.mark.parametrize("vista", ["linee", "unita"])
def test_le_letture_non_crescono_con_gli_obiettivi(client, ciclo, segretario, quindici_letture, aspetto, vista):
    unita = UnitaFactory(ente=ciclo.ente)
    for _ in range(12):
        obiettivo = ObiettivoFactory(ciclo=ciclo, padre=strategico(ciclo, unita=unita), unita=unita)
        ClassificazioneFactory(obiettivo=obiettivo)
    apri(client, segretario, ciclo)
    with quindici_letture():
        apri_ancora(client, ciclo, aspetto=aspetto, vista=vista)


def test_un_estraneo_non_trova_l_albero(client, ciclo):
    estraneo = utente_con("segretario", EnteFactory())
    assert apri(client, estraneo, ciclo).status_code == 404
    assert apri(client, estraneo, ciclo, "albero_svg").status_code == 404


# ---- il disegno ------------------------------------------------------------------------------------


def test_il_disegno_si_scarica_come_svg_ben_formato(client, ciclo, segretario):
    ObiettivoFactory(ciclo=ciclo, titolo="Strade & <piazze>", padre=strategico(ciclo))
    risposta = apri(client, segretario, ciclo, "albero_svg")
    assert risposta["Content-Type"].startswith("image/svg+xml")
    assert f"albero-{ciclo.ente.slug}-2026.svg" in risposta["Content-Disposition"]
    assert "Strade & <piazze>" in "".join(ElementTree.fromstring(risposta.content).itertext())


def test_il_disegno_dice_il_collegamento_incerto(ciclo, segretario):
    ObiettivoFactory(ciclo=ciclo, titolo="Figlio", padre=strategico(ciclo), padre_certo=False)
    assert "Figlio (collegamento incerto)" in disegno_albero(albero_di(segretario, ciclo), ciclo)


def test_chi_non_discende_da_nulla_non_ha_un_collegamento_incerto(ciclo, segretario):
    ObiettivoFactory(ciclo=ciclo, padre_certo=False)
    assert "incerto" not in disegno_albero(albero_di(segretario, ciclo), ciclo)


def test_un_albero_grande_si_divide_in_figure_con_nomi_diversi(ciclo, segretario):
    for _ in range(8):
        padre = strategico(ciclo)
        ObiettivoFactory.create_batch(9, ciclo=ciclo, padre=padre)
    figure = figure_albero(albero_di(segretario, ciclo), ciclo)
    assert len(figure) > 1
    assert 'id="albero-1-titolo"' in figure[0]
    assert 'id="albero-2-titolo"' in figure[1]


def test_un_trasversale_compare_sotto_ogni_unita_anche_nel_disegno(ciclo, segretario):
    obiettivo = ObiettivoFactory(ciclo=ciclo, titolo="Comune a tutti")
    for _ in range(2):
        ObiettivoUnitaFactory(obiettivo=obiettivo, unita=UnitaFactory(ente=ciclo.ente))
    disegno = disegno_albero(albero_di(segretario, ciclo, vista=PER_UNITA), ciclo)
    assert disegno.count("<tspan") >= 4
