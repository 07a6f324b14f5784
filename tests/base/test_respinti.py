"""Le notifiche di mancata consegna, come le scrivono i server di posta."""

import mailbox
from io import BytesIO, StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from piao.base.avvisi.respinti import leggi, segna_respinte
from piao.base.models import Messaggio
from tests.fabbriche import UtenteFactory

IDENTITA = "<riassunto.20270111.7@borgo.it>"


def notifica(
    azione="failed", stato="5.1.1", diagnosi="Diagnostic-Code: smtp; 550 utente sconosciuto\n", allegata=None
):
    lettera = (
        allegata or f"Content-Type: message/rfc822\n\nMessage-ID: {IDENTITA}\nSubject: Due avvisi\n\nBuongiorno\n"
    )
    return (
        "From: MAILER-DAEMON@server.it\nTo: non-rispondere@borgo.it\nSubject: Undelivered Mail\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="X"\n\n'
        "--X\nContent-Type: text/plain\n\nLa lettera non è arrivata.\n\n"
        "--X\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; server.it\n\n"
        f"Final-Recipient: rfc822; anna@esempio.it\nAction: {azione}\nStatus: {stato}\n{diagnosi}\n"
        f"--X\n{lettera}\n--X--\n"
    ).encode()


@pytest.fixture
def lettera(db):
    return Messaggio.objects.create(
        destinatario=UtenteFactory(), indirizzo="anna@esempio.it", oggetto="Avvisi", corpo="…", identita=IDENTITA,
        stato=Messaggio.Stato.INVIATO, inviato_il=timezone.now(),
    )  # fmt: skip


INTESTAZIONI = f"Content-Type: text/rfc822-headers\n\nSubject: Due avvisi\nmessage-id: {IDENTITA}\n"


@pytest.mark.parametrize("allegata", [None, INTESTAZIONI])
def test_una_notifica_dice_quale_lettera_e_perche(allegata):
    respinta = leggi(notifica(allegata=allegata))
    assert (respinta.identita, respinta.motivo) == (IDENTITA, "5.1.1 smtp; 550 utente sconosciuto")


def test_senza_diagnosi_resta_il_codice_e_senza_codice_una_frase():
    assert leggi(notifica(diagnosi="")).motivo == "5.1.1"
    assert leggi(notifica(stato="", diagnosi="")).motivo == "Consegna fallita."


@pytest.mark.parametrize(
    "posta",
    [
        notifica(azione="delayed", stato="4.4.1"),
        notifica(azione="delivered", stato="2.0.0"),
        notifica(allegata="Content-Type: text/plain\n\nSenza la lettera\n"),
        notifica(allegata="Content-Type: message/rfc822\n\nSubject: Senza identità\n\nCiao\n"),
        b"From: anna@esempio.it\nSubject: Sono in ferie\n\nTorno lunedi.\n",
        b"",
        b"\xff\xfe\x00 non e' posta",
        b"Content-Type: multipart/report; boundary=X\n\n--X\nContent-Type: message/delivery-status\n\n",
    ],
)
def test_cio_che_non_e_una_mancata_consegna_non_dice_nulla(posta):
    assert leggi(posta) is None


def test_la_lettera_respinta_si_segna_una_volta_sola(lettera):
    assert segna_respinte([notifica()]) == (1, 0)
    prima = Messaggio.objects.get()
    assert segna_respinte([notifica(diagnosi="")]) == (0, 0)
    assert (prima.stato, prima.errore) == (Messaggio.Stato.RESPINTO, "5.1.1 smtp; 550 utente sconosciuto")
    assert Messaggio.objects.get().respinto_il == prima.respinto_il
    assert prima.inviato_il is not None  # è partita: anche questo resta provato


def test_le_lettere_degli_altri_programmi_non_ci_riguardano(lettera):
    altra = notifica(allegata="Content-Type: message/rfc822\n\nMessage-ID: <x@altro.it>\n\nCiao\n")
    assert segna_respinte([altra, b"Subject: Ciao\n\nCiao\n"]) == (0, 2)
    assert Messaggio.objects.get().stato == Messaggio.Stato.INVIATO


@pytest.mark.parametrize("tipo", ["mbox", "maildir"])
def test_il_comando_legge_una_casella(lettera, tmp_path, tipo):
    dove = tmp_path / "casella"
    casella = mailbox.mbox(dove) if tipo == "mbox" else mailbox.Maildir(dove)
    casella.add(notifica())
    casella.add(b"Subject: Ferie\n\nCiao\n")
    casella.close()
    uscita = StringIO()
    call_command("leggi_respinti", f"--{tipo}={dove}", stdout=uscita)
    assert uscita.getvalue() == "Lettere respinte: 1. Messaggi che non ci riguardano: 1.\n"


def test_senza_casella_legge_cio_che_riceve(lettera, monkeypatch):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BytesIO(notifica())))
    call_command("leggi_respinti", stdout=StringIO())
    assert Messaggio.objects.get().stato == Messaggio.Stato.RESPINTO


@pytest.mark.django_db
def test_una_casella_che_non_c_e_si_dice(tmp_path):
    with pytest.raises(CommandError, match="non esiste"):
        call_command("leggi_respinti", f"--mbox={tmp_path / 'manca'}")
