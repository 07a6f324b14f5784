"""I fatti dell'anno: ogni cosa una volta, dalla riga che la sa; i congedi non contano mai."""

from datetime import date
from decimal import Decimal

import pytest

from tests.fabbriche import CicloFactory, RapportoFactory
from tests.valutazione.aiuti import senza_guardie
from tests.valutazione.scena_premi import importi, primo, scena, scheda
from valutazione.letture.premi import giorni as g
from valutazione.letture.premi.persone import concorrenti, raccogli
from valutazione.models import Assenza, Fondo
from valutazione.voci import CriterioParita, StatoScheda

D = Decimal


def fatti(fondo, posto=0, **altro):
    return concorrenti(fondo, raccogli(fondo), **altro)[posto].fatti


def assente(persona, dal, al, conta=True, ore=None):
    return Assenza.objects.create(rapporto=persona.rapporti.first(), dal=dal, al=al, conta=conta, ore=ore)


# ---- i giorni ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("periodi", "attesi"),
    [
        ([(date(2026, 1, 1), date(2026, 12, 31))], 365),
        ([(date(2028, 1, 1), date(2028, 12, 31))], 365),  # il 29 febbraio non si conta
        ([(date(2028, 2, 29), date(2028, 2, 29))], 0),
        ([(date(2026, 1, 1), date(2026, 1, 10)), (date(2026, 1, 5), date(2026, 1, 20))], 20),
        ([(date(2026, 1, 1), date(2026, 1, 1)), (date(2026, 1, 3), date(2026, 1, 3))], 2),
        ([None], 0),
    ],
)
def test_i_giorni_si_contano_una_volta(periodi, attesi):
    assert g.quanti(periodi) == attesi


@pytest.mark.parametrize(
    ("dal", "al", "atteso"),
    [
        (date(2020, 1, 1), None, (date(2026, 1, 1), date(2026, 12, 31))),
        (None, date(2026, 3, 1), (date(2026, 1, 1), date(2026, 3, 1))),
        (date(2027, 1, 1), None, None),
    ],
)
def test_di_un_periodo_conta_la_parte_nell_anno(dal, al, atteso):
    assert g.nell_anno(dal, al, 2026) == atteso


@pytest.mark.parametrize(
    ("periodi", "attesi"),
    [
        ([], 0),
        ([(date(2026, 1, 1), date(2026, 12, 31))], 12),
        ([(date(2026, 1, 17), date(2026, 2, 15))], 2),
        ([(date(2026, 1, 18), date(2026, 2, 14))], 0),
    ],
)
def test_un_mese_conta_con_quindici_giorni(periodi, attesi):
    assert g.mesi(periodi) == attesi


# ---- una persona -------------------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


def test_le_assenze_contano_solo_se_segnate_e_una_volta_sola():
    s = scena(100)
    fondo, ada = s.fondo(), s.persone[0]
    assente(ada, date(2026, 3, 1), date(2026, 3, 10))
    assente(ada, date(2026, 3, 5), date(2026, 3, 12))
    assente(ada, date(2025, 12, 1), date(2025, 12, 31))
    assente(ada, date(2026, 4, 1), date(2026, 4, 1), ore=D(4))
    letti = fatti(fondo)
    assert (letti["assenza_giorni"], letti["assenza_ore"], letti["giorni_utili"]) == (12, D(4), 353)


def test_un_congedo_che_non_conta_lascia_il_premio_intero():
    s = scena(100, 100, premio={"fattori": [{"input": "giorni_utili", "base": 365}]})
    assente(s.persone[0], date(2026, 1, 1), date(2026, 5, 31), conta=False)
    assert importi(primo(s.fondo())) == [D(1500), D(1500)]


def test_senza_assenze_e_uno_scenario():
    s = scena(100)
    fondo = s.fondo()
    assente(s.persone[0], date(2026, 3, 1), date(2026, 3, 10))
    assert fatti(fondo, senza_assenze=True)["giorni_utili"] == 365


def test_due_schede_si_uniscono_sui_giorni_o_in_media_semplice():
    s = scena(70)
    ada = s.persone[0]
    ada.schede.update(al=date(2026, 4, 30))
    scheda(s, ada, 88, dal=date(2026, 5, 1))
    fondo = s.fondo()
    letti = fatti(fondo)
    assert [periodo["giorni"] for periodo in letti["periodi"]] == [120, 245]
    assert (letti["giorni"], letti["peso"], primo(fondo).premi.get().punteggio) == (365, "giorni", D("82.08"))
    s.sistema.media_per_giorni = False
    with senza_guardie():
        s.sistema.save()
    assert fatti(fondo)["peso"] == "semplice"


def test_due_schede_negli_stessi_giorni_non_raddoppiano_il_servizio():
    s = scena(70)
    scheda(s, s.persone[0], 90, unita=None)
    assert fatti(s.fondo())["giorni"] == 365


def test_il_tempo_di_lavoro_e_la_media_dell_anno_e_l_area_quella_prevalente():
    s = scena(100)
    rapporto = s.persone[0].rapporti.get()
    rapporto.al, rapporto.area = date(2026, 3, 14), "operatori"
    rapporto.save()
    RapportoFactory(
        ente=s.ente, persona=s.persone[0], dal=date(2026, 3, 15), tempo=D(50), area="istruttori", matricola="N1"
    )
    letti = fatti(s.fondo())
    assert letti["part_time"] == D("0.6")  # 73 giorni interi, 292 a metà tempo
    assert letti["area"] == "istruttori"


def test_la_quota_in_convenzione_si_pesa_sui_giorni():
    s = scena(100)
    s.persone[0].schede.update(quota=D(60), al=date(2026, 3, 14))
    scheda(s, s.persone[0], 100, dal=date(2026, 3, 15))
    fondo = s.fondo()
    assert fatti(fondo)["quota_convenzione"] == D("0.92")
    assert raccogli(fondo).anni[0].quota == D(92)


def test_senza_rapporto_di_lavoro_si_va_avanti():
    s = scena(100)
    s.persone[0].schede.update(rapporto=None)
    s.persone[0].rapporti.all().delete()
    letti = fatti(s.fondo())
    assert (letti["part_time"], letti["area"]) == (D(1), "")


def test_chi_non_ha_un_punteggio_aspetta_e_il_conto_e_provvisorio():
    s = scena(100, None)
    fondo = s.fondo()
    raccolta = raccogli(fondo)
    assert (len(raccolta.contate), len(raccolta.senza_punteggio), raccolta.provvisoria) == (1, 1, True)
    assert primo(fondo).provvisoria
    assert primo(fondo).premi.count() == 1


@pytest.mark.parametrize(("punteggi", "frase"), [((), "Non ci sono schede"), ((None,), "ancora un punteggio")])
def test_senza_punteggi_si_dice_perche(punteggi, frase):
    assert frase in primo(scena(*punteggi).fondo()).problema


def test_una_scheda_annullata_non_conta_e_un_blocco_toglie_il_premio():
    s = scena(100, 90)
    s.persone[0].schede.update(stato=StatoScheda.ANNULLATA)
    s.persone[1].schede.update(esito={"blocco": "minimo-comportamenti"})
    fondo = s.fondo()
    premio = primo(fondo).premi.get()
    assert (premio.totale, premio.escluso) == (0, "un componente sotto il minimo")
    assert primo(fondo).economia == 3000


@pytest.mark.parametrize(
    ("criterio", "prima"),
    [(CriterioParita.ANZIANITA, 1), (CriterioParita.GIORNI, 0), (CriterioParita.PRECEDENTE, 1), ("", None)],
)
def test_a_parita_decide_il_criterio_del_contratto(criterio, prima):
    s = scena(95, 95)
    s.persone[0].rapporti.update(dal=date(2024, 1, 1))
    assente(s.persone[1], date(2026, 6, 1), date(2026, 6, 5))
    anno_prima = CicloFactory(ente=s.ente, anno=2025)
    for persona, punti in zip(s.persone, (70, 80), strict=True):
        scheda(s, persona, punti, dal=date(2025, 1, 1), al=date(2025, 12, 31))
    type(persona.schede.first()).objects.filter(dal__year=2025).update(ciclo=anno_prima)
    fondo = s.fondo(maggiorazione=D(30), quota_massima=D(50), criterio_parita=criterio)
    scenario = primo(fondo)
    assert scenario.parita["decisa"] is (prima is not None)
    if prima is not None:
        assert scenario.premi.get(maggiorazione__gt=0).persona == s.persone[prima]


def test_il_numero_di_letture_non_cresce_con_le_persone(django_assert_num_queries):
    piccolo, grande = scena(90).fondo(), scena(90, 80, 70, 60).fondo()
    for fondo in (piccolo, grande):
        letto = Fondo.objects.select_related("ciclo").get(pk=fondo.pk)
        with django_assert_num_queries(5):
            raccogli(letto)
