"""Leggere ciò che si scrive di una scheda: chi valuta, i passi con il loro motivo, colloqui, osservazioni, assenze."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from enti.letture import persone_dell_ente
from piao.base.campi import CampoNumero
from piao.base.moduli import Modulo, ModuloVersionato
from piao.base.numeri import numero
from valutazione.azioni.colloqui import Autovalutato
from valutazione.models import Assenza, Colloquio, Scheda, Voce
from valutazione.voci import Fonte

RIGHE = {"rows": 5}
SCRITTE = (Fonte.GIUDIZIO, Fonte.NUMERO)


class PreparaForm(ModuloVersionato):
    """Chi valuta, chi propone, il periodo."""

    fissi: ClassVar[frozenset[str]] = frozenset({"ciclo", "persona", "tipo", "unita", "stato"})

    class Meta:
        model = Scheda
        fields = ["valutatore", "proponente", "dal", "al"]
        help_texts = {
            "valutatore": "Chi decide la valutazione. Nessuno valuta sé stesso.",
            "proponente": "Vuoto: propone chi valuta, o l'organo indicato dal sistema.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        persone = persone_dell_ente(self.instance.ente).exclude(pk=self.instance.persona_id)
        for nome, etichetta in (("valutatore", "Chi valuta"), ("proponente", "Chi propone")):
            campo: Any = self.fields[nome]
            campo.queryset, campo.label = persone, etichetta


class PassoForm(forms.Form):
    """Il motivo di un passo che lo chiede."""

    nota = forms.CharField(
        label="Motivo",
        max_length=4000,
        widget=forms.Textarea(attrs=RIGHE),
        help_text="Resta nella storia della scheda e lo legge la persona valutata.",
        error_messages={"required": "Scrivi il motivo: resta nella storia della scheda."},
    )


class ColloquioForm(Modulo):
    fissi: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        model = Colloquio
        fields = ["tipo", "il", "nota"]
        widgets = {"nota": forms.Textarea(attrs=RIGHE)}


class OsservazioneForm(forms.Form):
    testo = forms.CharField(
        label="Osservazioni",
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Scrivi le tue osservazioni."},
    )
    assistita_da = forms.CharField(
        label="Con l'assistenza di",
        max_length=150,
        required=False,
        help_text="Facoltativo: chi ti assiste, per esempio un rappresentante sindacale.",
    )


class RispostaForm(forms.Form):
    risposta = forms.CharField(
        label="Risposta",
        max_length=20000,
        widget=forms.Textarea(attrs=RIGHE),
        error_messages={"required": "Scrivi la risposta: la legge la persona valutata."},
    )


class AssenzaForm(Modulo):
    """Solo le date e se conta: mai il motivo (norme R110)."""

    fissi: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        model = Assenza
        fields = ["dal", "al", "ore", "conta"]


# ---- le voci, una per una ----------------------------------------------------------------------------------------


class VociForm(forms.Form):
    """Un campo per ogni voce che si scrive; la scala diventa un elenco di giudizi."""

    def __init__(self, *args: Any, voci: list[Voce], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.voci = voci
        for voce in voci:
            if si_scrive(voce):
                self.fields[f"valore-{voce.pk}"] = campo_della_voce(voce)

    def valore(self, voce: Voce) -> Decimal | None:
        """Ciò che è stato scritto di quella voce; None se non si è espresso."""
        scritto = self.cleaned_data.get(f"valore-{voce.pk}")
        return None if scritto in (None, "") else Decimal(scritto)


class AutovalutazioneForm(VociForm):
    """La parte della persona: un giudizio e una nota per voce. Tutto è facoltativo."""

    versione = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, voci: list[Voce], **kwargs: Any) -> None:
        super().__init__(*args, voci=voci, **kwargs)
        for voce in voci:
            self.initial[f"valore-{voce.pk}"] = _iniziale(voce, voce.autovalutazione)
            self.initial[f"nota-{voce.pk}"] = voce.autovalutazione_nota
            self.fields[f"nota-{voce.pk}"] = forms.CharField(
                label="Nota", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
            )

    def gruppi(self) -> list[tuple[Voce, list[forms.BoundField]]]:
        """Ogni voce con i suoi campi, nell'ordine della scheda."""
        nomi = ("valore", "nota")
        return [(v, [self[f"{n}-{v.pk}"] for n in nomi if f"{n}-{v.pk}" in self.fields]) for v in self.voci]

    @property
    def valori(self) -> dict[str, Autovalutato]:
        return {
            voce.codice: Autovalutato(self.valore(voce), self.cleaned_data[f"nota-{voce.pk}"]) for voce in self.voci
        }


class RiesameForm(VociForm):
    """La decisione del terzo: i valori com'erano, da lasciare o cambiare, e il perché."""

    decisione = forms.CharField(
        label="Decisione e motivi",
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Scrivi la decisione e i motivi: li legge la persona valutata."},
    )

    def __init__(self, *args: Any, voci: list[Voce], **kwargs: Any) -> None:
        super().__init__(*args, voci=[voce for voce in voci if si_scrive(voce)], **kwargs)
        for voce in self.voci:
            self.initial[f"valore-{voce.pk}"] = _iniziale(voce, voce.valore)
        self.order_fields([*(nome for nome in self.fields if nome != "decisione"), "decisione"])

    @property
    def valori(self) -> dict[str, Decimal]:
        scritti = {voce.codice: self.valore(voce) for voce in self.voci}
        return {codice: valore for codice, valore in scritti.items() if valore is not None}


def si_scrive(voce: Voce) -> bool:
    """Il valore lo dà una persona: non è il grado di un obiettivo né di una struttura."""
    fonte = voce.componente.fonte if voce.componente else Fonte.NUMERO
    return voce.obiettivo_id is None and (fonte or Fonte.NUMERO) in SCRITTE


def campo_della_voce(voce: Voce) -> forms.Field:
    scala = voce.componente.scala if voce.componente else None
    if scala is None:
        return CampoNumero(label=voce.denominazione, required=False)
    livelli = [(_cifre(livello.valore), f"{numero(livello.valore)} – {livello}") for livello in scala.livelli.all()]
    return forms.ChoiceField(label=voce.denominazione, required=False, choices=[("", "Non mi esprimo"), *livelli])


def _iniziale(voce: Voce, valore: Decimal | None) -> str | Decimal | None:
    """Come lo vuole il campo della voce: la voce dell'elenco, o il numero."""
    giudizio = voce.componente is not None and voce.componente.scala is not None
    return _cifre(valore) if giudizio and valore is not None else valore


def _cifre(valore: Decimal) -> str:
    return f"{valore.normalize():f}"


def controlla(form: forms.Form, errore: ValidationError) -> None:
    """Gli errori di un'azione diventano frasi della maschera; un campo che non c'è diventa un errore di tutti."""
    noti = hasattr(errore, "error_dict") and set(errore.error_dict) <= {*form.fields, "__all__"}
    form.add_error(None, errore if noti else ValidationError(errore.messages))
