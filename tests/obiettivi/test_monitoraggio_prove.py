"""Il monitoraggio prova le scadenze del calendario, e dà all'anno nuovo i valori da cui ripartire."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from obiettivi.azioni.nuovo_anno import porta_obiettivi
from obiettivi.letture.nuovo_anno import Partenza, con_righe, valore_dell_anno, valore_noto
from obiettivi.letture.scadenze import scadenze_di
from obiettivi.models import Indicatore, Obiettivo, ValoreStorico
from obiettivi.scadenzario import Stato
from obiettivi.voci import StatoSessione
from tests.fabbriche import CicloFactory, ValoreStoricoFactory, utente_con
from tests.obiettivi.scena_monitoraggio import (
    RilevazioneFactory,
    SessioneFactory,
    approvato,
    di_fine_anno,
    misurabile,
    validato,
)

pytestmark = pytest.mark.django_db
OGGI = date(2026, 12, 1)
CHIUSA = {"stato": StatoSessione.CHIUSA, "chiusa_il": datetime(2026, 7, 20, 10, tzinfo=UTC)}


# ---- il calendario -----------------------------------------------------------------------------------------------


def scadenza(ciclo, codice):
    return next(una for una in scadenze_di(ciclo, oggi=OGGI) if una.codice == codice)


@pytest.mark.parametrize(
    ("al", "codice", "provata"),
    [
        (date(2026, 6, 30), "monitoraggio_1", True),
        (date(2026, 6, 30), "monitoraggio_2", False),
        (date(2026, 9, 30), "monitoraggio_1", False),
        (date(2026, 9, 30), "monitoraggio_2", True),
        (date(2026, 12, 31), "monitoraggio_1", False),
        (date(2026, 12, 31), "monitoraggio_2", False),
    ],
)
def test_una_sessione_chiusa_prova_il_suo_monitoraggio(al, codice, provata):
    ciclo = approvato()
    SessioneFactory(ciclo=ciclo, al=al, **CHIUSA)
    trovata = scadenza(ciclo, codice)
    assert (trovata.stato == Stato.FATTA) is provata
    assert trovata.fatta_il == (date(2026, 7, 20) if provata else None)
    assert trovata.automatica is provata


@pytest.mark.parametrize("stato", [StatoSessione.PROGRAMMATA, StatoSessione.APERTA, StatoSessione.VERIFICATA])
def test_una_sessione_ancora_aperta_non_prova_nulla(stato):
    ciclo = approvato()
    SessioneFactory(ciclo=ciclo, stato=stato)
    assert scadenza(ciclo, "monitoraggio_1").fatta_il is None


# ---- l'anno nuovo ------------------------------------------------------------------------------------------------


def misurato(sessione, valore=81, **indicatore):
    obiettivo = validato(sessione.ciclo)
    campi = {"denominazione": "Pratiche evase", "unita_misura": "%"} | indicatore
    riga = misurabile(obiettivo, target=90, **campi)
    RilevazioneFactory(sessione=sessione, indicatore=riga, valore=Decimal(valore))
    return obiettivo


def letto(obiettivo):
    return con_righe(Obiettivo.objects.filter(pk=obiettivo.pk)).get().indicatori.all()[0]


def fine_anno(ciclo, **campi):
    return di_fine_anno(ciclo, **{**CHIUSA, **campi})


def test_il_risultato_dell_anno_e_quello_della_sessione_di_fine_anno_chiusa():
    assert valore_dell_anno(letto(misurato(fine_anno(approvato()))), 2026) == 81


@pytest.mark.parametrize("campi", [{"stato": StatoSessione.VERIFICATA, "chiusa_il": None}, {"al": date(2026, 9, 30)}])
def test_una_misura_aperta_o_di_meta_anno_non_e_il_risultato_dell_anno(campi):
    assert valore_dell_anno(letto(misurato(fine_anno(approvato(), **campi))), 2026) is None


def test_senza_il_risultato_si_riparte_dall_ultima_misura_chiusa_e_lo_si_dice():
    sessione = fine_anno(approvato(), al=date(2026, 9, 30))
    assert valore_noto(letto(misurato(sessione)), 2026, anche_target=True) == Partenza(81, "il valore al 30/09/2026")


def test_il_valore_storico_scritto_a_mano_conta_piu_di_una_misura_di_meta_anno():
    obiettivo = misurato(fine_anno(approvato(), al=date(2026, 9, 30)))
    ValoreStoricoFactory(indicatore=obiettivo.indicatori.get(), anno=2026, valore=Decimal(77))
    assert valore_noto(letto(obiettivo), 2026, anche_target=False) == Partenza(77)


@pytest.mark.parametrize(
    ("anche_target", "attesa"), [(True, Partenza(90, "il target del 2026")), (False, Partenza(None))]
)
def test_senza_misure_resta_il_target_se_lo_si_accetta(anche_target, attesa):
    obiettivo = validato(approvato())
    misurabile(obiettivo, target=90)
    assert valore_noto(letto(obiettivo), 2026, anche_target=anche_target) == attesa


def porta(sessione):
    obiettivo = misurato(sessione)
    vecchio = sessione.ciclo
    nuovo = CicloFactory(ente=vecchio.ente, anno=2027)
    porta_obiettivi(vecchio, nuovo, utente=utente_con("segretario", vecchio.ente), scelti=[obiettivo.pk])
    return nuovo.obiettivi.get()


def test_l_anno_nuovo_ha_il_valore_di_partenza_la_serie_e_il_risultato_in_parole():
    nuovo = porta(fine_anno(approvato()))
    indicatore = Indicatore.objects.get(obiettivo=nuovo)
    assert (indicatore.baseline, indicatore.baseline_anno, indicatore.nota) == (81, 2026, "")
    assert list(ValoreStorico.objects.filter(indicatore=indicatore).values_list("anno", "valore")) == [(2026, 81)]
    assert nuovo.risultato_anno_precedente == "Pratiche evase: 81 % al 31/12/2026."


def test_una_misura_di_meta_anno_e_una_partenza_ma_non_entra_nella_serie():
    indicatore = Indicatore.objects.get(obiettivo=porta(fine_anno(approvato(), al=date(2026, 9, 30))))
    assert indicatore.baseline == 81
    assert indicatore.nota.startswith("Valore di partenza: il valore al 30/09/2026, in attesa del risultato.")
    assert not indicatore.valori_storici.exists()


def test_senza_misure_il_risultato_dell_anno_prima_resta_vuoto():
    vecchio = approvato()
    obiettivo = validato(vecchio)
    misurabile(obiettivo)
    nuovo = CicloFactory(ente=vecchio.ente, anno=2027)
    porta_obiettivi(vecchio, nuovo, utente=utente_con("segretario", vecchio.ente), scelti=[obiettivo.pk])
    assert nuovo.obiettivi.get().risultato_anno_precedente == ""


def test_portare_molti_obiettivi_non_rilegge_le_misure_una_per_una(django_assert_num_queries):
    sessione = fine_anno(approvato())
    for _ in range(3):
        misurato(sessione)
    with django_assert_num_queries(10):
        for obiettivo in con_righe(sessione.ciclo.obiettivi.all()):
            for indicatore in obiettivo.indicatori.all():
                valore_dell_anno(indicatore, 2026)
