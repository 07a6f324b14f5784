"""Righe che si aggiungono e si tolgono dentro una maschera, con e senza JavaScript.

Non è il formset dei modelli di Django: quello va in errore se un'altra persona ha tolto una riga nel frattempo. Qui
una riga che non c'è più torna come riga nuova: nulla di ciò che è stato scritto si perde.
"""

from collections.abc import Hashable
from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.renderers import get_default_renderer
from django.forms.utils import ErrorDict
from django.http import QueryDict

from obiettivi.azioni.righe import Righe
from piao.base.moduli import Modulo
from piao.base.testo import in_cifre

CHIEDE_RIGA = "aggiungi"


class RigaForm(Modulo):
    """Una riga: i suoi campi e il numero della riga del database da cui viene (vuoto se è nuova)."""

    id = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, scelte: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["id"].initial = self.instance.pk
        self.prepara(scelte)

    def prepara(self, scelte: Any) -> None:
        """Il posto in cui una sottoclasse mette gli elenchi fra cui si sceglie."""

    @staticmethod
    def chiave(riga: Any) -> Hashable:
        """Ciò che non si può ripetere fra le righe; None se si può."""
        return None

    @property
    def da_togliere(self) -> bool:
        return bool(self.cleaned_data.get(DELETION_FIELD_NAME))

    @property
    def vuota(self) -> bool:
        return self.instance.pk is None and not self.has_changed()


class InsiemeRighe(forms.BaseFormSet):  # type: ignore[type-arg]  # generico solo per gli stub
    """Le righe di un oggetto. Le sottoclassi dicono quali sono, come si chiamano e come si legge un doppione."""

    nome: ClassVar[str]
    titolo: ClassVar[str]
    spiega: ClassVar[str] = ""
    una: ClassVar[str] = "riga"
    aggiungi: ClassVar[str] = "Aggiungi una riga"
    doppione: ClassVar[str] = "Questa riga c'è già."

    form: type[RigaForm]
    _errors: Any
    _non_form_errors: Any
    can_delete, can_delete_extra, can_order = True, True, False
    extra, min_num, max_num, absolute_max = 0, 0, 200, 400
    validate_min, validate_max = False, True

    def __init__(self, dati: Any = None, *, oggetto: Any, presenti: list[Any], scelte: Any = None) -> None:
        self.oggetto, self.presenti, self.scelte = oggetto, presenti, scelte
        self.per_pk = {str(riga.pk): riga for riga in presenti}
        self.renderer = get_default_renderer()
        self.extra = 0 if presenti else 1
        super().__init__(dati, prefix=self.nome, initial=[{} for _ in presenti] if dati is None else None)

    def nuova(self) -> Any:
        """Una riga ancora da scrivere, già legata al suo oggetto."""
        raise NotImplementedError

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {"instance": self._riga(index), "scelte": self.scelte}

    def _riga(self, indice: int | None) -> Any:
        if indice is None:
            return self.nuova()
        if self.is_bound:
            return self.per_pk.get(self.data.get(f"{self.prefix}-{indice}-id", "")) or self.nuova()
        return self.presenti[indice] if indice < len(self.presenti) else self.nuova()

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields[DELETION_FIELD_NAME].label = f"Togli questa {self.una}"

    def clean(self) -> None:
        viste: set[Hashable] = set()
        for form in self._scritte():
            chiave = form.chiave(form.instance)
            if chiave is not None and chiave in viste:
                form.add_error(None, self.doppione)
            viste.add(chiave)

    def _scritte(self) -> list[Any]:
        return [form for form in self.forms if not form.vuota and not form.da_togliere]

    def righe(self) -> Righe:
        """Ciò che va scritto. Una riga che cambia chiave si toglie e si rifà: così due righe possono scambiarsela."""
        da_salvare: list[Model] = []
        da_togliere: list[Model] = [f.instance for f in self.forms if f.instance.pk and f.da_togliere]
        for form in self._scritte():
            presente = self.per_pk.get(str(form.fields["id"].initial))
            if presente and not form.has_changed():
                continue
            if presente and form.chiave(presente) != form.chiave(form.instance):
                da_togliere.append(presente)
                form.instance.pk, form.instance._state.adding = None, True
            da_salvare.append(form.instance)
        return Righe(da_salvare, da_togliere)

    def taci(self) -> None:
        """Nessun errore in vista: l'utente ha solo chiesto una riga in più."""
        for form in self.forms:
            form._errors = ErrorDict()
        self._errors, self._non_form_errors = [], self.error_class()


def con_riga_chiesta(dati: QueryDict | None) -> QueryDict | None:
    """Ciò che l'utente ha inviato; se ha premuto «aggiungi», con una riga vuota in fondo alle righe di quel nome."""
    nome = dati.get(CHIEDE_RIGA) if dati else None
    if dati is None or nome is None:
        return dati
    copia, chiave = dati.copy(), f"{nome}-TOTAL_FORMS"
    quante = in_cifre(copia.get(chiave))
    if quante is not None:
        copia[chiave] = str(quante + 1)
    return copia
