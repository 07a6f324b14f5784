"""I filtri degli elenchi: stanno nell'indirizzo, così un elenco filtrato si può salvare e mandare."""

from typing import Any

import django_filters as filtri
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from enti.letture import filtra_per_unita, incarichi_in_vigore, rapporti_in_vigore
from enti.models import Atto, Ente, Persona
from enti.voci import Area, Organo, TipoIncarico
from piao.base.avvisi.letture import APERTI, NON_ARRIVATI
from piao.base.models import Avviso, Evento, Messaggio

STATI = [("oggi", "In servizio o in carica oggi"), ("passate", "Non più"), ("tutte", "Tutte")]
CALENDARIO = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def cerca(righe: QuerySet[Any], campi: tuple[str, ...], testo: str) -> QuerySet[Any]:
    """Le righe in cui ogni parola si trova in almeno uno dei campi."""
    for parola in testo.split()[:8]:
        trova = Q()
        for campo in campi:
            trova |= Q(**{f"{campo}__icontains": parola})
        righe = righe.filter(trova)
    return righe


class Filtro(filtri.FilterSet):
    """La base: sa dire se l'elenco mostrato è una parte di tutto."""

    q = filtri.CharFilter(label="Cerca", method="per_testo", widget=forms.TextInput(attrs={"type": "search"}))
    campi_di_testo: tuple[str, ...] = ()

    @property
    def attivo(self) -> bool:
        return any(self.data.get(nome) for nome in self.filters)

    def per_testo(self, righe: QuerySet[Any], nome: str, testo: str) -> QuerySet[Any]:
        return cerca(righe, self.campi_di_testo, testo)


class FiltroPersone(Filtro):
    unita = filtri.ChoiceFilter(label="Unità (e sotto)", method="per_unita", empty_label="Tutte")
    area = filtri.ChoiceFilter(label="Area", choices=Area.choices, method="per_area", empty_label="Tutte")
    incarico = filtri.ChoiceFilter(
        label="Incarico", choices=TipoIncarico.choices, method="per_incarico", empty_label="Qualunque"
    )
    stato = filtri.ChoiceFilter(label="Quando", choices=STATI[1:], method="per_stato", empty_label=STATI[0][1])

    class Meta:
        model = Persona
        fields: list[str] = []

    campi_di_testo = ("cognome", "nome", "email", "codice_fiscale")

    def __init__(self, dati: Any, persone: QuerySet[Persona], *, ente: Ente) -> None:
        super().__init__(dati, queryset=persone)
        self.ente, self.oggi = ente, timezone.localdate()
        self.filters["unita"].extra["choices"] = [(u.pk, str(u)) for u in ente.unita.order_by("denominazione")]

    def filter_queryset(self, queryset: QuerySet[Persona]) -> QuerySet[Persona]:
        persone: QuerySet[Persona] = super().filter_queryset(queryset)
        return persone if self.form.cleaned_data.get("stato") else persone.filter(self._presenti())

    def _presenti(self) -> Q:
        return Q(pk__in=rapporti_in_vigore(self.ente, il=self.oggi).values("persona")) | Q(
            pk__in=incarichi_in_vigore(self.ente, il=self.oggi).values("persona")
        )

    def per_unita(self, persone: QuerySet[Persona], nome: str, unita: str) -> QuerySet[Persona]:
        return filtra_per_unita(persone, self.ente, int(unita))

    def per_area(self, persone: QuerySet[Persona], nome: str, area: str) -> QuerySet[Persona]:
        return persone.filter(pk__in=rapporti_in_vigore(self.ente, il=self.oggi).filter(area=area).values("persona"))

    def per_incarico(self, persone: QuerySet[Persona], nome: str, tipo: str) -> QuerySet[Persona]:
        incarichi = incarichi_in_vigore(self.ente, il=self.oggi).filter(tipo=tipo)
        return persone.filter(pk__in=incarichi.values("persona"))

    def per_stato(self, persone: QuerySet[Persona], nome: str, stato: str) -> QuerySet[Persona]:
        return persone.exclude(self._presenti()) if stato == "passate" else persone


class FiltroAtti(Filtro):
    organo = filtri.ChoiceFilter(label="Organo", choices=Organo.choices, empty_label="Tutti")
    anno = filtri.NumberFilter(label="Anno", field_name="data", lookup_expr="year", min_value=1900, max_value=2200)

    class Meta:
        model = Atto
        fields: list[str] = []

    campi_di_testo = ("oggetto", "numero", "organo_testo")


class FiltroEventi(Filtro):
    azione = filtri.ChoiceFilter(label="Che cosa", empty_label="Tutto")
    dal = filtri.DateFilter(label="Dal", field_name="quando", lookup_expr="date__gte", widget=CALENDARIO)
    al = filtri.DateFilter(label="Al", field_name="quando", lookup_expr="date__lte", widget=CALENDARIO)

    class Meta:
        model = Evento
        fields: list[str] = []

    campi_di_testo = ("chi", "azione", "descrizione", "nota")

    def __init__(self, dati: Any, eventi: QuerySet[Evento]) -> None:
        super().__init__(dati, queryset=eventi)
        azioni = eventi.order_by("azione").values_list("azione", flat=True).distinct()
        self.filters["azione"].extra["choices"] = [(azione, azione) for azione in azioni]


QUALI_AVVISI = [("aperti", "Da leggere o confermare"), ("urgenti", "Urgenti"), ("atto", "Di cui ho preso atto")]
QUALI_LETTERE = [("no", "Non arrivate"), ("si", "Partite"), ("attesa", "In attesa")]
STATI_LETTERA = {
    "no": NON_ARRIVATI,
    "si": (Messaggio.Stato.INVIATO,),
    "attesa": (Messaggio.Stato.DA_INVIARE,),
}


class FiltroAvvisi(Filtro):
    quali = filtri.ChoiceFilter(label="Mostra", choices=QUALI_AVVISI, method="per_quali", empty_label="Tutti")

    class Meta:
        model = Avviso
        fields: list[str] = []

    campi_di_testo = ("titolo", "testo")

    def per_quali(self, avvisi: QuerySet[Avviso], nome: str, quali: str) -> QuerySet[Avviso]:
        condizioni = {"aperti": APERTI, "urgenti": Q(urgente=True), "atto": Q(preso_atto_il__isnull=False)}
        return avvisi.filter(condizioni[quali])


class FiltroMessaggi(Filtro):
    quali = filtri.ChoiceFilter(label="Mostra", choices=QUALI_LETTERE, method="per_quali", empty_label="Tutte")

    class Meta:
        model = Messaggio
        fields: list[str] = []

    campi_di_testo = ("indirizzo", "oggetto", "destinatario__last_name", "destinatario__first_name")

    def per_quali(self, lettere: QuerySet[Messaggio], nome: str, quali: str) -> QuerySet[Messaggio]:
        return lettere.filter(stato__in=STATI_LETTERA[quali])
