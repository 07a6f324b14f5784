"""Il telaio di ogni documento: i capitoli in ordine, l'indice, la pagina da mostrare e quella da stampare.

Che cosa c'è dentro un capitolo lo dicono i testi dell'ente e la tabella dei pezzi che si compongono da sé.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from textwrap import wrap
from typing import Any, Protocol, TypeVar

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from piao.base.pdf.pezzi import Copertina, Documento, VoceIndice
from relazioni.contenuto.tipi import Testo
from relazioni.stampa.blocchi import Blocco, Capitolo, attributi, paragrafi, prosa, titolo

# Cambia quando cambia l'aspetto dei documenti: i PDF già prodotti non valgono più per lo stesso contenuto.
IMPAGINAZIONE = 3
SCHEDE_IN_INDICE = 60
SPIEGA_VERIFICA = (
    "Questo documento è la copia congelata di ciò che la Giunta ha approvato. Per sapere se un file è proprio questo, "
    "e se vale ancora, si apre l'indirizzo qui sotto, o si scrive il codice nella pagina di verifica, e si sceglie il "
    "file: il confronto si fa sulla sua impronta, senza che il file debba lasciare il computer di chi controlla."
)


class ConTesti(Protocol):
    @property
    def testi(self) -> tuple[Testo, ...]: ...


C = TypeVar("C", bound=ConTesti)
# Ciò che si compone da sé in un capitolo: dopo quale testo (None = in fondo) e come.
Composti = Sequence[tuple[str | None, Callable[[C], list[Blocco]]]]


@dataclass(frozen=True)
class Colophon:
    """Ciò che una versione approvata dice di sé, perché chi la riceve la possa controllare."""

    codice: str
    indirizzo: str
    impronta_contenuto: str


@dataclass(frozen=True)
class Pagina:
    """Il corpo del documento e il suo indice."""

    capitoli: tuple[Capitolo, ...]
    indice: tuple[VoceIndice, ...]


def pagina_di(capitoli: Iterable[Capitolo]) -> Pagina:
    """I capitoli numerati, con il loro indice."""
    numerati = tuple(_numerati(capitoli))
    return Pagina(numerati, tuple(_voci_indice(numerati)))


def blocchi_del_capitolo(nome: str, documento: C, composti: Composti[C]) -> list[Blocco]:
    """I testi del capitolo nel loro ordine; ciò che si compone da sé segue il testo che lo introduce."""
    testi = [testo for testo in documento.testi if testo.capitolo == nome]
    chiavi = {testo.chiave for testo in testi}
    blocchi: list[Blocco] = []
    for testo in testi:
        blocchi += _parte(testo)
        blocchi += [b for dopo, componi in composti if dopo == testo.chiave for b in componi(documento)]
    return blocchi + [b for dopo, componi in composti if dopo not in chiavi for b in componi(documento)]


def capitolo_verifica(voci: Mapping[str, str], colophon: Colophon) -> Capitolo:
    """L'ultimo capitolo di una versione approvata. `voci`: la versione e l'atto."""
    tutte = [
        *voci.items(),
        ("Codice di verifica", colophon.codice),
        ("Dove si verifica", colophon.indirizzo),
        ("Impronta del contenuto (SHA-256)", " ".join(wrap(colophon.impronta_contenuto, 8))),
    ]
    blocchi = (*paragrafi(SPIEGA_VERIFICA), *attributi("Gli estremi di questa versione", tutte))
    return Capitolo("Come si verifica questo documento", "verifica", blocchi)


def _numerati(capitoli: Iterable[Capitolo]) -> Iterator[Capitolo]:
    for numero, capitolo in enumerate(capitoli, start=1):
        yield replace(capitolo, titolo=f"{numero}. {capitolo.titolo}")


def _parte(testo: Testo) -> list[Blocco]:
    return [titolo(testo.titolo, f"parte-{testo.chiave}"), prosa(testo.html)]


def _voci_indice(capitoli: Sequence[Capitolo]) -> Iterator[VoceIndice]:
    schede = sum(1 for capitolo in capitoli for blocco in capitolo.blocchi if blocco.nome == "scheda")
    for capitolo in capitoli:
        yield VoceIndice(1, capitolo.titolo, capitolo.ancora)
        for blocco in capitolo.blocchi:
            if blocco.nome == "titolo":
                yield VoceIndice(2, blocco.dato.testo, blocco.dato.ancora)
            if blocco.nome == "scheda" and schede <= SCHEDE_IN_INDICE:
                yield VoceIndice(3, blocco.dato.titolo.testo, blocco.dato.titolo.ancora)


# ---- uscite -----------------------------------------------------------------------------------------------------


def html_di(pagina: Pagina, documento: Documento, copertina: Copertina) -> str:
    """La pagina intera da convertire in PDF."""
    contesto: dict[str, Any] = {
        "documento": documento,
        "copertina": copertina,
        "indice": pagina.indice,
        "capitoli": pagina.capitoli,
    }
    return render_to_string("pdf/piano/documento.html", contesto)


def anteprima_di(pagina: Pagina) -> tuple[SafeString, tuple[VoceIndice, ...]]:
    """Il corpo da mostrare dentro una pagina del programma (titoli scesi di un livello) e il suo indice."""
    corpo = render_to_string("pdf/piano/_corpo.html", {"capitoli": pagina.capitoli})
    return mark_safe(fai_scorrere(abbassa_titoli(corpo))), pagina.indice  # è l'HTML dei nostri modelli


def abbassa_titoli(html: str) -> str:
    """Ogni titolo scende di un livello: la pagina ha già il suo `h1`."""
    return re.sub(r"(</?h)([1-5])\b", lambda trovato: f"{trovato[1]}{int(trovato[2]) + 1}", html)


def fai_scorrere(html: str) -> str:
    """Su uno schermo stretto tabelle e figure scorrono per conto loro, anche con la tastiera."""
    apri = '<div class="tabella-scorre" role="group" aria-label="Tabella" tabindex="0"><table'
    html = html.replace("<table", apri).replace("</table>", "</table></div>")
    return html.replace("<figure>", '<figure tabindex="0">')
