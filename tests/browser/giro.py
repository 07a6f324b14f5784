"""Il giro di una persona per tutte le pagine che raggiunge con i collegamenti, senza compilare nulla.

Si scaricano tutte; nel browser si aprono solo quelle con un elemento che la vista non aveva mai mostrato (`novita`).
"""

import re
from collections import Counter, deque
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

COLLEGAMENTO = re.compile(r"<a\b[^>]*?\shref=\"([^\"]+)\"")
ELEMENTO = re.compile(r"<([a-z][a-z0-9-]*)((?:\s[^<>]*)?)>")
ATTRIBUTO = re.compile(r"\s([a-z][a-z-]*)(?:=\"([^\"]*)\")?")
CONTANO = {"class", "role", "type", "scope"}  # degli altri attributi conta che ci siano
PER_TIPO = 2  # due schede dello stesso tipo: una con qualcosa dentro, una senza
NUMERI = {"pk", "indicatore", "anno", "ente"}


@dataclass(frozen=True)
class Visita:
    """Una pagina scaricata: il suo tipo («obiettivi:modifica misura»), dove sta, com'è fatta."""

    tipo: str
    indirizzo: str
    stato: int
    html: str

    @property
    def vista(self):
        return self.tipo.split()[0]

    @cached_property
    def forme(self):
        """Gli elementi della pagina, ognuno con gli attributi che ne cambiano l'aspetto o la lettura."""
        return frozenset((nome, _forma(resto)) for nome, resto in ELEMENTO.findall(self.html))


def _forma(attributi):
    return frozenset((n, v if n in CONTANO else "") for n, v in ATTRIBUTO.findall(attributi))


def tipo_di(indirizzo):
    """Il nome della vista con le sue varianti («misura», «quando»), o niente se l'indirizzo non è nostro."""
    if trovata := _vista(indirizzo):
        varianti = [str(valore) for chiave, valore in sorted(trovata.kwargs.items()) if chiave not in NUMERI]
        return " ".join([trovata.view_name, *varianti])
    return None


def ente_di(indirizzo):
    return (trovata := _vista(indirizzo)) and trovata.kwargs.get("ente")


def _vista(indirizzo):
    try:
        return resolve(urlsplit(indirizzo).path)
    except Resolver404:
        return None


def gira(chiedi, *partenze, per_tipo=PER_TIPO, senza=()):
    """Le pagine di un ente raggiungibili dalle partenze, in ampiezza; `chiedi(indirizzo)` dà la risposta.

    Di ogni tipo se ne aprono `per_tipo`; `senza` sono gli inizi dei tipi che chi chiama ha già guardato.
    """
    visite, coda, quante = [], deque(partenze), Counter()
    visti, enti = set(partenze), {ente_di(indirizzo) for indirizzo in partenze}
    while coda:
        indirizzo = coda.popleft()
        tipo = tipo_di(indirizzo)
        if tipo is None or tipo.startswith(senza) or ente_di(indirizzo) not in enti | {None}:
            continue
        if quante[tipo] >= per_tipo:
            continue
        quante[tipo] += 1
        risposta = chiedi(indirizzo)
        if risposta.headers.get("content-type", "").startswith("text/html"):
            visite.append(Visita(tipo, indirizzo, risposta.status, risposta.text()))
            nuovi = dict.fromkeys(collegamenti(visite[-1].html, risposta.url))
            coda.extend(nuovo for nuovo in nuovi if nuovo not in visti)
            visti |= nuovi.keys()
    return visite


def novita(visite, aperte):
    """Le visite con qualche elemento che la loro vista non aveva ancora mostrato; `aperte` (per vista) le ricorda."""
    nuove = []
    for visita in visite:
        viste = frozenset().union(*(aperta.forme for aperta in aperte[visita.vista]))
        if visita.forme - viste or not aperte[visita.vista]:
            aperte[visita.vista].append(visita)
            nuove.append(visita)
    return nuove


def collegamenti(html, qui):
    """I percorsi dello stesso sito a cui la pagina rimanda."""
    base = urlsplit(qui)
    for scritto in COLLEGAMENTO.findall(html):
        parti = urlsplit(urljoin(qui, unescape(scritto)))
        if parti.netloc == base.netloc:
            yield parti.path
