"""Gli aggregati di un anno vero: schede chiuse, premi confermati, nulla che riguardi pochi."""

from datetime import date
from decimal import Decimal

import pytest

from tests.valutazione.aiuti import senza_guardie
from tests.valutazione.scena_premi import primo, scena, scheda
from valutazione.aggregati import ALTA, aggregati_di, soglia
from valutazione.azioni import premi as azioni
from valutazione.models import Componente

pytestmark = pytest.mark.django_db
D = Decimal


def confermata(*punteggi, **campi):
    s = scena(*punteggi)
    fondo = s.fondo(**campi)
    azioni.conferma_premi(primo(fondo), utente=s.segretario, motivazione="x")
    return s


def test_la_soglia_e_un_parametro_con_la_sua_norma():
    assert soglia(2026) == 4
    assert soglia(2001) == 4


def test_le_schede_chiuse_fanno_la_distribuzione():
    s = scena(*[95] * 5, *[75] * 4, None)
    dati = aggregati_di(s.ciclo)
    assert dati.distribuzione.colonne[0] == ALTA
    assert dati.tutti.persone == 10
    assert not dati.concluse


def test_prima_della_conferma_non_c_e_nulla_di_distribuito():
    s = scena(*[95] * 5)
    s.fondo()
    dati = aggregati_di(s.ciclo)
    assert (dati.premi[0].stanziato, dati.premi[0].distribuito, dati.per_fascia) == (D(3000), None, None)


def test_dopo_la_conferma_stanziato_e_distribuito():
    s = confermata(*[95] * 5, *[50] * 4)
    dati = aggregati_di(s.ciclo)
    assert (dati.premi[0].distribuito, dati.premi[0].persone) == (D(3000), 5)
    assert dati.concluse
    assert dati.per_fascia.colonne == ("piena", "nulla")


def test_chi_non_prende_nulla_non_si_conta_e_se_sono_pochi_non_si_dice_quanti_prendono():
    riga = aggregati_di(confermata(*[95] * 5, 50).ciclo).premi[0]
    assert (riga.distribuito, riga.persone, riga.medio) == (D(3000), None, None)


def test_con_un_altra_soglia_si_dice_di_meno_o_di_piu():
    s = confermata(95, 95)
    assert aggregati_di(s.ciclo).premi[0].distribuito is None
    assert aggregati_di(s.ciclo, k=2).premi[0].distribuito == 3000


def test_il_genere_e_l_area_fanno_gruppi():
    s = scena(*[95] * 8)
    for posto, persona in enumerate(s.persone):
        type(persona).objects.filter(pk=persona.pk).update(genere="donna" if posto < 4 else "uomo")
    dati = aggregati_di(s.ciclo, k=1)
    assert {g.nome: g.persone for g in dati.generi} == {"donna": 4, "uomo": 4}
    assert {g.nome for g in dati.aree} == {"Istruttori"}


@pytest.mark.parametrize(("punteggio_massimo", "tetto", "media"), [(60, None, 75), (None, 90, 50), (None, None, 45)])
def test_il_punteggio_e_in_percentuale_del_massimo(punteggio_massimo, tetto, media):
    s = scena(*[45] * 4)
    s.eq.schede.all().delete()
    tipo = s.tipi["dipendenti"]
    tipo.premio = {"punteggio_massimo": punteggio_massimo} if punteggio_massimo else {}
    with senza_guardie():
        tipo.save()
        if tetto:
            Componente.objects.create(
                tipo=tipo, codice="TOT", denominazione="Totale", natura="altro", massimo=D(tetto)
            )
    assert aggregati_di(s.ciclo).tutti.media == media


@pytest.mark.parametrize(("per_giorni", "media"), [(True, D("82.08")), (False, D(79))])
def test_piu_periodi_di_una_persona_si_uniscono_prima(per_giorni, media):
    s = scena(70)
    s.eq.schede.all().delete()
    s.sistema.media_per_giorni = per_giorni
    with senza_guardie():
        s.sistema.save()
    s.persone[0].schede.update(al=date(2026, 4, 30))
    scheda(s, s.persone[0], 88, dal=date(2026, 5, 1))
    assert aggregati_di(s.ciclo, k=1).tutti.media == media


def test_senza_schede_non_ci_sono_aggregati():
    s = scena()
    s.eq.schede.all().delete()
    dati = aggregati_di(s.ciclo)
    assert (dati.concluse, dati.tutti, dati.distribuzione) == (False, None, None)


def test_il_numero_di_letture_non_cresce_con_le_persone(django_assert_num_queries):
    for s in (confermata(90), confermata(90, 80, 70, 60)):
        with django_assert_num_queries(5):
            aggregati_di(s.ciclo)
