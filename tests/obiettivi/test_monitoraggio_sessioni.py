"""Le sessioni: chi può compiere ogni passo, che cosa manca, che cosa resta scritto quando si riapre."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from enti.voci import TipoIncarico
from obiettivi import permessi
from obiettivi.azioni import monitoraggio as azioni
from obiettivi.flusso.monitoraggio import ParteIncompleta, che_manca_alla_parte, che_manca_alla_sessione
from obiettivi.letture.rilevazioni import quadro_di, soglia_di
from obiettivi.models import Consegna, Sessione
from obiettivi.voci import CausaScostamento, Previsione, StatoCiclo, StatoSessione
from piao.base.concorrenza import ModificatoDaAltri
from piao.base.flusso import PassoNonAmmesso
from piao.base.models import Evento
from tests.fabbriche import CicloFactory, ObiettivoUnitaFactory, UnitaFactory, utente_con
from tests.obiettivi.scena_monitoraggio import (
    D,
    RilevazioneFactory,
    SessioneFactory,
    approvato,
    chi,
    di_fine_anno,
    misurabile,
    scena,
    validato,
)

pytestmark = pytest.mark.django_db

RUOLI = [*TipoIncarico.values, "dipendente"]
PARTENZE = {
    "apri": {StatoSessione.PROGRAMMATA},
    "verifica": {StatoSessione.APERTA},
    "chiudi": {StatoSessione.VERIFICATA},
    "riapri": {StatoSessione.VERIFICATA, StatoSessione.CHIUSA},
}
ARRIVI = {"apri": "aperta", "verifica": "verificata", "chiudi": "chiusa", "riapri": "aperta"}


def in_stato(stato, **campi):
    chiusa = timezone.now() if stato == StatoSessione.CHIUSA else None
    return SessioneFactory(stato=stato, chiusa_il=chiusa, **campi)


@pytest.mark.parametrize("ruolo", RUOLI)
@pytest.mark.parametrize("stato", StatoSessione.values)
@pytest.mark.parametrize("passo", azioni.VERBI_SESSIONE)
def test_la_tabella_dei_passi_per_stato_e_ruolo(passo, stato, ruolo):
    sessione = in_stato(stato)
    utente = chi(ruolo, UnitaFactory(ente=sessione.ente))
    if ruolo == "segretario" and stato in PARTENZE[passo]:
        azioni.VERBI_SESSIONE[passo](sessione, utente=utente, nota="perché sì")
        stato = ARRIVI[passo]
    else:
        with pytest.raises((PassoNonAmmesso, PermissionDenied)):
            azioni.VERBI_SESSIONE[passo](sessione, utente=utente, nota="perché sì")
    assert Sessione.objects.get(pk=sessione.pk).stato == stato


@pytest.mark.parametrize("stato", StatoCiclo.values)
def test_una_sessione_si_apre_solo_se_il_piano_e_approvato(stato):
    campi = {"pubblicato_il": date(2026, 2, 1)} if stato == StatoCiclo.PUBBLICATO else {}
    sessione = SessioneFactory(ciclo=CicloFactory(stato=stato, **campi), stato=StatoSessione.PROGRAMMATA)
    puo = permessi.puo_aprire_sessione(utente_con("segretario", sessione.ente), sessione)
    assert puo == (stato in (StatoCiclo.APPROVATO, StatoCiclo.PUBBLICATO))


def test_le_tre_sessioni_consuete_hanno_le_date_dell_anno():
    ciclo = approvato()
    azioni.programma_le_consuete(ciclo, utente=utente_con("segretario", ciclo.ente))
    assert [(s.nome, s.al, s.entro) for s in ciclo.sessioni.all()] == [
        ("Metà anno", date(2026, 6, 30), date(2026, 7, 31)),
        ("Autunno", date(2026, 9, 30), date(2026, 10, 20)),
        ("Fine anno", date(2026, 12, 31), date(2027, 1, 31)),
    ]
    assert [s.finale for s in ciclo.sessioni.all()] == [False, False, True]


def test_programmarle_due_volte_non_le_raddoppia():
    ciclo = approvato()
    utente = utente_con("segretario", ciclo.ente)
    azioni.programma_le_consuete(ciclo, utente=utente)
    assert azioni.programma_le_consuete(ciclo, utente=utente) == []
    assert ciclo.sessioni.count() == 3


def test_riaprire_chiede_il_motivo():
    sessione = in_stato(StatoSessione.CHIUSA)
    with pytest.raises(ValueError, match="motivo"):
        azioni.riapri(sessione, utente=utente_con("segretario", sessione.ente), nota=" ")


def test_riaprire_lascia_il_motivo_nel_registro_e_si_conta():
    sessione = in_stato(StatoSessione.CHIUSA)
    azioni.riapri(sessione, utente=utente_con("segretario", sessione.ente), nota="Dato sbagliato dell'ufficio tributi")
    sessione.refresh_from_db()
    assert (sessione.riaperture, sessione.chiusa_il) == (1, None)
    assert Evento.objects.get(azione="riaprire la sessione").nota == "Dato sbagliato dell'ufficio tributi"


def test_chiudere_scrive_quando():
    sessione = in_stato(StatoSessione.VERIFICATA)
    chiusa = azioni.chiudi(sessione, utente=utente_con("segretario", sessione.ente))
    assert chiusa.chiusa_il is not None


def test_una_sessione_chiusa_non_cambia_date():
    sessione = in_stato(StatoSessione.CHIUSA)
    with pytest.raises(ValidationError, match="chiusa"):
        azioni.modifica_sessione(sessione, utente=utente_con("segretario", sessione.ente), versione=1, nome="Altro")


def test_due_persone_sulla_stessa_sessione():
    sessione = SessioneFactory()
    utente = utente_con("segretario", sessione.ente)
    azioni.modifica_sessione(sessione, utente=utente, versione=1, nome="Giugno")
    with pytest.raises(ModificatoDaAltri):
        azioni.modifica_sessione(sessione, utente=utente, versione=1, nome="Luglio")


@pytest.mark.parametrize("stato", [StatoSessione.APERTA, StatoSessione.VERIFICATA, StatoSessione.CHIUSA])
def test_una_sessione_cominciata_non_si_elimina(stato):
    sessione = in_stato(stato)
    with pytest.raises(ValidationError, match="già stata aperta"):
        azioni.elimina_sessione(sessione, utente=utente_con("segretario", sessione.ente))


def test_una_sessione_programmata_si_elimina():
    sessione = in_stato(StatoSessione.PROGRAMMATA)
    azioni.elimina_sessione(sessione, utente=utente_con("segretario", sessione.ente))
    assert not Sessione.objects.exists()


@pytest.mark.parametrize("ruolo", [r for r in RUOLI if r != "segretario"])
def test_solo_il_segretario_programma(ruolo):
    sessione = in_stato(StatoSessione.PROGRAMMATA)
    utente = chi(ruolo, UnitaFactory(ente=sessione.ente))
    with pytest.raises(PermissionDenied):
        azioni.programma_sessione(sessione.ciclo, utente=utente, nome="x")
    with pytest.raises(PermissionDenied):
        azioni.programma_le_consuete(sessione.ciclo, utente=utente)
    with pytest.raises(PermissionDenied):
        azioni.modifica_sessione(sessione, utente=utente, versione=1, nome="x")
    with pytest.raises(PermissionDenied):
        azioni.elimina_sessione(sessione, utente=utente)


@pytest.mark.parametrize(
    "campi",
    [
        {"dal": date(2026, 8, 1)},
        {"stato": StatoSessione.CHIUSA},
        {"chiusa_il": datetime(2026, 8, 1, tzinfo=ZoneInfo("Europe/Rome"))},
    ],
    ids=["date rovesciate", "chiusa senza data", "aperta con la data di chiusura"],
)
def test_il_database_difende_lo_stato(campi):
    with pytest.raises(IntegrityError), transaction.atomic():
        SessioneFactory(**campi)


# ---- consegne ----------------------------------------------------------------------------------------------------


def test_la_parte_compilata_si_consegna_una_volta():
    sessione, unita, indicatore = scena()
    RilevazioneFactory(sessione=sessione, indicatore=indicatore)
    responsabile = chi("eq", unita)
    prima = azioni.consegna(sessione, unita, utente=responsabile)
    assert azioni.consegna(sessione, unita, utente=responsabile) == prima
    assert Evento.objects.filter(azione="consegna la parte", nota=str(unita)).count() == 1


def test_non_si_consegna_se_manca_un_valore():
    sessione, unita, indicatore = scena()
    with pytest.raises(ParteIncompleta, match=str(indicatore)):
        azioni.consegna(sessione, unita, utente=chi("eq", unita))
    assert not Consegna.objects.exists()


def test_se_manca_molto_si_contano_le_altre_righe():
    sessione, unita, indicatore = scena()
    for _ in range(5):
        misurabile(indicatore.obiettivo)
    with pytest.raises(ParteIncompleta, match="E altre 3 righe"):
        azioni.consegna(sessione, unita, utente=chi("eq", unita))


def test_a_fine_anno_uno_scostamento_senza_causa_ferma_la_consegna():
    sessione, unita, indicatore = scena()
    finale = di_fine_anno(sessione.ciclo)
    rilevazione = RilevazioneFactory(sessione=finale, indicatore=indicatore, valore=D(50))
    (mancanza,) = che_manca_alla_parte(quadro_di(finale).parte_di(unita.pk))
    assert "scrivi la causa" in mancanza.frase
    assert mancanza.collegamento.endswith(f"#r{indicatore.pk}")
    rilevazione.causa = CausaScostamento.ESOGENA
    rilevazione.save()
    assert che_manca_alla_parte(quadro_di(finale).parte_di(unita.pk)) == []


@pytest.mark.parametrize(
    ("previsione", "manca"), [("", 0), (Previsione.IN_LINEA, 0), (Previsione.A_RISCHIO, 1), ("non_si_raggiunge", 1)]
)
def test_durante_l_anno_la_causa_serve_se_si_prevede_di_non_arrivarci(previsione, manca):
    sessione, unita, indicatore = scena()
    RilevazioneFactory(sessione=sessione, indicatore=indicatore, valore=D(1), previsione=previsione)
    assert len(che_manca_alla_parte(quadro_di(sessione).parte_di(unita.pk))) == manca


@pytest.mark.parametrize(("soglia", "da_spiegare"), [(None, True), (D("49.99"), True), (D(50), False)])
def test_la_soglia_e_quella_della_sessione_o_quella_di_tutti(soglia, da_spiegare):
    sessione, _, indicatore = scena()
    finale = di_fine_anno(sessione.ciclo, soglia=soglia)
    RilevazioneFactory(sessione=finale, indicatore=indicatore, valore=D(50))
    assert soglia_di(finale) == (D(10) if soglia is None else soglia)
    assert quadro_di(finale).righe[0].da_spiegare is da_spiegare


def test_chi_ha_consegnato_non_scrive_piu_finche_non_gliela_rimandano():
    sessione, unita, indicatore = scena()
    RilevazioneFactory(sessione=sessione, indicatore=indicatore)
    azioni.consegna(sessione, unita, utente=chi("eq", unita))
    assert not permessi.puo_compilare(chi("eq", unita), sessione, unita.pk, consegnata=True)
    azioni.rimanda_consegna(sessione, unita, utente=utente_con("segretario", unita.ente), nota="Fonte mancante")
    assert not sessione.consegne.exists()
    assert "Fonte mancante" in Evento.objects.get(azione="rimanda la consegna").nota


def test_rimandare_chiede_il_motivo():
    sessione, unita, _ = scena()
    with pytest.raises(ValueError, match="motivo"):
        azioni.rimanda_consegna(sessione, unita, utente=utente_con("segretario", unita.ente), nota="")


@pytest.mark.parametrize("ruolo", RUOLI)
@pytest.mark.parametrize("stato", StatoSessione.values)
def test_chi_compila_e_chi_consegna(stato, ruolo):
    sessione = in_stato(stato)
    unita = UnitaFactory(ente=sessione.ente)
    utente, aperta = chi(ruolo, unita), stato == StatoSessione.APERTA
    suo = aperta and ruolo in ("segretario", "dirigente", "eq", "responsabile", "amministratore_responsabile")
    segretario = aperta and ruolo == "segretario"
    assert permessi.puo_compilare(utente, sessione, unita.pk, consegnata=False) == suo
    assert permessi.puo_compilare(utente, sessione, unita.pk, consegnata=True) == segretario
    assert permessi.puo_compilare(utente, sessione, None, consegnata=False) == segretario
    assert permessi.puo_consegnare(utente, sessione, unita.pk) == suo
    assert permessi.puo_rimandare_consegna(utente, sessione) == segretario


def test_chi_guida_un_altra_unita_non_compila():
    sessione, unita, _ = scena()
    altrove = chi("eq", UnitaFactory(ente=unita.ente))
    assert not permessi.puo_compilare(altrove, sessione, unita.pk, consegnata=False)
    with pytest.raises(PermissionDenied):
        azioni.consegna(sessione, unita, utente=altrove)


def test_alla_sessione_manca_cio_che_non_e_consegnato():
    sessione, unita, indicatore = scena()
    misurabile(validato(sessione.ciclo))
    frasi = [mancanza.frase for mancanza in che_manca_alla_sessione(quadro_di(sessione))]
    assert frasi == [f"{unita}: non consegnata, 0 valori su 1.", "Senza unità: 0 valori su 1."]
    RilevazioneFactory(sessione=sessione, indicatore=indicatore)
    azioni.consegna(sessione, unita, utente=chi("eq", unita))
    assert len(che_manca_alla_sessione(quadro_di(sessione))) == 1


def test_un_obiettivo_trasversale_si_misura_nella_parte_della_prima_capofila():
    sessione, unita, indicatore = scena()
    ObiettivoUnitaFactory(obiettivo=indicatore.obiettivo, unita=UnitaFactory(ente=unita.ente))
    (parte,) = quadro_di(sessione).parti
    assert (parte.unita, parte.totale) == (unita, 1)


def test_una_parte_e_in_ritardo_dal_giorno_dopo_il_termine():
    sessione, _, _ = scena()
    (parte,) = quadro_di(sessione).parti
    assert not parte.in_ritardo(date(2026, 7, 31))
    assert parte.in_ritardo(date(2026, 8, 1))


def test_una_consegna_dopo_il_termine_e_tardiva():
    sessione, unita, _ = scena()
    mezzogiorno = datetime(2026, 8, 1, 12, tzinfo=ZoneInfo("Europe/Rome"))
    assert Consegna(sessione=sessione, unita=unita, quando=mezzogiorno).tardiva
    assert not Consegna(sessione=sessione, unita=unita, quando=mezzogiorno.replace(month=7)).tardiva
