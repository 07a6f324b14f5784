"""I mattoni della pagina: ogni blocco è un modello di `templates/pdf/` con il suo dato, e sa diventare HTML."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from piao.base.grafici import Cronoprogramma
from piao.base.pdf.pezzi import Attributi, Colonna, Figura, Tabella


@dataclass(frozen=True)
class Blocco:
    modello: str
    nome: str
    dato: Any

    @property
    def html(self) -> SafeString:
        return mark_safe(get_template(self.modello).render({self.nome: self.dato}))


@dataclass(frozen=True)
class Titolo:
    """Un titolo con la sua ancora. `classe` «gruppo» lo porta a pagina nuova."""

    testo: str
    ancora: str
    livello: int = 2
    classe: str = ""


@dataclass(frozen=True)
class Scheda:
    """Un obiettivo per esteso: sta in una pagina quando può."""

    occhiello: str
    titolo: Titolo
    blocchi: tuple[Blocco, ...]


@dataclass(frozen=True)
class Capitolo:
    """Un capitolo, che si accoda al precedente; `larga` lo mette su pagine orizzontali, sue."""

    titolo: str
    ancora: str
    blocchi: tuple[Blocco, ...]
    larga: bool = False


def titolo(testo: str, ancora: str, *, classe: str = "") -> Blocco:
    return Blocco("pdf/piano/_titolo.html", "titolo", Titolo(testo, ancora, classe=classe))


def prosa(html: str) -> Blocco:
    """HTML già pulito (testi discorsivi)."""
    return Blocco(
        "pdf/piano/_prosa.html", "html", mark_safe(html)
    )  # passato da relazioni.pulizia prima di essere salvato


def paragrafi(*testi: str) -> list[Blocco]:
    """Testo semplice scritto dagli utenti: gli a capo restano. Niente blocco se non c'è testo."""
    presenti = [testo.strip() for testo in testi if testo.strip()]
    return [Blocco("pdf/piano/_paragrafi.html", "testi", presenti)] if presenti else []


def nota(testo: str) -> Blocco:
    return Blocco("pdf/piano/_nota.html", "testo", testo)


def numeri(*coppie: tuple[str, str]) -> Blocco:
    return Blocco("pdf/_numeri.html", "numeri", coppie)


def figura(didascalia: str, disegno: SafeString) -> Blocco:
    return Blocco("pdf/_figura.html", "figura", Figura(didascalia, disegno))


def figure(didascalia: str, disegni: Sequence[SafeString]) -> list[Blocco]:
    """Un disegno diviso in più figure: la didascalia dice quale parte è."""
    if len(disegni) == 1:
        return [figura(didascalia, disegni[0])]
    return [figura(f"{didascalia}, parte {i} di {len(disegni)}", uno) for i, uno in enumerate(disegni, start=1)]


def cronoprogramma(dato: Cronoprogramma) -> Blocco:
    return Blocco("pdf/_cronoprogramma.html", "cronoprogramma", dato)


def attributi(didascalia: str, voci: Iterable[tuple[str, str]]) -> list[Blocco]:
    """Solo le voci che hanno un valore; niente blocco se non ne resta nessuna."""
    presenti = [(nome, valore) for nome, valore in voci if valore]
    return [Blocco("pdf/_attributi.html", "attributi", Attributi(didascalia, presenti))] if presenti else []


def tabella(
    didascalia: str,
    colonne: Sequence[Colonna],
    righe: Sequence[Sequence[str]],
    *,
    totale: Sequence[str] = (),
    classe: str = "dati",
    asciutta: bool = False,
) -> list[Blocco]:
    """Una tabella, se ha righe. `asciutta` toglie le colonne in cui nessuna riga dice qualcosa."""
    if not righe:
        return []
    if asciutta:
        tenute = [i for i in range(len(colonne)) if i == 0 or any(riga[i] for riga in righe)]
        colonne = [colonne[i] for i in tenute]
        righe = [[riga[i] for i in tenute] for riga in righe]
        totale = [totale[i] for i in tenute] if totale else ()
    return [Blocco("pdf/_tabella.html", "tabella", Tabella(didascalia, colonne, righe, totale, classe))]
