"""Il verbale di monitoraggio: comincia dai fatti, si scrive, si deposita, avvisa chi deve sapere."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from obiettivi.azioni.verbale import deposita_verbale, modifica_verbale, scrivi_verbale
from obiettivi.lavori import avvia_verbale, html_del_verbale
from obiettivi.letture.risultati import risultati_di
from obiettivi.letture.verbale import fatti_in_parole, segnalazioni_iniziali, verbale_della
from obiettivi.models import VerbaleMonitoraggio
from obiettivi.permessi import puo_cambiare_verbale, puo_scrivere_verbale, puo_vedere_verbali
from obiettivi.voci import CausaScostamento, PoliticaNeutra, StatoSessione
from piao.base.concorrenza import ModificatoDaAltri
from piao.base.lavori import esegui_in_attesa
from piao.base.models import Avviso
from tests.base.uacheck import controlla
from tests.fabbriche import utente_con
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
from tests.obiettivi.test_andamento import con_pesi, neutro
from tests.obiettivi.test_cruscotto_pagine import RUOLI

pytestmark = pytest.mark.django_db
CAMPI = {"data": date(2026, 7, 15), "testo": "Visti i risultati.", "segnalazioni": ""}


@pytest.fixture
def sessione():
    return con_pesi((60, 50), (40, 100))[0]


@pytest.fixture
def nucleo(sessione):
    return utente_con("nucleo", sessione.ciclo.ente)


def indirizzo(sessione, nome="verbale"):
    return reverse(f"obiettivi:{nome}", args=[sessione.ciclo.ente.slug, sessione.ciclo.anno, sessione.pk])


# ---- i fatti -----------------------------------------------------------------------------------------------------


def test_il_testo_comincia_dai_fatti_della_sessione(sessione):
    testo = fatti_in_parole(risultati_di(sessione.ciclo, sessione))
    assert "al 30 giugno 2026" in testo
    assert "Obiettivi misurati: 2 su 2. Grado medio: 70% (media semplice delle unità misurate)." in testo
    assert "valori scritti dopo il termine" in testo.lower()


def test_senza_sessione_il_testo_non_inventa_una_data():
    ciclo = approvato()
    assert fatti_in_parole(risultati_di(ciclo, None)).startswith(
        "L'organismo di valutazione ha esaminato i risultati ("
    )


@pytest.mark.parametrize(("causa", "detta"), [("", "causa non scritta"), (CausaScostamento.ESOGENA, "esogena")])
def test_gli_scostamenti_si_dicono_con_la_causa(causa, detta):
    ciclo = approvato()
    finale = di_fine_anno(ciclo)
    indicatore = misurabile(validato(ciclo, titolo="Strade"), denominazione="Buche chiuse")
    RilevazioneFactory(sessione=finale, indicatore=indicatore, valore=D(40), causa=causa)
    risultati = risultati_di(ciclo, finale)
    assert "«Buche chiuse»: −60 punti" in fatti_in_parole(risultati)
    assert detta in fatti_in_parole(risultati)
    assert "«Buche chiuse» (−60 punti)" in segnalazioni_iniziali(risultati)


def test_chi_ha_gia_un_correttivo_non_si_segnala():
    ciclo = approvato()
    finale = di_fine_anno(ciclo)
    RilevazioneFactory(
        sessione=finale, indicatore=misurabile(validato(ciclo)), valore=D(40), correttivo="Si rifà la gara"
    )
    assert segnalazioni_iniziali(risultati_di(ciclo, finale)) == ""


def test_le_rettifiche_si_contano():
    sessione, _, (obiettivo, _) = con_pesi((60, 50), (40, 100))
    neutro(obiettivo, PoliticaNeutra.ESCLUDI)
    testo = fatti_in_parole(risultati_di(sessione.ciclo, sessione))
    assert "Valori forzati: 0. Obiettivi neutralizzati: 1." in testo


# ---- chi ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ruolo", RUOLI)
def test_lo_scrivono_il_nucleo_e_il_segretario(ruolo):
    sessione, unita, _ = scena()
    utente = chi(ruolo, unita)
    assert puo_scrivere_verbale(utente, sessione) is (ruolo in ("nucleo", "segretario"))


@pytest.mark.parametrize("ruolo", RUOLI)
def test_lo_legge_chi_segue_il_piano(ruolo):
    sessione, unita, _ = scena()
    assert puo_vedere_verbali(chi(ruolo, unita), sessione.ciclo) is (ruolo not in ("revisore", "dipendente"))


def test_una_sessione_non_cominciata_non_ha_un_verbale(nucleo, sessione):
    programmata = SessioneFactory(ciclo=sessione.ciclo, al=date(2026, 9, 30), stato=StatoSessione.PROGRAMMATA)
    assert not puo_scrivere_verbale(nucleo, programmata)
    with pytest.raises(PermissionDenied):
        scrivi_verbale(programmata, utente=nucleo, **CAMPI)


def test_depositato_non_si_cambia_piu(sessione, nucleo):
    verbale = deposita_verbale(scrivi_verbale(sessione, utente=nucleo, **CAMPI), utente=nucleo)
    assert not puo_cambiare_verbale(nucleo, verbale)
    with pytest.raises(PermissionDenied):
        modifica_verbale(verbale, utente=nucleo, versione=None, **CAMPI)
    with pytest.raises(PermissionDenied):
        deposita_verbale(verbale, utente=nucleo)


# ---- scrivere ----------------------------------------------------------------------------------------------------


def test_si_scrive_con_chi_e_in_che_veste(sessione, nucleo):
    verbale = scrivi_verbale(sessione, utente=nucleo, **CAMPI)
    assert (verbale.chi, bool(verbale.ruolo), verbale.depositato) == (nucleo, True, False)
    assert verbale_della(sessione) == verbale
    assert str(verbale) == "Verbale di monitoraggio del 15/07/2026"


def test_una_data_futura_si_rifiuta(sessione, nucleo):
    domani = timezone.localdate() + timedelta(1)
    with pytest.raises(ValidationError, match="data futura"):
        scrivi_verbale(sessione, utente=nucleo, **CAMPI | {"data": domani})


def test_un_secondo_verbale_della_stessa_sessione_si_rifiuta(sessione, nucleo):
    scrivi_verbale(sessione, utente=nucleo, **CAMPI)
    with pytest.raises(ValidationError):
        scrivi_verbale(sessione, utente=nucleo, **CAMPI)


def test_due_persone_sullo_stesso_verbale(sessione, nucleo):
    verbale = scrivi_verbale(sessione, utente=nucleo, **CAMPI)
    vista = verbale.versione
    modifica_verbale(verbale, utente=nucleo, versione=vista, **CAMPI | {"testo": "Prima"})
    with pytest.raises(ModificatoDaAltri):
        modifica_verbale(verbale, utente=nucleo, versione=vista, **CAMPI | {"testo": "Seconda"})


@pytest.mark.parametrize(("segnalazioni", "urgente"), [("Servono due persone.", True), ("", False)])
def test_il_deposito_avvisa_segretario_e_sindaco(sessione, nucleo, segnalazioni, urgente):
    ente = sessione.ciclo.ente
    attesi = {utente_con(ruolo, ente).pk for ruolo in ("segretario", "sindaco")}
    utente_con("assessore", ente)
    deposita_verbale(scrivi_verbale(sessione, utente=nucleo, **CAMPI | {"segnalazioni": segnalazioni}), utente=nucleo)
    avvisi = Avviso.objects.filter(genere="verbale")
    assert {avviso.destinatario_id for avviso in avvisi} == attesi
    assert {(a.urgente, a.da_confermare, a.testo) for a in avvisi} == {(urgente, urgente, segnalazioni)}


def test_chi_deposita_non_avvisa_se_stesso(sessione):
    segretario = utente_con("segretario", sessione.ciclo.ente)
    deposita_verbale(scrivi_verbale(sessione, utente=segretario, **CAMPI), utente=segretario)
    assert not Avviso.objects.filter(genere="verbale").exists()


# ---- le pagine ---------------------------------------------------------------------------------------------------


def test_dalla_sessione_al_deposito(client, sessione, nucleo):
    client.force_login(nucleo)
    assert indirizzo(sessione) in client.get(indirizzo(sessione, "sessione")).content.decode()
    assert "non è ancora scritto" in client.get(indirizzo(sessione)).content.decode()
    maschera = client.get(indirizzo(sessione, "scrivi_verbale")).content.decode()
    assert "Grado medio: 70%" in maschera
    client.post(indirizzo(sessione, "scrivi_verbale"), CAMPI | {"versione": ""})
    assert "Visti i risultati." in client.get(indirizzo(sessione)).content.decode()
    client.post(indirizzo(sessione, "deposita_verbale"))
    assert "depositato il" in client.get(indirizzo(sessione)).content.decode()


def test_una_maschera_sbagliata_non_perde_cio_che_si_e_scritto(client, sessione, nucleo):
    client.force_login(nucleo)
    pagina = client.post(indirizzo(sessione, "scrivi_verbale"), {"data": "", "testo": "Lungo lavoro", "versione": ""})
    assert "Lungo lavoro" in pagina.content.decode()
    assert not VerbaleMonitoraggio.objects.exists()


def test_la_bozza_altrui_e_come_se_non_ci_fosse(client, sessione, nucleo):
    scrivi_verbale(sessione, utente=nucleo, **CAMPI)
    client.force_login(utente_con("sindaco", sessione.ciclo.ente))
    pagina = client.get(indirizzo(sessione)).content.decode()
    assert "Il verbale non c'è ancora" in pagina
    assert "Visti i risultati." not in pagina


@pytest.mark.parametrize(("nome", "ruolo", "stato"), [
    ("verbale", "dipendente", 403),
    ("verbale", "sindaco", 200),
    ("scrivi_verbale", "sindaco", 403),
    ("scrivi_verbale", "nucleo", 200),
    ("deposita_verbale", "nucleo", 404),
])  # fmt: skip
def test_le_pagine_del_verbale_chiedono_il_permesso(client, sessione, nome, ruolo, stato):
    client.force_login(utente_con(ruolo, sessione.ciclo.ente))
    assert client.get(indirizzo(sessione, nome)).status_code == stato


@pytest.mark.parametrize("nome", ["scrivi_verbale", "deposita_verbale"])
def test_chi_non_lo_scrive_non_lo_tocca(client, sessione, nucleo, nome):
    scrivi_verbale(sessione, utente=nucleo, **CAMPI)
    client.force_login(utente_con("sindaco", sessione.ciclo.ente))
    assert client.post(indirizzo(sessione, nome), CAMPI).status_code == 403


def test_un_estraneo_non_trova_il_verbale(client, sessione):
    client.force_login(utente_con("nucleo", approvato().ente))
    assert client.get(indirizzo(sessione)).status_code == 404


@pytest.mark.parametrize("nome", ["verbale", "scrivi_verbale"])
def test_le_pagine_del_verbale_stanno_in_quindici_letture(client, sessione, nucleo, nome, quindici_letture):
    client.force_login(nucleo)
    with quindici_letture():
        client.get(indirizzo(sessione, nome))


# ---- il PDF ------------------------------------------------------------------------------------------------------


def verbale_scritto(sessione, nucleo, **campi):
    return scrivi_verbale(sessione, utente=nucleo, **CAMPI | campi)


def test_il_pdf_lo_scrive_il_lavoratore(client, sessione, nucleo):
    verbale_scritto(sessione, nucleo)
    client.force_login(nucleo)
    chiesto = client.post(indirizzo(sessione, "produci_verbale"))
    assert "In attesa del lavoratore" in client.get(chiesto.url).content.decode()
    assert client.get(f"{chiesto.url}verbale.pdf").status_code == 404
    esegui_in_attesa()
    scaricato = client.get(f"{chiesto.url}verbale.pdf")
    assert controlla(b"".join(scaricato)) == {}
    assert f"verbale-{sessione.ciclo.ente.slug}-2026" in scaricato["Content-Disposition"]


@pytest.mark.parametrize(("deposita", "segnalazioni", "frase"), [
    (True, "Serve un operatore.", "Serve un operatore."),
    (True, "", "Nulla da segnalare."),
    (False, "", "stampa-bozza.css"),
])  # fmt: skip
def test_il_documento_dice_cio_che_dice_la_pagina(sessione, nucleo, deposita, segnalazioni, frase):
    verbale = verbale_scritto(sessione, nucleo, segnalazioni=segnalazioni)
    html = html_del_verbale(deposita_verbale(verbale, utente=nucleo) if deposita else verbale)
    assert "Visti i risultati." in html
    assert frase in html
    assert ("stampa-bozza.css" in html) is not deposita


def test_il_pdf_di_una_bozza_altrui_non_si_chiede(client, sessione, nucleo):
    client.force_login(utente_con("sindaco", sessione.ciclo.ente))
    assert client.post(indirizzo(sessione, "produci_verbale")).status_code == 404
    verbale = verbale_scritto(sessione, nucleo)
    assert client.post(indirizzo(sessione, "produci_verbale")).status_code == 404
    deposita_verbale(verbale, utente=nucleo)
    assert client.post(indirizzo(sessione, "produci_verbale")).status_code == 302


def test_il_pdf_chiesto_da_un_altro_non_si_vede(client, sessione, nucleo):
    altrui = avvia_verbale(verbale_scritto(sessione, nucleo), utente=utente_con("segretario", sessione.ciclo.ente))
    client.force_login(nucleo)
    pagina = reverse(
        "obiettivi:lavoro_verbale", args=[sessione.ciclo.ente.slug, sessione.ciclo.anno, sessione.pk, altrui.pk]
    )
    assert client.get(pagina).status_code == 404
