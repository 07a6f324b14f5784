"""Il catalogo dei dati secondo il profilo italiano DCAT-AP_IT: Turtle, JSON-LD, RDF/XML dallo stesso grafo."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.timezone import localtime
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from enti.models.ente import Ente
from relazioni.pubblico import concetti
from relazioni.pubblico.archivio import Stato
from relazioni.pubblico.colonne import Risorsa
from relazioni.pubblico.formati import FORMATI, Formato
from relazioni.pubblico.risorse import RISORSE

DCATAPIT = Namespace("http://dati.gov.it/onto/dcatapit#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
CC_BY = URIRef("https://w3id.org/italia/controlled-vocabulary/licences/A21_CCBY40")
SCRITTURE = {
    "ttl": ("turtle", "text/turtle; charset=utf-8"),
    "jsonld": ("json-ld", "application/ld+json"),
    "rdf": ("pretty-xml", "application/rdf+xml"),
}
PAROLE = ("performance", "obiettivi", "indicatori", "trasparenza", "ente locale")
COSE = "Obiettivi, indicatori, traguardi, risultati e pubblicazioni."
Fatto = tuple[URIRef, Node | None]


@dataclass(frozen=True)
class _Ente:
    """Un ente nel grafo: come si chiama, dove sta, da quando nulla è cambiato."""

    ente: Ente
    sito: str
    quando: date | None = None
    posta: str = ""

    def indirizzo(self, nome: str, *argomenti: object) -> URIRef:
        return URIRef(f"{self.sito}{reverse(f'relazioni:{nome}', args=[self.ente.slug, *argomenti])}")

    @property
    def catalogo(self) -> URIRef:
        return self.indirizzo("dati_aperti")

    @property
    def editore(self) -> URIRef:
        return URIRef(f"{self.indirizzo('trasparenza')}#ente")

    @property
    def codice(self) -> str:
        return self.ente.codice_ipa or self.ente.codice_istat or self.ente.slug


def di_un_ente(ente: Ente, stato: Stato, anni: list[int], sito: str) -> Graph:
    """Il catalogo di un ente: un insieme di dati per raccolta, con una distribuzione per anno e formato."""
    g, chi = _grafo(), _Ente(ente, sito, _giorno(stato), _posta(ente, stato))
    _catalogo_dell_ente(g, chi)
    contatto = _contatto(g, chi)
    for risorsa in RISORSE:
        dati = _insieme(g, chi, risorsa, anni, contatto)
        g.add((chi.catalogo, DCAT.dataset, dati))
        for anno in anni:
            for formato in FORMATI.values():
                _distribuzione(g, chi, dati, risorsa, anno, formato)
    _interfaccia(g, chi, contatto)
    return g


def di_tutti(enti: Iterable[Ente], stato: Stato, sito: str, nome: str) -> Graph:
    """Il catalogo dell'installazione: i cataloghi degli enti, ciascuno con l'indirizzo della sua descrizione."""
    g = _grafo()
    qui, gestore = URIRef(f"{sito}{reverse('trasparenza_enti')}"), URIRef(f"{sito}/#gestore")
    _agente(g, gestore, nome, nome)
    _catalogo(g, qui, "Dati aperti sulla performance degli enti locali", gestore, _giorno(stato))
    for ente in enti:
        suo = _Ente(ente, sito, getattr(ente, "aggiornato", None) or _giorno(stato))
        _catalogo_dell_ente(g, suo)
        g.add((qui, DCTERMS.hasPart, suo.catalogo))
        g.add((suo.catalogo, DCTERMS.isPartOf, qui))
    return g


def scritto(grafo: Graph, estensione: str) -> bytes:
    """Il grafo in uno dei tre modi. Solleva KeyError se l'estensione non è fra questi."""
    modo, _ = SCRITTURE[estensione]
    return bytes(grafo.serialize(format=modo, encoding="utf-8"))


def _grafo() -> Graph:
    """Vuoto. Ogni cosa che vi entra ha il suo indirizzo: così i tre modi di scriverlo dicono lo stesso grafo."""
    g = Graph()
    g.bind("dcatapit", DCATAPIT)
    g.bind("dcatap", DCATAP)
    g.bind("vcard", VCARD)
    return g


def _descrivi(g: Graph, cosa: Node, classi: tuple[URIRef, ...], *fatti: Fatto) -> None:
    """Che cos'è, e ciò che se ne sa; ciò che manca non si dice."""
    for classe in classi:
        g.add((cosa, RDF.type, classe))
    for proprieta, valore in fatti:
        if valore is not None:
            g.add((cosa, proprieta, valore))


def _it(testo: str) -> Literal:
    return Literal(testo, lang="it")


def _giorno(stato: Stato) -> date | None:
    return localtime(stato.ultima).date() if stato.ultima else None


def _data(giorno: date | None) -> Literal | None:
    return Literal(giorno.isoformat(), datatype=XSD.date) if giorno else None


def _documento(g: Graph, indirizzo: URIRef) -> URIRef:
    g.add((indirizzo, RDF.type, FOAF.Document))
    return indirizzo


# ---- chi -------------------------------------------------------------------------------------------------------


def _agente(g: Graph, chi: URIRef, nome: str, codice: str) -> None:
    _descrivi(g, chi, (DCATAPIT.Agent, FOAF.Agent), (FOAF.name, _it(nome)), (DCTERMS.identifier, Literal(codice)))


def _posta(ente: Ente, stato: Stato) -> str:
    """Dove si scrive per i dati: l'indirizzo scelto per il sito, o quelli dell'ente."""
    return (stato.sito.riscontro if stato.sito else "") or ente.pec or ente.email


def _contatto(g: Graph, chi: _Ente) -> URIRef | None:
    """Il punto di contatto; None se l'ente non ha scritto nessun indirizzo."""
    if not chi.posta:
        return None
    punto, posta = URIRef(f"{chi.editore}-contatto"), URIRef(f"mailto:{chi.posta}")
    g.add((posta, RDF.type, VCARD.Email))
    _descrivi(
        g,
        punto,
        (DCATAPIT.Organization, VCARD.Organization, VCARD.Kind),
        (VCARD.fn, Literal(chi.ente.denominazione)),
        (VCARD.hasEmail, posta),
        (VCARD.hasURL, chi.indirizzo("trasparenza")),
    )
    return punto


# ---- il catalogo -----------------------------------------------------------------------------------------------


def _catalogo_dell_ente(g: Graph, chi: _Ente) -> None:
    _agente(g, chi.editore, chi.ente.denominazione, chi.codice)
    g.add((chi.editore, DCTERMS.type, concetti.ente_locale(g)))
    _catalogo(g, chi.catalogo, f"Dati aperti sulla performance – {chi.ente}", chi.editore, chi.quando)


def _catalogo(g: Graph, qui: URIRef, titolo: str, editore: URIRef, quando: date | None) -> None:
    _descrivi(
        g,
        qui,
        (DCATAPIT.Catalog, DCAT.Catalog),
        (DCTERMS.title, _it(titolo)),
        (DCTERMS.description, _it(COSE)),
        (DCTERMS.publisher, editore),
        (DCTERMS.language, concetti.italiano(g)),
        (DCTERMS.spatial, concetti.italia(g)),
        (FOAF.homepage, _documento(g, qui)),
        (DCAT.themeTaxonomy, concetti.temi(g)),
        (DCTERMS.license, _licenza(g)),
        (DCTERMS.modified, _data(quando)),
    )


def _licenza(g: Graph) -> URIRef:
    if (CC_BY, RDF.type, DCATAPIT.LicenseDocument) in g:
        return CC_BY
    nome = _it("Creative Commons Attribuzione 4.0 Internazionale (CC BY 4.0)")
    tipo = (DCTERMS.type, concetti.attribuzione(g))
    _descrivi(g, CC_BY, (DCATAPIT.LicenseDocument, DCTERMS.LicenseDocument), (FOAF.name, nome), tipo)
    return CC_BY


def _insieme(g: Graph, chi: _Ente, r: Risorsa, anni: list[int], contatto: URIRef | None) -> URIRef:
    dati = URIRef(f"{chi.catalogo}#{r.nome}")
    _descrivi(
        g,
        dati,
        (DCATAPIT.Dataset, DCAT.Dataset),
        (DCTERMS.identifier, Literal(f"{chi.codice}:{r.nome}")),
        (DCTERMS.title, _it(f"{r.titolo} – {chi.ente}")),
        (DCTERMS.description, _it(r.descrizione)),
        (DCAT.theme, concetti.governo(g)),
        (DCTERMS.publisher, chi.editore),
        (DCTERMS.rightsHolder, chi.editore),
        (DCTERMS.creator, chi.editore),
        (DCTERMS.accrualPeriodicity, concetti.annuale(g)),
        (DCTERMS.language, concetti.italiano(g)),
        (DCTERMS.spatial, concetti.italia(g)),
        (DCTERMS.temporal, _periodo(g, chi, anni)),
        (DCTERMS.modified, _data(chi.quando)),
        (DCAT.landingPage, _documento(g, chi.catalogo)),
        (DCAT.contactPoint, contatto),
        *((DCAT.keyword, _it(parola)) for parola in PAROLE),
    )
    return dati


def _periodo(g: Graph, chi: _Ente, anni: list[int]) -> URIRef | None:
    if not anni:
        return None
    periodo, dal, al = URIRef(f"{chi.catalogo}#periodo"), date(min(anni), 1, 1), date(max(anni), 12, 31)
    _descrivi(g, periodo, (DCTERMS.PeriodOfTime,), (DCAT.startDate, _data(dal)), (DCAT.endDate, _data(al)))
    return periodo


def _distribuzione(g: Graph, chi: _Ente, dati: URIRef, r: Risorsa, anno: int, formato: Formato) -> None:
    qui = chi.indirizzo("file_dati", anno, r.nome, formato.estensione)
    g.add((dati, DCAT.distribution, qui))
    _descrivi(
        g,
        qui,
        (DCATAPIT.Distribution, DCAT.Distribution),
        (DCTERMS.title, _it(f"{r.titolo} {anno}, {formato.europeo}")),
        (DCTERMS.description, _it(f"{r.descrizione} Anno {anno}, in {formato.europeo}.")),
        (DCTERMS["format"], concetti.tipo_di_file(g, formato.europeo)),
        (DCAT.accessURL, qui),
        (DCAT.downloadURL, qui),
        (DCATAP.availability, concetti.stabile(g)),
        (DCTERMS.license, _licenza(g)),
        (DCTERMS.modified, _data(chi.quando)),
    )


def _interfaccia(g: Graph, chi: _Ente, contatto: URIRef | None) -> None:
    """L'interfaccia per i programmi, che serve tutti gli insiemi di dati."""
    qui, descrizione = chi.indirizzo("api_indice"), chi.indirizzo("api_descrizione")
    g.add((chi.catalogo, DCAT.service, qui))
    for indirizzo in (qui, descrizione):
        g.add((indirizzo, RDF.type, RDFS.Resource))
    _descrivi(
        g,
        qui,
        (DCAT.DataService,),
        (DCTERMS.title, _it(f"Interfaccia dei dati sulla performance – {chi.ente}")),
        (DCTERMS.description, _it("Sola lettura, descritta con OpenAPI, senza chiavi.")),
        (DCAT.endpointURL, qui),
        (DCAT.endpointDescription, descrizione),
        (DCTERMS.license, _licenza(g)),
        (DCTERMS.publisher, chi.editore),
        (DCAT.contactPoint, contatto),
        *((DCAT.servesDataset, URIRef(f"{chi.catalogo}#{r.nome}")) for r in RISORSE),
    )
