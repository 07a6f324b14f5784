"""I controlli V01-V17: quando scattano, quanto pesano, quando non si possono valutare."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from piao.base.controlli import Gravita, esamina
from tests.fabbriche import IncaricoFactory
from tests.valutazione.aiuti import senza_guardie
from tests.valutazione.scena_premi import QUOTE, primo, scena
from valutazione.azioni import premi as azioni
from valutazione.controlli import PER_CODICE, REGOLE, esamina_fondo, esamina_valutazione
from valutazione.controlli.fascicolo import Fascicolo, Fondo, Premio, Scheda
from valutazione.models import Assenza, Colloquio, Fase
from valutazione.voci import ChiValuta, Tempi

D = Decimal
BLOCCO, ERRORE, AVVISO, INFO = Gravita
NUOVO, VECCHIO = date(2026, 3, 1), date(2026, 1, 15)
SCHEDA = Scheda(
    1, 10, "Ada", "dipendenti", chiusa=True, punteggio=D(90), valutatore=20, nome_valutatore="Ettore",
    assegnata_il=date(2026, 2, 10), termine=date(2026, 2, 28), limite=date(2026, 4, 30),
)  # fmt: skip
PREMIO = Premio(10, "Ada", D(500), punteggio=D(90))
FONDO = Fondo(1, "dipendenti", "Dipendenti, 2026", D(1000), NUOVO, (PREMIO,), risorse_trattamenti=D(1000),
              risorse_performance=D(500), maggiorazione=D(30), quota_massima=D(50), fissata_il=VECCHIO)  # fmt: skip
A_POSTO = Fascicolo(
    "comune", 2026, date(2027, 7, 1), piano_approvato=True, relazione_validata_il=date(2027, 6, 20), dipendenti=30,
    schede=(SCHEDA,), fondi=(FONDO,),
)  # fmt: skip


def trovati(codice, fascicolo):
    return esamina([PER_CODICE[codice]], fascicolo)


def gravita(codice, fascicolo):
    return [rilievo.gravita for rilievo in trovati(codice, fascicolo).rilievi]


def con_scheda(**campi):
    return replace(A_POSTO, schede=(replace(SCHEDA, **campi),))


def con_fondo(**campi):
    return replace(A_POSTO, fondi=(replace(FONDO, **campi),))


def differenziali(**altri):
    criteri = {"valutazioni": D(50), "esperienza": D(30), "anni": 3, "usate": 3} | altri
    return con_fondo(**{f"differenziali_{nome}": valore for nome, valore in criteri.items()})


def con_premio(**campi):
    return con_fondo(premi=(replace(PREMIO, **campi),))


def eq(**campi):
    return con_fondo(platea="eq", posizione_totale=D(5000), quota_tempi=D(30), **campi)


def test_un_anno_a_posto_non_ha_rilievi():
    assert esamina(REGOLE, A_POSTO).rilievi == ()


def test_ci_sono_tutte_le_diciassette_regole_con_la_loro_condizione():
    assert [regola.codice for regola in REGOLE] == [f"V{n:02}" for n in range(1, 18)]
    assert all(regola.spiegazione and regola.norma for regola in REGOLE)


@pytest.mark.parametrize(
    ("codice", "fascicolo", "attese"),
    [
        ("V01", replace(A_POSTO, piano_approvato=False), [BLOCCO]),
        ("V01", replace(A_POSTO, relazione_validata_il=None), [BLOCCO]),
        ("V01", con_scheda(chiusa=False), [BLOCCO]),
        ("V01", replace(A_POSTO, schede=()), [BLOCCO]),
        ("V01", con_scheda(assegnata_il=None), [BLOCCO]),
        ("V01", con_scheda(assegnata_il=date(2026, 5, 1)), [BLOCCO]),
        ("V01", con_scheda(assegnata_il=date(2026, 3, 1)), [AVVISO]),
        ("V01", con_scheda(assegnata_il=date(2026, 9, 1), termine=None, limite=None), []),
        ("V02", con_scheda(valutatore=None), [BLOCCO]),
        ("V02", con_scheda(valutatore=None, collegiale=True), []),
        ("V02", con_scheda(valutatore=10), [BLOCCO]),
        ("V02", con_scheda(puo_valutare=False), [BLOCCO]),
        ("V03", con_scheda(attesi=frozenset({"iniziale", "finale"}), fatti=frozenset({"finale"})), [AVVISO]),
        ("V03", con_scheda(attesi=frozenset({"iniziale"}), chiusa=False), []),
        ("V04", eq(importo=D(800)), [ERRORE]),
        ("V04", eq(importo=D(1000)), []),
        ("V05", con_fondo(maggiorazione=None), [ERRORE]),
        ("V05", replace(con_fondo(maggiorazione=None), dipendenti=5), []),
        ("V05", replace(con_fondo(maggiorazione=None, giorno=VECCHIO), dipendenti=5), [ERRORE]),
        ("V06", con_fondo(maggiorazione=D(29)), [BLOCCO]),
        ("V06", replace(con_fondo(maggiorazione=D(25)), dipendenti=10), []),
        ("V06", replace(con_fondo(maggiorazione=D(25), giorno=VECCHIO), dipendenti=10), [BLOCCO]),
        ("V06", con_fondo(maggiorazione=D(20), obiettivi_di_ente=True), []),
        ("V06", con_fondo(maggiorazione=D(19), obiettivi_di_ente=True), [BLOCCO]),
        ("V07", con_fondo(quota_massima=None), [BLOCCO]),
        ("V07", con_premio(maggiorazione=D(10)), [BLOCCO]),
        ("V07", con_fondo(premi=(replace(PREMIO, maggiorazione=D(10)),), per_eccesso=True), []),
        ("V07", con_fondo(parita_decisa=False), [BLOCCO]),
        ("V07", con_fondo(fissata_il=None), [ERRORE]),
        ("V07", con_fondo(fissata_il=date(2027, 2, 1)), [ERRORE]),
        ("V07", con_fondo(maggiorazione=None, quota_massima=None), []),
        ("V08", con_premio(incaricato=True, maggiorazione=D(10)), [BLOCCO]),
        ("V08", con_premio(incaricato=True), []),
        ("V10", con_fondo(risorse_performance=D(299)), [ERRORE]),
        ("V12", con_premio(assenza_giorni=9, assenze_che_contano=5), [BLOCCO]),
        ("V12", con_premio(assenza_giorni=5, assenze_che_contano=5), []),
        ("V13", con_premio(giorni=10, assenza_giorni=10), [BLOCCO]),
        ("V14", eq(premi=(replace(PREMIO, base=D(22001)),)), [ERRORE]),
        ("V14", eq(premi=(replace(PREMIO, base=D(20000)),)), []),
        ("V14", eq(premi=(replace(PREMIO, base=D(20000)),), giorno=VECCHIO), [ERRORE]),
        ("V14", replace(eq(premi=(replace(PREMIO, base=D(9500)),)), con_funzionari=False), []),
        ("V14", replace(eq(premi=(replace(PREMIO, base=D(9501)),)), con_funzionari=False), [ERRORE]),
        ("V15", differenziali(), []),
        ("V15", differenziali(valutazioni=D(40), esperienza=D(40), anni=2, usate=2), []),
        ("V15", differenziali(valutazioni=D("39.99")), [ERRORE]),
        ("V15", differenziali(esperienza=D("40.01")), [ERRORE]),
        ("V15", differenziali(usate=2), [ERRORE]),
        ("V15", differenziali(valutazioni=D(0), esperienza=D(100), usate=0), [ERRORE] * 3),
        ("V16", con_fondo(platea="segretario", premi=(replace(PREMIO, base=D(4999)),)), [ERRORE]),
        ("V16", con_fondo(platea="segretario", premi=(replace(PREMIO, base=D(5000)),)), []),
        ("V17", con_fondo(quota_tempi=D(30), tempi=Tempi.SI, tempi_ritardo=D(1), tempi_fonte="PCC"), [BLOCCO]),
        ("V17", con_fondo(quota_tempi=D(30), tempi=Tempi.SI, tempi_ritardo=D(0), tempi_fonte="PCC"), []),
        ("V17", con_fondo(quota_tempi=D(30), tempi=Tempi.SI, tempi_ritardo=D(-3)), [ERRORE]),
        ("V17", con_fondo(quota_tempi=D(30), tempi=Tempi.NO, tempi_ritardo=D(9)), []),
        ("V17", con_fondo(platea="eq", quota_tempi=D(10)), [INFO]),
    ],
)  # fmt: skip
def test_ogni_regola_scatta_dove_deve(codice, fascicolo, attese):
    assert gravita(codice, fascicolo) == attese


@pytest.mark.parametrize(
    ("codice", "fascicolo"),
    [
        ("V01", replace(A_POSTO, fondi=())),
        ("V04", con_fondo(platea="eq")),
        ("V05", replace(con_fondo(maggiorazione=None), dipendenti=None)),
        ("V09", con_scheda(punteggio=None)),
        ("V10", con_fondo(risorse_trattamenti=None)),
        ("V15", A_POSTO),
        *(("V15", differenziali(**{quale: None})) for quale in ("valutazioni", "esperienza", "anni", "usate")),
        ("V16", con_fondo(platea="segretario")),
    ],
)
def test_cio_che_non_si_sa_non_e_a_posto_e_si_dice_perche(codice, fascicolo):
    esito = trovati(codice, fascicolo)
    assert esito.rilievi == ()
    assert esito.non_valutabili[0].motivo


def test_i_premi_uguali_per_punteggi_diversi_si_segnalano():
    uguali = tuple(replace(PREMIO, persona=n, punteggio=D(60 + n)) for n in range(10))
    assert gravita("V11", con_fondo(premi=uguali)) == [ERRORE]
    assert gravita("V11", con_fondo(premi=uguali[:2])) == []
    pari = tuple(replace(premio, punteggio=D(90)) for premio in uguali)
    assert gravita("V11", con_fondo(premi=pari)) == []
    due_diversi = (*uguali[:8], *(replace(PREMIO, totale=D(n)) for n in (1, 2)))
    assert gravita("V11", con_fondo(premi=due_diversi)) == []


def test_chi_valuta_con_un_altro_metro_si_segnala():
    altri = [replace(SCHEDA, pk=n, punteggio=D(60 + n % 3), valutatore=21) for n in range(20)]
    largo = [replace(SCHEDA, pk=n + 50, punteggio=D(98 + n), valutatore=22) for n in range(2)]
    stesso = [replace(SCHEDA, pk=n + 70, punteggio=D(61), valutatore=23) for n in range(3)]
    senza = [replace(SCHEDA, pk=99, valutatore=24, punteggio=None), replace(SCHEDA, pk=98, valutatore=None)]
    frasi = [r.frase for r in trovati("V09", replace(A_POSTO, schede=(*altri, *largo, *stesso, *senza))).rilievi]
    assert len(frasi) == 2
    assert any("più indulgente" in frase for frase in frasi)
    assert any("lo stesso punteggio" in frase for frase in frasi)


# ---- dal database ------------------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


def test_il_fascicolo_di_un_anno_vero_e_a_posto():
    s = scena(100, 75, 50)
    fondo = s.fondo(maggiorazione=D(30), quota_massima=D(34), fissata_il=VECCHIO)
    assert esamina_fondo(fondo).rilievi == ()


def test_chi_non_guida_l_unita_non_puo_aver_valutato():
    s = scena(100)
    s.fondo()
    estraneo = IncaricoFactory(ente=s.ente, tipo="rpct").persona
    s.persone[0].schede.update(valutatore=estraneo)
    assert "V02" in {r.codice for r in esamina_valutazione(s.ciclo).rilievi}


@pytest.mark.parametrize("dal", [date(2027, 1, 1), date(2020, 1, 1)])
def test_l_incarico_di_chi_valuta_deve_valere_in_quel_periodo(dal):
    s = scena(100)
    s.fondo()
    s.eq.incarichi.update(dal=dal, al=date(2027, 12, 31) if dal.year == 2027 else date(2025, 12, 31))
    assert "V02" in {r.codice for r in esamina_valutazione(s.ciclo).rilievi}


def test_i_colloqui_contano_se_li_confermano_tutti_e_due():
    s = scena(100)
    with senza_guardie():
        Fase.objects.create(sistema=s.sistema, tipo="colloquio_finale")
    scheda = s.persone[0].schede.get()
    colloquio = Colloquio.objects.create(scheda=scheda, tipo="finale", il=date(2026, 12, 20))
    assert "V03" in {r.codice for r in esamina_valutazione(s.ciclo).rilievi}
    colloquio.confermato_persona_il = colloquio.confermato_valutatore_il = "2026-12-20T10:00Z"
    colloquio.save()
    assert [r.oggetto.nome for r in esamina_valutazione(s.ciclo).rilievi if r.codice == "V03"] == [str(s.eq)]


def test_chi_arriva_dopo_il_termine_non_e_in_ritardo():
    s = scena(100)
    s.fondo()
    s.persone[0].schede.update(dal=date(2026, 9, 1), assegnata_il=date(2026, 9, 10))
    assert "V01" not in {r.codice for r in esamina_valutazione(s.ciclo).rilievi}


def test_una_scheda_dell_organismo_non_ha_un_valutatore():
    s = scena(100)
    s.fondo()
    s.tipi["dipendenti"].valuta = ChiValuta.NUCLEO
    with senza_guardie():
        s.tipi["dipendenti"].save()
    s.persone[0].schede.update(valutatore=None)
    assert "V02" not in {r.codice for r in esamina_valutazione(s.ciclo).rilievi}


def test_un_assenza_corretta_dopo_il_conto_si_vede():
    s = scena(100)
    fondo = s.fondo()
    assenza = Assenza.objects.create(
        rapporto=s.persone[0].rapporti.get(), dal=date(2026, 1, 1), al=date(2026, 1, 9), conta=True
    )
    azioni.ricalcola(primo(fondo), utente=s.segretario)
    assenza.conta = False
    assenza.save()
    assert "V12" in {r.codice for r in esamina_fondo(fondo).rilievi}


def test_un_fondo_che_non_si_calcola_ha_comunque_i_suoi_controlli():
    s = scena(100, premio={"fattori": [{"input": "giorni"}], "quote": QUOTE})
    s.fondo(quota_tempi=D(30))
    assert esamina_valutazione(s.ciclo).non_valutabili


def test_senza_scenario_buono_e_per_un_anno_lontano_non_ci_sono_guasti():
    s = scena(100)
    fondo = s.fondo("eq", quota_tempi=D(30))
    fondo.simulazioni.update(importo=D(1))
    type(s.ciclo).objects.filter(pk=s.ciclo.pk).update(anno=2020)
    s.ciclo.refresh_from_db()
    assert esamina_valutazione(s.ciclo).non_valutabili


def test_esaminare_tutto_l_ente_costa_undici_letture_quante_che_siano_le_persone(django_assert_max_num_queries):
    for s in (scena(90), scena(90, 80, 70, 60)):
        s.fondo()
        s.fondo("eq")
        with django_assert_max_num_queries(11):
            esamina_valutazione(s.ciclo)
