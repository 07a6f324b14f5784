"""Pagina, PDF, CSV, JSON, XLSX, ODS e interfaccia dicono le stesse cifre: Piano, Relazione, premi, gradimento."""

import csv
import json
from decimal import Decimal
from io import BytesIO, StringIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook
from pypdf import PdfReader

from piao.base.controlli import Esito
from piao.base.numeri import numero
from relazioni.azioni import approvazione, percorso
from relazioni.models import Pubblicazione
from relazioni.pubblico.risorse import PER_NOME
from relazioni.pubblico.tabelle import SCRITTURE
from relazioni.stampa.relazione.documento import html_relazione
from tests.relazioni.scene_approvazione import senza_intoppi
from tests.relazioni.scene_pubblico import (
    PREMI,
    apri,
    letto,
    obiettivo,
    pubblicato,
    relazione_del_piano,
    tutto_pubblicato,
)

pytestmark = pytest.mark.django_db
ODS = {
    "tabella": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "ufficio": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
}


@pytest.fixture
def scena(monkeypatch):
    senza_intoppi(monkeypatch)
    return tutto_pubblicato()


def _file(client, scena, nome, formato):
    return apri(client, scena.ente, "file_dati", 2026, nome, formato).content


def _csv(client, scena, nome):
    return list(csv.DictReader(StringIO(_file(client, scena, nome, "csv").decode())))


def _json(client, scena, nome):
    return json.loads(_file(client, scena, nome, "json"))["righe"]


def _xlsx(client, scena, nome):
    prima, *righe = load_workbook(BytesIO(_file(client, scena, nome, "xlsx"))).active.values
    return [dict(zip(prima, riga, strict=True)) for riga in righe]


def _ods(client, scena, nome):
    """Letto con la sola libreria standard: il valore scritto per le macchine, o il testo."""
    radice = ElementTree.fromstring(ZipFile(BytesIO(_file(client, scena, nome, "ods"))).read("content.xml"))
    prima, *righe = ([_cella_ods(c) for c in riga] for riga in radice.iterfind(".//tabella:table-row", ODS))
    return [dict(zip(prima, riga, strict=True)) for riga in righe]


def _cella_ods(cella):
    scritto = {nome: cella.get(f"{{{ODS['ufficio']}}}{nome}") for nome in ("value", "date-value")}
    if scritto["value"] is not None:
        return Decimal(scritto["value"])
    return scritto["date-value"] or "".join(cella.itertext())


def _api(client, scena, nome):
    return json.loads(apri(client, scena.ente, "api_risorsa", nome).content)


def _come_testo(valore):
    """Una cella di qualunque formato, ridotta a ciò che dice."""
    if valore is None or valore == "":
        return ""
    if hasattr(valore, "isoformat"):
        return valore.isoformat()[:10]
    if isinstance(valore, int | float | Decimal):
        return f"{Decimal(str(valore)).normalize():f}"
    return str(valore)


def _righe(righe):
    return [{nome: _come_testo(valore) for nome, valore in riga.items()} for riga in righe]


def test_ogni_raccolta_dice_le_stesse_cifre_in_ogni_formato(client, scena):
    for nome in PER_NOME:
        api = _api(client, scena, nome)
        attese = _righe(api["righe"])
        assert attese, f"{nome} è vuota"
        assert api["totale"] == len(attese)
        for leggi in (_csv, _json, _xlsx, _ods):
            assert _righe(leggi(client, scena, nome)) == attese, (nome, leggi.__name__)


def test_ogni_risposta_dell_interfaccia_e_quella_descritta(client, scena):
    descritta = json.loads(apri(client, scena.ente, "api_descrizione").content)
    for nome in PER_NOME:
        risposta = descritta["paths"][f"/{nome}"]["get"]["responses"]["200"]
        schema = risposta["content"]["application/json"]["schema"] | {"components": descritta["components"]}
        Draft202012Validator(schema).validate(_api(client, scena, nome))


# ---- il Piano --------------------------------------------------------------------------------------------------


def _attesi(client, scena):
    """Le cifre dell'indicatore dell'obiettivo 1.1, come si leggono in italiano, prese dal CSV."""
    traguardi = [riga["valore"] for riga in _csv(client, scena, "traguardi")]
    valori = [riga["valore"] for riga in _csv(client, scena, "valori")]
    (indicatore,) = _csv(client, scena, "indicatori")
    return [numero(Decimal(cifra)) for cifra in (*traguardi, *valori, indicatore["partenza"])]


def test_le_cifre_del_piano_nella_pagina_sono_quelle_del_csv(client, scena):
    pagina = letto(apri(client, scena.ente, "indicatore_pubblico", obiettivo(scena).indicatori.get().identificativo))
    assert [cifra for cifra in _attesi(client, scena) if cifra not in pagina] == []


def test_le_cifre_del_piano_nel_pdf_pubblicato_sono_quelle_del_csv(client, monkeypatch):
    for modulo in (percorso, approvazione):
        monkeypatch.setattr(modulo, "esamina_piano", lambda ciclo: Esito())
    scena = pubblicato()
    pdf = b"".join(apri(client, scena.ente, "file_pubblicazione", scena.pubblicazione.pk).streaming_content)
    testo = " ".join(pagina.extract_text() for pagina in PdfReader(BytesIO(pdf)).pages)
    assert [cifra for cifra in _attesi(client, scena) if cifra not in testo] == []


# ---- la Relazione ----------------------------------------------------------------------------------------------


def test_le_cifre_della_relazione_sono_le_stesse_in_pagina_nel_documento_e_nei_dati(client, scena):
    (riga,) = _csv(client, scena, "risultati-indicatori")
    attese = [f"{numero(Decimal(riga['valore']))} giorni", f"{numero(Decimal(riga['grado']))}%"]
    pagina = letto(apri(client, scena.ente, "relazione_pubblica", 2026))
    documento = html_relazione(relazione_del_piano(scena))
    assert [cifra for cifra in attese for testo in (pagina, documento) if cifra not in testo] == []


# ---- i premi ---------------------------------------------------------------------------------------------------


def _premi(scena):
    return Pubblicazione.objects.get(ente=scena.ente, titolo="Premi 2026")


def _caselle():
    """(riga, colonna, valore) di ogni casella, come sono congelate."""
    (tabella,) = PREMI.tabelle
    return [
        (str(posto), colonna, _come_testo(cella))
        for posto, riga in enumerate(tabella.righe, start=1)
        for colonna, cella in zip(tabella.colonne, riga, strict=True)
    ]


def test_i_premi_sono_gli_stessi_nella_pagina_e_nell_interfaccia(client, scena):
    righe = _righe(_api(client, scena, "tabelle")["righe"])
    assert [(r["riga"], r["colonna"], r["valore"] or r["testo"]) for r in righe] == _caselle()
    pagina = letto(apri(client, scena.ente, "pubblicazione", _premi(scena).pk))
    for _, _, valore in _caselle():
        assert (numero(Decimal(valore)) if valore[:1].isdigit() else valore) in pagina


def test_i_premi_scaricati_dalla_loro_pagina_sono_gli_stessi(client, scena):
    scaricati = {f: apri(client, scena.ente, "dati_pubblicazione", _premi(scena).pk, f).content for f in SCRITTURE}
    dal_csv = csv.DictReader(StringIO(scaricati["csv"].decode("utf-8-sig")), delimiter=";")
    assert [(r["riga"], r["colonna"], r["valore"].replace(",", ".")) for r in dal_csv] == _caselle()
    (tabella,) = json.loads(scaricati["json"])["tabelle"]
    celle = [cella["n"] if isinstance(cella, dict) else cella or "" for riga in tabella["righe"] for cella in riga]
    _, *fogli = load_workbook(BytesIO(scaricati["xlsx"])).active.values
    assert celle == [_come_testo(cella) for riga in fogli for cella in riga] == [v for _, _, v in _caselle()]


def test_dove_le_persone_sono_poche_la_casella_e_vuota_ovunque(client, scena):
    taciuta = _api(client, scena, "tabelle")["righe"][-1]
    assert (taciuta["riga"], taciuta["valore"], taciuta["testo"]) == (2, None, None)


# ---- il gradimento ---------------------------------------------------------------------------------------------


def test_il_gradimento_ha_le_medie_della_pagina_e_tace_dove_le_risposte_sono_poche(client, scena):
    righe = {riga["domanda"]: riga for riga in _api(client, scena, "gradimento")["righe"]}
    nel_complesso = righe["soddisfazione"]
    assert (nel_complesso["risposte"], nel_complesso["media"], nel_complesso["soddisfatti"]) == (4, 3.8, 75)
    assert numero(Decimal("3.8")) in letto(apri(client, scena.ente, "partecipa"))
    assert (righe["cortesia"]["risposte"], righe["cortesia"]["media"]) == (None, None)
