"""Campi di scelta che non interrogano il database una volta per riga."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Model


class SceltaRiga(forms.TypedChoiceField):
    """Una riga fra quelle già lette; dà l'oggetto, non il suo numero."""

    def __init__(
        self, righe: Iterable[Model], *, voce: Callable[[Any], str] = str, vuota: str = "—", **opzioni: Any
    ) -> None:
        self.per_pk = {str(riga.pk): riga for riga in righe}
        scelte = [("", vuota), *((pk, voce(riga)) for pk, riga in self.per_pk.items())]
        super().__init__(choices=scelte, coerce=self.per_pk.__getitem__, empty_value=None, **opzioni)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(initial or "") != str(data or "")


class SceltaDestinatario(forms.ChoiceField):
    """Una persona, un incarico o un gruppo, in un solo elenco diviso per tipo: «incarico:12» → l'oggetto."""

    default_error_messages = {"invalid_choice": "Scegli un destinatario dall'elenco."}

    def __init__(self, gruppi: Mapping[str, Iterable[Model]], **opzioni: Any) -> None:
        self.per_chiave = {chiave_di(riga): riga for righe in gruppi.values() for riga in righe}
        scelte = [(nome, [(chiave_di(riga), nome_di(riga)) for riga in righe]) for nome, righe in gruppi.items()]
        super().__init__(choices=[("", "—"), *((nome, voci) for nome, voci in scelte if voci)], **opzioni)

    def clean(self, value: Any) -> Any:
        return self.per_chiave.get(super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(initial or "") != str(data or "")


def chiave_di(riga: Model) -> str:
    return f"{riga._meta.model_name}:{riga.pk}"


def nome_di(riga: Any) -> str:
    """Un incarico si riconosce da chi lo ricopre e da che cosa è."""
    return f"{riga.dicitura} ({riga.persona})" if riga._meta.model_name == "incarico" else str(riga)
