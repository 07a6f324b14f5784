"""I dati aperti in rete: le stesse cifre in ogni formato, l'interfaccia descritta, il catalogo, le novità."""

import csv
import json
from datetime import date
from io import BytesIO, StringIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from rdflib import DCAT, DCTERMS, Graph

from relazioni.azioni.pubblicazioni import ritira
from relazioni.pubblico.formati import FORMATI
from relazioni.pubblico.piao22 import TIPI
from relazioni.pubblico.raccolta import Raccolta
from relazioni.pubblico.risorse import PER_NOME, RISORSE
from tests.fabbriche import EnteFactory
from tests.relazioni.scene_approvazione import senza_intoppi
from tests.relazioni.scene_pubblico import apri, letto, obiettivo, pubblicato, variato

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _liscio(monkeypatch, settings):
    settings.INDIRIZZO_SITO = "https://trasparenza.esempio.it"
    senza_intoppi(monkeypatch)


@pytest.fixture
def scena():
    return pubblicato()


def _csv(client, scena, nome):
    return list(csv.DictReader(StringIO(apri(client, scena.ente, "file_dati", 2026, nome, "csv").content.decode())))


def test_un_indicatore_ha_i_numeri_del_documento(client, scena):
    (riga,) = _csv(client, scena, "indicatori")
    assert (riga["denominazione"], riga["partenza"], riga["unita_misura"]) == ("Tempo medio", "30", "giorni")
    assert [riga["valore"] for riga in _csv(client, scena, "traguardi")] == ["25", "22", "20"]
    assert _csv(client, scena, "valori")[0]["valore"] == "33.5"


def test_gli_identificativi_legano_le_raccolte(client, scena):
    obiettivi = {riga["id"]: riga for riga in _csv(client, scena, "obiettivi")}
    operativo = obiettivi[str(obiettivo(scena).identificativo)]
    assert obiettivi[operativo["padre_id"]]["codice"] == "S1"
    assert {riga["obiettivo_id"] for riga in _csv(client, scena, "traguardi")} <= set(obiettivi)


@pytest.mark.parametrize(
    ("anno", "nome", "formato"),
    [(2026, "boh", "csv"), (2026, "obiettivi", "pdf"), (2019, "obiettivi", "csv"), (2026, "../obiettivi", "csv")],
)
def test_cio_che_non_c_e_e_404(client, scena, anno, nome, formato):
    assert client.get(f"/{scena.ente.slug}/trasparenza/dati/{anno}/{nome}.{formato}").status_code == 404


def test_valgono_i_dati_dell_ultima_versione_con_la_sua_variazione(client, scena):
    variato(scena)
    assert {riga["versione"] for riga in _csv(client, scena, "obiettivi")} == {"2"}
    (variazione,) = _csv(client, scena, "variazioni")
    assert (variazione["motivo"], "esogena" in variazione["causa"]) == ("Tagli.", True)


def test_i_dati_di_cio_che_e_ritirato_non_escono(client, scena):
    ritira(scena.pubblicazione, utente=scena.presa.utente, motivo="Refuso.")
    assert apri(client, scena.ente, "file_dati", 2026, "obiettivi", "csv").status_code == 404
    assert json.loads(apri(client, scena.ente, "api_risorsa", "obiettivi").content)["totale"] == 0


def test_in_un_archivio_solo_c_e_tutto_l_anno(client, scena):
    archivio = ZipFile(BytesIO(apri(client, scena.ente, "tutto", 2026).content))
    attesi = {f"{f}/{r.nome}.{f}" for f in FORMATI for r in RISORSE} | {"LEGGIMI.txt", "dizionario.txt"}
    documento = f"documenti/{scena.pubblicazione.pk}-piano-della-performance-2026-2028.pdf"
    assert attesi | {"piao-2.2.json", "piao-2.2.xlsx", documento} == set(archivio.namelist())


def test_l_archivio_e_sempre_lo_stesso(client, scena):
    primo, secondo = (apri(client, scena.ente, "tutto", 2026) for _ in range(2))
    assert primo["ETag"] == secondo["ETag"]
    nomi = [ZipFile(BytesIO(uno.content)).read("csv/obiettivi.csv") for uno in (primo, secondo)]
    assert nomi[0] == nomi[1]


def test_di_un_anno_senza_nulla_non_c_e_archivio(client, scena):
    assert apri(client, scena.ente, "tutto", 2019).status_code == 404


# ---- l'interfaccia ---------------------------------------------------------------------------------------------


def _descrizione(client, scena):
    return json.loads(apri(client, scena.ente, "api_descrizione").content)


def test_l_indice_elenca_ogni_raccolta(client, scena):
    indice = json.loads(apri(client, scena.ente, "api_indice").content)
    assert [voce["nome"] for voce in indice["raccolte"]] == list(PER_NOME)
    assert indice["raccolte"][0]["indirizzo"].startswith("https://trasparenza.esempio.it/")


def test_le_pagine_si_susseguono_fino_all_ultima(client, scena):
    prima = apri(client, scena.ente, "api_risorsa", "obiettivi", per_pagina=1, anno=2026)
    dati = json.loads(prima.content)
    assert dati["successiva"].endswith("obiettivi?anno=2026&pagina=2&per_pagina=1")
    assert 'rel="next"' in prima["Link"]
    seconda = json.loads(client.get(dati["successiva"].removeprefix("https://trasparenza.esempio.it")).content)
    assert (seconda["successiva"], seconda["righe"] != dati["righe"]) == (None, True)


@pytest.mark.parametrize(
    "parametri",
    [{"pagina": "0"}, {"pagina": "x"}, {"per_pagina": "501"}, {"anno": "26"}, {"anno": ""}, {"pagina": "9" * 50}],
)
def test_un_parametro_sbagliato_si_spiega(client, scena, parametri):
    risposta = apri(client, scena.ente, "api_risorsa", "obiettivi", **parametri)
    assert (risposta.status_code, risposta["Content-Type"]) == (400, "application/problem+json")
    assert "numero intero fra" in json.loads(risposta.content)["detail"]


def test_una_raccolta_che_non_c_e_e_un_problema_detto_in_json(client, scena):
    risposta = client.get(f"/{scena.ente.slug}/api/v1/persone")
    assert (risposta.status_code, risposta["Content-Type"]) == (404, "application/problem+json")


def test_di_un_ente_che_non_c_e_si_risponde_in_json(client):
    risposta = client.get("/nessuno/api/v1/")
    assert json.loads(risposta.content)["status"] == 404


@pytest.mark.parametrize("nome", ["api_indice", "api_descrizione"])
def test_si_legge_anche_da_altri_siti(client, scena, nome):
    assert apri(client, scena.ente, nome)["Access-Control-Allow-Origin"] == "*"


def test_il_dizionario_spiega_ogni_colonna(client, scena):
    pagina = letto(apri(client, scena.ente, "api"))
    assert [c.nome for r in RISORSE for c in r.colonne if f"<code>{c.nome}</code>" not in pagina] == []


# ---- il catalogo -----------------------------------------------------------------------------------------------


def test_gli_indirizzi_del_catalogo_si_aprono(client, scena):
    grafo = Graph().parse(apri(client, scena.ente, "catalogo_ente", "ttl").content, format="turtle")
    indirizzi = {
        str(uno).removeprefix("https://trasparenza.esempio.it") for uno in grafo.objects(None, DCAT.downloadURL)
    }
    assert {client.get(indirizzo).status_code for indirizzo in indirizzi} == {200}


def test_il_catalogo_dell_installazione_elenca_gli_enti(client, scena):
    EnteFactory()
    grafo = Graph().parse(apri(client, None, "catalogo_enti", "ttl").content, format="turtle")
    assert len(list(grafo.objects(None, DCTERMS.hasPart))) == 1


@pytest.mark.parametrize("chi", ["ente", "enti"])
def test_un_catalogo_in_un_modo_che_non_c_e_e_404(client, scena, chi):
    assert apri(client, scena.ente if chi == "ente" else None, f"catalogo_{chi}", "xls").status_code == 404


def test_i_motori_di_ricerca_trovano_gli_insiemi_di_dati(client, scena):
    assert 'type="application/ld+json"' in letto(apri(client, scena.ente, "dati_aperti"))


def test_di_una_raccolta_senza_righe_la_pagina_lo_dice_e_non_la_fa_scaricare(client, scena):
    pagina = letto(apri(client, scena.ente, "dati_aperti"))
    assert '/dati/2026/obiettivi.csv" aria-label' in pagina
    assert '/dati/2026/variazioni.csv" aria-label' not in pagina
    assert "nessuna riga per quest'anno" in pagina
    assert (
        apri(client, scena.ente, "file_dati", 2026, "variazioni", "csv").status_code == 200
    )  # lo promette il catalogo


def test_ogni_raccolta_sa_di_quali_anni_ha_righe(scena):
    tutta = Raccolta(scena.ente, date(2026, 6, 1))
    con_righe = {risorsa.nome for risorsa in RISORSE if risorsa.anni(tutta) == {2026}}
    assert {"pubblicazioni", "piani", "obiettivi"} <= con_righe
    assert not {"variazioni", "risultati", "gradimento"} & con_righe


def test_senza_pubblicazioni_la_pagina_dei_dati_lo_dice(client):
    assert "compariranno qui" in letto(apri(client, EnteFactory(), "dati_aperti"))


# ---- il PIAO, le novità, le mappe --------------------------------------------------------------------------------


def test_la_sottosezione_2_2_scende_dal_valore_pubblico_all_indicatore(client, scena):
    dati = json.loads(apri(client, scena.ente, "piao22", 2026, "json").content)
    (valore,) = dati["obiettivi_di_valore_pubblico"]
    (strategia,) = valore["strategie"]
    (suo,) = strategia["obiettivi"]
    (indicatore,) = suo["indicatori"]
    assert (valore["titolo"], strategia["codice"], suo["tipo"]) == ("1 Un comune vicino", "S1", "Semplificazione")
    assert (indicatore["baseline"], [t["valore"] for t in indicatore["traguardi"]]) == (30, [25, 22, 20])


def test_i_tipi_di_obiettivo_sono_sette():
    assert (len(TIPI), TIPI[-1]) == (7, "Altro")


def test_il_foglio_del_piao_ha_un_foglio_per_livello(client, scena):
    cartella = load_workbook(BytesIO(apri(client, scena.ente, "piao22", 2026, "xlsx").content))
    assert cartella.sheetnames == ["Valore pubblico", "Strategie", "Obiettivi", "Indicatori"]
    assert next(iter(cartella["Indicatori"].iter_rows(min_row=2, values_only=True)))[2] == "Tempo medio"


@pytest.mark.parametrize(("anno", "formato"), [(2019, "json"), (2026, "pdf")])
def test_un_piao_che_non_c_e_e_404(client, scena, anno, formato):
    assert apri(client, scena.ente, "piao22", anno, formato).status_code == 404


def test_le_novita_dicono_anche_che_cosa_e_stato_ritirato(client, scena):
    ritira(scena.pubblicazione, utente=scena.presa.utente, motivo="Un refuso.")
    radice = ElementTree.fromstring(apri(client, scena.ente, "novita").content)
    titoli = [uno.text for uno in radice.iter("{http://www.w3.org/2005/Atom}title")]
    assert any(titolo.startswith("Ritirata: ") for titolo in titoli)


def test_le_mappe_portano_a_pagine_che_si_aprono(client, scena):
    radice = ElementTree.fromstring(apri(client, None, "mappa_enti").content)
    (mappa,) = [uno.text for uno in radice.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    dentro = ElementTree.fromstring(client.get(mappa.removeprefix("https://trasparenza.esempio.it")).content)
    indirizzi = [uno.text for uno in dentro.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert {client.get(uno.removeprefix("https://trasparenza.esempio.it")).status_code for uno in indirizzi} == {200}


def test_i_motori_di_ricerca_non_hanno_divieti(client):
    testo = letto(apri(client, None, "robots"))
    assert "Allow: /" in testo
    assert "Disallow" not in testo
