"""La posta degli avvisi con lavoratori veri, anche uccisi a metà: nessuno la riceve due volte, nessuno la perde."""

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from obiettivi.lavori import avvisi_del_giorno
from piao.base.avvisi import avvisa
from piao.base.avvisi.posta import prepara_riassunti
from piao.base.lavori import avvia
from piao.base.models import Avviso, Messaggio
from tests.fabbriche import UtenteFactory
from tests.obiettivi.posta_di_prova import ServerDiPosta

pytestmark = pytest.mark.django_db(transaction=True)
QUANTI = 6


@pytest.fixture
def persone():
    """A ciascuno due avvisi, uno dei quali detto anche agli altri."""
    persone = [UtenteFactory(email=f"persona{n}@esempio.test") for n in range(QUANTI)]
    comune = {"ente": "", "genere": "prova", "titolo": "Il Piano scade"}
    avvisa([p.pk for p in persone], chiave="tutti", **comune)
    for persona in persone:
        avvisa([persona.pk], chiave=f"suo:{persona.pk}", **comune)
    return persone


@pytest.fixture
def base(tmp_path):
    """Il database come lo vedono i processi: quello in memoria si copia in un file, e si rilegge da lì."""
    file = tmp_path / "prova.sqlite3"

    def url():
        dati = connection.settings_dict
        if connection.vendor != "sqlite":
            return f"postgres://{dati['USER']}@{quote(dati['HOST'], safe='')}:{dati['PORT']}/{dati['NAME']}"
        connection.ensure_connection()
        with closing(sqlite3.connect(file)) as copia:
            connection.connection.backup(copia)
        return f"sqlite:///{file}"

    def rileggi():
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(file)) as copia:
                copia.backup(connection.connection)

    url.rileggi = rileggi
    return url


@pytest.fixture
def posta():
    server = ServerDiPosta()
    yield server
    server.chiudi()


@pytest.fixture
def lavoratore(base, posta, tmp_path):
    """Avvia lavoratori veri sul database di adesso; alla fine non ne resta nessuno."""
    processi, indirizzo = [], []

    def parte(nome):
        indirizzo.append(indirizzo[0] if indirizzo else base())
        ambiente = os.environ | {"SVILUPPO": "1", "DATABASE_URL": indirizzo[0], "EMAIL_URL": posta.url}
        comando = [sys.executable, "manage.py", "lavoratore", "--nome", nome]
        ambiente |= {"CARTELLA_DATI": str(tmp_path)}
        processi.append(subprocess.Popen(comando, cwd=settings.RADICE, env=ambiente))
        return processi[-1]

    yield parte
    for processo in processi:
        processo.kill()
        processo.wait()


def chiedi(quanti=1):
    for n in range(quanti):
        avvia(avvisi_del_giorno, chiave=f"giro:{n}", titolo="Giro", ente="", chi="sistema")


def aspetta(condizione, secondi=90):
    scadenza = time.monotonic() + secondi
    while not condizione():
        assert time.monotonic() < scadenza, "non è successo in tempo"
        time.sleep(0.2)


def finito(base):
    """Nessun giro è più in coda o in corso, e nessuna lettera aspetta."""
    base.rileggi()
    lavori = "select count(*) from base_lavoro where titolo = 'Giro' and stato in ('in_coda', 'in_corso')"
    lettere = "select count(*) from base_messaggio where stato = 'da_inviare'"
    with connection.cursor() as cursore:
        return all(cursore.execute(domanda).fetchone()[0] == 0 for domanda in (lavori, lettere))


def stati():
    return sorted(Messaggio.objects.values_list("stato", flat=True))


def test_due_lavoratori_insieme_mandano_una_lettera_a_testa(persone, base, posta, lavoratore):
    chiedi(quanti=2)
    for nome in ("anna", "bruno"):
        lavoratore(nome)
    aspetta(lambda: finito(base))
    assert sorted(a for a, _ in posta.ricevute) == [persona.email for persona in persone]
    assert len({identita for _, identita in posta.ricevute}) == QUANTI
    assert stati() == ["inviato"] * QUANTI


def test_ucciso_mentre_spedisce_nessuno_riceve_due_volte_e_nessuno_resta_senza(persone, base, posta, lavoratore):
    posta.muto_alla = 3
    chiedi()
    primo = lavoratore("anna")
    assert posta.taciuto.wait(90)
    primo.kill()
    primo.wait()
    lavoratore("anna")
    aspetta(lambda: finito(base))
    assert sorted(a for a, _ in posta.ricevute) == [persona.email for persona in persone]
    assert stati() == ["fallito", *["inviato"] * (QUANTI - 1)]
    interrotta = Messaggio.objects.get(stato="fallito")
    assert prepara_riassunti(timezone.localdate() + timedelta(days=1)) == 1
    di_domani = Messaggio.objects.get(stato="da_inviare")
    assert (di_domani.destinatario, di_domani.avvisi.count()) == (interrotta.destinatario, 2)
    assert not Avviso.objects.filter(messaggio__isnull=True).exists()
