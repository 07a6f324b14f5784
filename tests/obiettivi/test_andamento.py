"""I gradi: come si calcola un indicatore, un obiettivo, un'unità, l'ente; che cosa succede quando qualcosa manca."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obiettivi.letture.andamento import andamento_di, misura_di
from obiettivi.letture.regole import grado_rilevato, scostamento
from obiettivi.letture.rilevazioni import quadro_di
from obiettivi.misura import Assenza, NonCalcolabile
from obiettivi.models import Ciclo, Forzatura, Indicatore, Neutralizzazione, Rilevazione, Sessione, Target
from obiettivi.voci import MetodoAggregazione, Operatore, PoliticaNeutra, ScalaPeso, StatoForzatura, Verso
from tests.fabbriche import AttoFactory, FaseFactory, ObiettivoUnitaFactory, UnitaFactory
from tests.obiettivi.scena_monitoraggio import (
    AvanzamentoFactory,
    D,
    RilevazioneFactory,
    di_fine_anno,
    misurabile,
    scena,
    validato,
)

GIUGNO = date(2026, 6, 30)
VALORI = st.decimals(0, 10**6, places=3)
TARGET = st.decimals("0.001", 10**6, places=3)


def indicatore(verso="", **campi):
    return Indicatore(denominazione="Tempo medio", verso=verso, **campi)


def rilevato(valore=None, **campi):
    return Rilevazione(sessione=Sessione(al=GIUGNO, ciclo=Ciclo(anno=2026)), valore=valore, **campi)


def grado(ind, target, rilevazione):
    return grado_rilevato(ind, target, rilevazione).valore


# ---- un indicatore -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verso", "operatore", "target", "valore", "atteso"),
    [
        ("aumenta", ">=", "80", "40", "50"),
        ("aumenta", ">=", "80", "100", "100"),
        ("aumenta", ">=", "80", "0", "0"),
        ("", ">=", "80", "60", "75"),
        ("", "=", "100", "100", "100"),
        ("", "<=", "20", "30", "50"),
        ("diminuisce", "<=", "20", "20", "100"),
        ("diminuisce", "<=", "20", "0", "100"),
        ("diminuisce", "<=", "20", "50", "0"),
        ("diminuisce", "<=", "0", "-3", "100"),
        ("diminuisce", "<=", "0", "0", "100"),
        ("diminuisce", "<=", "0", "2", "0"),
        ("aumenta", ">=", "0", "-1", "0"),
    ],
)
def test_il_grado_di_un_numero(verso, operatore, target, valore, atteso):
    assert grado(indicatore(verso), Target(operatore=operatore, valore=D(target)), rilevato(D(valore))) == D(atteso)


@pytest.mark.parametrize(("valore", "atteso"), [("9", 0), ("10", 100), ("15", 100), ("20", 100), ("20.01", 0)])
def test_il_grado_di_un_intervallo(valore, atteso):
    target = Target(operatore=Operatore.TRA, valore=D(10), valore_massimo=D(20))
    assert grado(indicatore(Verso.INTERVALLO), target, rilevato(D(valore))) == atteso


@pytest.mark.parametrize(("esito", "atteso"), [(True, 100), (False, 0)])
def test_il_grado_di_un_si_o_no(esito, atteso):
    assert grado(indicatore(Verso.SI_NO), Target(operatore=Operatore.SI), rilevato(esito=esito)) == atteso


@pytest.mark.parametrize(("fatto", "atteso"), [(date(2026, 5, 31), 100), (date(2026, 6, 1), 0)])
def test_il_grado_di_una_data(fatto, atteso):
    target = Target(operatore=Operatore.ENTRO_IL, data=date(2026, 5, 31))
    assert grado(indicatore(Verso.ENTRO_DATA), target, rilevato(data=fatto)) == atteso


@pytest.mark.parametrize(
    ("entro", "atteso", "assenza"),
    [(date(2026, 6, 29), 0, None), (GIUGNO, None, Assenza.MANCANTE), (date(2026, 12, 31), None, Assenza.MANCANTE)],
)
def test_cio_che_non_e_ancora_fatto_vale_zero_solo_a_termine_passato(entro, atteso, assenza):
    target = Target(operatore=Operatore.ENTRO_IL, data=entro)
    esito = grado_rilevato(indicatore(Verso.ENTRO_DATA), target, rilevato(esito=False))
    assert (esito.valore, esito.assenza) == (atteso, assenza)


def test_con_una_soglia_minima_conta_il_cammino_fatto():
    target = Target(operatore=">=", valore=D(80))
    assert grado(indicatore("aumenta", soglia_minima=D(60)), target, rilevato(D(70))) == 50


@pytest.mark.parametrize(
    ("verso", "valore", "atteso"), [("aumenta", 79, 0), ("aumenta", 80, 100), ("diminuisce", 81, 0)]
)
def test_se_la_soglia_minima_e_il_target_conta_solo_se_e_raggiunto(verso, valore, atteso):
    target = Target(operatore=">=", valore=D(80))
    assert grado(indicatore(verso, soglia_minima=D(80)), target, rilevato(D(valore))) == atteso


@pytest.mark.parametrize(("verso", "soglia"), [("aumenta", 90), ("diminuisce", 70)])
def test_una_soglia_minima_oltre_il_target_si_dice(verso, soglia):
    with pytest.raises(NonCalcolabile, match="soglia minima sta oltre"):
        grado_rilevato(indicatore(verso, soglia_minima=D(soglia)), Target(valore=D(80)), rilevato(D(75)))


def test_mancante_e_non_applicabile_non_sono_zero():
    target = Target(operatore=">=", valore=D(80))
    assert grado_rilevato(indicatore("aumenta"), target, None).assenza == Assenza.MANCANTE
    non_applicabile = rilevato(non_applicabile=True)
    assert grado_rilevato(indicatore("aumenta"), target, non_applicabile).assenza == Assenza.NON_APPLICABILE


@pytest.mark.parametrize(
    ("verso", "target", "frase"),
    [
        ("aumenta", None, "non ha un target"),
        ("aumenta", Target(testo_originale="il più possibile"), "il più possibile"),
        ("", Target(valore=D(3)), "meglio che aumenti o che diminuisca"),
        ("entro_data", Target(operatore="entro"), "entro quando"),
    ],
)
def test_cio_che_non_si_puo_calcolare_lo_dice(verso, target, frase):
    with pytest.raises(NonCalcolabile, match=frase):
        grado_rilevato(indicatore(verso), target, rilevato(D(1)))
    assert scostamento(indicatore(verso), target, rilevato(D(1))) is None


def test_con_un_target_di_zero_i_passi_dicono_che_non_c_e_un_rapporto():
    esito = grado_rilevato(indicatore("diminuisce"), Target(operatore="<=", valore=D(0)), rilevato(D(-3)))
    assert [passo.cosa for passo in esito.passi] == ["confronto", "conversione"]
    assert "non c'è un rapporto" in str(esito.passi[0])


def test_lo_scostamento_non_ha_tetto():
    assert scostamento(indicatore("aumenta"), Target(operatore=">=", valore=D(80)), rilevato(D(120))) == 50


@given(VALORI, TARGET, st.sampled_from([("aumenta", ">="), ("diminuisce", "<=")]))
def test_il_grado_sta_sempre_fra_zero_e_cento(valore, target, come):
    verso, operatore = come
    assert 0 <= grado(indicatore(verso), Target(operatore=operatore, valore=target), rilevato(valore)) <= 100


@given(VALORI, VALORI, TARGET)
def test_il_grado_segue_il_verso(uno, altro, target):
    minore, maggiore = sorted((uno, altro))
    su, giu = Target(operatore=">=", valore=target), Target(operatore="<=", valore=target)
    assert grado(indicatore("aumenta"), su, rilevato(minore)) <= grado(indicatore("aumenta"), su, rilevato(maggiore))
    assert grado(indicatore("diminuisce"), giu, rilevato(minore)) >= grado(
        indicatore("diminuisce"), giu, rilevato(maggiore)
    )


# ---- un obiettivo ------------------------------------------------------------------------------------------------


def misura(sessione, obiettivo):
    return misura_di(sessione, obiettivo.pk)[1]


def con_due(pesi=(None, None), valori=(50, 100), **campi):
    sessione, _, primo = scena()
    obiettivo = primo.obiettivo
    primo.delete()
    for peso, valore in zip(pesi, valori, strict=True):
        nuovo = misurabile(obiettivo, peso=peso)
        if valore is not None:
            RilevazioneFactory(sessione=sessione, indicatore=nuovo, valore=D(valore))
    for nome, valore in campi.items():
        setattr(obiettivo, nome, valore)
    obiettivo.save()
    return sessione, obiettivo


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pesi", "metodo", "atteso"),
    [
        ((None, None), MetodoAggregazione.MEDIA_PESATA, 75),
        ((30, 70), MetodoAggregazione.MEDIA_PESATA, 85),
        ((30, 70), MetodoAggregazione.MINIMO, 50),
    ],
)
def test_il_metodo_unisce_gli_indicatori(pesi, metodo, atteso):
    sessione, obiettivo = con_due(pesi, metodo_aggregazione=metodo)
    assert misura(sessione, obiettivo).grado.valore == atteso


@pytest.mark.django_db
def test_se_manca_un_valore_il_grado_manca_e_dice_quanti():
    sessione, obiettivo = con_due(valori=(50, None))
    letta = misura(sessione, obiettivo)
    assert (letta.grado.valore, letta.grado.assenza) == (None, Assenza.MANCANTE)
    assert letta.problema == "Manca un valore su 2."
    sessione, obiettivo = con_due(valori=(None, None))
    assert misura(sessione, obiettivo).problema == "Mancano 2 valori su 2."


@pytest.mark.django_db
def test_un_indicatore_non_applicabile_lascia_il_posto_agli_altri():
    sessione, obiettivo = con_due((30, 70), valori=(50, None))
    senza = obiettivo.indicatori.last()
    campi = {"valore": None, "non_applicabile": True, "motivo_non_applicabile": "Servizio sospeso"}
    RilevazioneFactory(sessione=sessione, indicatore=senza, **campi)
    assert misura(sessione, obiettivo).grado.valore == 50


@pytest.mark.django_db
def test_tutti_non_applicabili_non_fanno_ne_zero_ne_cento():
    sessione, obiettivo = con_due(valori=(None, None))
    for uno in obiettivo.indicatori.all():
        campi = {"valore": None, "non_applicabile": True, "motivo_non_applicabile": "x"}
        RilevazioneFactory(sessione=sessione, indicatore=uno, **campi)
    letta = misura(sessione, obiettivo)
    assert (letta.grado.valore, letta.grado.assenza) == (None, Assenza.NON_APPLICABILE)


@pytest.mark.django_db
def test_un_peso_mancante_si_dice_e_non_si_inventa():
    sessione, obiettivo = con_due((30, None))
    assert "non ha un peso" in misura(sessione, obiettivo).problema


@pytest.mark.django_db
def test_un_target_illeggibile_si_dice():
    sessione, obiettivo = con_due()
    Target.objects.filter(indicatore=obiettivo.indicatori.first()).update(valore=None, testo_originale="tanto")
    assert "«tanto»" in misura(sessione, obiettivo).problema


@pytest.mark.django_db
def test_senza_indicatori_si_dice():
    sessione, _, primo = scena()
    obiettivo = primo.obiettivo
    primo.delete()
    assert "non ha indicatori" in misura(sessione, obiettivo).problema


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("metodo", "quota", "fatte", "atteso", "problema"),
    [
        ("fasi", None, (40, 80), 60, ""),
        ("mista", 50, (40, 80), D("67.5"), ""),
        ("fasi", None, (40,), None, "Manca l'avanzamento di 1 fasi su 2."),
    ],
)
def test_anche_le_fasi_fanno_il_grado(metodo, quota, fatte, atteso, problema):
    sessione, obiettivo = con_due(metodo_aggregazione=metodo, quota_fasi=quota)
    fasi = [FaseFactory(obiettivo=obiettivo) for _ in range(2)]
    for fase, fatta in zip(fasi, fatte, strict=False):
        AvanzamentoFactory(sessione=sessione, fase=fase, percentuale=D(fatta))
    letta = misura(sessione, obiettivo)
    assert (letta.grado.valore, letta.problema) == (atteso, problema)


@pytest.mark.django_db
def test_i_passi_dell_obiettivo_sono_distinti_da_quelli_degli_indicatori():
    sessione, obiettivo = con_due((30, 70))
    letta = misura(sessione, obiettivo)
    assert [passo.cosa for passo in letta.propri] == ["aggregazione"]
    assert all(len(una.grado.passi) == 1 for una in letta.misure)


@pytest.mark.django_db
@pytest.mark.parametrize(("stato", "vale"), [("richiesta", 75), ("approvata", 90), ("respinta", 75)])
def test_un_valore_forzato_vale_solo_se_approvato(stato, vale):
    sessione, obiettivo = con_due()
    deciso = None if stato == StatoForzatura.RICHIESTA else "2026-07-20T10:00+02:00"
    campi = {"grado": D(90), "motivo": "Dato in ritardo", "stato": stato, "deciso_il": deciso}
    Forzatura.objects.create(sessione=sessione, obiettivo=obiettivo, **campi)
    letta = misura(sessione, obiettivo)
    assert (letta.grado.valore, letta.calcolato.valore) == (vale, 75)
    assert andamento_di(quadro_di(sessione)).forzati == (stato == "approvata")


def test_un_obiettivo_che_non_si_misura_non_ha_una_misura(db):
    sessione, _, primo = scena()
    assert misura_di(sessione, primo.obiettivo_id + 999) is None


# ---- l'unità e l'ente --------------------------------------------------------------------------------------------


def con_pesi(*coppie):
    """Un'unità con un obiettivo per ogni (peso, valore)."""
    sessione, unita, primo = scena()
    primo.obiettivo.delete()
    fatti = []
    for peso, valore in coppie:
        uno = misurabile(validato(sessione.ciclo, unita=unita, peso=peso))
        if valore is not None:
            RilevazioneFactory(sessione=sessione, indicatore=uno, valore=D(valore))
        fatti.append(uno.obiettivo)
    return sessione, unita, fatti


def neutro(obiettivo, politica):
    atto = AttoFactory(ente=obiettivo.ente)
    return Neutralizzazione.objects.create(obiettivo=obiettivo, politica=politica, motivo="Alluvione", atto=atto)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("coppie", "atteso", "misurati"),
    [
        (((30, 50), (70, 100)), 85, 2),
        (((None, 50), (None, 100)), 75, 2),
        (((30, 50), (70, None)), 50, 1),
        (((30, None),), None, 0),
        (((30, 0), (70, 0)), 0, 2),
    ],
    ids=["pesata", "senza pesi", "uno manca", "nessuno", "zero è zero"],
)
def test_la_media_dell_unita_dice_su_quanti_e_fatta(coppie, atteso, misurati):
    sessione, _, _ = con_pesi(*coppie)
    (parte,) = andamento_di(quadro_di(sessione)).parti
    assert (parte.grado.valore, parte.misurati) == (atteso, misurati)


@pytest.mark.django_db
def test_il_peso_che_conta_e_quello_per_l_unita():
    sessione, unita, obiettivi = con_pesi((50, 0), (50, 100))
    obiettivi[0].unita_collegate.update(peso=D(10))
    obiettivi[1].unita_collegate.update(peso=D(30))
    assert andamento_di(quadro_di(sessione)).parti[0].grado.valore == 75


@pytest.mark.django_db
def test_un_prerequisito_non_entra_nella_media():
    sessione, _, obiettivi = con_pesi((None, 0), (None, 100))
    obiettivi[0].prerequisito = True
    obiettivi[0].save()
    assert andamento_di(quadro_di(sessione)).parti[0].grado.valore == 100


@pytest.mark.django_db
def test_scale_diverse_e_pesi_mancanti_fermano_la_media_con_una_frase():
    sessione, _, obiettivi = con_pesi((30, 50), (70, 100))
    obiettivi[0].scala_peso = ScalaPeso.PUNTI
    obiettivi[0].save()
    assert "scale diverse" in andamento_di(quadro_di(sessione)).parti[0].problema
    sessione, _, _ = con_pesi((30, 50), (None, 100))
    assert "non ha un peso" in andamento_di(quadro_di(sessione)).parti[0].problema


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("politica", "atteso"), [(PoliticaNeutra.ESCLUDI, 100), (PoliticaNeutra.CENTO, 100), (PoliticaNeutra.ZERO, 70)]
)
def test_un_obiettivo_neutralizzato_segue_la_sua_politica(politica, atteso):
    sessione, _, obiettivi = con_pesi((30, 50), (70, 100))
    neutro(obiettivi[0], politica)
    andamento = andamento_di(quadro_di(sessione))
    assert (andamento.parti[0].grado.valore, andamento.neutralizzati) == (atteso, 1)
    assert "Alluvione" in " ".join(map(str, andamento.parti[0].grado.passi))


@pytest.mark.django_db
def test_l_ente_e_la_media_delle_unita_misurate():
    sessione, unita, _ = con_pesi((30, 50), (70, 100))
    altra, vuota = (UnitaFactory(ente=unita.ente) for _ in range(2))
    uno = misurabile(validato(sessione.ciclo, unita=altra))
    RilevazioneFactory(sessione=sessione, indicatore=uno, valore=D(95))
    misurabile(validato(sessione.ciclo, unita=vuota))
    andamento = andamento_di(quadro_di(sessione))
    assert (andamento.grado.valore, andamento.misurati, len(andamento.obiettivi)) == (90, 3, 4)


@pytest.mark.django_db
def test_gli_scostamenti_da_spiegare():
    sessione, _, _ = con_pesi((50, 50), (50, 100))
    finale = di_fine_anno(sessione.ciclo)
    for riga, valore in zip(quadro_di(finale).righe, (50, 95), strict=True):
        RilevazioneFactory(sessione=finale, indicatore=riga.indicatore, valore=D(valore))
    (riga,) = andamento_di(quadro_di(finale)).da_spiegare
    assert riga.scostamento == Decimal(-50)


@pytest.mark.django_db
def test_un_obiettivo_trasversale_conta_una_volta():
    sessione, unita, obiettivi = con_pesi((100, 80))
    ObiettivoUnitaFactory(obiettivo=obiettivi[0], unita=UnitaFactory(ente=unita.ente))
    assert len(andamento_di(quadro_di(sessione)).obiettivi) == 1
