"""I mesi di una fase: una griglia di caselle, un anno per riga. Con JavaScript si disegna anche trascinando."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from obiettivi.mesi import Mese, anni_con, mesi_di, mesi_in_parole
from piao.base.numeri import MESI


class MesiWidget(forms.CheckboxSelectMultiple):
    """Una tabella vera, con intestazioni: mesi in colonna, anni in riga, una casella per incrocio."""

    template_name = "obiettivi/_mesi.html"

    def __init__(self, anni: Sequence[int] = (), attrs: dict[str, Any] | None = None):
        super().__init__(attrs)
        self.anni = list(anni)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        contesto = super().get_context(name, value, attrs)
        scelti = {str(mese) for mese in value or ()}
        base = contesto["widget"]["attrs"].get("id") or f"id_{name}"
        contesto["widget"] |= {
            "base": base,
            "mesi": MESI,
            "righe": [(anno, [_casella(mese, base, scelti) for mese in mesi_di([anno])]) for anno in self.anni],
            "in_parole": mesi_in_parole(scelti),
        }
        return contesto


class MesiField(forms.MultipleChoiceField):
    """I mesi scelti fra quelli degli anni dati: una lista ordinata di «AAAA-MM», come la vuole il modello."""

    default_error_messages = {"invalid_choice": "«%(value)s» non è un mese del ciclo."}

    def __init__(self, *, anni: Sequence[int] = (), **kwargs: Any):
        kwargs.setdefault("required", False)
        kwargs.setdefault("label", "Mesi previsti")
        super().__init__(widget=MesiWidget(anni), **kwargs)
        self.usa_anni(anni)

    def usa_anni(self, anni: Sequence[int], *, mesi: Iterable[str] = ()) -> None:
        """Mostra gli anni dati, più quelli dei `mesi` già salvati: così nessuno si perde."""
        self.widget.anni = anni_con(anni, mesi)
        self.choices = [(mese.valore, mese.nome) for mese in mesi_di(self.widget.anni)]

    def clean(self, value: Any) -> list[str]:
        return sorted(set(super().clean(value)))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(sorted(initial or ()), sorted(data or ()))


def _casella(mese: Mese, base: str, scelti: set[str]) -> dict[str, Any]:
    return {
        "id": f"{base}_{mese.valore}",
        "valore": mese.valore,
        "nome": mese.nome,
        "scelta": mese.valore in scelti,
    }
