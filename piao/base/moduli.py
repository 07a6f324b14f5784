"""Le maschere di tutte le stanze: controllano la riga intera, non perdono ciò che è stato scritto.

`Modulo` aggiunge a una ModelForm tre garanzie: la riga della vista non cambia finché non si salva, i vincoli del
database sono controllati anche quando coinvolgono l'ente (che non è un campo della maschera), gli errori delle azioni
diventano frasi della maschera. `ModuloVersionato` aggiunge la guardia per due persone sulla stessa riga.

    form = UnitaForm(request.POST or None, instance=unita)
    if form.is_valid() and form.salva(modifica_unita, unita, utente=request.user):
        return redirect(...)
    return render(...)   # {% include "_pezzi/conflitto.html" with righe=form.conflitto %}
"""

from collections.abc import Callable
from copy import copy
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import QueryDict

from piao.base.concorrenza import ModificatoDaAltri
from piao.base.numeri import data_breve, numero
from piao.base.testo import pulito

Differenza = tuple[str, str, str]
MAI_VISTA = 0  # le versioni cominciano da 1


class Modulo(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm è generica solo per gli stub
    """Una maschera su una riga. `fissi` sono i campi che la vista ha già messo nella riga e che nessuno scrive."""

    fissi: ClassVar[frozenset[str]] = frozenset({"ente"})

    data: Any  # un QueryDict o un dizionario: gli stub lo dicono immutabile

    def __init__(self, data: Any = None, files: Any = None, *, instance: Model | None = None, **kwargs: Any) -> None:
        scritti = pulito(data) if isinstance(data, QueryDict) else data
        super().__init__(scritti, files, instance=copy(instance) if instance is not None else None, **kwargs)
        self.conflitto: list[Differenza] = []
        for campo in self.fields.values():
            if isinstance(campo, forms.DateField):
                campo.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    @property
    def dati(self) -> dict[str, Any]:
        """Ciò che l'azione deve scrivere."""
        return {nome: valore for nome, valore in self.cleaned_data.items() if nome != "versione"}

    def salva(self, azione: Callable[..., Any], *cosa: Any, **contesto: Any) -> Any:
        """Chiama l'azione con i dati scritti. None se l'azione li rifiuta: allora la maschera dice perché."""
        try:
            return azione(*cosa, **contesto, **self._argomenti())
        except ModificatoDaAltri as errore:
            self._mostra_conflitto(errore.attuale)
            return None if self.conflitto else azione(*cosa, **contesto, **self._argomenti(errore.attuale.versione))
        except ValidationError as errore:
            self._aggiungi(errore)
        return None

    def _argomenti(self, versione: int | None = None) -> dict[str, Any]:
        return self.dati

    def _aggiungi(self, errore: ValidationError) -> None:
        """Un errore su un campo che la maschera non ha diventa un errore della maschera."""
        noti = not hasattr(errore, "error_dict") or set(errore.error_dict) <= {*self.fields, "__all__"}
        self.add_error(None, errore if noti else ValidationError(errore.messages))

    def _mostra_conflitto(self, attuale: Any) -> None:
        raise NotImplementedError("Una riga con la versione vuole un ModuloVersionato")

    def _get_validation_exclusions(self) -> set[str]:
        escluse: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # gli stub non lo conoscono
        return escluse - self.fissi


class ModuloVersionato(Modulo):
    """Una maschera su una riga che due persone possono avere aperta insieme.

    Se qualcun altro ha salvato nel frattempo, `conflitto` contiene le righe (campo, hai scritto, adesso è salvato) e
    la maschera riparte dalla versione nuova: salvando ancora vale ciò che l'utente ha scritto.
    """

    versione = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["versione"].initial = self.instance.versione if self.instance.pk else None

    def clean_versione(self) -> int:
        """Senza il campo nascosto non si sa che cosa l'utente aveva davanti: si confronta, non si sovrascrive."""
        return self.cleaned_data["versione"] or MAI_VISTA

    def altre_differenze(self, attuale: Any) -> list[Differenza]:
        """Le differenze che non stanno in un campo: chi ha righe collegate le aggiunge qui."""
        return []

    def _argomenti(self, versione: int | None = None) -> dict[str, Any]:
        vista = versione or self.cleaned_data["versione"]
        return self.dati | ({"versione": vista} if self.instance.pk else {})

    def _mostra_conflitto(self, attuale: Any) -> None:
        """Nessuna differenza vuol dire che i due hanno scritto la stessa cosa: non è un conflitto."""
        self.conflitto = [*differenze(self, attuale), *self.altre_differenze(attuale)]
        self.data = self.data.copy()
        self.data[self.add_prefix("versione")] = str(attuale.versione)


def differenze(form: Modulo, attuale: Model) -> list[Differenza]:
    """(campo, hai scritto, adesso è salvato) per ogni campo in cui i due valori sono diversi."""
    confronti = [
        (str(campo.label), in_parole(campo, form.dati[nome]), in_parole(campo, _valore(attuale, nome)))
        for nome, campo in form.fields.items()
        if nome in form.dati and nome in {c.name for c in attuale._meta.get_fields()}
    ]
    return [(nome, tuo, suo) for nome, tuo, suo in confronti if tuo != suo]


def _valore(riga: Model, nome: str) -> Any:
    valore = getattr(riga, nome)
    return valore.all() if hasattr(valore, "all") else valore


def in_parole(campo: forms.Field, valore: Any) -> str:
    """Il valore di un campo come lo si legge: la voce scelta, «sì», «30/01/2026», «57,1»."""
    match valore:
        case None | "":
            return ""
        case bool():
            return "sì" if valore else "no"
        case date():
            return data_breve(valore)
        case Decimal() | int():
            return numero(valore)
        case QuerySet() | list() | tuple():
            return ", ".join(str(uno) for uno in valore)
    return str(_voci(campo).get(valore, valore))


def _voci(campo: forms.Field) -> dict[Any, Any]:
    """Le voci di un elenco chiuso; quelle di un ModelChoiceField si stampano da sole."""
    if isinstance(campo, forms.ModelChoiceField) or not isinstance(campo, forms.ChoiceField):
        return {}
    return dict(campo.choices)  # type: ignore[arg-type]  # le nostre scelte non hanno gruppi
