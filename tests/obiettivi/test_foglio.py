"""Il foglio di calcolo: ciò che si scarica, ciò che si rilegge, gli errori cella per cella, tutto o niente."""

from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from obiettivi.azioni.rilevazioni import rileva_insieme
from obiettivi.forms.foglio import COLONNE, LETTERE, FoglioForm, celle_di, esamina, scrivi_foglio
from obiettivi.letture.rilevazioni import quadro_di
from obiettivi.models import Rilevazione
from obiettivi.voci import StatoSessione, Verso
from piao.base.concorrenza import ModificatoDaAltri
from tests.fabbriche import EnteFactory, UnitaFactory, utente_con
from tests.obiettivi.scena_monitoraggio import (
    D,
    RilevazioneFactory,
    SessioneFactory,
    chi,
    di_fine_anno,
    misurabile,
    scena,
    validato,
)

pytestmark = pytest.mark.django_db

RAPPORTO = {"numeratore": "fatti", "denominatore": "tutti", "unita_misura": "%", "decimali": 1}


def url(nome, sessione):
    return reverse(f"obiettivi:{nome}", args=[sessione.ente.slug, sessione.ciclo.anno, sessione.pk])


def scarica(sessione):
    return load_workbook(BytesIO(scrivi_foglio(quadro_di(sessione).parti)))


def compilato(sessione, riga=2, **celle):
    """Il foglio scaricato, con qualche cella scritta nella riga data."""
    cartella = scarica(sessione)
    for campo, valore in celle.items():
        cartella["Valori"][f"{LETTERE[campo]}{riga}"] = valore
    return salvato(cartella)


def salvato(cartella):
    uscita = BytesIO()
    cartella.save(uscita)
    return SimpleUploadedFile("valori.xlsx", uscita.getvalue())


def letta(sessione, foglio):
    return esamina(celle_di(foglio, sessione.pk), quadro_di(sessione).parti)


def invia(client, sessione, foglio):
    return client.post(url("carica_foglio", sessione), {"file": foglio}).content.decode()


def conferma(client, sessione, foglio, **altro):
    risposta = client.post(url("carica_foglio", sessione), {"file": foglio})
    dati = {"foglio": risposta.context["foglio"]} | altro
    return client.post(url("conferma_foglio", sessione), dati, follow=True).content.decode()


# ---- ciò che si scarica ------------------------------------------------------------------------------------------


def test_il_foglio_ha_una_riga_per_indicatore_con_cio_che_serve_a_orientarsi():
    sessione, _, indicatore = scena()
    foglio = scarica(sessione)["Valori"]
    assert [cella.value for cella in foglio[1]] == [colonna.titolo for colonna in COLONNE]
    assert foglio["C2"].value == str(indicatore)
    assert (foglio["E2"].value, foglio["G2"].value) == (30, "almeno 100")
    assert foglio.max_row == 2


def test_la_chiave_e_nascosta_e_solo_le_celle_da_compilare_si_scrivono():
    sessione, _, _ = scena()
    foglio = scarica(sessione)["Valori"]
    assert foglio.column_dimensions["A"].hidden
    assert foglio.protection.sheet
    assert foglio["C2"].protection.locked
    assert not foglio[f"{LETTERE['valore']}2"].protection.locked
    assert foglio[f"{LETTERE['data']}2"].protection.locked


def test_le_istruzioni_stanno_in_un_foglio_a_parte():
    sessione, _, _ = scena()
    testo = " ".join(str(riga[0]) for riga in scarica(sessione)["Istruzioni"].values)
    assert "non è zero" in testo


def test_cio_che_sembra_una_formula_si_scarica_innocuo_e_torna_com_era():
    sessione, _, primo = scena()
    indicatore = misurabile(primo.obiettivo, denominazione="=1+1")
    RilevazioneFactory(sessione=sessione, indicatore=indicatore, fonte="-registro", nota="=A1")
    foglio = scarica(sessione)["Valori"]
    assert foglio["C3"].value == "'=1+1"
    assert letta(sessione, compilato(sessione)).cambi == []


@pytest.mark.parametrize(
    ("campi", "rilevato", "cella", "atteso"),
    [
        ({}, {"valore": D("12.5")}, "valore", 12.5),
        ({"verso": Verso.SI_NO}, {"valore": None, "esito": True}, "esito", "sì"),
        ({"verso": Verso.SI_NO}, {"valore": None, "esito": False}, "esito", "no"),
        ({"verso": Verso.ENTRO_DATA}, {"valore": None, "esito": False}, "data", "non ancora"),
        ({"verso": Verso.ENTRO_DATA}, {"valore": None, "data": date(2026, 3, 1)}, "data", datetime(2026, 3, 1)),
        ({}, {"causa": "esogena"}, "causa", "esogena: fuori dal controllo dell'ente"),
    ],
)
def test_cio_che_e_gia_scritto_si_ritrova_nel_foglio_e_non_cambia(campi, rilevato, cella, atteso):
    sessione, _, primo = scena()
    finale = di_fine_anno(sessione.ciclo)
    RilevazioneFactory(sessione=finale, indicatore=misurabile(primo.obiettivo, **campi), **rilevato)
    assert scarica(finale)["Valori"][f"{LETTERE[cella]}3"].value == atteso
    lettura = letta(finale, compilato(finale))
    assert (lettura.cambi, lettura.errori) == ([], [])


# ---- ciò che si rilegge ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("campi", "celle", "attesi"),
    [
        ({}, {"valore": 1.234}, {"valore": D("1.234")}),
        ({}, {"valore": "1.234,5"}, {"valore": D("1234.5")}),
        ({}, {"valore": 0}, {"valore": D(0)}),
        (RAPPORTO, {"numeratore": 1, "denominatore": 3}, {"valore": D("33.3"), "numeratore": D(1)}),
        ({"verso": Verso.SI_NO}, {"esito": "Sì"}, {"esito": True}),
        ({"verso": Verso.SI_NO}, {"esito": False}, {"esito": False}),
        ({"verso": Verso.ENTRO_DATA}, {"data": datetime(2026, 3, 1)}, {"data": date(2026, 3, 1)}),
        ({"verso": Verso.ENTRO_DATA}, {"data": "01/03/2026"}, {"data": date(2026, 3, 1)}),
        ({"verso": Verso.ENTRO_DATA}, {"data": "Non ancora"}, {"esito": False}),
        ({}, {"motivo_non_applicabile": "Servizio sospeso"}, {"non_applicabile": True, "valore": None}),
    ],
)
def test_ogni_cella_si_legge_come_la_scrive_una_persona(campi, celle, attesi):
    sessione, _, primo = scena()
    indicatore = misurabile(validato(sessione.ciclo), **campi)
    lettura = letta(sessione, compilato(sessione, riga=3, **celle))
    assert lettura.errori == []
    (form,) = lettura.forme
    assert form.riga.indicatore == indicatore
    assert {nome: form.dati[nome] for nome in attesi} == attesi
    assert primo != indicatore


@pytest.mark.parametrize(
    ("campi", "celle", "cella", "frase"),
    [
        ({}, {"valore": "molti"}, "valore", "Scrivi un numero"),
        (RAPPORTO, {"numeratore": 1, "denominatore": 0}, "denominatore", "denominatore è zero"),
        (RAPPORTO, {"numeratore": 1}, "denominatore", "tutti e due"),
        (RAPPORTO, {"numeratore": 1, "denominatore": 2, "valore": 70}, "valore", "Il rapporto dà 50"),
        ({"verso": Verso.SI_NO}, {"esito": "forse"}, "esito", "opzione valida"),
        ({"verso": Verso.ENTRO_DATA}, {"data": "presto"}, "data", "data"),
        ({}, {"valore": 1, "motivo_non_applicabile": "boh"}, "valore", "togli uno dei due"),
        ({}, {"valore": 1, "rilevato_il": "ieri"}, "rilevato_il", "data"),
        ({}, {"valore": 1, "causa": "sfortuna"}, "causa", "opzione valida"),
    ],
)
def test_ogni_errore_dice_la_cella_e_perche(campi, celle, cella, frase):
    sessione, _, _ = scena()
    misurabile(validato(sessione.ciclo), **campi)
    (errore, *_) = letta(sessione, compilato(sessione, riga=3, **celle)).errori
    assert errore.cella == f"{LETTERE[cella]}3"
    assert frase in errore.frase


def test_un_valore_svuotato_nel_foglio_non_si_perde_in_silenzio():
    sessione, _, indicatore = scena()
    RilevazioneFactory(sessione=sessione, indicatore=indicatore, valore=D(42))
    (errore,) = letta(sessione, compilato(sessione, valore=None)).errori
    assert "Qui c'era 42" in errore.frase


def test_chi_ha_scaricato_prima_che_un_altro_scrivesse_lo_viene_a_sapere():
    sessione, _, indicatore = scena()
    foglio = compilato(sessione, valore=7)
    RilevazioneFactory(sessione=sessione, indicatore=indicatore, valore=D(42))
    (errore,) = letta(sessione, foglio).errori
    assert "qualcuno ha scritto 42" in errore.frase


def test_la_previsione_scritta_nella_pagina_resta():
    sessione, _, indicatore = scena()
    RilevazioneFactory(sessione=sessione, indicatore=indicatore, previsione="a_rischio")
    (form,) = letta(sessione, compilato(sessione, valore=7)).forme
    assert form.dati["previsione"] == "a_rischio"


def test_una_riga_che_non_e_piu_mia_si_rifiuta():
    sessione, _, _ = scena()
    foglio = compilato(sessione, valore=7)
    (errore,) = esamina(celle_di(foglio, sessione.pk), []).errori
    assert errore.cella == "A2"


@pytest.mark.parametrize("chiave", ["", "x:1:0", "1:2", "999999:1:0", None])
def test_un_foglio_di_un_altra_sessione_si_rifiuta(chiave):
    sessione, _, _ = scena()
    cartella = scarica(sessione)
    cartella["Valori"]["A2"] = chiave
    with pytest.raises(ValidationError, match="non è di questa sessione"):
        celle_di(salvato(cartella), sessione.pk)


def test_le_righe_vuote_in_fondo_non_contano():
    sessione, _, _ = scena()
    cartella = scarica(sessione)
    cartella["Valori"]["A9"] = None
    cartella["Valori"]["Z9"] = None
    assert len(celle_di(salvato(cartella), sessione.pk)) == 1


def guasto(contenuto):
    return SimpleUploadedFile("valori.xlsx", contenuto)


def altro_zip():
    uscita = BytesIO()
    with ZipFile(uscita, "w") as archivio:
        archivio.writestr("ciao.txt", "ciao")
    return guasto(uscita.getvalue())


def bomba():
    uscita = BytesIO()
    with ZipFile(uscita, "w", ZIP_DEFLATED) as archivio:
        archivio.writestr("xl/worksheets/sheet1.xml", b"0" * (61 * 1024 * 1024))
    return guasto(uscita.getvalue())


def senza_valori():
    cartella = Workbook()
    return salvato(cartella)


@pytest.mark.parametrize("fai", [lambda: guasto(b"non sono uno zip"), altro_zip, senza_valori, bomba])
def test_un_file_che_non_va_ha_una_frase(client, fai):
    sessione, unita, _ = scena()
    client.force_login(chi("eq", unita))
    pagina = invia(client, sessione, fai())
    assert "riparti da quello che si scarica qui" in pagina


def test_un_file_troppo_pesante_ha_una_frase():
    form = FoglioForm({}, {"file": SimpleUploadedFile("v.xlsx", b"0" * (5 * 1024 * 1024 + 1))})
    assert "il massimo è" in str(form.errors["file"])


# ---- le pagine ---------------------------------------------------------------------------------------------------


def test_si_carica_si_vede_che_cosa_cambia_e_si_conferma(client):
    sessione, unita, indicatore = scena()
    client.force_login(chi("eq", unita))
    foglio = compilato(sessione, valore=7)
    pagina = invia(client, sessione, foglio)
    assert "Ecco che cosa cambia" in pagina
    assert not Rilevazione.objects.exists()
    foglio.seek(0)
    assert "1 riga salvata" in conferma(client, sessione, foglio)
    assert Rilevazione.objects.get(indicatore=indicatore).valore == 7


def test_con_una_cella_sbagliata_non_si_salva_nulla(client):
    sessione, unita, primo = scena()
    misurabile(primo.obiettivo)
    client.force_login(chi("eq", unita))
    cartella = scarica(sessione)
    cartella["Valori"][f"{LETTERE['valore']}2"] = 5
    cartella["Valori"][f"{LETTERE['valore']}3"] = "boh"
    pagina = invia(client, sessione, salvato(cartella))
    assert f"{LETTERE['valore']}3" in pagina
    assert "Salva tutto" not in pagina


def test_un_foglio_uguale_a_cio_che_c_e_non_cambia_nulla(client):
    sessione, unita, _ = scena()
    client.force_login(chi("eq", unita))
    assert "Non cambia nulla" in invia(client, sessione, compilato(sessione))


def test_se_un_altro_scrive_fra_anteprima_e_conferma_non_si_sovrascrive(client):
    sessione, unita, indicatore = scena()
    client.force_login(chi("eq", unita))
    risposta = client.post(url("carica_foglio", sessione), {"file": compilato(sessione, valore=7)})
    RilevazioneFactory(sessione=sessione, indicatore=indicatore, valore=D(42))
    pagina = client.post(url("conferma_foglio", sessione), {"foglio": risposta.context["foglio"]}).content.decode()
    assert "qualcuno ha scritto 42" in pagina
    assert Rilevazione.objects.get().valore == 42


@pytest.mark.parametrize("firma", ["", "inventata", "a:b:c"])
def test_una_conferma_inventata_non_passa(client, firma):
    sessione, unita, _ = scena()
    client.force_login(chi("eq", unita))
    pagina = client.post(url("conferma_foglio", sessione), {"foglio": firma}, follow=True).content.decode()
    assert "nulla è stato salvato" in pagina


def test_la_conferma_di_un_altro_non_vale(client):
    sessione, unita, _ = scena()
    client.force_login(chi("eq", unita))
    altrui = client.post(url("carica_foglio", sessione), {"file": compilato(sessione, valore=7)}).context["foglio"]
    client.force_login(chi("segretario", unita))
    client.post(url("conferma_foglio", sessione), {"foglio": altrui})
    assert not Rilevazione.objects.exists()


def test_piu_righe_si_scrivono_tutte_o_nessuna():
    sessione, unita, primo = scena()
    secondo = misurabile(primo.obiettivo)
    RilevazioneFactory(sessione=sessione, indicatore=secondo)
    righe = [(primo, {"versione": 0, "valore": D(1)}), (secondo, {"versione": 0, "valore": D(2)})]
    with pytest.raises(ModificatoDaAltri):
        rileva_insieme(sessione, righe, utente=chi("eq", unita))
    assert not Rilevazione.objects.filter(indicatore=primo).exists()


def test_chi_guida_scarica_solo_la_sua_parte(client):
    sessione, unita, indicatore = scena()
    altrui = misurabile(validato(sessione.ciclo, unita=UnitaFactory(ente=unita.ente)))
    client.force_login(chi("eq", unita))
    risposta = client.get(url("foglio", sessione))
    nomi = [riga[2] for riga in load_workbook(BytesIO(risposta.content))["Valori"].values]
    assert str(indicatore) in nomi
    assert str(altrui) not in nomi
    assert "attachment" in risposta["Content-Disposition"]


@pytest.mark.parametrize("ruolo", ["nucleo", "sindaco", "dipendente", "ufficio_personale"])
def test_chi_non_compila_non_ha_il_foglio(client, ruolo):
    sessione, unita, _ = scena()
    client.force_login(chi(ruolo, unita))
    assert client.get(url("foglio", sessione)).status_code == 403
    assert client.get(url("carica_foglio", sessione)).status_code == 403
    assert client.post(url("conferma_foglio", sessione)).status_code == 403


def test_a_sessione_chiusa_il_foglio_non_si_carica(client):
    sessione, unita, _ = scena(stato=StatoSessione.VERIFICATA)
    client.force_login(chi("segretario", unita))
    assert client.get(url("carica_foglio", sessione)).status_code == 403


def test_un_estraneo_non_trova_il_foglio(client):
    sessione = SessioneFactory()
    client.force_login(utente_con("segretario", EnteFactory()))
    assert client.get(url("foglio", sessione)).status_code == 404


def test_le_letture_del_foglio_non_crescono(client, quindici_letture):
    sessione, unita, _ = scena()
    for _ in range(15):
        misurabile(validato(sessione.ciclo, unita=unita))
    client.force_login(chi("segretario", unita))
    with quindici_letture():
        client.get(url("foglio", sessione))
