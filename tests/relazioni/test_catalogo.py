"""Il catalogo DCAT-AP_IT: le forme SHACL lo accettano, e ciascuna si accorge di ciò che manca."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph
from rdflib.compare import isomorphic

from enti.models import Ente
from relazioni.models import Trasparenza
from relazioni.pubblico.archivio import Stato
from relazioni.pubblico.catalogo import DCATAPIT, VCARD, di_tutti, di_un_ente, scritto
from relazioni.pubblico.formati import FORMATI
from relazioni.pubblico.motori import per_i_motori
from relazioni.pubblico.risorse import RISORSE

SITO = "https://trasparenza.esempio.it"
MODI = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}
STATO = Stato(datetime(2026, 3, 1, tzinfo=UTC), 3)
SAGOME = Graph().parse(Path(__file__).with_name("sagome_dcat_ap_it.ttl"), format="turtle")
A_BLOCCHI = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib legge così il JSON-LD
pytestmark = pytest.mark.django_db(databases=[])


def ente(**campi):
    return Ente(**{"slug": "prova", "denominazione": "Comune di Prova", "pec": "ente@pec.it"} | campi)


def suo(anni=(2026,), stato=STATO, **campi):
    return di_un_ente(ente(**campi), stato, list(anni), SITO)


def di_ogni_ente():
    return di_tutti([ente(), ente(slug="altro", codice_ipa="c_altro")], STATO, SITO, "Trasparenza")


def accettato(grafo):
    conforme, _, perche = validate(grafo, shacl_graph=SAGOME, inference="none")
    return conforme, perche


@pytest.mark.parametrize("scrivi", [suo, di_ogni_ente], ids=["ente", "installazione"])
def test_il_catalogo_ha_cio_che_pretendono_il_profilo_europeo_e_quello_italiano(scrivi):
    assert accettato(scrivi()) == (True, "Validation Report\nConforms: True\n")


@A_BLOCCHI
@pytest.mark.parametrize("formato", list(MODI))
@pytest.mark.parametrize("scrivi", [suo, di_ogni_ente], ids=["ente", "installazione"])
def test_i_tre_modi_di_scriverlo_sono_lo_stesso_grafo(scrivi, formato):
    grafo = scrivi()
    assert isomorphic(Graph().parse(scritto(grafo, formato), format=MODI[formato]), grafo)


@pytest.mark.parametrize(
    ("classe", "proprieta"),
    [
        (DCATAPIT.Catalog, DCTERMS.publisher),
        (DCATAPIT.Catalog, DCTERMS.license),
        (DCATAPIT.Dataset, DCTERMS.identifier),
        (DCATAPIT.Dataset, DCTERMS.rightsHolder),
        (DCATAPIT.Dataset, DCTERMS.accrualPeriodicity),
        (DCATAPIT.Dataset, DCAT.theme),
        (DCATAPIT.Dataset, DCAT.contactPoint),
        (DCATAPIT.Dataset, DCAT.distribution),
        (DCATAPIT.Distribution, DCAT.accessURL),
        (DCATAPIT.Distribution, DCTERMS["format"]),
        (DCATAPIT.Agent, FOAF.name),
        (DCATAPIT.Organization, VCARD.hasEmail),
    ],
)
def test_le_forme_si_accorgono_di_cio_che_manca(classe, proprieta):
    grafo = suo()
    cosa = next(grafo.subjects(RDF.type, classe))
    grafo.remove((cosa, proprieta, None))
    conforme, perche = accettato(grafo)
    assert not conforme
    assert str(proprieta).replace("#", "/").rsplit("/", 1)[1] in perche


def test_una_raccolta_e_un_insieme_di_dati_con_una_distribuzione_per_anno_e_formato():
    grafo = suo([2026, 2025])
    assert len(list(grafo.subjects(RDF.type, DCATAPIT.Dataset))) == len(RISORSE)
    assert len(list(grafo.subjects(RDF.type, DCATAPIT.Distribution))) == len(RISORSE) * len(FORMATI) * 2


def test_il_periodo_va_dal_primo_all_ultimo_anno():
    grafo = suo([2026, 2024])
    estremi = [{str(uno) for uno in grafo.objects(None, p)} for p in (DCAT.startDate, DCAT.endDate)]
    assert estremi == [{"2024-01-01"}, {"2026-12-31"}]


@pytest.mark.parametrize(
    ("riscontro", "pec", "email", "atteso"),
    [("a@x.it", "b@pec.it", "c@x.it", "a@x.it"), ("", "b@pec.it", "c@x.it", "b@pec.it"), ("", "", "c@x.it", "c@x.it")],
)
def test_si_scrive_all_indirizzo_scelto_per_il_sito_o_a_quelli_dell_ente(riscontro, pec, email, atteso):
    grafo = suo(stato=Stato(None, 0, Trasparenza(riscontro=riscontro)), pec=pec, email=email)
    assert {str(uno) for uno in grafo.objects(None, VCARD.hasEmail)} == {f"mailto:{atteso}"}


def test_di_un_ente_senza_indirizzi_ne_pubblicazioni_non_si_inventa_nulla():
    grafo = suo([], Stato(None, 0), pec="")
    for proprieta in (DCAT.contactPoint, DCTERMS.modified, DCTERMS.temporal, DCAT.distribution):
        assert list(grafo.objects(None, proprieta)) == []


@pytest.mark.parametrize(
    ("codici", "atteso"),
    [({"codice_ipa": "c_p1", "codice_istat": "001"}, "c_p1"), ({"codice_istat": "001"}, "001"), ({}, "prova")],
)
def test_l_ente_si_riconosce_dal_codice_piu_sicuro_che_ha(codici, atteso):
    grafo = suo(**codici)
    assert str(grafo.value(grafo.value(None, RDF.type, DCATAPIT.Agent), DCTERMS.identifier)) == atteso


def test_l_interfaccia_e_un_servizio_che_serve_ogni_insieme_di_dati():
    grafo = suo()
    servizio = grafo.value(None, RDF.type, DCAT.DataService)
    assert str(grafo.value(servizio, DCAT.endpointDescription)) == f"{SITO}/prova/api/v1/openapi.json"
    assert set(grafo.objects(servizio, DCAT.servesDataset)) == set(grafo.subjects(RDF.type, DCATAPIT.Dataset))


def test_dentro_la_pagina_nessun_testo_puo_chiudere_l_etichetta():
    assert "<" not in per_i_motori(ente(denominazione="</script><script>alert(1)"), 2026, SITO)
