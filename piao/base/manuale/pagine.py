"""Leggere il manuale: le pagine sono file Markdown, il loro ordine è quello dei collegamenti di `indice.md`."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

INDICE = "indice"
NOME_DI_PAGINA = re.compile(r"[a-z0-9-]+")
COLLEGAMENTO = re.compile(r"\]\(([a-z0-9-]+)\.md[)#]")
COLLEGAMENTO_INTERNO = re.compile(r"^([a-z0-9-]+)\.md(#.*)?$")
RAGGIO = 90  # caratteri attorno alla parola trovata


@dataclass(frozen=True)
class Voce:
    """Un titolo dentro la pagina, con l'ancora per saltarci."""

    ancora: str
    titolo: str


@dataclass(frozen=True)
class Trovata:
    """Una pagina che contiene tutte le parole cercate, con le righe attorno alla prima."""

    pagina: "Pagina"
    estratto: str


@dataclass(frozen=True)
class Pagina:
    """Una pagina del manuale. `testo` è il Markdown così com'è nel file."""

    nome: str
    testo: str

    @cached_property
    def titolo(self) -> str:
        trovato = re.search(r"^# (.+)$", self.testo, re.MULTILINE)
        return trovato[1].strip() if trovato else self.nome.replace("-", " ").capitalize()

    @cached_property
    def sommario(self) -> str:
        """Il primo capoverso dopo il titolo, senza segni."""
        capoversi = [c.strip() for c in self.testo.split("\n\n") if c.strip() and not c.lstrip().startswith("#")]
        return _senza_segni(capoversi[0]) if capoversi else ""

    @cached_property
    def html(self) -> SafeString:
        """Il corpo senza il titolo. L'HTML nel file è mostrato come testo, mai eseguito."""
        scrittore = _scrittore()
        ambiente: dict[str, Any] = {}
        simboli = scrittore.parse(_senza_titolo(self.testo), ambiente)
        _completa(simboli)
        html: str = scrittore.renderer.render(simboli, scrittore.options, ambiente)
        return mark_safe(html)  # html=False: ciò che nel file è HTML è già testo

    @cached_property
    def voci(self) -> list[Voce]:
        return [Voce(slugify(titolo), _senza_segni(titolo)) for titolo in re.findall(r"^## (.+)$", self.testo, re.M)]


def pagina(nome: str) -> Pagina | None:
    """La pagina con quel nome, o None se non c'è."""
    if not NOME_DI_PAGINA.fullmatch(nome):
        return None
    file = cartella() / f"{nome}.md"
    return Pagina(nome, file.read_text(encoding="utf-8")) if file.is_file() else None


def pagine() -> list[Pagina]:
    """Tutte le pagine: prima l'indice, poi quelle che nomina (vale l'ultima volta), poi le altre per nome."""
    trovate = {
        file.stem: Pagina(file.stem, file.read_text(encoding="utf-8")) for file in sorted(cartella().glob("*.md"))
    }
    nominate = COLLEGAMENTO.findall(trovate[INDICE].testo) if INDICE in trovate else []
    ordine = [INDICE, *reversed(dict.fromkeys(reversed(nominate)))]
    nomi = dict.fromkeys([nome for nome in ordine if nome in trovate] + list(trovate))
    return [trovate[nome] for nome in nomi]


def cartella() -> Path:
    return Path(settings.RADICE) / "docs" / "manuale"


def vicine(nome: str, tutte: Sequence[Pagina]) -> tuple[Pagina | None, Pagina | None]:
    """La pagina prima e quella dopo."""
    posto = [pagina.nome for pagina in tutte].index(nome)
    return (tutte[posto - 1] if posto else None), (tutte[posto + 1] if posto + 1 < len(tutte) else None)


def simili(nome: str, tutte: Sequence[Pagina]) -> list[Pagina]:
    """Le pagine dal nome più vicino a uno che non esiste."""
    per_nome = {pagina.nome: pagina for pagina in tutte}
    return [per_nome[vicino] for vicino in get_close_matches(nome, per_nome, n=3, cutoff=0.5)]


def cerca(parole: str, tutte: Sequence[Pagina]) -> list[Trovata]:
    """Le pagine con tutte le parole (accenti e maiuscole non contano); prima quelle che le hanno nel titolo."""
    cercate = _piatto(parole).split()
    if not cercate:
        return []
    trovate = [pagina for pagina in tutte if all(parola in _piatto(pagina.testo) for parola in cercate)]
    trovate.sort(key=lambda pagina: not all(parola in _piatto(pagina.titolo) for parola in cercate))
    return [Trovata(pagina, _estratto(pagina, cercate[0])) for pagina in trovate]


def _estratto(pagina: Pagina, parola: str) -> str:
    testo = _senza_segni(_senza_titolo(pagina.testo))
    posto = _piatto(testo).find(parola)
    inizio, fine = max(posto - RAGGIO, 0), posto + RAGGIO
    return ("… " if inizio else "") + testo[inizio:fine].strip() + (" …" if fine < len(testo) else "")


def _piatto(testo: str) -> str:
    """Minuscolo e senza accenti, lungo quanto l'originale (così le posizioni restano buone)."""
    return "".join(unicodedata.normalize("NFD", lettera)[0].lower()[:1] for lettera in testo)


def _senza_titolo(testo: str) -> str:
    return re.sub(r"^# .+\n+", "", testo, count=1, flags=re.MULTILINE)


def _senza_segni(testo: str) -> str:
    senza_indirizzi = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", testo)
    return " ".join(re.sub(r"[*`#>|]|^-{3,}", " ", senza_indirizzi, flags=re.MULTILINE).split())


def _scrittore() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")


def _completa(simboli: Sequence[Token]) -> None:
    """Ancore ai titoli, aspetto alle tabelle, collegamenti fra pagine verso le pagine mostrate."""
    for simbolo, seguente in zip(simboli, [*simboli[1:], None], strict=True):
        if simbolo.type == "heading_open" and seguente is not None:
            simbolo.attrSet("id", slugify(seguente.content))
        elif simbolo.type == "table_open":
            simbolo.attrSet("class", "table")
        elif simbolo.type == "th_open":
            simbolo.attrSet("scope", "col")
        for interno in simbolo.children or ():
            _collega(interno)


def _collega(simbolo: Token) -> None:
    interno = COLLEGAMENTO_INTERNO.match(str(simbolo.attrGet("href") or "")) if simbolo.type == "link_open" else None
    if interno:
        simbolo.attrSet("href", indirizzo(interno[1]) + (interno[2] or ""))


def indirizzo(nome: str) -> str:
    return reverse("manuale:indice") if nome == INDICE else reverse("manuale:pagina", args=[nome])
