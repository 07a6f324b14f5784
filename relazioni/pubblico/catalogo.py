"""Il catalogo dei dati secondo il profilo italiano DCAT-AP_IT: Turtle, JSON-LD, RDF/XML dallo stesso grafo."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from rdflib import DCAT, DCTERMS, FOAF, RDF, XSD, BNode, Graph, Literal, Namespace, URIRef

from enti.models.ente import Ente
from relazioni.pubblico.archivio import Stato
from relazioni.pubblico.colonne import Risorsa
from relazioni.pubblico.formati import FORMATI, LICENZA, Formato
from relazioni.pubblico.risorse import RISORSE

DCATAPIT = Namespace("http://dati.gov.it/onto/dcatapit#")
ADMS = Namespace("http://www.w3.org/ns/adms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
EUROPA = "http://publications.europa.eu/resource/authority"
ITALIANO = URIRef(f"{EUROPA}/language/ITA")
GOVERNO = URIRef(f"{EUROPA}/data-theme/GOVE")
ANNUALE = URIRef(f"{EUROPA}/frequency/ANNUAL")
CC_BY = URIRef("https://w3id.org/italia/controlled-vocabulary/licences/A21_CCBY40")
SCRITTURE = {
    "ttl": ("turtle", "text/turtle; charset=utf-8"),
    "jsonld": ("json-ld", "application/ld+json"),
    "rdf": ("pretty-xml", "application/rdf+xml"),
}
PAROLE = ("performance", "obiettivi", "indicatori", "trasparenza", "ente locale")


def di_un_ente(ente: Ente, stato: Stato, anni: list[int], sito: str) -> Graph:
    """Il catalogo di un ente: un insieme di dati per raccolta, con una distribuzione per anno e formato."""
    g = _grafo()
    qui = URIRef(f"{sito}{reverse('relazioni:dati_aperti', args=[ente.slug])}")
    editore, quando = _editore(g, ente, sito), _giorno(stato)
    _catalogo(g, qui, f"Dati aperti sulla performance – {ente}", editore, quando)
    for risorsa in RISORSE:
        dati = URIRef(f"{qui}#{risorsa.nome}")
        g.add((qui, DCAT.dataset, dati))
        _insieme(g, dati, ente, risorsa, editore, quando)
        for anno in anni:
            for formato in FORMATI.values():
                _distribuzione(g, dati, ente, risorsa, anno, formato, sito)
    return g


def di_tutti(enti: Iterable[Ente], stato: Stato, sito: str, nome: str) -> Graph:
    """Il catalogo dell'installazione: l'elenco dei cataloghi degli enti."""
    g = _grafo()
    qui = URIRef(f"{sito}{reverse('trasparenza_enti')}")
    chi = URIRef(f"{sito}/#gestore")
    g.add((chi, RDF.type, DCATAPIT.Agent))
    g.add((chi, RDF.type, FOAF.Agent))
    g.add((chi, FOAF.name, Literal(nome, lang="it")))
    g.add((chi, DCTERMS.identifier, Literal(nome)))
    _catalogo(g, qui, "Dati aperti sulla performance degli enti locali", chi, _giorno(stato))
    for ente in enti:
        catalogo = URIRef(f"{sito}{reverse('relazioni:dati_aperti', args=[ente.slug])}")
        g.add((qui, DCTERMS.hasPart, catalogo))
        g.add((catalogo, RDF.type, DCAT.Catalog))
        g.add((catalogo, DCTERMS.title, Literal(f"Dati aperti sulla performance – {ente}", lang="it")))
    return g


def scritto(grafo: Graph, estensione: str) -> bytes:
    """Il grafo in uno dei tre modi. Solleva KeyError se l'estensione non è fra questi."""
    modo, _ = SCRITTURE[estensione]
    return bytes(grafo.serialize(format=modo, encoding="utf-8"))


def _grafo() -> Graph:
    g = Graph()
    g.bind("dcatapit", DCATAPIT)
    g.bind("dcat", DCAT)
    g.bind("dct", DCTERMS)
    g.bind("foaf", FOAF)
    g.bind("vcard", VCARD)
    g.bind("adms", ADMS)
    return g


def _giorno(stato: Stato) -> date | None:
    return localtime(stato.ultima).date() if stato.ultima else None


def _editore(g: Graph, ente: Ente, sito: str) -> URIRef:
    chi = URIRef(f"{sito}{reverse('relazioni:trasparenza', args=[ente.slug])}#ente")
    g.add((chi, RDF.type, DCATAPIT.Agent))
    g.add((chi, RDF.type, FOAF.Agent))
    g.add((chi, FOAF.name, Literal(ente.denominazione, lang="it")))
    g.add((chi, DCTERMS.identifier, Literal(ente.codice_ipa or ente.codice_istat or ente.slug)))
    return chi


def _catalogo(g: Graph, qui: URIRef, titolo: str, editore: URIRef, quando: date | None) -> None:
    g.add((qui, RDF.type, DCATAPIT.Catalog))
    g.add((qui, RDF.type, DCAT.Catalog))
    g.add((qui, DCTERMS.title, Literal(titolo, lang="it")))
    g.add((qui, DCTERMS.description, Literal("Obiettivi, indicatori, traguardi e pubblicazioni.", lang="it")))
    g.add((qui, DCTERMS.publisher, editore))
    g.add((qui, DCTERMS.language, ITALIANO))
    g.add((qui, FOAF.homepage, qui))
    g.add((qui, DCAT.themeTaxonomy, URIRef(f"{EUROPA}/data-theme")))
    g.add((qui, DCTERMS.license, URIRef(LICENZA)))
    if quando:
        g.add((qui, DCTERMS.modified, Literal(quando.isoformat(), datatype=XSD.date)))


def _insieme(g: Graph, dati: URIRef, ente: Ente, r: Risorsa, editore: URIRef, quando: date | None) -> None:
    g.add((dati, RDF.type, DCATAPIT.Dataset))
    g.add((dati, RDF.type, DCAT.Dataset))
    g.add((dati, DCTERMS.identifier, Literal(f"{ente.codice_ipa or ente.slug}:{r.nome}")))
    g.add((dati, DCTERMS.title, Literal(f"{r.titolo} – {ente}", lang="it")))
    g.add((dati, DCTERMS.description, Literal(r.descrizione, lang="it")))
    for proprieta, valore in (
        (DCAT.theme, GOVERNO),
        (DCTERMS.publisher, editore),
        (DCTERMS.rightsHolder, editore),
        (DCTERMS.creator, editore),
        (DCTERMS.accrualPeriodicity, ANNUALE),
        (DCTERMS.language, ITALIANO),
        (DCAT.landingPage, URIRef(str(dati).partition("#")[0])),
    ):
        g.add((dati, proprieta, valore))
    for parola in PAROLE:
        g.add((dati, DCAT.keyword, Literal(parola, lang="it")))
    if quando:
        g.add((dati, DCTERMS.modified, Literal(quando.isoformat(), datatype=XSD.date)))
    _contatto(g, dati, ente)


def _contatto(g: Graph, dati: URIRef, ente: Ente) -> None:
    if posta := ente.pec or ente.email:
        punto = BNode()
        g.add((dati, DCAT.contactPoint, punto))
        g.add((punto, RDF.type, DCATAPIT.Organization))
        g.add((punto, RDF.type, VCARD.Organization))
        g.add((punto, VCARD.fn, Literal(ente.denominazione)))
        g.add((punto, VCARD.hasEmail, URIRef(f"mailto:{posta}")))


def _distribuzione(g: Graph, dati: URIRef, ente: Ente, r: Risorsa, anno: int, formato: Formato, sito: str) -> None:
    qui = URIRef(sito + _file(ente, anno, r, formato))
    g.add((dati, DCAT.distribution, qui))
    g.add((qui, RDF.type, DCATAPIT.Distribution))
    g.add((qui, RDF.type, DCAT.Distribution))
    g.add((qui, DCTERMS.title, Literal(f"{r.titolo} {anno}, {formato.europeo}", lang="it")))
    g.add((qui, DCTERMS["format"], URIRef(f"{EUROPA}/file-type/{formato.europeo}")))
    g.add((qui, DCAT.accessURL, qui))
    g.add((qui, DCAT.downloadURL, qui))
    g.add((qui, DCTERMS.license, CC_BY))
    g.add((CC_BY, RDF.type, DCATAPIT.LicenseDocument))
    g.add((CC_BY, RDF.type, DCTERMS.LicenseDocument))
    g.add((CC_BY, FOAF.name, Literal("Creative Commons Attribuzione 4.0 Internazionale (CC BY 4.0)", lang="it")))
    g.add((CC_BY, DCTERMS.type, URIRef("http://purl.org/adms/licencetype/Attribution")))


def _file(ente: Ente, anno: int, r: Risorsa, formato: Formato) -> str:
    return reverse("relazioni:file_dati", args=[ente.slug, anno, r.nome, formato.estensione])


# ---- schema.org --------------------------------------------------------------------------------------------------


def per_i_motori(ente: Ente, anno: int, sito: str) -> str:
    """Gli insiemi di dati di un anno come li leggono i motori di ricerca; «<» non può chiudere l'etichetta."""
    pagina = f"{sito}{reverse('relazioni:dati_aperti', args=[ente.slug])}"
    insiemi = [_schema_org(ente, risorsa, anno, sito, pagina) for risorsa in RISORSE]
    testo = json.dumps({"@context": "https://schema.org", "@graph": insiemi}, ensure_ascii=False)
    return testo.replace("<", "\\u003c")


def _schema_org(ente: Ente, r: Risorsa, anno: int, sito: str, pagina: str) -> dict[str, Any]:
    return {
        "@type": "Dataset",
        "name": f"{r.titolo} {anno} – {ente}",
        "description": f"{r.descrizione} {ente}, anno {anno}.",
        "url": f"{pagina}#{r.nome}",
        "license": LICENZA,
        "isAccessibleForFree": True,
        "inLanguage": "it",
        "temporalCoverage": str(anno),
        "creator": {"@type": "GovernmentOrganization", "name": ente.denominazione},
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": formato.tipo.partition(";")[0],
                "contentUrl": sito + _file(ente, anno, r, formato),
            }
            for formato in FORMATI.values()
        ],
    }
