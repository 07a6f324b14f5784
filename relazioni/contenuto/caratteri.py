"""Dove, nel Piano o nella Relazione, c'è un carattere che il PDF non sa disegnare."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from piao.base.pdf.caratteri import non_stampabili
from relazioni.contenuto.relazione.tipi import Rendicontato
from relazioni.contenuto.tipi import Composto, DatiObiettivo

# Ciò che non ha una pagina sua; i nomi delle unità e delle linee che altri campi ripetono si guardano una volta sola.
DOVE = {
    "dai dati dell'ente": ("ente",),
    "dal frontespizio": ("documento",),
    "dagli atti": ("atti",),
    "dal contesto": ("personale", "genere"),
    "dalle linee di mandato": ("linee",),
    "dalle variazioni": ("variazioni",),
    "dalle risorse": ("risorse",),
    "dai fatti dell'anno": ("pagamenti", "formazione", "utenti", "trasparenza"),
    "dalla valutazione delle persone": ("individuale",),
    "dalle fasi del ciclo": ("fasi_ciclo", "tappe"),
}


@dataclass(frozen=True)
class NonStampabili:
    """I caratteri di un posto. `dove` completa «toglilo …»; `parte` e `obiettivo` dicono quale, se è uno di loro."""

    caratteri: tuple[str, ...]
    dove: str
    parte: str = ""
    obiettivo: str = ""

    @property
    def frase(self) -> str:
        """«Il carattere «中» (U+4E2D) non si può stampare: toglilo dal testo «La missione».»"""
        elenco = ", ".join(f"«{carattere}» (U+{ord(carattere):04X})" for carattere in self.caratteri)
        if len(self.caratteri) == 1:
            return f"Il carattere {elenco} non si può stampare: toglilo {self.dove}."
        return f"I caratteri {elenco} non si possono stampare: toglili {self.dove}."


def caratteri_non_stampabili(composto: Composto) -> list[NonStampabili]:
    """Un elemento per ogni posto del documento che ne contiene: prima i testi, le unità, gli obiettivi."""
    trovati = [(luogo, non_stampabili("".join(_testi(dato)))) for luogo, dato in _luoghi(composto)]
    return [replace(luogo, caratteri=caratteri) for luogo, caratteri in trovati if caratteri]


def _luoghi(composto: Composto) -> Iterator[tuple[NonStampabili, Any]]:
    """Ogni posto e ciò che contiene."""
    for testo in composto.testi:
        yield NonStampabili((), f"dal testo «{testo.titolo}»", parte=testo.chiave), (testo.titolo, testo.html)
    for unita in composto.unita:
        yield NonStampabili((), f"dall'unità «{unita.denominazione}»"), unita
    for obiettivo in getattr(composto, "obiettivi", ()):
        nome, titolo, detto = _dell_obiettivo(obiettivo)
        yield NonStampabili((), f"dall'obiettivo «{nome}»", obiettivo=titolo), detto
    for dove, campi in DOVE.items():
        yield NonStampabili((), dove), tuple(getattr(composto, campo, None) for campo in campi)


def _dell_obiettivo(o: DatiObiettivo | Rendicontato) -> tuple[str, str, Any]:
    """Nome, titolo e ciò che se ne stampa, senza le unità; della promessa la Relazione stampa soltanto questo."""
    if isinstance(o, DatiObiettivo):
        return o.nome, o.titolo, replace(o, unita=())
    detto = (o.promessa.nome, o.promessa.assegnatari, o.con_atto, o.forzato, o.neutralizzato, o.indicatori, o.fasi)
    return o.promessa.nome, o.promessa.titolo, detto


def _testi(valore: Any) -> Iterator[str]:
    """Tutto ciò che si legge dentro un dato, a qualunque profondità."""
    if isinstance(valore, str):
        yield valore
    elif isinstance(valore, tuple):
        for uno in valore:
            yield from _testi(uno)
    elif is_dataclass(valore):
        for campo in fields(valore):
            yield from _testi(getattr(valore, campo.name))
