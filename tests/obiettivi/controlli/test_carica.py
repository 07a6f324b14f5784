"""Dal database al fascicolo: tutto ciò che le regole guardano, in un numero fisso di letture."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enti.voci import TipoIncarico
from obiettivi.controlli.carica import fascicolo_dei_testi, fascicolo_dell_obiettivo, fascicolo_di
from obiettivi.models import Adempimento, Consultazione, Parere, RigaVariazione, Rilevazione, Sessione, Variazione
from obiettivi.voci import StatoObiettivo
from tests.fabbriche import (
    AssegnazioneFactory,
    AttoFactory,
    CicloFactory,
    ClassificazioneFactory,
    FaseCicloFactory,
    FaseFactory,
    IncaricoFactory,
    IndicatoreFactory,
    NotaOrigineFactory,
    ObiettivoFactory,
    PersonaleFactory,
    RapportoFactory,
    RigaPersonaleFactory,
    RisorsaFactory,
    TargetFactory,
    UnitaFactory,
    ValoreStoricoFactory,
    completa,
)

pytestmark = pytest.mark.django_db
OGGI = date(2026, 2, 1)


@pytest.fixture
def ciclo():
    return CicloFactory(anno=2026, anno_fine=2028)


def ricco(ciclo, quanti=1):
    """Obiettivi con ogni raccolta riempita."""
    padre = ObiettivoFactory(ciclo=ciclo, livello="strategico", riferimento_dup="1.1")
    for _ in range(quanti):
        obiettivo = completa(ObiettivoFactory(ciclo=ciclo, padre=padre))
        ClassificazioneFactory(obiettivo=obiettivo)
        ValoreStoricoFactory(indicatore=obiettivo.indicatori.get())
        FaseFactory(obiettivo=obiettivo)
        RisorsaFactory(obiettivo=obiettivo)
    return obiettivo


def letture(cosa):
    with CaptureQueriesContext(connection, ) as prese:  # fmt: skip
        cosa()
    return len(prese)


def test_il_numero_di_letture_non_cresce_con_gli_obiettivi():
    pochi, molti = CicloFactory(), CicloFactory()
    ricco(pochi, 3)
    ricco(molti, 30)
    assert letture(lambda: fascicolo_di(pochi)) == letture(lambda: fascicolo_di(molti)) <= 40


def test_un_obiettivo_solo_costa_poche_letture(ciclo):
    obiettivo = ricco(ciclo)
    assert letture(lambda: fascicolo_dell_obiettivo(obiettivo)) <= 15


def test_i_numeri_dell_ente_e_del_ciclo(ciclo):
    RigaPersonaleFactory(personale=PersonaleFactory(ente=ciclo.ente, anno=2025), uomini=30, donne=21)
    ciclo.atto_approvazione = AttoFactory(ente=ciclo.ente, parere_tecnico="favorevole")
    ciclo.save()
    f = fascicolo_di(ciclo, oggi=OGGI)
    assert (f.ente.dipendenti, f.ente.oltre, f.ente.a_parita, f.oggi) == (51, True, False, OGGI)
    assert (f.ciclo.anni, f.ciclo.approvato_il) == ((2026, 2027, 2028), date(2026, 1, 30))
    assert f.ciclo.approvazione.parere_tecnico == "favorevole"


def test_cinquanta_esatti_si_riconoscono(ciclo):
    RigaPersonaleFactory(personale=PersonaleFactory(ente=ciclo.ente, anno=2025), uomini=30, donne=20)
    f = fascicolo_di(ciclo)
    assert (f.ente.oltre, f.ente.a_parita) == (False, True)


def test_un_obiettivo_con_tutto_cio_che_ha(ciclo):
    o = next(o for o in fascicolo_di(ricco(ciclo).ciclo).obiettivi if o.operativo)
    assert (o.padre.nel_dup, o.temi, o.risorse) == (True, {"digitalizzazione"}, {"finanziaria"})
    assert [(a.tipo, a.responsabile) for a in o.assegnazioni] == [("gruppo", True)]
    assert (o.indicatori[0].nel(2026).valore, o.indicatori[0].serie) == (Decimal(25), ((2024, Decimal(33)),))
    assert (o.fasi[0].fine, o.peso, o.fine) == (date(2026, 4, 30), Decimal(20), date(2026, 12, 31))


def test_numeratore_e_denominatore_fanno_una_formula(ciclo):
    obiettivo = ObiettivoFactory(ciclo=ciclo)
    IndicatoreFactory(obiettivo=obiettivo, numeratore="evase", denominatore="ricevute")
    IndicatoreFactory(obiettivo=obiettivo, formula="somma", numeratore="a", denominatore="b")
    IndicatoreFactory(obiettivo=obiettivo, numeratore="evase")
    formule = [i.formula for i in fascicolo_di(ciclo).obiettivi[0].indicatori]
    assert formule == ["evase / ricevute", "somma", ""]


def test_un_prerequisito_non_ha_peso_e_un_ritirato_non_c_e(ciclo):
    ObiettivoFactory(ciclo=ciclo, prerequisito=True)
    ObiettivoFactory(ciclo=ciclo, stato=StatoObiettivo.RITIRATO)
    assert [o.peso for o in fascicolo_di(ciclo).obiettivi] == [None]


@pytest.mark.parametrize("campo", ["incarico", "persona"])
def test_gli_assegnatari_hanno_il_loro_tipo(ciclo, campo):
    incarico = IncaricoFactory(ente=ciclo.ente, tipo=TipoIncarico.EQ)
    chi = incarico if campo == "incarico" else incarico.persona
    AssegnazioneFactory(obiettivo__ciclo=ciclo, gruppo=None, quota_risultato=Decimal(30), **{campo: chi})
    a = fascicolo_di(ciclo).obiettivi[0].assegnazioni[0]
    assert (a.tipo, a.pk, a.quota_risultato, a.gruppo) == (campo, chi.pk, Decimal(30), "")


@pytest.mark.parametrize(
    ("dal", "al", "c_e"),
    [
        (None, None, True),
        (date(2026, 12, 31), None, True),
        (date(2027, 1, 1), None, False),
        (None, date(2026, 1, 1), True),
        (None, date(2025, 12, 31), False),
    ],
)
def test_le_unita_sono_quelle_dell_anno(ciclo, dal, al, c_e):
    UnitaFactory(ente=ciclo.ente, dal=dal, al=al)
    assert bool(fascicolo_di(ciclo).unita) is c_e


def test_incarichi_dipendenti_e_persone(ciclo):
    atto = AttoFactory(ente=ciclo.ente)
    IncaricoFactory(ente=ciclo.ente, responsabile_pagamenti=True, atto_integrazione=atto)
    oggi, ieri = RapportoFactory(ente=ciclo.ente), RapportoFactory(ente=ciclo.ente, al=date(2025, 12, 31))
    f = fascicolo_di(ciclo)
    assert [(i.responsabile_pagamenti, i.integrato) for i in f.incarichi] == [(True, True)]
    assert f.dipendenti == {oggi.persona_id}
    assert {p.pk for p in f.persone} == {oggi.persona_id, ieri.persona_id}


def test_variazioni_consultazioni_note_fasi_e_fondo(ciclo):
    incarico = IncaricoFactory(ente=ciclo.ente)
    variazione = Variazione.objects.create(ciclo=ciclo, numero=1, titolo="Target", motivo="m", causa="esogena")
    for esito, osservazioni in (("contrario", "no"), ("favorevole", "")):
        Parere.objects.create(
            ciclo=ciclo, variazione=variazione, esito=esito, osservazioni=osservazioni, dato_il=OGGI
        )  # fmt: skip
    Consultazione.objects.create(ciclo=ciclo, incarico=incarico, proposto_il=OGGI)
    Adempimento.objects.create(ciclo=ciclo, codice="fondo", fatto_il=OGGI)
    NotaOrigineFactory(ciclo=ciclo)
    FaseCicloFactory(ciclo=ciclo, evento="approvazione_peg", giorni=60)
    f = fascicolo_di(ciclo)
    assert ([v.con_parere for v in f.variazioni], f.consultazioni[0].proposto_il) == ([True], OGGI)
    assert (f.ciclo.fondo_costituito, f.note[0].tipo, f.fasi_ciclo[0].giorni) == (True, "totale", 60)


def test_un_parere_contrario_non_e_un_parere_favorevole(ciclo):
    variazione = Variazione.objects.create(ciclo=ciclo, numero=1, titolo="Target", motivo="m", causa="esogena")
    Parere.objects.create(ciclo=ciclo, variazione=variazione, esito="contrario", osservazioni="no", dato_il=OGGI)
    assert [v.con_parere for v in fascicolo_di(ciclo).variazioni] == [False]


def test_le_risorse_del_piano_non_sono_quelle_degli_obiettivi(ciclo):
    RisorsaFactory(obiettivo=None, ciclo=ciclo, tipo="umana")
    RisorsaFactory(obiettivo=ObiettivoFactory(ciclo=ciclo))
    assert [r.tipo for r in fascicolo_di(ciclo).risorse] == ["umana"]


def test_senza_dire_il_giorno_vale_oggi(ciclo, time_machine):
    time_machine.move_to("2026-05-04 10:00")
    obiettivo = ObiettivoFactory(ciclo=ciclo)
    trovati = (fascicolo_di(ciclo), fascicolo_dell_obiettivo(obiettivo), fascicolo_dei_testi(ciclo))
    assert {f.oggi for f in trovati} == {date(2026, 5, 4)}


def test_il_fascicolo_dei_testi_conosce_i_nomi(ciclo):
    rapporto = RapportoFactory(ente=ciclo.ente)
    TargetFactory(indicatore__obiettivo__ciclo=ciclo)
    f = fascicolo_dei_testi(ciclo)
    assert ([p.cognome for p in f.persone], f.obiettivi) == ([rapporto.persona.cognome], ())


def in_variazione(ciclo, *, rilevato, target, togli=False):
    """Un obiettivo approvato con un indicatore, e la copia di lavoro che ne cambia il target."""
    variazione = Variazione.objects.create(ciclo=ciclo, numero=1, titolo="Target", motivo="m", causa="esogena")
    obiettivo = ObiettivoFactory(ciclo=ciclo)
    prima = TargetFactory(indicatore__obiettivo=obiettivo, valore=Decimal(25)).indicatore
    copia = ObiettivoFactory(ciclo=ciclo, variazione=variazione)
    if not togli:
        dopo = IndicatoreFactory(obiettivo=copia, identificativo=prima.identificativo)
        TargetFactory(indicatore=dopo, valore=Decimal(target))
    RigaVariazione.objects.create(variazione=variazione, tipo="modifica", obiettivo=obiettivo, copia=copia)
    if rilevato:
        sessione = Sessione.objects.create(ciclo=ciclo, nome="Metà anno", al=OGGI, dal=OGGI, entro=OGGI)
        Rilevazione.objects.create(sessione=sessione, indicatore=prima, valore=Decimal(28))
    return prima


@pytest.mark.parametrize(
    ("rilevato", "target", "togli", "noto"),
    [
        (True, 30, False, True),
        (True, 25, False, False),
        (False, 30, False, False),
        (True, 30, True, True),
        (False, 30, True, False),
    ],
)
def test_un_target_cambiato_dopo_la_rilevazione_si_nota(ciclo, rilevato, target, togli, noto):
    indicatore = in_variazione(ciclo, rilevato=rilevato, target=target, togli=togli)
    trovata = fascicolo_di(ciclo).variazioni[0]
    assert trovata.a_risultato_noto == ((indicatore.denominazione,) if noto else ())


def test_una_copia_di_lavoro_non_e_ancora_del_piano(ciclo):
    in_variazione(ciclo, rilevato=False, target=30)
    assert len(fascicolo_di(ciclo).obiettivi) == 1


def test_un_aggiunta_non_cambia_nessun_target(ciclo):
    variazione = Variazione.objects.create(ciclo=ciclo, numero=1, titolo="Nuovo", motivo="m", causa="esogena")
    nuovo = ObiettivoFactory(ciclo=ciclo, variazione=variazione)
    RigaVariazione.objects.create(variazione=variazione, tipo="aggiunta", copia=nuovo)
    assert fascicolo_di(ciclo).variazioni[0].a_risultato_noto == ()
