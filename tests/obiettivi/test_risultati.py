"""I risultati di un ciclo in dati fermi: gli stessi gradi dell'andamento, raccolti per unità, linea, ente."""

from datetime import date

import pytest
from django.utils import timezone

from obiettivi.letture.andamento import andamento_di
from obiettivi.letture.linee import linee_per_obiettivo
from obiettivi.letture.rilevazioni import obiettivi_misurati, quadro_di
from obiettivi.letture.risultati import risultati_del_ciclo, sessione_di_riferimento
from obiettivi.misura.esiti import Esito
from obiettivi.models import Forzatura
from obiettivi.voci import CausaScostamento, PoliticaNeutra, StatoForzatura, StatoSessione
from tests.fabbriche import FaseFactory, IndicatoreFactory, LineaMandatoFactory, UnitaFactory
from tests.obiettivi.scena_monitoraggio import (
    AvanzamentoFactory,
    D,
    RilevazioneFactory,
    SessioneFactory,
    approvato,
    di_fine_anno,
    misurabile,
    scena,
    validato,
)
from tests.obiettivi.test_andamento import con_pesi, neutro

pytestmark = pytest.mark.django_db


def dell_ente(sessione):
    return risultati_del_ciclo(sessione.ciclo, sessione)


def test_senza_sessioni_nessun_obiettivo_e_misurato():
    ciclo = approvato()
    misurabile(validato(ciclo, unita=UnitaFactory(ente=ciclo.ente)))
    risultati = risultati_del_ciclo(ciclo)
    assert (risultati.sessione, risultati.ente.grado, risultati.ente.misurati, risultati.ente.totale) == (
        None,
        None,
        0,
        1,
    )


def test_la_sessione_di_riferimento_e_l_ultima_cominciata():
    ciclo = approvato()
    prima = SessioneFactory(ciclo=ciclo)
    SessioneFactory(ciclo=ciclo, al=date(2026, 9, 30), stato=StatoSessione.PROGRAMMATA)
    assert sessione_di_riferimento(ciclo) == prima


def test_i_gradi_sono_quelli_dell_andamento():
    sessione, _, _ = con_pesi((60, 50), (40, 100))
    andamento = andamento_di(quadro_di(sessione))
    risultati = dell_ente(sessione)
    assert risultati.ente.grado == andamento.grado.valore
    assert [uno.grado for uno in risultati.unita] == [parte.grado.valore for parte in andamento.parti]
    assert [uno.grado for uno in risultati.obiettivi] == [uno.grado.valore for uno in andamento.obiettivi]


def test_di_un_obiettivo_si_dice_promesso_ottenuto_scostamento_causa_e_fonte():
    ciclo = approvato()
    indicatore = misurabile(validato(ciclo, unita=UnitaFactory(ente=ciclo.ente)), target=80, denominazione="Pratiche")
    sessione = di_fine_anno(ciclo)
    scritta = {"causa": CausaScostamento.ESOGENA, "spiegazione": "Gara deserta", "fonte": "Protocollo"}
    RilevazioneFactory(sessione=sessione, indicatore=indicatore, valore=D(40), **scritta)
    (uno,) = dell_ente(sessione).obiettivi
    assert (uno.atteso, uno.risultato) == ("Pratiche: almeno 80", "Pratiche: 40")
    assert (uno.grado, uno.scostamento, uno.esito) == (50, -50, Esito.IN_PARTE)
    assert (uno.cause, uno.spiegazioni, uno.indicatori[0].fonte) == (("esogena",), ("Gara deserta",), "Protocollo")


def test_chi_non_e_misurato_non_vale_zero():
    sessione, _, _ = scena()
    (uno,) = dell_ente(sessione).obiettivi
    assert (uno.grado, uno.scostamento, uno.esito, uno.mancano) == (None, None, Esito.NON_MISURATO, 1)
    assert uno.problema == "Manca un valore su 1."


def test_se_nulla_e_applicabile_lo_si_dice():
    sessione, _, indicatore = scena()
    motivo = {"valore": None, "non_applicabile": True, "motivo_non_applicabile": "Servizio sospeso"}
    RilevazioneFactory(sessione=sessione, indicatore=indicatore, **motivo)
    (uno,) = dell_ente(sessione).obiettivi
    assert (uno.grado, uno.problema) == (None, "Nessun indicatore è applicabile.")
    assert uno.indicatori[0].motivo_non_applicabile == "Servizio sospeso"


def test_la_fonte_se_non_e_scritta_e_quella_dell_indicatore():
    ciclo = approvato()
    indicatore = misurabile(validato(ciclo, unita=UnitaFactory(ente=ciclo.ente)), fonte="PCC")
    sessione = SessioneFactory(ciclo=ciclo)
    RilevazioneFactory(sessione=sessione, indicatore=indicatore, fonte="")
    assert dell_ente(sessione).obiettivi[0].indicatori[0].fonte == "PCC"


def test_un_valore_forzato_si_vede_accanto_al_calcolato():
    sessione, _, (obiettivo,) = con_pesi((100, 50))
    Forzatura.objects.create(
        sessione=sessione,
        obiettivo=obiettivo,
        grado=D(90),
        motivo="Alluvione",
        stato=StatoForzatura.APPROVATA,
        deciso_il=timezone.now(),
    )
    (uno,) = (risultati := dell_ente(sessione)).forzati
    assert (uno.grado, uno.calcolato, uno.forzato.motivo, risultati.ente.grado) == (90, 50, "Alluvione", 90)


def test_una_forzatura_chiesta_non_conta_ancora():
    sessione, _, (obiettivo,) = con_pesi((100, 50))
    Forzatura.objects.create(sessione=sessione, obiettivo=obiettivo, grado=D(90), motivo="Alluvione")
    (uno,) = dell_ente(sessione).obiettivi
    assert (uno.grado, uno.forzato, uno.richiesta_aperta) == (50, None, True)


def test_un_neutralizzato_porta_il_suo_atto():
    sessione, _, (obiettivo, _altro) = con_pesi((50, 10), (50, 100))
    neutro(obiettivo, PoliticaNeutra.ESCLUDI)
    risultati = dell_ente(sessione)
    (uno,) = risultati.neutralizzati
    assert uno.esito == Esito.NEUTRALIZZATO
    assert uno.neutralizzato.atto
    assert risultati.ente.grado == 100


@pytest.mark.parametrize(
    ("al", "stato", "definitivi"),
    [
        (date(2026, 12, 31), StatoSessione.CHIUSA, True),
        (date(2026, 12, 31), StatoSessione.APERTA, False),
        (date(2026, 6, 30), StatoSessione.CHIUSA, False),
    ],
)
def test_i_risultati_sono_definitivi_a_fine_anno_e_a_sessione_chiusa(al, stato, definitivi):
    chiusa = {"chiusa_il": "2027-02-01T10:00Z"} if stato == StatoSessione.CHIUSA else {}
    assert dell_ente(SessioneFactory(al=al, stato=stato, **chiusa)).definitivi is definitivi


# ---- le linee ----------------------------------------------------------------------------------------------------


def test_la_linea_si_eredita_dall_obiettivo_da_cui_si_discende():
    ciclo = approvato()
    linea = LineaMandatoFactory(ente=ciclo.ente)
    padre = validato(ciclo, linea_mandato=linea)
    figlio, solo = validato(ciclo, padre=padre), validato(ciclo)
    assert linee_per_obiettivo(obiettivi_misurati(ciclo)) == {padre.pk: linea, figlio.pk: linea}
    assert solo.pk not in linee_per_obiettivo(obiettivi_misurati(ciclo))


def test_un_giro_nell_albero_non_ferma_la_lettura():
    ciclo = approvato()
    primo = validato(ciclo)
    secondo = validato(ciclo, padre=primo)
    type(primo).objects.filter(pk=primo.pk).update(padre=secondo)
    assert linee_per_obiettivo(obiettivi_misurati(ciclo)) == {}


def test_una_linea_e_la_media_semplice_dei_suoi_misurati_e_dice_quanti():
    sessione, _, (primo, secondo, _terzo) = con_pesi((80, 50), (10, 100), (10, 0))
    linea = LineaMandatoFactory(ente=sessione.ciclo.ente)
    nuovo = validato(sessione.ciclo, linea_mandato=linea)
    IndicatoreFactory(obiettivo=nuovo)
    for obiettivo in (primo, secondo):
        obiettivo.linea_mandato = linea
        obiettivo.save()
    sua, senza = dell_ente(sessione).linee
    assert (sua.nome, sua.grado, sua.misurati, sua.totale, sua.non_misurati) == (str(linea), 75, 2, 3, 1)
    assert (senza.pk, senza.nome, senza.grado) == (0, "Senza linea di mandato", 0)


def test_la_regola_della_media_e_detta():
    con, _, _ = con_pesi((60, 50), (40, 100))
    senza, _, _ = con_pesi((None, 50), (None, 100))
    regole = [dell_ente(sessione).unita[0].regola for sessione in (con, senza)]
    assert regole == ["media pesata con i pesi dichiarati", "media semplice: nessun peso è scritto"]


@pytest.mark.parametrize("quanti", [1, 12])
def test_le_letture_sono_sempre_le_stesse(quanti, django_assert_num_queries):
    sessione, _, _ = con_pesi(*[(10, 50)] * quanti)
    with django_assert_num_queries(8):
        risultati_del_ciclo(sessione.ciclo)


def test_di_un_padre_ritirato_resta_la_linea():
    ciclo = approvato()
    linea = LineaMandatoFactory(ente=ciclo.ente)
    padre = validato(ciclo, linea_mandato=linea)
    figlio = validato(ciclo, padre=padre)
    type(padre).objects.filter(pk=padre.pk).update(stato="ritirato")
    assert linee_per_obiettivo(obiettivi_misurati(ciclo)) == {figlio.pk: linea}


def test_una_fase_dice_a_che_punto_e():
    sessione, _, indicatore = scena()
    avanzata, ferma = (FaseFactory(obiettivo=indicatore.obiettivo, titolo=nome) for nome in ("Gara", "Lavori"))
    AvanzamentoFactory(sessione=sessione, fase=avanzata, percentuale=D(40))
    fasi = dell_ente(sessione).obiettivi[0].fasi
    assert [(uno.pk, uno.percentuale) for uno in fasi] == [(avanzata.pk, 40), (ferma.pk, None)]


def test_un_obiettivo_si_ritrova_dal_suo_indirizzo_permanente():
    sessione, _, indicatore = scena()
    trovato = dell_ente(sessione).per_identificativo[indicatore.obiettivo.identificativo]
    assert (trovato.pk, trovato.nome) == (indicatore.obiettivo.pk, str(indicatore.obiettivo))
