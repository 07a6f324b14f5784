"""I filtri degli elenchi: stanno nell'indirizzo, così un elenco filtrato si può salvare e mandare."""

from typing import Any

import django_filters as filtri
from django.db.models import QuerySet

from enti.filtri import Filtro
from valutazione.letture.schede import Conteggi, aspetta_la_persona, unita_con_schede
from valutazione.models import Scheda
from valutazione.voci import Destinatari, StatoScheda

QUALI = [("ritardo", "In ritardo"), ("lettura", "Da leggere dalla persona"), ("mie", "Che valuto io")]


class FiltroSchede(Filtro):
    stato = filtri.ChoiceFilter(label="Stato", choices=StatoScheda.choices, empty_label="Tutti")
    unita = filtri.ChoiceFilter(label="Unità", field_name="unita", empty_label="Tutte")
    per_chi = filtri.ChoiceFilter(
        label="Per chi", field_name="tipo__destinatari", choices=Destinatari.choices, empty_label="Tutti"
    )
    quali = filtri.ChoiceFilter(label="Mostra", choices=QUALI, method="per_quali", empty_label="Tutte")

    class Meta:
        model = Scheda
        fields: list[str] = []

    campi_di_testo = ("persona__cognome", "persona__nome", "unita__denominazione", "valutatore__cognome")

    def __init__(self, dati: Any, schede: QuerySet[Scheda], *, conteggi: Conteggi, utente: Any) -> None:
        super().__init__(dati, queryset=schede)
        self.conteggi, self.utente = conteggi, utente
        self.filters["unita"].extra["choices"] = [(unita.pk, str(unita)) for unita in unita_con_schede(schede)]

    def per_quali(self, schede: QuerySet[Scheda], nome: str, quali: str) -> QuerySet[Scheda]:
        if quali == "mie":
            return schede.filter(valutatore__utente=self.utente)
        if quali == "ritardo":
            return schede.filter(pk__in=self.conteggi.in_ritardo)
        return schede.filter(pk__in=[scheda.pk for scheda in schede if aspetta_la_persona(scheda)])
