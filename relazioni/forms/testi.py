"""Le maschere dei testi discorsivi."""

from typing import Any

from django import forms
from django_prose_editor.fields import ProseEditorFormField

from piao.base.moduli import Modulo, ModuloVersionato
from relazioni.models import Sezione
from relazioni.pulizia import pulisci
from relazioni.sezioni import CATALOGHI

# Ciò che l'editor sa scrivere: le stesse cose che `relazioni.pulizia` lascia passare.
# Le estensioni dipendenti (voci di elenco, righe e celle) vanno dichiarate, altrimenti l'editor non parte.
ESTENSIONI: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
}


def _campo_testo() -> forms.Field:
    campo: forms.Field = ProseEditorFormField(
        label="Testo",
        required=False,
        config={"extensions": ESTENSIONI},
        sanitize=pulisci,
        help_text="Un testo incollato da un videoscrittura viene ripulito: restano titoli, elenchi, tabelle.",
    )
    return campo


class _ConCapitoli:
    """Si sceglie fra i capitoli del documento della parte."""

    fields: dict[str, forms.Field]
    instance: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campo: Any = self.fields["capitolo"]
        campo.choices = CATALOGHI[self.instance.documento].capitoli.choices


class ParteForm(_ConCapitoli, ModuloVersionato):
    """Una parte di un documento: titolo, capitolo, testo."""

    fissi = frozenset({"ciclo", "documento", "chiave"})
    testo = _campo_testo()

    class Meta:
        model = Sezione
        fields = ("titolo", "capitolo", "testo")


class NuovaParteForm(_ConCapitoli, Modulo):
    """Una parte in più, dell'ente: la chiave la dà il programma."""

    fissi = frozenset()
    testo = _campo_testo()

    class Meta:
        model = Sezione
        fields = ("titolo", "capitolo", "testo")
