"""Amministrazione trasparente da dentro: chi può che cosa, che cosa manca, pubblicare, ritirare, i file rifiutati."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfWriter
from weasyprint import HTML

from enti.voci import TipoIncarico
from obiettivi.flusso.piano import PUBBLICA
from piao.base.registro import eventi_di
from relazioni.azioni.partecipazione import segnala
from relazioni.azioni.percorso import compi_passo
from relazioni.azioni.pubblicazioni import pubblica_il_vigente, pubblica_versione, ritira
from relazioni.models import Pubblicazione, Questionario, Segnalazione, Trasparenza
from relazioni.permessi import puo_leggere_segnalazioni, puo_pubblicare, puo_vedere_pubblicazioni
from relazioni.scadenze_pubblicazioni import da_pubblicare
from tests.fabbriche import EnteFactory, PersonaFactory, RapportoFactory, utente_con
from tests.relazioni.scene_approvazione import approvato, decisione, senza_intoppi
from tests.relazioni.scene_pubblico import pubblicato

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _liscio(monkeypatch):
    senza_intoppi(monkeypatch)


@pytest.fixture
def presa():
    return decisione()


@pytest.fixture
def ente(presa):
    return presa.ciclo.ente


def _va(client, utente, ente, nome, *argomenti, dati=None):
    client.force_login(utente)
    indirizzo = reverse(f"relazioni:{nome}", args=[ente.slug, *argomenti])
    risposta = client.get(indirizzo) if dati is None else client.post(indirizzo, dati, follow=True)
    risposta.testo = risposta.content.decode().replace("&#x27;", "'")
    return risposta


PUBBLICANO = {TipoIncarico.SEGRETARIO, TipoIncarico.RPCT}
LEGGONO = {TipoIncarico.NUCLEO, TipoIncarico.RPCT}


@pytest.mark.parametrize("tipo", [*TipoIncarico, "dipendente"])
def test_chi_puo_che_cosa(tipo):
    ente = EnteFactory()
    utente = utente_con(tipo, ente)
    assert puo_pubblicare(utente, ente) == (tipo in PUBBLICANO)
    assert puo_leggere_segnalazioni(utente, ente) == (tipo in LEGGONO)
    assert puo_vedere_pubblicazioni(utente, ente) == (tipo not in {"dipendente", TipoIncarico.REVISORE})


INTERNE = ["pubblicazioni", "imposta_sito", "pubblica_documento", "questionari", "nuovo_questionario", "segnalazioni"]


@pytest.mark.parametrize("nome", INTERNE)
@pytest.mark.parametrize(("chi", "stato"), [("rpct", 200), ("dipendente", 403), (None, 404)])
def test_le_pagine_interne_hanno_le_loro_porte(client, ente, nome, chi, stato):
    utente = utente_con(chi, ente) if chi else utente_con("segretario", EnteFactory())
    assert _va(client, utente, ente, nome).status_code == stato


# ---- che cosa manca --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("giorni", "ritardo"), [(20, False), (21, True)])
def test_una_versione_approvata_e_non_pubblicata_si_vede_e_poi_e_in_ritardo(presa, ente, giorni, ritardo):
    approvato(presa)
    (voce,) = da_pubblicare(ente, oggi=date(2026, 1, 30) + timedelta(days=giorni))
    assert (voce.che_cosa, voce.giorni, voce.in_ritardo) == (
        "Piano della performance 2026, versione 1",
        giorni,
        ritardo,
    )


def test_dal_giorno_dell_atto_o_da_quando_e_congelata(presa, ente):
    versione = approvato(presa)
    presa.atto.data = None
    presa.atto.save()
    (voce,) = da_pubblicare(ente)
    assert voce.dal == versione.creata_il.date()


def test_la_pagina_mette_in_testa_i_ritardi(client, presa, ente):
    approvato(presa)
    pagina = _va(client, presa.utente, ente, "pubblicazioni").testo
    assert ("1 in ritardo" in pagina, ">Pubblica<" in pagina) == (True, True)


def test_chi_guarda_soltanto_non_ha_pulsanti(client, presa, ente):
    approvato(presa)
    assert ">Pubblica<" not in _va(client, utente_con("nucleo", ente), ente, "pubblicazioni").testo


def test_un_gesto_pubblica_e_resta_scritto(client, presa, ente):
    versione = approvato(presa)
    risposta = _va(client, presa.utente, ente, "pubblica", "piano", versione.pk, dati={})
    riga = Pubblicazione.objects.get()
    assert "Da adesso chiunque può leggerlo" in risposta.testo
    assert (riga.impronta, riga.atto) == (versione.impronta_pdf, "Giunta n. 12 del 30/01/2026")
    assert [evento.azione for evento in eventi_di(riga)] == ["pubblica"]
    assert da_pubblicare(ente) == []


def test_due_gesti_pubblicano_una_volta(client, presa, ente):
    versione = approvato(presa)
    for _ in range(2):
        risposta = _va(client, presa.utente, ente, "pubblica", "piano", versione.pk, dati={})
    assert "già pubblicata" in risposta.testo
    assert pubblica_versione(versione, utente=presa.utente, ufficio="U") == Pubblicazione.objects.get()


def test_non_si_pubblica_la_versione_di_un_altro_ente(client, presa):
    versione, altro = approvato(presa), EnteFactory()
    _va(client, utente_con("segretario", altro), altro, "pubblica", "piano", versione.pk, dati={})
    assert not Pubblicazione.objects.exists()


def test_registrare_la_pubblicazione_nel_percorso_pubblica_anche_nel_sito(presa, ente):
    versione = approvato(presa)
    Trasparenza.objects.create(ente=ente, ufficio="Affari generali")
    presa.ciclo.refresh_from_db()
    compi_passo(presa.ciclo, PUBBLICA, utente=presa.utente, pubblicato_il=date(2026, 2, 3))
    riga = Pubblicazione.objects.get()
    assert (riga.versione, riga.pubblicata_il, riga.ufficio) == (versione, date(2026, 2, 3), "Affari generali")


def test_senza_una_copia_congelata_il_percorso_va_avanti_lo_stesso(presa):
    assert pubblica_il_vigente(presa.ciclo, utente=presa.utente, il=date(2026, 2, 3)) is None


# ---- ritirare --------------------------------------------------------------------------------------------------


def test_si_ritira_con_un_motivo_che_resta(client):
    scena = pubblicato()
    utente, riga = scena.presa.utente, scena.pubblicazione
    assert (
        "resterà nella pagina pubblica"
        in _va(client, utente, scena.ente, "ritira_pubblicazione", riga.pk, dati={"motivo": ""}).testo
    )
    _va(client, utente, scena.ente, "ritira_pubblicazione", riga.pk, dati={"motivo": "Un refuso."})
    riga.refresh_from_db()
    assert (riga.in_linea, riga.motivo_ritiro) == (False, "Un refuso.")
    assert da_pubblicare(scena.ente) == []


def test_una_ritirata_non_si_ritira_di_nuovo(client):
    scena = pubblicato()
    ritira(scena.pubblicazione, utente=scena.presa.utente, motivo="A.")
    risposta = _va(
        client, scena.presa.utente, scena.ente, "ritira_pubblicazione", scena.pubblicazione.pk, dati={"motivo": "B"}
    )
    assert "già stata ritirata" in risposta.testo


# ---- i file ----------------------------------------------------------------------------------------------------


def _pdf(testo):
    return HTML(string=f"<p>{testo}</p>").write_pdf()


def _documento(contenuto, nome="verbale.pdf", **altro):
    base = {"tipo": "atto_nucleo", "anno": "2026", "titolo": "Verbale n. 3", "ufficio": "Segreteria", **altro}
    return {**base, "file": SimpleUploadedFile(nome, contenuto)}


def _vuoto():
    uscita, scrittore = BytesIO(), PdfWriter()
    scrittore.add_blank_page(100, 100)
    scrittore.write(uscita)
    return uscita.getvalue()


@pytest.fixture
def persone(ente):
    RapportoFactory(ente=ente, persona=PersonaFactory(nome="Ada", cognome="Rossetti"))


def test_un_documento_pulito_si_pubblica_con_la_sua_impronta(client, presa, ente, persone):
    _va(client, presa.utente, ente, "pubblica_documento", dati=_documento(_pdf("Il Nucleo ha validato.")))
    riga = Pubblicazione.objects.get()
    assert (riga.titolo, riga.formato, len(riga.impronta)) == ("Verbale n. 3", "PDF", 64)
    pubblica = client.get(reverse("relazioni:file_pubblicazione", args=[ente.slug, riga.pk]))
    assert b"".join(pubblica.streaming_content).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("contenuto", "nome", "frase"),
    [
        (lambda: _pdf("USO INTERNO – non pubblicare"), "a.pdf", "uso interno"),
        (lambda: _pdf("Codice RSSMRA80A01H501U"), "a.pdf", "codice fiscale"),
        (lambda: _pdf("Premio a Rossetti Ada"), "a.pdf", "nomina persone che lavorano nell'ente (Ada Rossetti)"),
        (_vuoto, "a.pdf", "è una scansione"),
        (lambda: b"%PDF-1.7 rotto", "a.pdf", "non si legge"),
        (lambda: b"testo", "a.txt", "Si caricano file"),
        (lambda: b"PK\x03\x04", "a.docx", "dentro non lo è"),
        (lambda: b"\x30\x80\x06\x09", "a.p7m", "Si pubblica un PDF"),
    ],
)
def test_un_file_rifiutato_dice_perche(client, presa, ente, persone, contenuto, nome, frase):
    risposta = _va(client, presa.utente, ente, "pubblica_documento", dati=_documento(contenuto(), nome))
    assert frase in risposta.testo
    assert not Pubblicazione.objects.exists()


def test_chi_ha_un_incarico_pubblico_si_puo_nominare(client, presa, ente):
    nome = presa.utente.persona
    contenuto = _pdf(f"Il Segretario {nome.nome} {nome.cognome}")
    _va(client, presa.utente, ente, "pubblica_documento", dati=_documento(contenuto))
    assert Pubblicazione.objects.count() == 1


# ---- il sito, i questionari, le segnalazioni ---------------------------------------------------------------------


def test_il_sito_si_imposta_e_si_vede_in_ogni_pagina(client, presa, ente):
    dati = {"ufficio": "Affari generali", "accessibilita": "https://form.agid.gov.it/view/1", "riscontro": ""}
    _va(client, presa.utente, ente, "imposta_sito", dati=dati | {"versione": ""})
    _va(client, presa.utente, ente, "imposta_sito", dati=dati | {"versione": "1", "ufficio": "Segreteria"})
    assert Trasparenza.objects.get().ufficio == "Segreteria"
    pagina = client.get(reverse("relazioni:trasparenza", args=[ente.slug])).content.decode()
    assert "https://form.agid.gov.it/view/1" in pagina


def test_due_persone_sulle_stesse_impostazioni_lo_sanno(client, presa, ente):
    Trasparenza.objects.create(ente=ente, ufficio="Uno", versione=3)
    risposta = _va(client, presa.utente, ente, "imposta_sito", dati={"ufficio": "Due", "versione": "2"})
    assert "Uno" in risposta.testo
    assert Trasparenza.objects.get().ufficio == "Uno"


def test_un_questionario_si_scrive_si_corregge_si_elimina(client, presa, ente):
    dati = {"servizio": "Anagrafe", "presentazione": "", "dal": "2026-05-01", "al": "2026-05-31"}
    _va(client, presa.utente, ente, "nuovo_questionario", dati=dati)
    riga = Questionario.objects.get()
    _va(client, presa.utente, ente, "modifica_questionario", riga.pk, dati=dati | {"servizio": "URP", "versione": "1"})
    assert "URP" in _va(client, presa.utente, ente, "questionari").testo
    assert "Elimini il questionario" in _va(client, presa.utente, ente, "elimina_questionario", riga.pk).testo
    _va(client, presa.utente, ente, "elimina_questionario", riga.pk, dati={})
    assert "Ancora nessun questionario" in _va(client, presa.utente, ente, "questionari").testo


def test_il_nucleo_legge_e_risponde(client, ente):
    riga, nucleo = segnala(ente, servizio="Strade", testo="Una buca."), utente_con("nucleo", ente)
    assert "da leggere" in _va(client, nucleo, ente, "segnalazioni").testo
    assert "Una buca." in _va(client, nucleo, ente, "segnalazione", riga.pk).testo
    assert Segnalazione.objects.get().letta_il is None
    assert "Segnata come letta" in _va(client, nucleo, ente, "segna_letta", riga.pk, dati={}).testo
    _va(client, nucleo, ente, "segnalazione", riga.pk, dati={"risposta": "Grazie, provvediamo."})
    assert "Grazie, provvediamo." in _va(client, nucleo, ente, "segnalazione", riga.pk).testo


def test_l_rpct_legge_ma_non_risponde(client, ente):
    riga, rpct = segnala(ente, servizio="Strade", testo="Una buca."), utente_con("rpct", ente)
    assert "Risponde l'organismo" in _va(client, rpct, ente, "segnalazione", riga.pk).testo
    assert _va(client, rpct, ente, "segnalazione", riga.pk, dati={"risposta": "No."}).status_code == 403


def test_senza_segnalazioni_la_pagina_dice_che_cosa_ci_sara(client, ente):
    assert "Nessuna segnalazione" in _va(client, utente_con("nucleo", ente), ente, "segnalazioni").testo
