"""Evidenze, valori forzati, obiettivi neutralizzati: chi può, che cosa serve, che cosa resta. E le loro pagine."""

from datetime import date
from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from enti.voci import TipoIncarico
from obiettivi import permessi
from obiettivi.azioni import rettifiche as azioni
from obiettivi.azioni.evidenze import allega
from obiettivi.azioni.rilevazioni import togli_rilevazione
from obiettivi.disegni import gantt_a_consuntivo
from obiettivi.letture.andamento import misura_di
from obiettivi.models import Evidenza, Forzatura, Neutralizzazione
from obiettivi.voci import StatoForzatura, StatoSessione
from piao.base.flusso import PassoNonAmmesso
from piao.base.models import Evento
from tests.fabbriche import AttoFactory, EnteFactory, FaseFactory, utente_con
from tests.obiettivi.scena_monitoraggio import (
    AvanzamentoFactory,
    D,
    RilevazioneFactory,
    chi,
    misurabile,
    scena,
    validato,
)

pytestmark = pytest.mark.django_db

RUOLI = [*TipoIncarico.values, "dipendente"]
PDF = b"%PDF-1.7 prova"


def url(nome, sessione, *altro):
    return reverse(f"obiettivi:{nome}", args=[sessione.ente.slug, sessione.ciclo.anno, sessione.pk, *altro])


def pdf(nome="verbale.pdf", contenuto=PDF):
    return SimpleUploadedFile(nome, contenuto)


def misurato(**sessione):
    aperta, unita, indicatore = scena(**sessione)
    return aperta, unita, RilevazioneFactory(sessione=aperta, indicatore=indicatore, valore=D(50))


def chiesta(sessione, obiettivo, **campi):
    return Forzatura.objects.create(
        sessione=sessione, obiettivo=obiettivo, **{"grado": D(90), "motivo": "Dato provvisorio"} | campi
    )


# ---- evidenze ----------------------------------------------------------------------------------------------------


def test_un_evidenza_porta_l_impronta_del_file(settings):
    settings.ANTIVIRUS = ""
    sessione, unita, rilevazione = misurato()
    evidenza = allega(rilevazione, utente=chi("eq", unita), file=pdf(), descrizione="Verbale")
    assert (evidenza.nome, evidenza.impronta) == ("verbale.pdf", sha256(PDF).hexdigest())
    assert not evidenza.controllata
    with evidenza.file.open() as aperto:
        assert aperto.read() == PDF


def test_tolto_il_valore_se_ne_vanno_i_file_che_lo_provano(settings, django_capture_on_commit_callbacks):
    settings.ANTIVIRUS = ""
    _, unita, rilevazione = misurato()
    file = allega(rilevazione, utente=chi("eq", unita), file=pdf()).file
    with django_capture_on_commit_callbacks(execute=True):
        togli_rilevazione(rilevazione, utente=chi("eq", unita))
    assert (Evidenza.objects.exists(), file.storage.exists(file.name)) == (False, False)


def test_un_file_infetto_non_si_allega(monkeypatch):
    def infetto(file):
        raise ValidationError("L'antivirus ha trovato qualcosa")

    monkeypatch.setattr("piao.base.antivirus.controlla", infetto)
    sessione, unita, rilevazione = misurato()
    with pytest.raises(ValidationError, match="ha trovato qualcosa"):
        allega(rilevazione, utente=chi("eq", unita), file=pdf())
    assert not Evidenza.objects.exists()


def test_si_allega_solo_a_sessione_aperta():
    sessione, unita, rilevazione = misurato(stato=StatoSessione.VERIFICATA)
    with pytest.raises(PermissionDenied):
        allega(rilevazione, utente=chi("eq", unita), file=pdf())


def test_dalla_pagina_si_allega_si_scarica_e_si_toglie(client, django_capture_on_commit_callbacks):
    sessione, unita, rilevazione = misurato()
    client.force_login(chi("eq", unita))
    indirizzo = url("allega", sessione, rilevazione.indicatore_id)
    assert "Allega ciò che prova" in client.get(indirizzo).content.decode()
    assert "verbale.pdf" in client.post(indirizzo, {"file": pdf()}, follow=True).content.decode()
    evidenza = Evidenza.objects.get()
    scaricata = client.get(url("evidenza", sessione, evidenza.pk))
    assert scaricata["Content-Disposition"] == 'attachment; filename="verbale.pdf"'
    assert scaricata["X-Content-Type-Options"] == "nosniff"
    assert scaricata["Content-Type"] == "application/octet-stream"
    assert b"".join(scaricata.streaming_content) == PDF
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("togli_evidenza", sessione, evidenza.pk))
    assert not evidenza.file.storage.exists(evidenza.file.name)
    assert Evento.objects.filter(azione="toglie l'evidenza").exists()


@pytest.mark.parametrize(
    ("file", "frase"),
    [
        (pdf("script.html", b"<script>"), "Si caricano file PDF"),
        (pdf("finto.pdf", b"MZ eseguibile"), "dentro non lo è"),
    ],
)
def test_un_file_di_un_altro_tipo_ha_una_frase(client, file, frase):
    sessione, unita, rilevazione = misurato()
    client.force_login(chi("eq", unita))
    pagina = client.post(url("allega", sessione, rilevazione.indicatore_id), {"file": file}).content.decode()
    assert frase in pagina
    assert not Evidenza.objects.exists()


def test_senza_valore_non_c_e_nulla_da_provare(client):
    sessione, unita, indicatore = scena()
    client.force_login(chi("eq", unita))
    assert client.get(url("allega", sessione, indicatore.pk)).status_code == 404
    assert client.get(url("allega", sessione, indicatore.pk + 999)).status_code == 404


def test_un_evidenza_il_cui_file_e_sparito_non_si_trova(client):
    sessione, unita, rilevazione = misurato()
    evidenza = allega(rilevazione, utente=chi("eq", unita), file=pdf())
    evidenza.file.storage.delete(evidenza.file.name)
    client.force_login(chi("eq", unita))
    assert client.get(url("evidenza", sessione, evidenza.pk)).status_code == 404


def test_le_evidenze_le_legge_chi_e_nell_ente_e_nessun_altro(client):
    sessione, unita, rilevazione = misurato()
    evidenza = allega(rilevazione, utente=chi("eq", unita), file=pdf())
    for ruolo in ("nucleo", "dipendente"):
        client.force_login(chi(ruolo, unita))
        assert b"".join(client.get(url("evidenza", sessione, evidenza.pk)).streaming_content) == PDF
        assert client.get(url("togli_evidenza", sessione, evidenza.pk)).status_code == 403
        assert client.get(url("allega", sessione, rilevazione.indicatore_id)).status_code == 403
    client.force_login(utente_con("segretario", EnteFactory()))
    assert client.get(url("evidenza", sessione, evidenza.pk)).status_code == 404


# ---- valori forzati ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ruolo", RUOLI)
@pytest.mark.parametrize("stato", StatoSessione.values)
def test_chi_chiede_e_chi_decide(stato, ruolo):
    sessione, unita, indicatore = scena(
        stato=stato, chiusa_il=timezone.now() if stato == StatoSessione.CHIUSA else None
    )
    utente, viva = chi(ruolo, unita), stato in (StatoSessione.APERTA, StatoSessione.VERIFICATA)
    chiede = ruolo in ("segretario", "dirigente", "eq", "responsabile", "amministratore_responsabile")
    assert permessi.puo_chiedere_forzatura(utente, sessione, indicatore.obiettivo) == (viva and chiede)
    richiesta = chiesta(sessione, indicatore.obiettivo)
    assert permessi.puo_decidere_forzatura(utente, richiesta) == (viva and ruolo in ("segretario", "nucleo"))


def test_chi_chiede_non_decide():
    sessione, unita, indicatore = scena()
    segretario = chi("segretario", unita)
    richiesta = azioni.chiedi_forzatura(
        sessione, indicatore.obiettivo, utente=segretario, grado=D(90), motivo="Dato provvisorio"
    )
    with pytest.raises(PermissionDenied):
        azioni.decidi_forzatura(richiesta, utente=segretario, approva=True)
    decisa = azioni.decidi_forzatura(richiesta, utente=chi("nucleo", unita), approva=True)
    assert (decisa.stato, decisa.deciso_il is not None) == (StatoForzatura.APPROVATA, True)


def test_una_seconda_richiesta_aspetta_la_prima():
    sessione, unita, indicatore = scena()
    richiesta = chiesta(sessione, indicatore.obiettivo)
    campi = {"utente": chi("eq", unita), "grado": D(95), "motivo": "Ancora"}
    with pytest.raises(ValidationError, match="già una richiesta"):
        azioni.chiedi_forzatura(sessione, indicatore.obiettivo, **campi)
    azioni.decidi_forzatura(richiesta, utente=chi("nucleo", unita), approva=False, osservazioni="Non provato")
    assert azioni.chiedi_forzatura(sessione, indicatore.obiettivo, **campi).grado == 95


def test_una_richiesta_si_decide_una_volta_e_per_respingerla_si_dice_perche():
    sessione, unita, indicatore = scena()
    richiesta = chiesta(sessione, indicatore.obiettivo)
    with pytest.raises(ValueError, match="motivo"):
        azioni.decidi_forzatura(richiesta, utente=chi("nucleo", unita), approva=False, osservazioni=" ")
    azioni.decidi_forzatura(richiesta, utente=chi("nucleo", unita), approva=True)
    with pytest.raises(PassoNonAmmesso):
        azioni.decidi_forzatura(richiesta, utente=chi("nucleo", unita), approva=False, osservazioni="No")


def test_dalla_pagina_si_chiede_e_si_decide(client):
    sessione, unita, rilevazione = misurato()
    obiettivo = rilevazione.indicatore.obiettivo
    client.force_login(chi("eq", unita))
    indirizzo = url("chiedi_forzatura", sessione, obiettivo.pk)
    assert "obbligatorio" in client.post(indirizzo, {"grado": "90"}).content.decode()
    assert "minore o uguale a 100" in client.post(indirizzo, {"grado": "900", "motivo": "x"}).content.decode()
    client.post(indirizzo, {"grado": "90", "motivo": "Dato provvisorio"})
    assert client.get(url("decidi_forzatura", sessione, obiettivo.pk)).status_code == 403
    client.force_login(chi("nucleo", unita))
    decidi = url("decidi_forzatura", sessione, obiettivo.pk)
    assert "Scrivi perché respingi" in client.post(decidi, {"decisione": "respingi"}).content.decode()
    pagina = client.post(decidi, {"decisione": "approva"}, follow=True).content.decode()
    assert "Valore approvato." in pagina
    assert "90%" in pagina
    assert "50%" in pagina


def test_una_richiesta_gia_decisa_si_spiega(client):
    sessione, unita, rilevazione = misurato()
    campi = {"stato": StatoForzatura.APPROVATA, "deciso_il": timezone.now()}
    chiesta(sessione, rilevazione.indicatore.obiettivo, **campi)
    client.force_login(chi("nucleo", unita))
    decidi = url("decidi_forzatura", sessione, rilevazione.indicatore.obiettivo_id)
    pagina = client.post(decidi, {"decisione": "approva"}, follow=True).content.decode()
    assert "Non si può approvare il valore forzato: è «approvata»." in pagina


def test_senza_richiesta_non_c_e_nulla_da_decidere(client):
    sessione, unita, rilevazione = misurato()
    client.force_login(chi("nucleo", unita))
    assert client.get(url("decidi_forzatura", sessione, rilevazione.indicatore.obiettivo_id)).status_code == 404


# ---- neutralizzazioni --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ruolo", RUOLI)
def test_solo_il_segretario_neutralizza(client, ruolo):
    sessione, unita, rilevazione = misurato()
    obiettivo = rilevazione.indicatore.obiettivo
    client.force_login(chi(ruolo, unita))
    atteso = 200 if ruolo == "segretario" else 403
    assert client.get(url("neutralizza", sessione, obiettivo.pk)).status_code == atteso
    assert client.get(url("ripristina", sessione, obiettivo.pk)).status_code == (404 if atteso == 200 else 403)


def test_si_neutralizza_con_un_atto_dell_ente_e_si_torna_indietro(client):
    sessione, unita, rilevazione = misurato()
    obiettivo, altrui = rilevazione.indicatore.obiettivo, AttoFactory()
    atto = AttoFactory(ente=unita.ente)
    client.force_login(chi("segretario", unita))
    dati = {"politica": "escludi", "motivo": "Alluvione di maggio", "atto": altrui.pk}
    assert "valida" in client.post(url("neutralizza", sessione, obiettivo.pk), dati).content.decode()
    client.post(url("neutralizza", sessione, obiettivo.pk), dati | {"atto": atto.pk})
    pagina = client.get(url("derivazione", sessione, obiettivo.pk)).content.decode()
    assert "Alluvione di maggio" in pagina
    assert "Rimettere l&#x27;obiettivo" in client.get(url("ripristina", sessione, obiettivo.pk)).content.decode()
    client.post(url("ripristina", sessione, obiettivo.pk))
    assert not Neutralizzazione.objects.exists()
    assert Evento.objects.get(azione="rimette l'obiettivo nel conto").prima == "Alluvione di maggio"


def test_non_si_neutralizza_due_volte():
    sessione, unita, indicatore = scena()
    campi = {"utente": chi("segretario", unita), "politica": "escludi", "atto": AttoFactory(ente=unita.ente)}
    azioni.neutralizza(indicatore.obiettivo, motivo="Alluvione", **campi)
    with pytest.raises(ValidationError, match="esiste già"):
        azioni.neutralizza(indicatore.obiettivo, motivo="Ancora", **campi)


def test_senza_motivo_non_si_neutralizza():
    sessione, unita, indicatore = scena()
    campi = {"utente": chi("segretario", unita), "politica": "escludi", "atto": AttoFactory(ente=unita.ente)}
    with pytest.raises(ValidationError):
        azioni.neutralizza(indicatore.obiettivo, motivo="", **campi)


# ---- le pagine dei gradi -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("ruolo", RUOLI)
def test_ognuno_nell_ente_legge_i_gradi_e_da_dove_vengono(client, ruolo):
    sessione, unita, rilevazione = misurato()
    client.force_login(chi(ruolo, unita))
    assert "50%" in client.get(url("andamento", sessione)).content.decode()
    pagina = client.get(url("derivazione", sessione, rilevazione.indicatore.obiettivo_id)).content.decode()
    assert "consuntivo / target × 100" in pagina


def test_un_estraneo_non_vede_i_gradi(client):
    sessione, _, rilevazione = misurato()
    client.force_login(utente_con("segretario", EnteFactory()))
    assert client.get(url("andamento", sessione)).status_code == 404
    assert client.get(url("derivazione", sessione, rilevazione.indicatore.obiettivo_id)).status_code == 404


def test_un_grado_che_manca_e_nd_e_non_zero(client):
    sessione, unita, _ = scena()
    client.force_login(chi("nucleo", unita))
    pagina = client.get(url("andamento", sessione)).content.decode()
    assert "n.d." in pagina
    assert "Manca un valore su 1." in pagina
    assert ">0%" not in pagina


def test_gli_scostamenti_rimandano_alla_variazione(client):
    sessione, unita, indicatore = scena()
    RilevazioneFactory(sessione=sessione, indicatore=indicatore, valore=D(20), previsione="a_rischio")
    client.force_login(chi("eq", unita))
    pagina = client.get(url("andamento", sessione)).content.decode()
    assert "−80 punti" in pagina
    assert reverse("relazioni:variazioni", args=[unita.ente.slug, 2026]) in pagina


def test_la_derivazione_si_apre_anche_se_un_valore_manca(client):
    sessione, unita, indicatore = scena()
    client.force_login(chi("segretario", unita))
    risposta = client.get(url("derivazione", sessione, indicatore.obiettivo_id))
    assert risposta.status_code == 200
    assert "Manca un valore su 1." in risposta.content.decode()


def test_un_obiettivo_che_non_si_misura_non_ha_una_derivazione(client):
    sessione, unita, _ = scena()
    client.force_login(chi("segretario", unita))
    assert client.get(url("derivazione", sessione, 999999)).status_code == 404


@pytest.mark.parametrize(
    ("campi", "frase"),
    [
        ({"inizio": date(2026, 4, 10), "percentuale": 40}, "previsto mar – apr, effettivo apr – giu"),
        ({"inizio": date(2026, 3, 1), "fine": date(2026, 5, 2), "percentuale": 100}, "effettivo mar – mag"),
        ({"inizio": date(2026, 7, 9), "percentuale": 5}, "effettivo lug"),
        ({"percentuale": 0}, "non svolta"),
        (None, "mar – apr"),
    ],
)
def test_le_fasi_si_disegnano_previste_ed_effettive(campi, frase):
    sessione, _, indicatore = scena()
    fase = FaseFactory(obiettivo=indicatore.obiettivo)
    if campi is not None:
        AvanzamentoFactory(sessione=sessione, fase=fase, **campi)
    _, misura = misura_di(sessione, indicatore.obiettivo_id)
    assert frase.split(", ")[-1].split(" ")[-1] in str(gantt_a_consuntivo(misura.riga, sessione))


def test_senza_mesi_non_c_e_un_disegno():
    sessione, _, indicatore = scena()
    FaseFactory(obiettivo=indicatore.obiettivo, mesi=[])
    assert gantt_a_consuntivo(misura_di(sessione, indicatore.obiettivo_id)[1].riga, sessione) is None


@pytest.mark.parametrize("nome", ["andamento", "derivazione"])
def test_le_letture_dei_gradi_non_crescono(client, quindici_letture, nome):
    sessione, unita, rilevazione = misurato()
    for n in range(20):
        uno = misurabile(validato(sessione.ciclo, unita=unita))
        RilevazioneFactory(sessione=sessione, indicatore=uno, valore=D(n))
    client.force_login(chi("segretario", unita))
    altro = [rilevazione.indicatore.obiettivo_id] if nome == "derivazione" else []
    client.get(url(nome, sessione, *altro))
    with quindici_letture():
        client.get(url(nome, sessione, *altro))
