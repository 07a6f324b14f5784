"""La porta pubblica: non sa chi legge, non dà biscotti, risponde dalla memoria, non lascia entrare nulla."""

import re

import pytest
from django.urls import reverse

from piao.base.salute import salute
from relazioni.azioni.pubblicazioni import imposta_sito, ritira
from relazioni.urls import installazione, trasparenza
from relazioni.views import porta
from tests.fabbriche import utente_con
from tests.relazioni.scene_approvazione import senza_intoppi
from tests.relazioni.scene_pubblico import apri, letto, pubblicato, variato

pytestmark = pytest.mark.django_db
PAGINE = ["trasparenza", "dati_aperti", "api", "privacy", "partecipa", "segnala", "novita", "mappa", "api_indice"]


@pytest.fixture(autouse=True)
def _liscio(monkeypatch):
    senza_intoppi(monkeypatch)


@pytest.fixture
def scena():
    return pubblicato()


@pytest.mark.parametrize("schema", [*trasparenza.pubblici, *installazione.urlpatterns], ids=lambda s: s.name)
def test_ogni_pagina_di_tutti_passa_dalla_porta(schema):
    assert schema.callback.pubblica
    assert not schema.callback.login_required


@pytest.mark.parametrize("schema", trasparenza.interni, ids=lambda s: s.name)
def test_nessuna_pagina_interna_passa_dalla_porta(schema):
    assert not hasattr(schema.callback, "pubblica")


@pytest.mark.parametrize("nome", PAGINE)
@pytest.mark.parametrize("chi", [None, "segretario"])
def test_nessun_biscotto_e_nessuna_sessione_neanche_per_chi_e_entrato(client, scena, nome, chi):
    if chi:
        client.force_login(utente_con(chi, scena.ente))
    risposta = apri(client, scena.ente, nome)
    richiesta = risposta.wsgi_request
    assert not risposta.headers.get("Set-Cookie")
    assert not risposta.cookies
    assert (hasattr(richiesta, "session"), hasattr(richiesta, "user")) == (False, False)
    assert "Cookie" not in risposta.headers.get("Vary", "")


def test_la_pagina_viaggia_compressa_e_si_ricorda_lo_stesso(client, scena):
    indirizzo = reverse("relazioni:trasparenza", args=[scena.ente.slug])
    compressa = client.get(indirizzo, headers={"accept-encoding": "gzip"})
    assert compressa["Content-Encoding"] == "gzip"
    assert len(compressa.content) < len(client.get(indirizzo).content) / 2
    assert client.get(indirizzo, headers={"if-none-match": compressa["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("nome", "voce"), [("trasparenza", "Inizio"), ("dati_aperti", "Dati aperti"), ("segnala", "Partecipa")]
)
def test_il_menu_dice_dove_si_e(client, scena, nome, voce):
    pagina = letto(apri(client, scena.ente, nome))
    assert re.search(rf'aria-current="\w+">{voce}</a>', pagina)


@pytest.mark.parametrize("nome", PAGINE)
def test_nessuno_script_e_nulla_da_altri_siti(client, scena, nome):
    regole = apri(client, scena.ente, nome).headers["Content-Security-Policy"]
    assert "default-src 'none'" in regole
    assert "script-src" not in regole
    assert "unsafe" not in regole


@pytest.mark.parametrize(
    ("sito", "cornici"),
    [("", "frame-ancestors 'self'"), ("https://comune.it/it", "frame-ancestors 'self' https://comune.it")],
)
def test_la_pagina_si_incorpora_soltanto_nel_sito_dell_ente(client, scena, sito, cornici):
    scena.ente.sito = sito
    scena.ente.save()
    assert apri(client, scena.ente, "trasparenza").headers["Content-Security-Policy"].endswith(cornici)


@pytest.mark.parametrize("nome", ["trasparenza", "dati_aperti", "api_indice", "novita"])
def test_se_nulla_e_cambiato_la_risposta_e_304(client, scena, nome):
    prima = apri(client, scena.ente, nome)
    assert "max-age" in prima["Cache-Control"]
    indirizzo = reverse(f"relazioni:{nome}", args=[scena.ente.slug])
    assert client.get(indirizzo, headers={"if-none-match": prima["ETag"]}).status_code == 304
    assert client.get(indirizzo, headers={"if-modified-since": prima["Last-Modified"]}).status_code == 304


def _varia(scena):
    variato(scena)


def _ritira(scena):
    ritira(scena.pubblicazione, utente=scena.presa.utente, motivo="Un refuso.")


def _imposta(scena):
    imposta_sito(scena.ente, utente=scena.presa.utente, ufficio="U", accessibilita="", riscontro="")


def _rinomina(scena):
    scena.ente.versione += 1
    scena.ente.save()


@pytest.mark.parametrize("cambia", [_varia, _ritira, _imposta, _rinomina])
def test_quando_qualcosa_cambia_la_memoria_non_vale_piu(client, scena, cambia):
    prima = apri(client, scena.ente, "trasparenza")["ETag"]
    cambia(scena)
    assert apri(client, scena.ente, "trasparenza")["ETag"] != prima


def test_una_nuova_versione_del_programma_rifa_le_pagine(client, scena, monkeypatch):
    prima = apri(client, scena.ente, "trasparenza")["ETag"]
    monkeypatch.setattr(porta, "aspetto", lambda: "altro")
    assert apri(client, scena.ente, "trasparenza")["ETag"] != prima


def test_le_maschere_non_restano_in_nessuna_memoria(client, scena):
    assert apri(client, scena.ente, "segnala")["Cache-Control"] == "no-store"


@pytest.mark.parametrize("metodo", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("nome", ["trasparenza", "api_indice"])
def test_cio_che_si_legge_non_si_scrive(client, scena, metodo, nome):
    risposta = getattr(client, metodo)(reverse(f"relazioni:{nome}", args=[scena.ente.slug]))
    assert (risposta.status_code, risposta["Allow"]) == (405, "GET, HEAD")


def test_una_maschera_non_si_cancella(client, scena):
    assert client.delete(reverse("relazioni:segnala", args=[scena.ente.slug])).status_code == 405


def test_un_ente_che_non_c_e_e_404(client):
    risposta = client.get("/nessuno/trasparenza/")
    assert (risposta.status_code, "Questa pagina non c'è" in letto(risposta)) == (404, True)


@pytest.mark.parametrize(
    "coda", ["%00", "../../etc/passwd", "piano/99999999999999999999/", "%F0%28%8C%28/", "a" * 3000]
)
def test_gli_indirizzi_strani_hanno_una_risposta_pulita(client, scena, coda):
    assert client.get(f"/{scena.ente.slug}/trasparenza/{coda}").status_code in (301, 302, 404)


@pytest.mark.parametrize(
    "q",
    [
        "\x00",
        "'; DROP TABLE--",
        "<script>alert(1)</script>",
        "%",
        "x" * 5000,
        "\ud800".encode("utf-8", "surrogatepass"),
    ],
)
def test_cio_che_si_cerca_non_si_esegue(client, scena, q):
    pagina = letto(apri(client, scena.ente, "obiettivi_pubblici", 2026, q=q))
    assert "<script>alert" not in pagina
    assert apri(client, None, "trasparenza_enti", q=q).status_code == 200


def test_le_altre_pagine_passano_oltre(client):
    assert client.get("/salute").resolver_match.func is salute
    assert client.get("/indirizzo.che.non.esiste/").status_code == 404


def test_il_numero_di_letture_non_cresce_con_le_pubblicazioni(client, scena, django_assert_max_num_queries):
    variato(scena)
    for nome, argomenti, letture in (("trasparenza", (), 7), ("piano_pubblico", (2026,), 7), ("dati_aperti", (), 11)):
        apri(client, scena.ente, nome, *argomenti)
        with django_assert_max_num_queries(letture):
            apri(client, scena.ente, nome, *argomenti)
