"""Aprire l'anno nuovo: che cosa si porta, come si sposta, e che l'anno vecchio non cambia di una virgola."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from enti.voci import TipoIncarico
from obiettivi.azioni.nuovo_anno import ciclo_seguente, porta_obiettivi
from obiettivi.letture.nuovo_anno import candidati, da_sistemare
from obiettivi.models import Assegnazione, Ciclo, Fase, Indicatore, Obiettivo, Target
from obiettivi.slittamento import anni_dei_target, mesi_rimasti, sposta_data, sposta_mesi
from obiettivi.voci import Livello, Natura, ObbligoLegge, StatoCiclo, StatoObiettivo
from relazioni.azioni.nuovo_anno import apri_nuovo_anno
from relazioni.models import Sezione
from relazioni.scambio import esporta_ciclo, in_testo
from tests.fabbriche import (
    AssegnazioneFactory,
    CicloFactory,
    ClassificazioneFactory,
    FaseCicloFactory,
    FaseFactory,
    IncaricoFactory,
    IndicatoreFactory,
    LineaMandatoFactory,
    ObiettivoFactory,
    RapportoFactory,
    RisorsaFactory,
    TargetFactory,
    UnitaFactory,
    ValoreStoricoFactory,
    utente_con,
)


@pytest.fixture
def ciclo(db):
    return CicloFactory(anno=2026, anno_fine=2028)


@pytest.fixture
def segretario(ciclo):
    return utente_con("segretario", ciclo.ente)


def pieno(ciclo, **campi):
    """Un obiettivo con una riga di ogni genere."""
    obiettivo = ObiettivoFactory(ciclo=ciclo, unita=UnitaFactory(ente=ciclo.ente), completo=True, **campi)
    ValoreStoricoFactory(indicatore=obiettivo.indicatori.get())
    ClassificazioneFactory(obiettivo=obiettivo)
    FaseFactory(obiettivo=obiettivo)
    RisorsaFactory(obiettivo=obiettivo, anno=2026)
    return obiettivo


def porta(ciclo, utente, *obiettivi, **campi):
    scelti = {o.pk for o in obiettivi} or set(ciclo.obiettivi.values_list("pk", flat=True))
    return apri_nuovo_anno(ciclo, utente=utente, scelti=scelti, **campi).ciclo


def nuovo_di(obiettivo):
    return Obiettivo.objects.get(precedente=obiettivo)


# ---- conti puri


@pytest.mark.parametrize(
    ("giorno", "anni", "atteso"),
    [
        (date(2028, 2, 29), 1, date(2029, 2, 28)),
        (date(2028, 2, 29), 4, date(2032, 2, 29)),
        (date(2027, 2, 28), 1, date(2028, 2, 28)),
        (date(2026, 1, 31), 1, date(2027, 1, 31)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
        (None, 1, None),
    ],
)
def test_una_data_passa_all_anno_dopo(giorno, anni, atteso):
    assert sposta_data(giorno, anni) == atteso


@given(st.dates(date(2010, 1, 1), date(2090, 12, 31)))
def test_spostare_avanti_e_indietro_torna_al_giorno_di_prima(giorno):
    tornata = sposta_data(sposta_data(giorno, 1), -1)
    assert tornata in (giorno, giorno - timedelta(days=1))


def test_i_mesi_slittano_o_restano_quelli_non_passati():
    mesi = ["2026-11", "2026-12", "2027-01"]
    assert sposta_mesi(mesi, 1) == ["2027-11", "2027-12", "2028-01"]
    assert mesi_rimasti(mesi, 2027) == ["2027-01"]


@pytest.mark.parametrize(
    ("anni", "atteso"),
    [
        ([2026], {2026: 2027}),
        ([2026, 2027, 2028], {2027: 2027, 2028: 2028}),
        ([2025, 2026], {2025: 2026, 2026: 2027}),
        ([2028], {2028: 2028}),
        ([], {}),
    ],
)
def test_un_target_gia_promesso_resta_gli_altri_slittano(anni, atteso):
    assert anni_dei_target(anni, da=2026, a=2027) == atteso


# ---- che cosa continua


@pytest.mark.parametrize(
    ("campi", "perche"),
    [
        ({}, ""),
        ({"data_fine": date(2026, 12, 31)}, ""),
        ({"data_fine": date(2027, 1, 1)}, "è ancora in corso"),
        ({"livello": Livello.STRATEGICO}, "è strategico, e il triennio non è finito"),
        ({"livello": Livello.STRATEGICO, "data_fine": date(2026, 6, 30)}, ""),
        ({"obbligo_legge": ObbligoLegge.FORMAZIONE}, "lo chiede la legge ogni anno"),
        ({"natura": Natura.MANTENIMENTO}, "è di mantenimento"),
        ({"natura": Natura.SVILUPPO}, ""),
        ({"prerequisito": True}, "è un prerequisito"),
    ],
)
def test_si_propone_cio_che_di_solito_continua(ciclo, campi, perche):
    ObiettivoFactory(ciclo=ciclo, **campi)
    (uno,) = candidati(ciclo, 2027)
    assert (uno.perche, uno.continua) == (perche, bool(perche))


@pytest.mark.parametrize(("anno", "perche"), [(2026, ""), (2027, "ha già un target per il 2027")])
def test_chi_ha_gia_un_target_continua(ciclo, anno, perche):
    TargetFactory(indicatore__obiettivo=ObiettivoFactory(ciclo=ciclo), anno=anno)
    assert candidati(ciclo, 2027)[0].perche == perche


def test_finito_il_triennio_gli_strategici_non_si_propongono(ciclo):
    ciclo.anno_fine = 2026
    ObiettivoFactory(ciclo=ciclo, livello=Livello.STRATEGICO)
    assert not candidati(ciclo, 2027)[0].continua


def test_non_si_propongono_i_ritirati_ne_quelli_gia_portati(ciclo, segretario):
    ObiettivoFactory(ciclo=ciclo, stato=StatoObiettivo.RITIRATO)
    portato, resta = ObiettivoFactory(ciclo=ciclo), ObiettivoFactory(ciclo=ciclo)
    porta(ciclo, segretario, portato)
    assert [uno.obiettivo for uno in candidati(ciclo, 2027)] == [resta]


def test_si_avverte_di_unita_chiuse_incarichi_finiti_linee_concluse_e_chi_se_ne_e_andato(ciclo):
    ente = ciclo.ente
    linea = LineaMandatoFactory(ente=ente, titolo="Vecchio mandato", al=2026)
    unita = UnitaFactory(ente=ente, denominazione="Ufficio chiuso", al=date(2026, 12, 31))
    obiettivo = ObiettivoFactory(ciclo=ciclo, unita=unita, linea_mandato=linea)
    incarico = IncaricoFactory(ente=ente, tipo=TipoIncarico.EQ, al=date(2026, 6, 30))
    uscita = RapportoFactory(ente=ente, al=date(2026, 12, 31)).persona
    AssegnazioneFactory(obiettivo=obiettivo, gruppo=None, incarico=incarico)
    AssegnazioneFactory(obiettivo=obiettivo, gruppo=None, persona=uscita)
    assert len(candidati(ciclo, 2027)[0].avvertenze) == 4


def test_chi_vale_ancora_non_fa_avvertire(ciclo):
    obiettivo = ObiettivoFactory(
        ciclo=ciclo, unita=UnitaFactory(ente=ciclo.ente), linea_mandato=LineaMandatoFactory(ente=ciclo.ente, al=2027)
    )
    persona = RapportoFactory(ente=ciclo.ente).persona
    AssegnazioneFactory(obiettivo=obiettivo, gruppo=None, persona=persona)
    AssegnazioneFactory(obiettivo=obiettivo, gruppo=None, incarico=IncaricoFactory(ente=ciclo.ente, tipo="eq"))
    assert candidati(ciclo, 2027)[0].avvertenze == ()


# ---- portare


def test_l_anno_vecchio_non_cambia_di_un_byte(ciclo, segretario):
    padre = pieno(ciclo, livello=Livello.STRATEGICO)
    pieno(ciclo, padre=padre, osservazioni="Da rivedere", stato=StatoObiettivo.VALIDATO)
    Sezione.objects.create(ciclo=ciclo, chiave="premessa", titolo="Premessa", testo="<p>Nel {{ anno }}</p>")
    FaseCicloFactory(ciclo=ciclo)
    prima = in_testo(esporta_ciclo(ciclo))
    porta(ciclo, segretario, anche_target=True)
    assert in_testo(esporta_ciclo(Ciclo.objects.get(pk=ciclo.pk))) == prima


def test_il_ciclo_nuovo_si_imposta_come_quello_prima(ciclo, segretario):
    ciclo.relazione_unificata, ciclo.scala_peso = True, "punti"
    ciclo.save()
    FaseCicloFactory(ciclo=ciclo, denominazione="Negoziazione")
    nuovo = porta(ciclo, segretario)
    assert (nuovo.anno, nuovo.anno_fine, nuovo.stato) == (2027, 2029, StatoCiclo.BOZZA)
    assert (nuovo.relazione_unificata, nuovo.scala_peso, nuovo.bilancio_approvato_il) == (True, "punti", None)
    assert nuovo.fasi_ciclo.get().denominazione == "Negoziazione"


def test_un_obiettivo_nuovo_comincia_la_sua_storia(ciclo, segretario):
    vecchio = pieno(ciclo, stato=StatoObiettivo.VALIDATO, osservazioni="x", origine_id="7", codice="A1")
    porta(ciclo, segretario)
    nuovo = nuovo_di(vecchio)
    assert (nuovo.stato, nuovo.osservazioni, nuovo.origine_id, nuovo.codice) == ("bozza", "", "", "A1")
    assert nuovo.identificativo != vecchio.identificativo
    assert (nuovo.peso, nuovo.titolo, nuovo.precedente) == (vecchio.peso, vecchio.titolo, vecchio)
    assert nuovo.history.get().history_user == segretario


def test_si_portano_tutte_le_righe(ciclo, segretario):
    vecchio = pieno(ciclo)
    porta(ciclo, segretario)
    nuovo = nuovo_di(vecchio)
    for raccolta in ("unita_collegate", "assegnazioni", "classificazioni", "indicatori", "fasi", "risorse"):
        assert getattr(nuovo, raccolta).count() == getattr(vecchio, raccolta).count() > 0, raccolta
    assert nuovo.risorse.get().anno == 2027
    assert nuovo.risorse.get().ciclo == nuovo.ciclo
    assert nuovo.indicatori.get().identificativo != vecchio.indicatori.get().identificativo


def test_le_date_di_un_obiettivo_annuale_slittano_di_un_anno(ciclo, segretario):
    vecchio = pieno(ciclo)
    porta(ciclo, segretario)
    nuovo = nuovo_di(vecchio)
    assert (nuovo.data_inizio, nuovo.data_fine) == (date(2027, 1, 1), date(2027, 12, 31))
    assert nuovo.fasi.get().mesi == ["2027-03", "2027-04"]
    assert nuovo.indicatori.get().target.get().anno == 2027


def test_un_obiettivo_in_corso_tiene_le_date_e_le_fasi_che_restano(ciclo, segretario):
    vecchio = ObiettivoFactory(ciclo=ciclo, data_inizio=date(2026, 3, 1), data_fine=date(2028, 6, 30))
    for titolo, mesi in (("Passata", ["2026-05"]), ("A metà", ["2026-12", "2027-01"]), ("Senza mesi", [])):
        FaseFactory(obiettivo=vecchio, titolo=titolo, mesi=mesi)
    porta(ciclo, segretario)
    nuovo = nuovo_di(vecchio)
    assert (nuovo.data_inizio, nuovo.data_fine) == (date(2026, 3, 1), date(2028, 6, 30))
    assert {fase.titolo: fase.mesi for fase in nuovo.fasi.all()} == {"A metà": ["2027-01"], "Senza mesi": []}


def test_il_figlio_segue_il_padre_nuovo_o_resta_sciolto(ciclo, segretario):
    nonno = ObiettivoFactory(ciclo=ciclo)
    padre = ObiettivoFactory(ciclo=ciclo, padre=nonno)
    figlio = ObiettivoFactory(ciclo=ciclo, padre=padre)
    porta(ciclo, segretario, padre, figlio)
    assert nuovo_di(figlio).padre == nuovo_di(padre)
    assert nuovo_di(padre).padre is None


def test_il_figlio_portato_dopo_ritrova_il_padre_gia_portato(ciclo, segretario):
    padre = ObiettivoFactory(ciclo=ciclo)
    figlio = ObiettivoFactory(ciclo=ciclo, padre=padre)
    porta(ciclo, segretario, padre)
    porta(ciclo, segretario, figlio)
    assert nuovo_di(figlio).padre == nuovo_di(padre)


@pytest.mark.parametrize(("quanti", "trovato"), [(0, False), (1, True), (2, False)])
def test_l_incarico_finito_passa_a_chi_ne_ha_preso_il_posto_se_e_uno(ciclo, segretario, quanti, trovato):
    unita = UnitaFactory(ente=ciclo.ente)
    base = {"ente": ciclo.ente, "tipo": TipoIncarico.EQ, "unita": unita}
    finito = IncaricoFactory(**base, al=date(2026, 12, 31))
    nuovi = [IncaricoFactory(**base, dal=date(2027, 1, 1)) for _ in range(quanti)]
    vecchio = ObiettivoFactory(ciclo=ciclo)
    AssegnazioneFactory(obiettivo=vecchio, gruppo=None, incarico=finito)
    nuovo = porta(ciclo, segretario)
    assert Assegnazione.objects.get(obiettivo=nuovo_di(vecchio)).incarico == (nuovi[0] if trovato else finito)
    assert bool(da_sistemare(nuovo)) is not trovato


def test_due_incarichi_con_lo_stesso_successore_danno_una_assegnazione(ciclo, segretario):
    unita = UnitaFactory(ente=ciclo.ente)
    base = {"ente": ciclo.ente, "tipo": TipoIncarico.EQ, "unita": unita}
    vecchio = ObiettivoFactory(ciclo=ciclo)
    for _ in range(2):
        AssegnazioneFactory(obiettivo=vecchio, gruppo=None, incarico=IncaricoFactory(**base, al=date(2026, 12, 31)))
    IncaricoFactory(**base, dal=date(2027, 1, 1))
    porta(ciclo, segretario)
    assert nuovo_di(vecchio).assegnazioni.count() == 1


# ---- da dove si riparte


@pytest.mark.parametrize(
    ("storico", "anche_target", "baseline", "anno"),
    [(None, False, 30, 2025), (None, True, 25, 2026), (22, False, 22, 2026), (22, True, 22, 2026)],
)
def test_l_indicatore_riparte_dal_valore_che_si_conosce(ciclo, segretario, storico, anche_target, baseline, anno):
    vecchio = TargetFactory(indicatore__obiettivo=ObiettivoFactory(ciclo=ciclo)).indicatore
    if storico:
        ValoreStoricoFactory(indicatore=vecchio, anno=2026, valore=Decimal(storico))
    porta(ciclo, segretario, anche_target=anche_target)
    nuovo = Indicatore.objects.get(obiettivo__precedente=vecchio.obiettivo)
    assert (nuovo.baseline, nuovo.baseline_anno) == (baseline, anno)
    assert ("in attesa del risultato" in nuovo.nota) is (anno == 2026 and not storico)


def test_un_risultato_misurato_entra_nella_serie_e_nel_valore_di_partenza(ciclo, segretario, monkeypatch):
    for modulo in ("letture", "azioni"):
        monkeypatch.setattr(f"obiettivi.{modulo}.nuovo_anno.valore_dell_anno", lambda *_: Decimal(19))
    vecchio = IndicatoreFactory(obiettivo=ObiettivoFactory(ciclo=ciclo), nuovo=True, nota_nuovo="Mai misurato")
    ValoreStoricoFactory(indicatore=vecchio, anno=2024)
    porta(ciclo, segretario, anche_target=True)
    nuovo = Indicatore.objects.get(obiettivo__precedente=vecchio.obiettivo)
    assert (nuovo.baseline, nuovo.baseline_anno, nuovo.nuovo, nuovo.nota_nuovo) == (19, 2026, False, "")
    assert list(nuovo.valori_storici.values_list("anno", "valore")) == [(2024, 33), (2026, 19)]


def test_una_data_entro_cui_arrivare_slitta_col_target(ciclo, segretario):
    vecchio = TargetFactory(
        indicatore__obiettivo=ObiettivoFactory(ciclo=ciclo), valore=None, operatore="entro", data=date(2026, 6, 30)
    ).indicatore
    porta(ciclo, segretario)
    assert Target.objects.get(indicatore__obiettivo__precedente=vecchio.obiettivo).data == date(2027, 6, 30)


def test_i_target_gia_promessi_restano_al_loro_anno(ciclo, segretario):
    vecchio = IndicatoreFactory(obiettivo=ObiettivoFactory(ciclo=ciclo))
    for anno in (2026, 2027, 2028):
        TargetFactory(indicatore=vecchio, anno=anno, valore=Decimal(anno))
    porta(ciclo, segretario)
    nuovi = Target.objects.filter(indicatore__obiettivo__precedente=vecchio.obiettivo)
    assert list(nuovi.values_list("anno", "valore")) == [(2027, 2027), (2028, 2028)]


# ---- testi, ripetizioni, permessi


@pytest.mark.parametrize(("testi", "quante"), [(True, 1), (False, 0)])
def test_i_testi_passano_con_le_loro_variabili(ciclo, segretario, testi, quante):
    Sezione.objects.create(ciclo=ciclo, chiave="premessa", titolo="Premessa", testo="<p>Nel {{ anno }}</p>")
    nuovo = porta(ciclo, segretario, testi=testi)
    assert list(nuovo.sezioni.values_list("testo", flat=True)) == ["<p>Nel {{ anno }}</p>"] * quante


def test_due_clic_non_portano_due_volte(ciclo, segretario):
    pieno(ciclo)
    Sezione.objects.create(ciclo=ciclo, chiave="premessa", titolo="Premessa")
    scelti = set(ciclo.obiettivi.values_list("pk", flat=True))
    esiti = [apri_nuovo_anno(ciclo, utente=segretario, scelti=scelti) for _ in range(2)]
    assert [(esito.obiettivi, esito.testi) for esito in esiti] == [(1, 1), (0, 0)]
    assert (Ciclo.objects.count(), Obiettivo.objects.count(), Sezione.objects.count()) == (2, 2, 2)


def test_in_un_anno_gia_approvato_non_si_porta_nulla(ciclo, segretario):
    CicloFactory(ente=ciclo.ente, anno=2027, stato=StatoCiclo.APPROVATO)
    with pytest.raises(ValidationError, match="non è più in preparazione"):
        porta(ciclo, segretario, ObiettivoFactory(ciclo=ciclo))


@pytest.mark.parametrize("ruolo", ["eq", "sindaco", "nucleo", "dipendente", "ufficio_personale"])
def test_l_anno_lo_apre_solo_il_segretario(ciclo, ruolo):
    chi = utente_con(ruolo, ciclo.ente)
    with pytest.raises(PermissionDenied):
        ciclo_seguente(ciclo, utente=chi)
    with pytest.raises(PermissionDenied):
        porta_obiettivi(ciclo, CicloFactory(ente=ciclo.ente, anno=2027), utente=chi, scelti=[])


def test_se_qualcosa_va_storto_non_si_apre_nulla(ciclo, segretario, monkeypatch):
    pieno(ciclo)
    monkeypatch.setattr("relazioni.azioni.nuovo_anno._porta_testi", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        porta(ciclo, segretario)
    assert (Ciclo.objects.count(), Obiettivo.objects.count()) == (1, 1)


def test_trecento_obiettivi_si_portano_con_poche_letture(ciclo, segretario, django_assert_max_num_queries):
    for _ in range(3):
        pieno(ciclo)
    modello = ciclo.obiettivi.first()
    Obiettivo.objects.bulk_create([Obiettivo(ciclo=ciclo, titolo=f"O{n}", peso=modello.peso) for n in range(297)])
    with django_assert_max_num_queries(90):
        assert porta(ciclo, segretario).obiettivi.count() == 300
    assert Fase.objects.count() == 6
