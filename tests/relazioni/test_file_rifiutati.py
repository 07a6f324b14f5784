"""Ciò che non può uscire non esce, e la pagina dice perché: il file, ciò che porta con sé, ciò che si scrive accanto.

I motivi che si vedono aprendo il file sono in `test_trasparenza_gestione`; qui ci sono quelli che non si vedono.
"""

from html import unescape
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from weasyprint import HTML, Attachment

from piao.base.tabelle import in_csv, in_xlsx
from relazioni.models import Pubblicazione, Validazione
from tests.fabbriche import PersonaFactory, RapportoFactory
from tests.relazioni.scene_approvazione import decisione, senza_intoppi
from tests.relazioni.scene_pubblico import pubblicato, relazione_congelata, relazione_del_piano

pytestmark = pytest.mark.django_db
NOMINA = "nomina persone che lavorano nell'ente (Ada Rossetti)"
NASCOSTO = "Ciò che il file porta con sé (proprietà, campi compilati, commenti, allegati) "
NON_SI_CONTROLLA = "Il file ha un allegato che non si può controllare («premi»): toglilo."


@pytest.fixture
def presa(monkeypatch):
    senza_intoppi(monkeypatch)
    presa = decisione()
    RapportoFactory(ente=presa.ciclo.ente, persona=PersonaFactory(nome="Ada", cognome="Rossetti"))
    return presa


def _scrive(client, utente, ente, nome, *argomenti, **dati):
    client.force_login(utente)
    risposta = client.post(reverse(f"relazioni:{nome}", args=[ente.slug, *argomenti]), dati, follow=True)
    return unescape(risposta.content.decode())


def _pubblica(client, presa, file, **altro):
    dati = {"tipo": "atto_nucleo", "anno": "2026", "titolo": "Verbale n. 3", "ufficio": "Segreteria", **altro}
    if file is not None:
        dati["file"] = SimpleUploadedFile("atto.pdf", file)
    return _scrive(client, presa.utente, presa.ciclo.ente, "pubblica_documento", **dati)


def _pdf(testo="Il Nucleo ha validato.", **altro):
    return HTML(string=f"<p>{testo}</p>").write_pdf(**altro)


def _con_autore():
    return HTML(string="<meta name=author content='Rossetti Ada'><p>Il Nucleo ha validato.</p>").write_pdf()


def _con_campo():
    return _pdf("Il Nucleo <input name=chi value='Ada Rossetti'>", pdf_forms=True)


def _con_commento():
    scrittore, uscita = PdfWriter(clone_from=PdfReader(BytesIO(_pdf()))), BytesIO()
    scrittore.add_annotation(0, FreeText(text="Chiedere ad Ada Rossetti", rect=(10, 10, 90, 30)))
    scrittore.write(uscita)
    return uscita.getvalue()


def _con_allegato(contenuto, nome="premi"):
    return _pdf(attachments=[Attachment(string=contenuto, name=nome)])


def _protetto():
    scrittore, uscita = PdfWriter(clone_from=PdfReader(BytesIO(_pdf()))), BytesIO()
    scrittore.encrypt("segreta", algorithm="AES-256")
    scrittore.write(uscita)
    return uscita.getvalue()


CSV = in_csv(["chi", "punteggio"], [["Ada Rossetti", 87]])
XLSX = in_xlsx("Premi", ["chi", "punteggio"], [["Ada Rossetti", 87]])
RIFIUTATI = {
    "manca": (lambda: None, "Questo campo è obbligatorio"),
    "vuoto": (lambda: b"", "Il file inviato è vuoto"),
    "protetto": (_protetto, "protetto da una parola d'ordine"),
    "autore": (_con_autore, NASCOSTO + NOMINA),
    "campo": (_con_campo, NASCOSTO + NOMINA),
    "commento": (_con_commento, NASCOSTO + NOMINA),
    "allegato": (lambda: _con_allegato(CSV), NASCOSTO + NOMINA),
    "nome dell'allegato": (lambda: _con_allegato(b"1", "Ada Rossetti"), NASCOSTO + NOMINA),
    "foglio allegato": (lambda: _con_allegato(XLSX), NON_SI_CONTROLLA),
    "allegato strano": (
        lambda: _con_allegato(b"a\0b"),
        "ha un allegato che non si può controllare («premi»): toglilo",
    ),
    "codice minuscolo": (lambda: _pdf("rssmra80a01h501u"), "Il file contiene un codice fiscale"),
    "codice con lettere": (lambda: _pdf("RSSMRA80A01H5LMU"), "Il file contiene un codice fiscale"),
}


@pytest.mark.parametrize("motivo", RIFIUTATI)
def test_un_file_rifiutato_dice_perche_e_non_si_pubblica(client, presa, motivo):
    prepara, frase = RIFIUTATI[motivo]
    assert frase in _pubblica(client, presa, prepara())
    assert not Pubblicazione.objects.exists()


def test_un_file_troppo_pesante_lo_dice(client, presa, settings):
    settings.MISURA_MASSIMA_ALLEGATO = 1000
    assert "Riducilo e riprova." in _pubblica(client, presa, _pdf())
    assert not Pubblicazione.objects.exists()


def test_i_motivi_si_dicono_tutti_insieme(client, presa):
    pagina = _pubblica(client, presa, _pdf("Uso interno: RSSMRA80A01H501U, Ada Rossetti"))
    assert all(frase in pagina for frase in ("a uso interno", "codice fiscale", NOMINA))


def test_un_allegato_pulito_non_ferma(client, presa):
    _pubblica(client, presa, _con_allegato(in_csv(["obiettivo"], [["Tempi certi"]])))
    assert Pubblicazione.objects.count() == 1


@pytest.mark.parametrize("campo", ["titolo", "atto", "periodo"])
def test_anche_cio_che_si_scrive_accanto_al_file_si_controlla(client, presa, campo):
    assert f"Ciò che hai scritto {NOMINA}" in _pubblica(client, presa, _pdf(), **{campo: "Scheda di Ada Rossetti"})
    assert not Pubblicazione.objects.exists()


def test_il_motivo_di_un_ritiro_non_nomina_nessuno(client, monkeypatch):
    senza_intoppi(monkeypatch)
    scena = pubblicato()
    RapportoFactory(ente=scena.ente, persona=PersonaFactory(nome="Ada", cognome="Rossetti"))
    utente, riga = scena.presa.utente, scena.pubblicazione
    pagina = _scrive(client, utente, scena.ente, "ritira_pubblicazione", riga.pk, motivo="Lo chiede Ada Rossetti.")
    riga.refresh_from_db()
    assert (f"Ciò che hai scritto {NOMINA}" in pagina, riga.in_linea) == (True, True)


def test_una_validazione_che_nomina_qualcuno_dice_perche_non_si_pubblica(client, monkeypatch):
    """Esce con la sua Relazione tutto il resto; lei aspetta nell'elenco, e chi prova a pubblicarla legge il motivo."""
    senza_intoppi(monkeypatch)
    scena = pubblicato()
    RapportoFactory(ente=scena.ente, persona=PersonaFactory(nome="Ada", cognome="Rossetti"))
    versione = relazione_congelata(scena, relazione_del_piano(scena))
    una = Validazione.objects.create(
        versione=versione, esito="validata", data=versione.atto.data, sintesi="Ada Rossetti"
    )
    utente = scena.presa.utente
    _scrive(client, utente, scena.ente, "pubblica", "relazione", versione.pk)
    pagina = _scrive(client, utente, scena.ente, "pubblica", "validazione", una.pk)
    assert f"Non si può pubblicare. Il testo {NOMINA}" in pagina
    assert not Pubblicazione.objects.filter(tipo="validazione").exists()
