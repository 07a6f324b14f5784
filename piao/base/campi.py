"""I campi delle maschere come li scrive un italiano: numeri con la virgola, date del calendario, testi comodi."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models

from piao.base.numeri import MENO, numero

NON_INDICATO = "Non indicato"
MIGLIAIA = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+")


class CasellaNumero(forms.TextInput):
    """Una casella di testo: quella numerica del browser rifiuta la virgola in certe lingue."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """«1.234,5» senza zeri di troppo; ciò che l'utente ha scritto male resta com'è."""
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            return numero(value).replace(MENO, "-")
        return None if value in (None, "") else str(value)


class CampoNumero(forms.DecimalField):
    """Un numero decimale scritto all'italiana (1.234,50) o con il punto (1234.50)."""

    widget = CasellaNumero
    default_error_messages = {"invalid": "Scrivi un numero, per esempio 12,5."}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}

    def to_python(self, value: Any) -> Any:
        return super().to_python(_all_inglese(value) if isinstance(value, str) else value)


def _all_inglese(scritto: str) -> str:
    """«1.234,50 €» → «1234.50». Un punto solo, non seguito da tre cifre, è quello dei decimali."""
    testo = "".join(scritto.replace(MENO, "-").split()).strip("€%")
    intera, virgola, decimali = testo.partition(",")
    if virgola:
        return f"{intera.replace('.', '')}.{decimali}"
    migliaia = MIGLIAIA.fullmatch(testo)
    return testo.replace(".", "") if migliaia else testo


def casella_data() -> forms.DateInput:
    """Il calendario del browser: vuole e dà la data in ISO."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def campo_modello(campo: models.Field[Any, Any], **argomenti: Any) -> forms.Field | None:
    """Per `Meta.formfield_callback`: il campo di maschera della casa per ogni campo di modello."""
    if isinstance(campo, models.DecimalField):
        argomenti = {"form_class": CampoNumero, "widget": CasellaNumero} | argomenti
    elif isinstance(campo, models.DateField):
        argomenti = {"widget": casella_data()} | argomenti
    elif isinstance(campo, models.TextField):
        argomenti = {"widget": forms.Textarea(attrs={"rows": 3})} | argomenti
    fatto = campo.formfield(**argomenti)
    if isinstance(fatto, forms.TypedChoiceField):
        fatto.choices = campo.get_choices(include_blank=_ha_vuota(fatto), blank_choice=[("", NON_INDICATO)])
    return fatto


def _ha_vuota(campo: forms.TypedChoiceField) -> bool:
    """Django mette la voce vuota dove il campo è facoltativo o non ha un valore predefinito."""
    voci: Any = campo.choices
    return any(valore == "" for valore, _ in voci)
