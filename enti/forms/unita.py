"""Le maschere dell'organigramma."""

from typing import Any

from django import forms

from enti.forms.comune import aspetto, metti_unita
from enti.letture import con_discendenti
from enti.models import Unita
from piao.base.moduli import ModuloVersionato

TONDO = "Scegli un'unità dell'ente che non stia sotto questa: un'unità non può dipendere da sé stessa."


class UnitaForm(ModuloVersionato):
    """I dati di un'unità; dove sta nell'albero si decide con «Sposta»."""

    class Meta:
        model = Unita
        fields = ["denominazione", "livello", "codice", "dal", "al", "fonte", "funzioni"]
        widgets = {"funzioni": forms.Textarea(attrs={"rows": 4})}

    helper = aspetto(("", Meta.fields))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        livelli: Any = self.fields["livello"]
        livelli.queryset = self.instance.ente.livelli.all()
        livelli.empty_label = "Non indicato"


class NuovaUnitaForm(UnitaForm):
    class Meta(UnitaForm.Meta):
        fields = ["denominazione", "parent", "livello", "codice", "dal", "al", "fonte", "funzioni"]

    helper = aspetto(("", Meta.fields))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].label = "Sta sotto"
        metti_unita(self, "parent", self.instance.ente, vuoto="Nessuna: è al primo livello")


class SpostaUnitaForm(ModuloVersionato):
    class Meta:
        model = Unita
        fields = ["parent", "ordine"]
        help_texts = {"ordine": "Il posto fra le unità dello stesso gruppo: prima i numeri più piccoli."}

    helper = aspetto(("", Meta.fields))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unita = self.instance
        self.fields["parent"].label = "Sta sotto"
        metti_unita(self, "parent", unita.ente, vuoto="Nessuna: è al primo livello", errore=TONDO)
        scelte: Any = self.fields["parent"]
        scelte.queryset = scelte.queryset.exclude(pk__in=con_discendenti(unita.ente, [unita.pk]))


class ChiudiUnitaForm(ModuloVersionato):
    class Meta:
        model = Unita
        fields = ["al"]
        labels = {"al": "Ultimo giorno"}

    helper = aspetto(("", Meta.fields))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["al"].required = True
