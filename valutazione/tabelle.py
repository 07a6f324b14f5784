"""Come si mostrano le righe della stanza in elenco."""

from typing import Any

import django_tables2 as tabelle
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from piao.base.numeri import data_breve, numero
from valutazione.models import Scheda
from valutazione.permessi.schede import vede_i_valori

TRATTINO = mark_safe('<span class="attenuato">–</span>')
TARDI = mark_safe(' <span class="etichetta etichetta-manca">in ritardo</span>')
NUMERO = {"td": {"class": "num"}, "th": {"class": "num"}}


class TabellaSchede(tabelle.Table):
    """Una riga per scheda: chi, quale, chi valuta, a che punto."""

    didascalia = "Schede di valutazione"

    persona = tabelle.Column(
        "Persona", order_by=("persona__cognome", "persona__nome"), attrs={"td": {"class": "cella-intera cella-titolo"}}
    )
    unita = tabelle.Column("Unità", order_by=("unita__denominazione",), default="–")
    valutatore = tabelle.Column("Chi valuta", order_by=("valutatore__cognome",), empty_values=())
    stato = tabelle.Column("Stato", empty_values=())
    punteggio = tabelle.Column("Punteggio", attrs=NUMERO, empty_values=())

    class Meta:
        attrs = {"class": "tabella-schede"}

    def __init__(self, *args: Any, utente: Any, in_ritardo: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.utente, self.in_ritardo = utente, in_ritardo

    def render_persona(self, record: Scheda) -> SafeString:
        indirizzo = reverse("valutazione:scheda", args=[record.ente.slug, record.ciclo.anno, record.pk])
        periodo = f"{record.tipo} · {data_breve(record.dal)}–{data_breve(record.al)}"
        return format_html(
            '<a href="{}">{}</a><span class="attenuato riga-sotto">{}</span>', indirizzo, record.persona, periodo
        )

    def render_valutatore(self, record: Scheda) -> SafeString | str:
        if record.valutatore is None:
            return format_html('<span class="attenuato">{}</span>', record.tipo.get_valuta_display())
        return str(record.valutatore)

    def render_stato(self, record: Scheda) -> SafeString:
        tardi = TARDI if record.pk in self.in_ritardo else ""
        return format_html('<span class="stato stato-{}">{}</span>{}', record.stato, record.get_stato_display(), tardi)

    def render_punteggio(self, record: Scheda) -> str | SafeString:
        visibile = record.punteggio is not None and vede_i_valori(self.utente, record)
        return numero(record.punteggio, record.tipo.decimali_punteggio) if visibile else TRATTINO
