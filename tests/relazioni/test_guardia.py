"""La guardia della porta pubblica: si legge l'elenco e nient'altro; in PostgreSQL lo dice anche il ruolo."""

from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from enti.models import Persona
from obiettivi.models import Versione
from relazioni.management.commands import ruolo_pubblico
from relazioni.models import Pubblicazione, Segnalazione
from relazioni.pubblico import guardia
from relazioni.pubblico.guardia import Instradamento, TabellaVietata
from tests.relazioni.scene_approvazione import senza_intoppi
from tests.relazioni.scene_pubblico import apri, obiettivo, pubblicato

pytestmark = pytest.mark.django_db
RUOLO = "piao_lettore_di_prova"


@pytest.fixture
def scena(monkeypatch):
    senza_intoppi(monkeypatch)
    return pubblicato()


@pytest.mark.parametrize("modello", [Persona, Segnalazione])
def test_dentro_la_porta_ogni_altra_tabella_e_vietata(modello):
    with guardia.lettura(), pytest.raises(TabellaVietata, match=modello._meta.db_table):
        modello.objects.count()


def test_dalle_maschere_dei_cittadini_si_arriva_alle_segnalazioni_non_alle_persone():
    with guardia.scrittura():
        assert not Segnalazione.objects.exists()
        with pytest.raises(TabellaVietata):
            Persona.objects.exists()


def test_un_join_non_la_aggira(scena):
    with guardia.lettura(), pytest.raises(TabellaVietata, match="enti_utente"):
        list(Pubblicazione.objects.filter(chi__email="x"))


def test_fuori_dalla_porta_si_legge_tutto():
    with guardia.lettura():
        pass
    assert not Persona.objects.exists()


def test_una_vista_pubblica_che_legge_una_persona_si_ferma(client, scena, monkeypatch):
    monkeypatch.setattr("relazioni.pubblico.archivio.pubblicate", lambda ente: list(Persona.objects.all()))
    with pytest.raises(TabellaVietata):
        apri(client, scena.ente, "trasparenza")


# ---- la seconda connessione ------------------------------------------------------------------------------------


def test_senza_una_seconda_connessione_si_usa_la_prima():
    with guardia.lettura():
        assert Instradamento().db_for_read(Persona) is None


def test_con_la_seconda_connessione_le_letture_della_porta_passano_di_li(settings, monkeypatch):
    monkeypatch.setitem(settings.DATABASES, guardia.PUBBLICO, {})
    monkeypatch.setattr(guardia, "connections", {guardia.PUBBLICO: connection})
    instradamento = Instradamento()
    with guardia.lettura():
        assert instradamento.db_for_read(Persona) == guardia.PUBBLICO
    assert instradamento.db_for_read(Persona) is None


def test_la_seconda_connessione_e_lo_stesso_archivio_e_non_si_migra():
    instradamento = Instradamento()
    assert instradamento.allow_relation(Persona(), Persona())
    assert instradamento.allow_migrate(guardia.PUBBLICO, "enti") is False
    assert instradamento.allow_migrate("default", "enti") is None


# ---- il ruolo di PostgreSQL ------------------------------------------------------------------------------------


def test_al_ruolo_non_si_da_nessuna_colonna_riservata():
    assert "chi_id" not in guardia.colonne(Versione)
    assert "contenuto" in guardia.colonne(Versione)


def test_le_istruzioni_nominano_soltanto_le_tabelle_dell_elenco():
    scritto = StringIO()
    call_command("ruolo_pubblico", stdout=scritto)
    date = [riga for riga in scritto.getvalue().splitlines() if riga.startswith("GRANT SELECT")]
    assert len(date) == len(guardia.SI_LEGGONO)
    assert "persona" not in scritto.getvalue()


@pytest.fixture
def lettore(db):
    """Da qui in poi si è il ruolo pubblico, fino alla fine della prova."""
    if connection.vendor != "postgresql":
        pytest.skip("i ruoli ci sono soltanto in PostgreSQL; altrove vale la guardia, provata sopra")
    call_command("ruolo_pubblico", nome=RUOLO, esegui=True, stdout=StringIO())
    call_command("ruolo_pubblico", nome=RUOLO, esegui=True, stdout=StringIO())  # ripetuto, va bene lo stesso

    def _diventa():
        with connection.cursor() as cursore:
            cursore.execute(f"SET LOCAL ROLE {RUOLO}")

    return _diventa


def test_il_ruolo_legge_ogni_pagina_e_nessuna_persona(client, scena, lettore):
    identificativo = obiettivo(scena).identificativo
    lettore()
    for nome, *argomenti in _pagine(scena, identificativo):
        risposta = apri(client, scena.ente, nome, *argomenti)
        assert (risposta.status_code, bool(risposta.getvalue())) == (200, True), nome
    assert client.get(reverse("trasparenza_enti")).status_code == 200
    for vietato in (Persona.objects.values("pk"), Pubblicazione.objects.values("chi")):
        with pytest.raises(ProgrammingError), transaction.atomic():
            list(vietato)


def _pagine(scena, identificativo):
    chiave = scena.pubblicazione.pk
    yield from (
        ("trasparenza",),
        ("piano_pubblico", 2026),
        ("obiettivi_pubblici", 2026),
        ("dati_aperti",),
        ("novita",),
    )
    yield from (("obiettivo_pubblico", identificativo), ("pubblicazione", chiave), ("file_pubblicazione", chiave))
    yield from (("tutto", 2026), ("catalogo_ente", "ttl"), ("mappa",), ("api_risorsa", "obiettivi"))
    yield ("sezione_trasparenza", "piano-della-performance")


def test_dove_i_ruoli_non_ci_sono_lo_si_dice(monkeypatch):
    monkeypatch.setattr(ruolo_pubblico, "connection", SimpleNamespace(vendor="sqlite"))
    with pytest.raises(CommandError, match="PostgreSQL"):
        call_command("ruolo_pubblico", esegui=True)
