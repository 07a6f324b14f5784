"""Ciò che ogni verbo fa allo stesso modo: scrivere una riga intera, togliere una riga che nessuno usa."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model

from piao.base.registro import annota

R = TypeVar("R", bound=Model)


def scrivi(riga: R, dati: Mapping[str, Any], azione: str, *, utente: Any, ente: Any, prima: str = "") -> R:
    """Mette i dati nella riga, la controlla tutta, la salva e lo annota. Solleva ValidationError con frasi umane."""
    for nome, valore in dati.items():
        setattr(riga, nome, valore)
    riga.full_clean()
    riga.save()
    annota(azione, riga, chi=utente, ente=ente, prima=prima)
    return riga


def elimina(riga: Model, azione: str, *, utente: Any, ente: Any, rimedio: str = "") -> None:
    """Elimina una riga che nessun'altra usa. Solleva ValidationError, dicendo chi la usa, altrimenti."""
    usi = usi_di(riga)
    if usi:
        raise ValidationError(
            f"Non si può eliminare «{riga}»: ci sono {', '.join(usi)} che la usano. {rimedio}".strip()
        )
    annota(azione, riga, chi=utente, ente=ente)
    riga.delete()


def usi_di(riga: Model) -> list[str]:
    """I nomi (al plurale) delle righe che puntano a questa, in qualunque stanza, storia esclusa."""
    return [
        str(legame.related_model._meta.verbose_name_plural)
        for legame in riga._meta.related_objects
        if not legame.related_model.__name__.startswith("Historical")
        and legame.related_model._base_manager.filter(**{legame.field.name: riga}).exists()
    ]
