"""Le voci degli elenchi europei che il catalogo usa, ciascuna descritta quanto basta a capirla da sola.

Chi valida un catalogo controlla che una frequenza stia nell'elenco europeo delle frequenze: se il catalogo stesso lo
dice, la prova riesce anche senza scaricare l'elenco.
"""

from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, URIRef

EUROPA = "http://publications.europa.eu/resource/authority"
TEMI = URIRef(f"{EUROPA}/data-theme")
ADMS = "http://purl.org/adms"
CLASSI = {
    "language": DCTERMS.LinguisticSystem,
    "frequency": DCTERMS.Frequency,
    "file-type": DCTERMS.MediaTypeOrExtent,
    "country": DCTERMS.Location,
}


def italiano(g: Graph) -> URIRef:
    return _europeo(g, "language", "ITA", "italiano")


def annuale(g: Graph) -> URIRef:
    return _europeo(g, "frequency", "ANNUAL", "annuale")


def governo(g: Graph) -> URIRef:
    return _europeo(g, "data-theme", "GOVE", "Governo e settore pubblico")


def italia(g: Graph) -> URIRef:
    return _europeo(g, "country", "ITA", "Italia")


def stabile(g: Graph) -> URIRef:
    """Quanto a lungo si troverà: ciò che è pubblicato resta."""
    return _europeo(g, "planned-availability", "STABLE", "stabile")


def tipo_di_file(g: Graph, codice: str) -> URIRef:
    return _europeo(g, "file-type", codice, codice)


def temi(g: Graph) -> URIRef:
    """L'elenco europeo dei temi."""
    g.add((TEMI, RDF.type, SKOS.ConceptScheme))
    g.add((TEMI, DCTERMS.title, Literal("Temi dei dati", lang="it")))
    return TEMI


def attribuzione(g: Graph) -> URIRef:
    """Il tipo di una licenza che chiede soltanto di citare la fonte."""
    return _adms(g, "licencetype", "Attribution", "Attribuzione")


def ente_locale(g: Graph) -> URIRef:
    """Che genere di editore è."""
    return _adms(g, "publishertype", "LocalAuthority", "Ente locale")


def _europeo(g: Graph, elenco: str, codice: str, nome: str) -> URIRef:
    voce = _concetto(g, URIRef(f"{EUROPA}/{elenco}/{codice}"), URIRef(f"{EUROPA}/{elenco}"), nome)
    if classe := CLASSI.get(elenco):
        g.add((voce, RDF.type, classe))
    return voce


def _adms(g: Graph, elenco: str, codice: str, nome: str) -> URIRef:
    return _concetto(g, URIRef(f"{ADMS}/{elenco}/{codice}"), URIRef(f"{ADMS}/{elenco}/1.0"), nome)


def _concetto(g: Graph, voce: URIRef, elenco: URIRef, nome: str) -> URIRef:
    """La voce, descritta la prima volta che serve: un catalogo di ottomila enti la usa ottomila volte."""
    if (voce, RDF.type, SKOS.Concept) in g:
        return voce
    g.add((voce, RDF.type, SKOS.Concept))
    g.add((voce, SKOS.prefLabel, Literal(nome, lang="it")))
    g.add((voce, SKOS.inScheme, elenco))
    return voce
