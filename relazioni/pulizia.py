"""L'HTML dei testi discorsivi, pulito: solo la struttura che il documento sa mostrare, da qualunque parte arrivi.

Due passaggi di nh3 con in mezzo la cura della struttura: titoli riportati ai livelli ammessi, elenchi di Word
ricostruiti, tabelle rese regolari e con le intestazioni (senza, il PDF non sarebbe accessibile).
"""

import re
from collections.abc import Iterator
from itertools import groupby
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import nh3
from django.utils.html import escape

from piao.base.testo import SEGNI_DI_WORD

ETICHETTE = frozenset(
    ("h3", "h4", "p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br")
    + ("table", "caption", "thead", "tbody", "tr", "th", "td")
)
ATTRIBUTI = {"a": {"href"}, "th": {"scope"}}
PROTOCOLLI = {"http", "https", "mailto"}

RIBATTEZZATE = {"b": "strong", "i": "em", "h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4", "div": "p", "tfoot": "tbody"}
IN_RIGA = frozenset(("strong", "em", "a", "br", "span"))
CONTENITORI_DI_BLOCCHI = ("ul", "ol", "table", "p", "h3", "h4", "blockquote", "div")
LISTA_DI_WORD = re.compile(r"mso-list|MsoListParagraph", re.IGNORECASE)
PUNTO_DI_WORD = re.compile(r"^\s*(?:(?P<puntato>[·•§o\-–*])|(?P<numerato>(?:\d{1,3}|[a-zA-Z])[.)]))[\s\u00a0]+")
CONTROLLO = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # vietati in XML, o illeggibili


def pulisci(testo: str) -> str:
    """Il testo come HTML ammesso; il testo semplice diventa paragrafi. Vuoto se non c'è nulla da leggere."""
    testo = CONTROLLO.sub("", testo.translate(SEGNI_DI_WORD)).strip()
    if not re.search(r"<[a-zA-Z!/]", testo):
        return da_testo_semplice(testo)
    radice = _albero(testo)
    _cura(radice)
    pulito = nh3.clean(
        _in_blocchi(radice), tags=set(ETICHETTE), attributes=ATTRIBUTI, url_schemes=PROTOCOLLI, link_rel=None
    )
    return (
        pulito.strip() if nh3.clean(pulito, tags=set()).replace("\u00a0", " ").replace("&nbsp;", " ").strip() else ""
    )


def da_testo_semplice(testo: str) -> str:
    """Righe vuote separano i paragrafi; righe che iniziano con un trattino fanno un elenco."""
    return "\n".join(_paragrafi(escape(testo)))


def _paragrafi(html: str) -> list[str]:
    """I blocchi di un testo già protetto, in cui possono esserci etichette in riga."""
    blocchi = [blocco.strip() for blocco in re.split(r"\r?\n[ \t]*\r?\n", html) if blocco.strip()]
    return [_blocco(blocco.splitlines()) for blocco in blocchi]


def _blocco(righe: list[str]) -> str:
    if all(riga.lstrip().startswith(("- ", "• ", "* ")) for riga in righe):
        return f"<ul>{''.join(f'<li>{riga.lstrip()[2:].strip()}</li>' for riga in righe)}</ul>"
    return f"<p>{'<br>'.join(riga.strip() for riga in righe)}</p>"


# ---- l'albero ------------------------------------------------------------------------------------------


def _albero(testo: str) -> Element:
    """Un primo passaggio largo rende l'HTML ben formato e toglie script, stili e commenti."""
    larghe = ETICHETTE | RIBATTEZZATE.keys() | {"span"}
    attributi = {"*": {"class", "style"}, **ATTRIBUTI}
    ben_formato = nh3.clean(testo, tags=larghe, attributes=attributi, url_schemes=PROTOCOLLI, link_rel=None)
    xml = CONTROLLO.sub("", ben_formato).replace("<br>", "<br/>").replace("&nbsp;", "\u00a0")
    return ElementTree.fromstring(f"<div>{xml}</div>")


def _html(radice: Element) -> str:
    return ElementTree.tostring(radice, encoding="unicode", method="html")


def _in_blocchi(radice: Element) -> str:
    """L'HTML in cui ogni testo sta in un blocco: ciò che è scritto fuori vale come testo semplice.

    Un'etichetta in riga a cavallo di due paragrafi la ricompone nh3, che legge come un browser.
    """
    gruppi = groupby(_pezzi(radice), key=lambda pezzo: pezzo[0])
    return "".join(_gruppo(sciolto, "".join(html for _, html in pezzi)) for sciolto, pezzi in gruppi)


def _gruppo(sciolto: bool, html: str) -> str:
    if not sciolto:
        return html
    leggibile = re.sub(r"<[^>]*>", "", html).replace("\u00a0", " ")
    return "".join(_paragrafi(html)) if leggibile.strip() else leggibile


def _pezzi(contenitore: Element) -> Iterator[tuple[bool, str]]:
    """(è fuori da ogni blocco, HTML) di ciò che sta in un contenitore; i `<div>` non contano come blocchi."""
    yield True, escape(contenitore.text or "")
    for figlio in contenitore:
        coda, figlio.tail = figlio.tail or "", None
        if figlio.tag == "div":
            yield from ((False, ""), *_pezzi(figlio), (False, ""))
        else:
            yield all(nodo.tag in IN_RIGA for nodo in figlio.iter()), _html(figlio)
        yield True, escape(coda)


def _cura(radice: Element) -> None:
    for elemento in radice.iter():
        if elemento is not radice:
            elemento.tag = RIBATTEZZATE.get(elemento.tag, elemento.tag)
    _raduna_elenchi(radice)
    for tabella in radice.iter("table"):
        _regola_tabella(tabella)
    for paragrafo in [*radice.iter("p"), *radice.iter("li")]:
        _sciogli_se_contiene_blocchi(paragrafo)


def _sciogli_se_contiene_blocchi(paragrafo: Element) -> None:
    """Un `<div>` che avvolgeva altri blocchi non è un paragrafo: nh3 lo toglie e lascia ciò che contiene."""
    if paragrafo.tag == "p" and any(figlio.tag in CONTENITORI_DI_BLOCCHI for figlio in paragrafo):
        paragrafo.tag = "div"


# ---- gli elenchi di Word, che arrivano come paragrafi ----------------------------------------------------


def _raduna_elenchi(padre: Element) -> None:
    """I paragrafi di elenco vicini diventano un solo `<ul>` o `<ol>`."""
    figli, elenco = list(padre), None
    for figlio in figli:
        if not _voce_di_word(figlio):
            elenco = None if (figlio.tag != "br") else elenco
            _raduna_elenchi(figlio)
            continue
        tipo = _togli_punto(figlio)
        if elenco is None or elenco.tag != tipo:
            elenco = Element(tipo)
            padre.insert(list(padre).index(figlio), elenco)
        padre.remove(figlio)
        figlio.tag, figlio.tail = "li", None
        elenco.append(figlio)


def _voce_di_word(elemento: Element) -> bool:
    segni = f"{elemento.get('class', '')} {elemento.get('style', '')}"
    return elemento.tag == "p" and bool(LISTA_DI_WORD.search(segni))


def _togli_punto(voce: Element) -> str:
    """Toglie il punto o il numero scritto nel testo e dice di che elenco si tratta."""
    trovato = PUNTO_DI_WORD.match("".join(voce.itertext()))
    if trovato is None:
        return "ul"
    avanza = trovato.end()
    for nodo, campo in _testi(voce):
        contenuto = getattr(nodo, campo) or ""
        setattr(nodo, campo, contenuto[avanza:])
        avanza -= min(avanza, len(contenuto))
    return "ol" if trovato["numerato"] else "ul"


def _testi(elemento: Element) -> Iterator[tuple[Element, str]]:
    """I pezzi di testo di un elemento, nell'ordine in cui si leggono."""
    yield elemento, "text"
    for figlio in elemento:
        yield from _testi(figlio)
        yield figlio, "tail"


# ---- le tabelle -------------------------------------------------------------------------------------------


def _regola_tabella(tabella: Element) -> None:
    """Righe di uguale lunghezza e intestazioni vere: la prima riga, se nessuna lo è già."""
    righe = list(tabella.iter("tr"))
    colonne = max((len(riga) for riga in righe), default=0)
    for riga in righe:
        for _ in range(colonne - len(riga)):
            SubElement(riga, "td")
    if righe and tabella.find(".//th") is None:
        for cella in righe[0]:
            cella.tag = "th"
    for i, riga in enumerate(righe):
        for cella in riga.iter("th"):
            cella.set("scope", cella.get("scope") or ("col" if i == 0 else "row"))
