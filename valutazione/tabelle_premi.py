"""Come si mostrano i premi di uno scenario."""

from typing import Any

import django_tables2 as tabelle
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from enti.voci import Area
from piao.base.numeri import euro, numero
from valutazione.models import Premio, Simulazione

NUMERO = {"td": {"class": "num"}, "th": {"class": "num"}}


class TabellaPremi(tabelle.Table):
    """Una riga per persona: i fatti in breve, il punteggio, i soldi."""

    didascalia = "Premi per persona"

    persona = tabelle.Column("Persona", order_by=("persona__cognome", "persona__nome"))
    area = tabelle.Column("Area")
    giorni = tabelle.Column("Giorni", attrs=NUMERO)
    punteggio = tabelle.Column("Punteggio", attrs=NUMERO)
    importo = tabelle.Column("Premio", attrs=NUMERO)
    maggiorazione = tabelle.Column("In più", attrs=NUMERO, empty_values=())
    somma = tabelle.Column("Totale", attrs=NUMERO)

    class Meta:
        attrs = {"class": "tabella-premi"}
        order_by = ()

    def __init__(self, *args: Any, scenario: Simulazione, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fondo = scenario.fondo
        self.argomenti = [fondo.ente.slug, fondo.ciclo.anno, fondo.platea, scenario.pk]

    def render_persona(self, record: Premio) -> SafeString:
        pagina = reverse("valutazione:premio", args=[*self.argomenti, record.pk])
        sotto = record.escluso or record.unita or ""
        riga = format_html('<span class="riga-sotto attenuato">{}</span>', sotto) if sotto else ""
        return format_html('<span><a href="{}">{}</a>{}</span>', pagina, record.persona, riga)

    def render_area(self, value: str) -> str:
        return str(Area(value).label) if value else "–"

    def render_giorni(self, record: Premio) -> str:
        tempo = "" if record.tempo == 100 else f" al {numero(record.tempo, 0)}%"
        return f"{numero(record.giorni)}{tempo}"

    def render_punteggio(self, record: Premio) -> SafeString:
        sotto = format_html('<span class="riga-sotto attenuato">{}</span>', record.fascia) if record.fascia else ""
        return format_html("<span>{}{}</span>", numero(record.punteggio, 2), sotto)

    def render_importo(self, value: Any) -> str:
        return euro(value)

    def render_maggiorazione(self, record: Premio) -> str:
        in_piu = record.maggiorazione + record.interim
        return euro(in_piu) if in_piu else "–"

    def render_somma(self, record: Premio) -> SafeString:
        return format_html("<strong>{}</strong>", euro(record.totale))
