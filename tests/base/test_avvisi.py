"""Gli avvisi e la loro posta: una volta sola per persona e cosa, e si sa se è arrivata."""

import smtplib
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from piao.base.avvisi import (
    avvisa,
    avvisi_di,
    messaggi_per,
    preferenza_di,
    prendi_atto,
    scegli_posta,
    segna_letti,
    segna_letto,
)
from piao.base.avvisi import posta as modulo
from piao.base.avvisi.lavori import posta_in_attesa
from piao.base.avvisi.posta import INTERROTTA, prepara_riassunti, prepara_urgenti, spedisci, spedisci_in_attesa
from piao.base.lavori import esegui_in_attesa
from piao.base.models import Avviso, Evento, Lavoro, Messaggio, PreferenzaAvvisi
from tests.fabbriche import EnteFactory, UtenteFactory

pytestmark = pytest.mark.django_db

LUNEDI, MARTEDI = date(2027, 1, 11), date(2027, 1, 12)
MATTINA = datetime(2027, 1, 11, 8, tzinfo=UTC)
Posta = PreferenzaAvvisi.Posta


@pytest.fixture
def anna():
    return UtenteFactory(email="anna@esempio.it", first_name="Anna")


def dice(*utenti, chiave="c:1", **campi):
    base = {"ente": "borgo", "genere": "prova", "titolo": "Il Piano scade", "collegamento": "/borgo/2027/"}
    avvisa([utente.pk for utente in utenti], **base | {"chiave": chiave} | campi)


def lettera():
    return Messaggio.objects.get()


class Servizio:
    """Un server di posta che fa ciò che la prova vuole."""

    def __init__(self, monkeypatch, errore=None):
        self.mandate, self.errore = [], errore
        monkeypatch.setattr(modulo.EmailMultiAlternatives, "send", lambda lettera: self._manda(lettera))

    def _manda(self, lettera):
        if self.errore:
            raise self.errore
        self.mandate.append(lettera)


# ---- dire, leggere, prendere atto


def test_lo_stesso_avviso_non_si_ripete(anna):
    dice(anna)
    dice(anna, titolo="Altre parole")
    assert [avviso.titolo for avviso in Avviso.objects.all()] == ["Il Piano scade"]


def test_lo_stesso_avviso_va_a_piu_persone(anna):
    dice(anna, UtenteFactory(), anna)
    assert Avviso.objects.count() == 2


def test_titoli_e_chiavi_lunghissimi_si_accorciano(anna):
    dice(anna, titolo="T" * 900, chiave="k" * 900, collegamento="/" * 900)
    avviso = Avviso.objects.get()
    assert (len(avviso.titolo), len(avviso.chiave), len(avviso.collegamento)) == (300, 200, 300)


def test_si_vedono_i_propri_avvisi_dell_ente_e_quelli_di_nessun_ente(anna):
    dice(anna)
    dice(anna, chiave="c:2", ente="")
    dice(anna, chiave="c:3", ente="altrove")
    dice(UtenteFactory(), chiave="c:4")
    assert {avviso.chiave for avviso in avvisi_di(anna, "borgo")} == {"c:1", "c:2"}


def test_la_prima_lettura_resta_la_prima(anna, time_machine):
    dice(anna)
    time_machine.move_to(MATTINA)
    segna_letto(Avviso.objects.get())
    time_machine.move_to(MATTINA + timedelta(days=3))
    segna_letto(Avviso.objects.get())
    assert Avviso.objects.get().letto_il.date() == LUNEDI


def test_segnare_tutti_letti_non_tocca_cio_di_cui_va_preso_atto(anna):
    dice(anna)
    dice(anna, chiave="c:2", da_confermare=True)
    assert segna_letti(avvisi_di(anna, "borgo")) == 1
    assert Avviso.objects.get(letto_il__isnull=True).da_confermare


def test_prendere_atto_resta_provato_una_volta_sola(anna):
    dice(anna, da_confermare=True)
    ente = EnteFactory(slug="borgo")
    for _ in range(2):
        prendi_atto(Avviso.objects.get(), utente=anna, ente=ente)
    avviso = Avviso.objects.get()
    assert avviso.letto_il == avviso.preso_atto_il
    assert Evento.objects.filter(azione="prende atto di un avviso", chi=anna.email).count() == 1


def test_chi_aveva_gia_letto_conserva_la_data_di_lettura(anna):
    dice(anna, da_confermare=True)
    segna_letto(Avviso.objects.get())
    letto = Avviso.objects.get().letto_il
    prendi_atto(Avviso.objects.get(), utente=anna, ente=EnteFactory())
    assert Avviso.objects.get().letto_il == letto


def test_non_si_prende_atto_per_un_altro(anna):
    dice(anna, da_confermare=True)
    with pytest.raises(Avviso.DoesNotExist):
        prendi_atto(Avviso.objects.get(), utente=UtenteFactory(), ente=EnteFactory())


def test_senza_aver_letto_non_si_prende_atto_nemmeno_nel_database(anna):
    dice(anna)
    with pytest.raises(IntegrityError), transaction.atomic():
        Avviso.objects.update(preso_atto_il=timezone.now())


# ---- preferenze


def test_chi_non_ha_scelto_riceve_il_riassunto_ogni_giorno(anna):
    assert preferenza_di(anna).posta == Posta.OGNI_GIORNO
    scegli_posta(anna, posta=Posta.MAI, urgenti_subito=False)
    assert preferenza_di(anna).posta == Posta.MAI


@pytest.mark.parametrize(
    ("posta", "giorno", "lettere"),
    [
        (Posta.OGNI_GIORNO, LUNEDI, 1),
        (Posta.OGNI_GIORNO, MARTEDI, 1),
        (Posta.OGNI_SETTIMANA, LUNEDI, 1),
        (Posta.OGNI_SETTIMANA, MARTEDI, 0),
        (Posta.MAI, LUNEDI, 0),
    ],
)
def test_il_riassunto_parte_quando_la_persona_lo_vuole(anna, posta, giorno, lettere):
    scegli_posta(anna, posta=posta, urgenti_subito=True)
    dice(anna)
    assert prepara_riassunti(giorno) == lettere
    assert Messaggio.objects.count() == lettere


@pytest.mark.parametrize(
    ("posta", "urgenti", "lettere"),
    [(Posta.OGNI_SETTIMANA, True, 1), (Posta.OGNI_GIORNO, False, 0), (Posta.MAI, True, 0)],
)
def test_un_avviso_urgente_parte_subito_se_la_persona_lo_vuole(anna, posta, urgenti, lettere):
    scegli_posta(anna, posta=posta, urgenti_subito=urgenti)
    dice(anna, urgente=True)
    dice(anna, chiave="c:2")
    assert prepara_urgenti(MATTINA) == lettere
    assert Avviso.objects.filter(messaggio__isnull=False).count() == lettere


# ---- una lettera per persona


def test_una_persona_riceve_una_lettera_sola_con_tutto(anna):
    for n in range(5):
        dice(anna, chiave=f"c:{n}", titolo=f"Cosa {n}")
    assert prepara_riassunti(LUNEDI) == 1
    assert lettera().oggetto == "5 avvisi dal ciclo della performance"
    assert all(f"Cosa {n}" in lettera().corpo for n in range(5))


def test_due_lavoratori_insieme_preparano_una_lettera_sola(anna):
    dice(anna)
    assert (prepara_riassunti(LUNEDI), prepara_riassunti(LUNEDI)) == (1, 0)
    dice(anna, chiave="c:2")
    assert prepara_riassunti(LUNEDI) == 0  # oggi ne ha già avuta una
    assert prepara_riassunti(MARTEDI) == 1


def test_chi_perde_la_corsa_non_lascia_avvisi_a_meta(anna, monkeypatch):
    """Il secondo lavoratore ha letto gli avvisi prima che il primo li legasse alla sua lettera."""
    dice(anna)
    prepara_riassunti(LUNEDI)
    dice(anna, chiave="c:2")
    assert prepara_riassunti(LUNEDI) == 0
    assert Avviso.objects.get(chiave="c:2").messaggio is None


def test_chi_ha_letto_nel_frattempo_non_riceve_nulla(anna, monkeypatch):
    dice(anna)
    monkeypatch.setattr(modulo, "_la_vuole", lambda *_, **__: bool(Avviso.objects.update(letto_il=timezone.now())))
    assert prepara_riassunti(LUNEDI) == 0
    assert not Messaggio.objects.exists()


def test_cio_che_e_gia_letto_non_va_per_posta(anna):
    dice(anna)
    segna_letto(Avviso.objects.get())
    assert prepara_riassunti(LUNEDI) == 0


def test_chi_non_puo_piu_entrare_non_riceve_posta(anna):
    dice(anna)
    anna.is_active = False
    anna.save()
    assert prepara_riassunti(LUNEDI) == 0


def test_nella_posta_ci_sono_titolo_e_collegamento_mai_il_testo(anna, settings):
    settings.INDIRIZZO_SITO = "https://ciclo.borgo.it/"
    dice(anna, testo="Punteggio 62 su 100: da migliorare.")
    prepara_riassunti(LUNEDI)
    spedisci_in_attesa()
    (mandata,) = mail.outbox
    corpi = mandata.body + mandata.alternatives[0].content
    assert corpi.count("https://ciclo.borgo.it/borgo/2027/") == 2
    assert "Punteggio" not in corpi
    assert mandata.extra_headers["Auto-Submitted"] == "auto-generated"
    assert mandata.message()["Message-ID"] == lettera().identita


def test_un_titolo_con_segni_non_rompe_l_html(anna):
    dice(anna, titolo="Meno di <5> & «più»")
    prepara_riassunti(LUNEDI)
    spedisci_in_attesa()
    assert "Meno di &lt;5&gt; &amp; «più»" in mail.outbox[0].alternatives[0].content
    assert "Meno di <5> & «più»" in mail.outbox[0].body


# ---- spedire


def test_una_lettera_parte_una_volta_sola(anna, monkeypatch):
    servizio = Servizio(monkeypatch)
    dice(anna)
    prepara_riassunti(LUNEDI)
    assert (spedisci_in_attesa(), spedisci_in_attesa()) == (1, 0)
    assert len(servizio.mandate) == 1
    assert lettera().stato == Messaggio.Stato.INVIATO
    assert lettera().inviato_il is not None


def test_due_lavoratori_sulla_stessa_lettera_uno_solo_la_manda(anna, monkeypatch):
    dice(anna)
    prepara_riassunti(LUNEDI)
    altri = []
    monkeypatch.setattr(modulo.EmailMultiAlternatives, "send", lambda _: altri.append(spedisci(lettera().pk)))
    assert spedisci(lettera().pk)
    assert altri == [False]


def test_ucciso_fra_la_consegna_e_la_scrittura_non_manda_due_volte(anna, monkeypatch):
    """Il processo muore dopo aver parlato col server: la lettera resta interrotta e nessuno la rimanda."""
    servizio = Servizio(monkeypatch)
    monkeypatch.setattr(modulo, "_segna", lambda *_, **__: (_ for _ in ()).throw(SystemExit))
    dice(anna)
    prepara_riassunti(LUNEDI)
    with pytest.raises(SystemExit):
        spedisci_in_attesa()
    monkeypatch.undo()
    assert (lettera().stato, lettera().errore) == (Messaggio.Stato.FALLITO, INTERROTTA)
    assert spedisci_in_attesa() == 0
    assert len(servizio.mandate) == 1


@pytest.mark.parametrize(
    ("stato", "letto", "quando", "quante"),
    [
        (Messaggio.Stato.FALLITO, False, MARTEDI, 1),
        (Messaggio.Stato.FALLITO, False, LUNEDI, 0),  # può essere in viaggio adesso
        (Messaggio.Stato.FALLITO, True, MARTEDI, 0),
        (Messaggio.Stato.RESPINTO, False, MARTEDI, 0),
        (Messaggio.Stato.INVIATO, False, MARTEDI, 0),
        (Messaggio.Stato.DA_INVIARE, False, MARTEDI, 0),
    ],
)
def test_cio_che_non_e_partito_e_nessuno_ha_letto_entra_nel_riassunto_del_giorno_dopo(
    anna, stato, letto, quando, quante
):
    dice(anna, urgente=True)
    prepara_riassunti(LUNEDI)
    date_dello_stato = {"inviato_il": MATTINA, "respinto_il": MATTINA, "creato_il": MATTINA}
    Messaggio.objects.update(stato=stato, **date_dello_stato)
    Avviso.objects.update(letto_il=MATTINA if letto else None)
    assert prepara_riassunti(quando) == quante
    assert Messaggio.objects.count() == 1 + quante
    assert prepara_urgenti(MATTINA + timedelta(days=1)) == 0


def test_ucciso_mentre_prepara_non_lascia_nulla_a_meta(anna, monkeypatch):
    monkeypatch.setattr(modulo, "_scrivi", lambda *_: (_ for _ in ()).throw(SystemExit))
    dice(anna)
    with pytest.raises(SystemExit):
        prepara_riassunti(LUNEDI)
    monkeypatch.undo()
    assert prepara_riassunti(LUNEDI) == 1


def test_se_il_server_non_c_e_si_riprova_poi_si_dice(anna, monkeypatch):
    Servizio(monkeypatch, ConnectionRefusedError("server spento"))
    dice(anna)
    prepara_riassunti(LUNEDI)
    stati = []
    for _ in range(4):
        spedisci_in_attesa()
        stati.append(lettera().stato)
    assert stati == ["da_inviare", "da_inviare", "fallito", "fallito"]
    assert (lettera().tentativi, lettera().errore) == (3, "server spento")


def test_un_guasto_passeggero_non_ferma_la_lettera(anna, monkeypatch):
    servizio = Servizio(monkeypatch, smtplib.SMTPServerDisconnected("caduto"))
    dice(anna)
    prepara_riassunti(LUNEDI)
    spedisci_in_attesa()
    servizio.errore = None
    assert spedisci_in_attesa() == 1
    assert lettera().errore == ""


@pytest.mark.parametrize(
    ("risposta", "motivo"), [((550, b"utente sconosciuto"), "550 utente sconosciuto"), ((501, "male"), "501 male")]
)
def test_il_rifiuto_del_server_si_conserva(anna, monkeypatch, risposta, motivo):
    Servizio(monkeypatch, smtplib.SMTPRecipientsRefused({"anna@esempio.it": risposta}))
    dice(anna)
    prepara_riassunti(LUNEDI)
    assert spedisci_in_attesa() == 0
    assert (lettera().stato, lettera().errore) == (Messaggio.Stato.RESPINTO, motivo)
    assert lettera().respinto_il is not None


def test_un_rifiuto_di_uno_non_ferma_gli_altri(anna, monkeypatch):
    bruno = UtenteFactory(email="bruno@esempio.it")
    servizio = Servizio(monkeypatch)
    rifiuta = {"anna@esempio.it"}

    def manda(lettera):
        if rifiuta & set(lettera.to):
            raise smtplib.SMTPRecipientsRefused({lettera.to[0]: (550, b"no")})
        servizio.mandate.append(lettera)

    monkeypatch.setattr(modulo.EmailMultiAlternatives, "send", manda)
    dice(anna, bruno)
    prepara_riassunti(LUNEDI)
    assert spedisci_in_attesa() == 1
    assert servizio.mandate[0].to == ["bruno@esempio.it"]


def test_un_avviso_urgente_si_manda_appena_scritto(anna, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        dice(anna, urgente=True)
    esegui_in_attesa()
    assert mail.outbox[0].subject == "Urgente: Un avviso dal ciclo della performance"
    assert Lavoro.objects.get().stato == Lavoro.Stato.FATTO


def test_un_avviso_non_urgente_non_mette_nulla_in_coda(anna, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        dice(anna)
    assert not DBTaskResult.objects.exists()


def test_la_posta_in_attesa_dice_quante_lettere(anna):
    dice(anna, urgente=True)
    assert posta_in_attesa.call(lavoro_id=None) == {"preparate": 1, "partite": 1}


def test_la_prova_di_una_lettera_conta_letti_e_presi_in_atto(anna):
    dice(anna, da_confermare=True)
    dice(anna, chiave="c:2")
    dice(anna, chiave="c:3", ente="altrove")
    prepara_riassunti(LUNEDI)
    prendi_atto(Avviso.objects.get(chiave="c:1"), utente=anna, ente=EnteFactory())
    prova = messaggi_per("borgo").get()
    assert (prova.quanti, prova.letti, prova.confermati) == (2, 1, 1)
