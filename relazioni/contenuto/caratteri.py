"""Dove, nel Piano, c'è un carattere che il PDF non sa disegnare."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from piao.base.pdf.caratteri import non_stampabili
from relazioni.contenuto.tipi import Piano


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


def caratteri_non_stampabili(piano: Piano) -> list[NonStampabili]:
    """Un elemento per ogni posto del Piano che ne contiene, nell'ordine del documento."""
    trovati = [(luogo, non_stampabili("".join(_testi(dato)))) for luogo, dato in _luoghi(piano)]
    return [replace(luogo, caratteri=caratteri) for luogo, caratteri in trovati if caratteri]


def _luoghi(piano: Piano) -> Iterator[tuple[NonStampabili, Any]]:
    """Ogni posto e ciò che contiene; l'ultimo raccoglie ciò che non ha una pagina sua."""
    yield NonStampabili((), "dai dati dell'ente"), piano.ente
    yield NonStampabili((), "dal frontespizio"), piano.documento
    for testo in piano.testi:
        yield NonStampabili((), f"dal testo «{testo.titolo}»", parte=testo.chiave), (testo.titolo, testo.html)
    for unita in piano.unita:
        yield NonStampabili((), f"dall'unità «{unita.denominazione}»"), unita
    for o in piano.obiettivi:
        yield NonStampabili((), f"dall'obiettivo «{o.nome}»", obiettivo=o.titolo), replace(o, unita=())
    yield NonStampabili((), "da atti, contesto, linee, risorse o fasi del ciclo"), _resto(piano)


def _resto(piano: Piano) -> tuple[Any, ...]:
    return piano.atti, piano.personale, piano.linee, piano.risorse, piano.fasi_ciclo


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
