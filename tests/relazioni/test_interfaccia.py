"""L'interfaccia per i programmi: nessuna domanda, per strana che sia, ha una risposta non descritta."""

import json
from datetime import date

import pytest
import schemathesis
import time_machine
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from relazioni.models import Questionario
from relazioni.pubblico.interfaccia import ParametroErrato, Richiesta
from tests.fabbriche import EnteFactory
from tests.relazioni.scene_approvazione import senza_intoppi
from tests.relazioni.scene_pubblico import apri, letto, pubblicato

pytestmark = pytest.mark.django_db
STRANI = ["%00", "%0a", "..%2f..%2fetc%2fpasswd", "%F0%28%8C%28", "obiettivi%00", "'%20OR%201=1--", "a" * 3000, "🙈"]


@pytest.fixture
def scena(monkeypatch, settings):
    senza_intoppi(monkeypatch)
    settings.INDIRIZZO_SITO = "http://localhost"
    return pubblicato()


@pytest.fixture
def ente():
    return EnteFactory()


@pytest.fixture
def connessione_della_prova():
    """Un server chiude a ogni domanda le connessioni vecchie: qui chiuderebbe la transazione della prova."""
    for segnale in (request_started, request_finished):
        segnale.disconnect(close_old_connections)
    yield
    for segnale in (request_started, request_finished):
        segnale.connect(close_old_connections)


def _operazioni(scena):
    indirizzo = f"/{scena.ente.slug}/api/v1/openapi.json"
    schema = schemathesis.openapi.from_wsgi(indirizzo, get_wsgi_application())
    return [esito.ok() for esito in schema.get_all_operations()]


GIUSTE, SBAGLIATE = GenerationMode.POSITIVE, GenerationMode.NEGATIVE


def _interroga(operazione, modo, quante):
    """Domande inventate dalla descrizione, sempre le stesse a ogni prova."""

    @settings(max_examples=quante, derandomize=True, deadline=None, database=None, suppress_health_check=HealthCheck)
    @given(domanda=operazione.as_strategy(generation_mode=modo))
    def prova(domanda):
        domanda.call_and_validate(headers={"Accept-Encoding": "identity"})  # il generatore non sa decomprimere

    prova()


@pytest.mark.usefixtures("connessione_della_prova")
def test_ogni_domanda_giusta_ha_la_risposta_descritta(scena):
    for operazione in _operazioni(scena):
        _interroga(operazione, GIUSTE, 4)


@pytest.mark.usefixtures("connessione_della_prova")
def test_ogni_domanda_sbagliata_e_rifiutata_come_e_descritto(scena):
    """Le raccolte leggono i parametri allo stesso modo: ne basta una."""
    (obiettivi,) = [una for una in _operazioni(scena) if una.path == "/obiettivi"]
    _interroga(obiettivi, SBAGLIATE, 40)


@pytest.mark.parametrize("nome", STRANI)
@pytest.mark.parametrize("dove", ["/{ente}/api/v1/", "/{ente}/api/", "/{ente}/api/v1/obiettivi/", "/"])
def test_un_indirizzo_strano_e_un_problema_spiegato(client, ente, dove, nome):
    indirizzo = f"{dove.format(ente=ente.slug)}{nome}" + ("/api/v1/obiettivi" if dove == "/" else "")
    risposta = client.get(indirizzo)
    assert (risposta.status_code, risposta["Content-Type"]) == (404, "application/problem+json")
    assert json.loads(risposta.content)["detail"]


@pytest.mark.parametrize(
    "domanda",
    ["anno=%00", "anno=1e3", "anno=٢٠٢٦", "pagina=-1", "pagina=1.0", "pagina=%2B1", "pagina=0x10", "per_pagina=1%00",
     "pagina=99999999999999999999", "pagina=1&pagina=x", "anno=2026'--", "per_pagina=", "per-pagina=5", "%F0%28=1"],
)  # fmt: skip
def test_un_parametro_strano_e_un_problema_spiegato(client, ente, domanda):
    risposta = client.get(f"/{ente.slug}/api/v1/obiettivi?{domanda}")
    assert (risposta.status_code, risposta["Content-Type"]) == (400, "application/problem+json")


def test_una_pagina_oltre_la_fine_e_vuota(client, ente):
    dati = json.loads(apri(client, ente, "api_risorsa", "obiettivi", pagina=999_999).content)
    assert (dati["righe"], dati["successiva"]) == ([], None)


def test_di_un_parametro_che_non_c_e_si_dicono_quelli_che_ci_sono():
    with pytest.raises(ParametroErrato, match="«pag» non è un parametro: .* anno, pagina e per_pagina"):
        Richiesta.da({"pag": "1"})


@pytest.mark.parametrize("metodo", ["post", "put", "patch", "delete", "trace"])
def test_si_puo_soltanto_leggere(client, ente, metodo):
    risposta = getattr(client, metodo)(f"/{ente.slug}/api/v1/obiettivi")
    assert (risposta.status_code, risposta["Content-Type"]) == (405, "application/problem+json")


@pytest.mark.parametrize(
    "percorso", ["api/v1/", "api/v1/obiettivi", "trasparenza/dati/2026/obiettivi.csv", "trasparenza/dati/catalogo.ttl"]
)
def test_ogni_dato_si_legge_dalle_pagine_di_altri_siti(client, scena, percorso):
    indirizzo = f"/{scena.ente.slug}/{percorso}"
    chiesto = client.options(indirizzo)
    assert (chiesto.status_code, chiesto["Access-Control-Allow-Headers"]) == (204, "If-None-Match, If-Modified-Since")
    letto = client.get(indirizzo)
    non_cambiato = client.get(indirizzo, headers={"if-none-match": letto["ETag"]})
    assert non_cambiato.status_code == 304
    assert {risposta["Access-Control-Allow-Origin"] for risposta in (chiesto, letto, non_cambiato)} == {"*"}


# ---- un questionario che si chiude cambia ciò che si legge ------------------------------------------------------


def _alle(giorno, client, ente, nome="api_risorsa"):
    with time_machine.travel(f"{giorno} 12:00:00+02:00", tick=False):
        return apri(client, ente, nome, *(["gradimento"] if nome == "api_risorsa" else []))


def test_il_giorno_dopo_la_chiusura_la_memoria_non_vale_piu(client, ente):
    Questionario.objects.create(ente=ente, servizio="Anagrafe", dal=date(2026, 4, 1), al=date(2026, 4, 30))
    aperto, chiuso = (_alle(giorno, client, ente) for giorno in ("2026-04-30", "2026-05-01"))
    assert aperto["ETag"] != chiuso["ETag"]
    assert ("Last-Modified" in aperto, chiuso["Last-Modified"]) == (False, "Thu, 30 Apr 2026 22:00:00 GMT")
    assert (json.loads(aperto.content)["totale"], json.loads(chiuso.content)["totale"]) == (0, 5)


def test_correggere_un_questionario_chiuso_rifa_la_pagina(client, ente):
    riga = Questionario.objects.create(ente=ente, servizio="Anagrafe", dal=date(2026, 4, 1), al=date(2026, 4, 30))
    prima = _alle("2026-05-02", client, ente)["ETag"]
    riga.servizio, riga.versione = "Stato civile", riga.versione + 1
    riga.save()
    assert _alle("2026-05-02", client, ente)["ETag"] != prima


def test_l_anno_di_un_questionario_chiuso_si_scarica_anche_senza_pubblicazioni(client, ente):
    Questionario.objects.create(ente=ente, servizio="Anagrafe", dal=date(2026, 4, 1), al=date(2026, 4, 30))
    assert "Scarica tutto il 2026" in letto(_alle("2026-05-02", client, ente, "dati_aperti"))
