"""Il testo dentro l'HTML: le parole come le legge una persona, e il posto di ciascuna nel sorgente.

Serve a cercare espressioni che stanno a cavallo di più etichette («art. 163, <strong>comma 3-bis</strong>») e a
evidenziarle dove sono, senza toccare il resto.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape, unescape
from html.parser import HTMLParser
from itertools import groupby

BLOCCHI = frozenset(
    {"p", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "td", "th", "br", "div"}
)


@dataclass(frozen=True)
class Brano:
    """Il testo semplice e, per ogni carattere, dove comincia e finisce nell'HTML (None: a capo di un blocco)."""

    testo: str
    posti: tuple[tuple[int, int] | None, ...]
    html: str

    def tratti(self, inizio: int, fine: int) -> list[tuple[int, int]]:
        """I tratti di HTML senza etichette che corrispondono a un tratto di testo."""
        trovati: list[tuple[int, int]] = []
        for posto in self.posti[inizio:fine]:
            if posto is None:
                continue
            if trovati and trovati[-1][1] == posto[0]:
                trovati[-1] = (trovati[-1][0], posto[1])
            else:
                trovati.append(posto)
        return trovati


@dataclass(frozen=True)
class Evidenza:
    """Un tratto di testo da evidenziare: la classe dice come, il titolo perché."""

    inizio: int
    fine: int
    classe: str = ""
    titolo: str = ""


def brano(html: str) -> Brano:
    """Il testo di un HTML, anche malscritto; i blocchi sono separati da un a capo."""
    lettore = _Lettore(html)
    lettore.feed(html)
    lettore.close()
    testo = "".join(carattere for carattere, _ in lettore.caratteri)
    return Brano(testo, tuple(posto for _, posto in lettore.caratteri), html)


def semplice(testo: str) -> Brano:
    """Un testo senza etichette, nella stessa forma."""
    return Brano(testo, tuple((i, i + 1) for i in range(len(testo))), testo)


def sole_parole(html: str) -> str:
    """Le sole parole, con gli spazi in ordine."""
    return " ".join(brano(html).testo.split())


def evidenzia(intero: Brano, evidenze: Iterable[Evidenza]) -> str:
    """L'HTML con i tratti dentro `<mark>`. Dove due si sovrappongono vale il primo."""
    segni: dict[int, Evidenza] = {}
    for evidenza in evidenze:
        for inizio, fine in intero.tratti(evidenza.inizio, evidenza.fine):
            for posto in range(inizio, fine):
                segni.setdefault(posto, evidenza)
    pezzi = []
    for evidenza_sua, posti in groupby(range(len(intero.html)), key=segni.get):
        tratto = list(posti)
        pezzo = intero.html[tratto[0] : tratto[-1] + 1]
        pezzi.append(_mark(pezzo, evidenza_sua) if evidenza_sua else pezzo)
    return "".join(pezzi)


def sostituisci(intero: Brano, inizio: int, fine: int, nuovo: str) -> str:
    """L'HTML con un tratto di testo cambiato: il testo nuovo va nella prima etichetta toccata, le altre restano."""
    html = intero.html
    for posto, (da, a) in reversed(list(enumerate(intero.tratti(inizio, fine)))):
        html = html[:da] + (escape(nuovo, quote=False) if posto == 0 else "") + html[a:]
    return html


def _mark(pezzo: str, evidenza: Evidenza) -> str:
    scritti = {"class": evidenza.classe, "title": evidenza.titolo}
    attributi = "".join(f' {nome}="{escape(valore)}"' for nome, valore in scritti.items() if valore)
    return f"<mark{attributi}>{pezzo}</mark>"


class _Lettore(HTMLParser):
    """Raccoglie i caratteri con il loro posto. Le entità («&agrave;») sono un carattere lungo più posti."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.caratteri: list[tuple[str, tuple[int, int] | None]] = []
        righe = html.split("\n")
        self._inizi = [0]
        for riga in righe[:-1]:
            self._inizi.append(self._inizi[-1] + len(riga) + 1)

    @property
    def _qui(self) -> int:
        riga, colonna = self.getpos()
        return self._inizi[riga - 1] + colonna

    def handle_data(self, data: str) -> None:
        qui = self._qui
        self.caratteri += [(carattere, (qui + i, qui + i + 1)) for i, carattere in enumerate(data)]

    def handle_entityref(self, name: str) -> None:
        self._entita(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._entita(f"&#{name};")

    def _entita(self, scritta: str) -> None:
        qui = self._qui
        self.caratteri += [(carattere, (qui, qui + len(scritta))) for carattere in unescape(scritta)[:1]]

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._a_capo(tag)

    def handle_endtag(self, tag: str) -> None:
        self._a_capo(tag)

    def _a_capo(self, tag: str) -> None:
        if tag in BLOCCHI and self.caratteri and self.caratteri[-1][0] != "\n":
            self.caratteri.append(("\n", None))
