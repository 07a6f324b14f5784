"""Come una tabella del database sta in un file: un elenco esplicito di campi, e niente altro."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import models

CHIAVE = "chiave"


@dataclass(frozen=True)
class Tabella:
    """Un elenco del file.

    `campi`: i campi che viaggiano, nell'ordine del file. `riferimenti` e `molti`: quali di essi sono collegamenti, e a
    quale elenco. `chiave`: «chiave» se le righe hanno una chiave di scambio, oppure il campo che già le nomina.
    `padre`: il campo che porta alla riga in cui questa sta annidata; `eredita`: ciò che prende da lei.
    `unico` e `identita`: il campo, o i campi, da cui si riconosce una riga di cui non si conosce la chiave.
    `alias`: i campi che nel file hanno un altro nome. `togli`: ciò che il file non ha più si elimina.
    `taciuti`: i campi che non si scrivono quando hanno il valore predefinito, anche se non è vuoto.
    `numera`: i numeri d'ordine delle righe nuove, se non sono semplicemente 1, 2, 3…
    """

    nome: str
    modello: type[models.Model]
    campi: tuple[str, ...]
    riferimenti: Mapping[str, str] = field(default_factory=dict)
    molti: Mapping[str, str] = field(default_factory=dict)
    figli: tuple["Tabella", ...] = ()
    chiave: str = ""
    padre: str = ""
    eredita: tuple[str, ...] = ()
    unico: str = ""
    identita: tuple[str, ...] = ()
    alias: Mapping[str, str] = field(default_factory=dict)
    taciuti: frozenset[str] = frozenset()
    numera: Callable[[Sequence[Mapping[str, Any]]], list[int]] | None = None
    ordinamento: tuple[str, ...] = ("ordine", "pk")
    togli: bool = True
    descrizione: str = ""

    @cached_property
    def semplici(self) -> dict[str, models.Field[Any, Any]]:
        """I campi che non sono collegamenti, per nome."""
        return {
            nome: self.modello._meta.get_field(nome)  # type: ignore[misc]  # sono campi per costruzione
            for nome in self.campi
            if nome not in self.riferimenti and nome not in self.molti
        }

    def tace(self, nome: str, valore: Any) -> bool:
        """Il campo semplice non si scrive: è vuoto, o è quello che chi legge metterebbe da sé."""
        campo = self.semplici[nome]
        return assente(campo, valore) or (nome in self.taciuti and valore == campo.get_default())

    def attributo(self, nome: str) -> str:
        """Il campo del modello che nel file si chiama `nome`."""
        return self.alias.get(nome, nome)

    @property
    def su_di_se(self) -> str:
        """Il campo che collega una riga a un'altra dello stesso elenco («padre»), se c'è."""
        collegati = self.riferimenti.items() if self.chiave == CHIAVE else ()
        return next((campo for campo, elenco in collegati if elenco == self.nome), "")

    @cached_property
    def numerata(self) -> bool:
        """L'ordine dell'elenco è l'ordine delle righe: il numero non viaggia, si ricava dalla posizione."""
        return any(campo.name == "ordine" for campo in self.modello._meta.concrete_fields)


def in_json(valore: Any) -> Any:
    """Il valore di un campo come sta nel file: i Decimal sono testi senza zeri di troppo, le date ISO 8601."""
    if isinstance(valore, Decimal):
        return f"{valore.normalize():f}" if valore else "0"
    if isinstance(valore, date):
        return valore.isoformat()
    return valore


def da_json(campo: models.Field[Any, Any], dato: Any) -> Any:
    """Il contrario di `in_json`. Solleva ValueError o ArithmeticError se il dato non è del tipo giusto."""
    if isinstance(campo, models.DecimalField):
        return Decimal(dato)
    if isinstance(campo, models.DateField):
        return date.fromisoformat(dato)
    return dato


def assente(campo: models.Field[Any, Any], valore: Any) -> bool:
    """Ciò che non si scrive nel file: il vuoto, e gli interi e i sì/no uguali al valore predefinito."""
    if valore is None or valore == "" or valore == []:
        return True
    return isinstance(valore, bool | int) and campo.has_default() and valore == campo.get_default()
