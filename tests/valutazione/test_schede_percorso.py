"""Il percorso di una scheda: chi può, da dove a dove, che cosa serve, che cosa resta scritto."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from time_machine import travel

from piao.base.flusso import PassoNonAmmesso
from piao.base.models import Avviso
from tests.valutazione.aiuti import senza_guardie
from tests.valutazione.scena_schede import porta_a, riempi
from valutazione.azioni.passi import apri_contraddittorio, compi_passo, prendi_visione
from valutazione.azioni.riesame import chiedi_riesame, decidi_riesame, osserva, rispondi
from valutazione.flusso import (
    ANNULLA,
    ASSEGNA,
    AVVIA,
    CHIUDI,
    NOTIFICA,
    PERCORSO,
    PROPONI,
    RIMANDA,
    RIVEDI,
    SchedaFerma,
    che_manca,
    negativa,
    passi_possibili,
)
from valutazione.models import PassaggioScheda
from valutazione.voci import Silenzio, StatoScheda, TipoFase

pytestmark = pytest.mark.django_db

S = StatoScheda
TABELLA = [
    ("assegna", S.PREPARAZIONE, S.ASSEGNATA, {"eq", "segretario", "personale"}),
    ("avvia", S.ASSEGNATA, S.VALUTAZIONE, {"eq", "segretario", "personale"}),
    ("proponi", S.VALUTAZIONE, S.PROPOSTA, {"eq"}),
    ("rimanda", S.PROPOSTA, S.VALUTAZIONE, {"eq", "segretario", "personale"}),
    ("notifica", S.PROPOSTA, S.NOTIFICATA, {"eq"}),
    ("rivedi", S.NOTIFICATA, S.VALUTAZIONE, {"eq"}),
    ("riesame", S.NOTIFICATA, S.RIESAME, {"ada"}),
    ("decidi", S.RIESAME, S.NOTIFICATA, {"segretario"}),
    ("chiudi", S.NOTIFICATA, S.CHIUSA, {"eq", "segretario", "personale"}),
    ("annulla", S.PREPARAZIONE, S.ANNULLATA, {"segretario", "personale"}),
]


@pytest.mark.parametrize(("codice", "da", "a", "chi"), TABELLA)
def test_ogni_passo_ha_il_suo_stato_e_chi_lo_compie(scena, codice, da, a, chi):
    scheda, passo = scena.scheda("ada"), PERCORSO[codice]
    scheda.stato = da
    possono = {nome for nome, utente in scena.utenti.items() if passo.possibile(utente, scheda)}
    assert (passo.a, possono) == (a, chi)


@pytest.mark.parametrize("stato", [S.CHIUSA, S.ANNULLATA])
@pytest.mark.parametrize("nome", ["segretario", "eq", "ada", "nucleo"])
def test_da_una_scheda_chiusa_o_annullata_non_si_parte(scena, stato, nome):
    scheda = scena.scheda("ada")
    scheda.stato = stato
    assert passi_possibili(scena.utenti[nome], scheda) == []


def test_la_tabella_nomina_ogni_passo():
    assert {riga[0] for riga in TABELLA} == set(PERCORSO)


def test_il_segretario_non_conduce_la_propria_scheda(scena):
    assert passi_possibili(scena.utenti["segretario"], scena.scheda("segretario")) == []


# ---- assegnare ---------------------------------------------------------------------------------------------------


def test_assegnare_congela_regole_e_obiettivi_con_il_peso_della_persona(scena):
    scheda = compi_passo(scena.scheda("ada"), ASSEGNA, utente=scena.utenti["eq"])
    voce = scheda.voci.get(obiettivo=scena.obiettivo)
    foglie = scheda.istantanea["scheda"]["figli"][0]["figli"]
    assert voce.peso == 60
    assert [(foglia["cod"], foglia["peso"]) for foglia in foglie] == [(voce.codice, 60)]


def test_cambiare_il_sistema_non_tocca_una_scheda_assegnata(scena):
    scheda = compi_passo(scena.scheda("ada"), ASSEGNA, utente=scena.utenti["eq"])
    prima = scheda.istantanea
    with senza_guardie():
        scheda.tipo.componenti.filter(codice="C1").update(peso=1)
    scheda.refresh_from_db()
    assert scheda.istantanea == prima


def test_ogni_passaggio_resta_scritto_con_chi_e_il_punteggio(scena):
    scheda = porta_a(scena, "ada", "notificata")
    righe = [(riga.passo, riga.da, riga.a) for riga in scheda.passaggi.order_by("pk")]
    assert righe == [
        ("assegna", "preparazione", "assegnata"),
        ("avvia", "assegnata", "valutazione"),
        ("proponi", "valutazione", "proposta"),
        ("notifica", "proposta", "notificata"),
    ]
    ultimo = scheda.passaggi.last()
    assert (ultimo.chi, ultimo.punteggio) == (scena.utenti["eq"], scheda.punteggio)


def test_oltre_il_termine_si_assegna_ma_resta_scritto(scena):
    with travel(date(2026, 6, 1)):
        compi_passo(scena.scheda("ada"), ASSEGNA, utente=scena.utenti["eq"])
    assert "28 febbraio 2026" in PassaggioScheda.objects.get(passo="assegna").nota


def test_entro_il_termine_non_si_annota_nulla(scena):
    with travel(date(2026, 2, 28)):
        compi_passo(scena.scheda("ada"), ASSEGNA, utente=scena.utenti["eq"])
    assert PassaggioScheda.objects.get(passo="assegna").nota == ""


def test_oltre_il_limite_del_sistema_non_si_assegna_piu(scena):
    scena.sistema.ferma_dopo_giorno, scena.sistema.ferma_dopo_mese = 31, 5
    with senza_guardie():
        scena.sistema.save()
    with travel(date(2026, 6, 1)), pytest.raises(SchedaFerma, match="31 maggio 2026"):
        compi_passo(scena.scheda("ada"), ASSEGNA, utente=scena.utenti["eq"])


def test_chi_comincia_dopo_ha_gli_stessi_giorni(scena):
    scheda = scena.scheda("ada")
    scheda.dal = date(2026, 7, 1)
    scheda.save()
    with travel(date(2026, 8, 20)):
        assert "termine" not in compi_passo(scheda, ASSEGNA, utente=scena.utenti["eq"]).passaggi.last().nota


@pytest.mark.parametrize(
    ("cambia", "frase"),
    [
        ({"valutatore": None}, "Non si sa chi valuta"),
        ({}, "aspetta gli obiettivi"),
    ],
)
def test_senza_chi_valuta_o_senza_obiettivi_non_si_assegna(scena, cambia, frase):
    scheda = scena.scheda("ada")
    scena.obiettivo.assegnazioni.all().delete()
    for nome, valore in cambia.items():
        setattr(scheda, nome, valore)
    scheda.save()
    with pytest.raises(SchedaFerma, match=frase):
        compi_passo(scheda, ASSEGNA, utente=scena.utenti["segretario"])


def test_un_tipo_di_scheda_vuoto_non_si_assegna(scena):
    scheda = scena.scheda("ada")
    with senza_guardie():
        scheda.tipo.componenti.all().delete()
    assert any("non ha componenti" in m.frase for m in che_manca(scheda, ASSEGNA))


# ---- il motivo, i permessi, due persone --------------------------------------------------------------------------


@pytest.mark.parametrize("passo", [RIMANDA, ANNULLA])
def test_un_passo_indietro_vuole_il_motivo(scena, passo):
    scheda = porta_a(scena, "ada", "proposta")
    with pytest.raises(ValidationError, match="motivo"):
        compi_passo(scheda, passo, utente=scena.utenti["segretario"], nota="  ")


def test_chi_non_puo_e_fermato_e_non_resta_nulla(scena):
    with pytest.raises(PermissionDenied):
        compi_passo(scena.scheda("ada"), ASSEGNA, utente=scena.utenti["altra_eq"])
    assert not PassaggioScheda.objects.exists()


def test_il_secondo_che_arriva_trova_la_scheda_gia_avanti(scena):
    scheda = scena.scheda("ada")
    compi_passo(scheda, ASSEGNA, utente=scena.utenti["eq"])
    with pytest.raises(PassoNonAmmesso, match="assegnata"):
        compi_passo(scheda, ASSEGNA, utente=scena.utenti["segretario"])


def test_senza_tutti_i_valori_non_si_propone(scena):
    scheda = porta_a(scena, "ada", "valutazione")
    with pytest.raises(SchedaFerma, match=r"Manca|Mancano"):
        compi_passo(scheda, PROPONI, utente=scena.utenti["eq"])


def test_la_persona_riceve_gli_avvisi_e_chi_agisce_no(scena):
    porta_a(scena, "ada", "notificata")
    miei = Avviso.objects.filter(destinatario=scena.utenti["ada"], genere="scheda")
    assert [avviso.titolo for avviso in miei.order_by("pk")] == [
        "La tua scheda di valutazione 2026 è assegnata: leggila",
        "È aperta la valutazione 2026: puoi scrivere la tua autovalutazione",
        "La tua valutazione 2026 è consegnata: leggila",
    ]
    assert not Avviso.objects.filter(destinatario=scena.utenti["eq"], genere="scheda").exists()


# ---- una valutazione non positiva --------------------------------------------------------------------------------


@pytest.fixture
def bassa(scena):
    porta_a(scena, "ada", "proposta", valore=1)
    scena.sistema.soglia_negativa = Decimal(90)
    with senza_guardie():
        scena.sistema.save()
    return scena.scheda("ada")


def test_sotto_la_soglia_prima_si_sente_la_persona(scena, bassa):
    assert negativa(bassa)
    with pytest.raises(SchedaFerma, match="va sentita"):
        compi_passo(bassa, NOTIFICA, utente=scena.utenti["eq"])


def test_chiamata_ma_nei_termini_ancora_no(scena, bassa):
    apri_contraddittorio(bassa, utente=scena.utenti["eq"])
    with pytest.raises(SchedaFerma, match="può ancora essere sentita entro"):
        compi_passo(bassa, NOTIFICA, utente=scena.utenti["eq"])


def test_sentita_la_persona_si_consegna(scena, bassa):
    apri_contraddittorio(bassa, utente=scena.utenti["eq"])
    osserva(bassa, utente=scena.utenti["ada"], testo="Ho lavorato da sola.", assistita_da="Il sindacato")
    assert compi_passo(bassa, NOTIFICA, utente=scena.utenti["eq"]).stato == S.NOTIFICATA


def test_passato_il_termine_si_consegna_anche_se_tace(scena, bassa):
    apri_contraddittorio(bassa, utente=scena.utenti["eq"])
    bassa.refresh_from_db()
    bassa.contraddittorio_il -= timedelta(days=30)
    bassa.save()
    assert compi_passo(bassa, NOTIFICA, utente=scena.utenti["eq"]).stato == S.NOTIFICATA


def test_senza_termine_il_contraddittorio_aspetta_la_persona(scena, bassa):
    with senza_guardie():
        scena.sistema.fasi.filter(tipo=TipoFase.CONTRADDITTORIO).delete()
    apri_contraddittorio(bassa, utente=scena.utenti["eq"])
    with pytest.raises(SchedaFerma, match="può ancora essere sentita"):
        compi_passo(bassa, NOTIFICA, utente=scena.utenti["eq"])


def test_si_chiama_una_volta_sola(scena, bassa):
    apri_contraddittorio(bassa, utente=scena.utenti["eq"])
    with pytest.raises(ValidationError, match="già stata chiamata"):
        apri_contraddittorio(bassa, utente=scena.utenti["eq"])


# ---- dopo la consegna --------------------------------------------------------------------------------------------


@pytest.fixture
def consegnata(scena):
    return porta_a(scena, "ada", "notificata")


def test_nei_termini_senza_lettura_non_si_chiude(scena, consegnata):
    with pytest.raises(SchedaFerma, match="può ancora presentare"):
        compi_passo(consegnata, CHIUDI, utente=scena.utenti["eq"])


def test_letta_e_accettata_si_chiude_e_si_congela(scena, consegnata):
    prendi_visione(consegnata, utente=scena.utenti["ada"])
    chiusa = compi_passo(consegnata, CHIUDI, utente=scena.utenti["eq"])
    assert (chiusa.stato, chiusa.esito["passi"] != []) == (S.CHIUSA, True)


@pytest.mark.parametrize(
    ("silenzio", "frase"),
    [(Silenzio.ACCETTAZIONE, "vale come accettazione"), (Silenzio.NESSUNO, "senza osservazioni")],
)
def test_passati_i_termini_il_silenzio_vale_cio_che_dice_il_sistema(scena, consegnata, silenzio, frase):
    with senza_guardie():
        scena.sistema.fasi.filter(tipo=TipoFase.OSSERVAZIONI).update(silenzio=silenzio)
    consegnata.notificata_il -= timedelta(days=60)
    consegnata.save()
    assert frase in compi_passo(consegnata, CHIUDI, utente=scena.utenti["eq"]).passaggi.last().nota


def test_senza_termini_si_aspetta_la_lettura(scena, consegnata):
    with senza_guardie():
        scena.sistema.fasi.filter(tipo__in=[TipoFase.OSSERVAZIONI, TipoFase.RIESAME]).delete()
    with pytest.raises(SchedaFerma, match="non dà un termine"):
        compi_passo(consegnata, CHIUDI, utente=scena.utenti["eq"])


def test_le_osservazioni_vogliono_una_risposta_prima_di_chiudere(scena, consegnata):
    osservazione = osserva(consegnata, utente=scena.utenti["ada"], testo="Non sono d'accordo.")
    prendi_visione(consegnata, utente=scena.utenti["ada"])
    with pytest.raises(SchedaFerma, match="senza risposta"):
        compi_passo(consegnata, CHIUDI, utente=scena.utenti["eq"])
    rispondi(osservazione, utente=scena.utenti["eq"], risposta="Confermo.")
    assert compi_passo(consegnata, CHIUDI, utente=scena.utenti["eq"]).stato == S.CHIUSA


def test_una_risposta_vuota_non_e_una_risposta(scena, consegnata):
    osservazione = osserva(consegnata, utente=scena.utenti["ada"], testo="Perché?")
    with pytest.raises(ValidationError, match="Scrivi la risposta"):
        rispondi(osservazione, utente=scena.utenti["eq"], risposta=" ")


def test_fuori_termine_non_si_osserva(scena, consegnata):
    consegnata.notificata_il -= timedelta(days=11)
    consegnata.save()
    with pytest.raises(ValidationError, match="Il termine per le osservazioni era"):
        osserva(consegnata, utente=scena.utenti["ada"], testo="Tardi.")


def test_senza_osservazioni_non_si_riprende(scena, consegnata):
    with pytest.raises(SchedaFerma, match="non ha presentato osservazioni"):
        compi_passo(consegnata, RIVEDI, utente=scena.utenti["eq"], nota="Ci ripenso.")


def test_le_osservazioni_convincono_e_la_scheda_si_riprende(scena, consegnata):
    osserva(consegnata, utente=scena.utenti["ada"], testo="Guarda meglio.")
    ripresa = compi_passo(consegnata, RIVEDI, utente=scena.utenti["eq"], nota="Ha ragione.")
    assert (ripresa.stato, ripresa.notificata_il) == (S.VALUTAZIONE, None)


def test_un_punteggio_mosso_dopo_la_consegna_si_riconsegna(scena, consegnata):
    prendi_visione(consegnata, utente=scena.utenti["ada"])
    riempi(consegnata, valore=2)
    with pytest.raises(SchedaFerma, match="Dopo la consegna il punteggio è passato"):
        compi_passo(consegnata, CHIUDI, utente=scena.utenti["eq"])
    assert compi_passo(consegnata, RIVEDI, utente=scena.utenti["eq"], nota="Grado corretto.").stato == S.VALUTAZIONE


# ---- il riesame --------------------------------------------------------------------------------------------------


def test_il_terzo_cambia_il_punteggio_e_restano_prima_e_dopo(scena, consegnata):
    prima = consegnata.punteggio
    chiedi_riesame(consegnata, utente=scena.utenti["ada"], motivi="Un giudizio non torna.")
    valori = {voce.codice: Decimal(5) for voce in consegnata.voci.filter(obiettivo=None)}
    riesame = decidi_riesame(consegnata, utente=scena.utenti["segretario"], decisione="Ha ragione.", valori=valori)
    scheda = scena.scheda("ada")
    assert (riesame.prima, riesame.dopo, scheda.stato) == (prima, scheda.punteggio, S.NOTIFICATA)
    assert riesame.dopo > prima


def test_il_terzo_conferma_e_la_scheda_si_chiude(scena, consegnata):
    chiedi_riesame(consegnata, utente=scena.utenti["ada"], motivi="Ci tengo.")
    riesame = decidi_riesame(consegnata, utente=scena.utenti["segretario"], decisione="Confermo.", valori={})
    assert riesame.prima == riesame.dopo
    assert compi_passo(scena.scheda("ada"), CHIUDI, utente=scena.utenti["segretario"]).stato == S.CHIUSA


def test_deciso_il_riesame_non_se_ne_chiede_un_altro(scena, consegnata):
    chiedi_riesame(consegnata, utente=scena.utenti["ada"], motivi="Ci tengo.")
    decidi_riesame(consegnata, utente=scena.utenti["segretario"], decisione="Confermo.", valori={})
    with pytest.raises(SchedaFerma, match="una volta sola"):
        chiedi_riesame(scena.scheda("ada"), utente=scena.utenti["ada"], motivi="Ancora.")
    with pytest.raises(ValidationError, match="già deciso"):
        osserva(scena.scheda("ada"), utente=scena.utenti["ada"], testo="Ancora.")


@pytest.mark.parametrize("nome", ["eq", "nucleo", "personale", "ada"])
def test_il_riesame_lo_decide_solo_il_terzo(scena, consegnata, nome):
    chiedi_riesame(consegnata, utente=scena.utenti["ada"], motivi="Ci tengo.")
    with pytest.raises(PermissionDenied):
        decidi_riesame(consegnata, utente=scena.utenti[nome], decisione="No.", valori={})


def test_fuori_termine_il_riesame_non_si_chiede(scena, consegnata):
    consegnata.notificata_il -= timedelta(days=16)
    consegnata.save()
    with pytest.raises(SchedaFerma, match="Il termine per chiedere il riesame era"):
        chiedi_riesame(consegnata, utente=scena.utenti["ada"], motivi="Tardi.")


def test_dove_il_sistema_non_lo_prevede_non_c_e_riesame(scena, consegnata):
    tipo = consegnata.tipo
    tipo.riesamina = ""
    with senza_guardie():
        tipo.save()
    with pytest.raises(SchedaFerma, match="non prevede un riesame"):
        chiedi_riesame(scena.scheda("ada"), utente=scena.utenti["ada"], motivi="Ci provo.")


def test_un_valore_fuori_scala_non_passa(scena, consegnata):
    chiedi_riesame(consegnata, utente=scena.utenti["ada"], motivi="Ci tengo.")
    voce = consegnata.voci.filter(obiettivo=None).first()
    with pytest.raises(ValidationError, match="non è un giudizio"):
        decidi_riesame(
            consegnata, utente=scena.utenti["segretario"], decisione="Sì.", valori={voce.codice: Decimal(9)}
        )
    assert scena.scheda("ada").stato == S.RIESAME


def test_l_avviso_di_avvio_dice_chi_deve_agire(scena):
    porta_a(scena, "ada", "assegnata")
    compi_passo(scena.scheda("ada"), AVVIA, utente=scena.utenti["segretario"])
    assert Avviso.objects.filter(destinatario=scena.utenti["ada"], titolo__contains="autovalutazione").exists()
