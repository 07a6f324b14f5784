"""Come si mostrano gli obiettivi in elenco."""

from typing import Any

import django_tables2 as tabelle
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from obiettivi.letture import mancanze_di
from obiettivi.letture.pesi import peso_di
from obiettivi.models import Obiettivo
from obiettivi.scadenzario import Scadenza
from obiettivi.voci import RuoloUnita
from piao.base.numeri import data_breve, numero

NUMERO = {"td": {"class": "num"}, "th": {"class": "num"}}
TRATTINO = mark_safe('<span class="attenuato">–</span>')


MOSTRATI = 2


def in_breve(nomi: list[str], altri: str) -> str:
    """I primi nomi, poi quanti ne restano: «Area Tecnica, Ragioneria e altre 3»; per intero stanno nella scheda."""
    if len(nomi) <= MOSTRATI + 1:
        return ", ".join(nomi)
    return f"{', '.join(nomi[:MOSTRATI])} e {altri} {len(nomi) - MOSTRATI}"


class TabellaObiettivi(tabelle.Table):
    """Una riga per obiettivo; la prima colonna serve a chi può agire su più obiettivi insieme."""

    didascalia = "Obiettivi"

    scelto = tabelle.Column("Scegli", accessor="pk", orderable=False)
    titolo = tabelle.Column("Obiettivo", order_by=("titolo",), attrs={"td": {"class": "cella-intera cella-titolo"}})
    livello = tabelle.Column("Livello")
    chi = tabelle.Column("Unità e assegnatari", accessor="pk", orderable=False, attrs={"td": {"class": "cella-chi"}})
    peso = tabelle.Column("Peso", attrs=NUMERO, empty_values=())
    n_indicatori = tabelle.Column("Indicatori", attrs=NUMERO)
    stato = tabelle.TemplateColumn(
        '{% include "_pezzi/stato.html" with stato=record.stato nome=record.get_stato_display %}', verbose_name="Stato"
    )
    manca = tabelle.Column("Manca", accessor="pk", orderable=False)

    class Meta:
        attrs = {"class": "tabella-obiettivi"}
        order_by = ()

    def __init__(self, *args: Any, slug: str, anno: int, scegli: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slug, self.anno = slug, anno
        if not scegli:
            self.columns.hide("scelto")

    def render_scelto(self, record: Obiettivo) -> SafeString:
        return format_html(
            '<input type="checkbox" name="scelti" value="{}" form="insieme" aria-label="Scegli {}">', record.pk, record
        )

    def render_titolo(self, record: Obiettivo) -> SafeString:
        indirizzo = reverse("obiettivi:scheda", args=[self.slug, self.anno, record.pk])
        codice = format_html('<span class="codice">{}</span> ', record.codice) if record.codice else ""
        return format_html('{}<a href="{}">{}</a>', codice, indirizzo, record.titolo)

    def render_chi(self, record: Obiettivo) -> SafeString:
        unita = [
            f"{riga.unita}{'' if riga.ruolo == RuoloUnita.CAPOFILA else ' (partecipa)'}"
            for riga in record.unita_collegate.all()
        ]
        assegnati = [str(riga) for riga in record.assegnazioni.all()]
        if not assegnati:
            return format_html("{}", in_breve(unita, "altre")) if unita else TRATTINO
        breve = in_breve(assegnati, "altri")
        return format_html('{}<span class="attenuato riga-sotto">{}</span>', in_breve(unita, "altre"), breve)

    def render_peso(self, record: Obiettivo) -> str | SafeString:
        if record.prerequisito:
            return mark_safe('<span class="attenuato">prerequisito</span>')
        peso = peso_di(record)
        return TRATTINO if peso is None else numero(peso)

    def render_manca(self, record: Obiettivo) -> SafeString:
        mancanze = [(tipo.nome,) for tipo in mancanze_di(record) if tipo.blocca]
        return format_html_join(" ", '<span class="etichetta etichetta-manca">{}</span>', mancanze) or TRATTINO


SPOSTATA = mark_safe('<span class="attenuato riga-sotto">spostata dall\'ente</span>')
VERIFICARE = mark_safe('<span class="etichetta etichetta-verificare">da verificare</span>')


class TabellaScadenze(tabelle.Table):
    """Lo scadenzario: che cosa, entro quando, chi, a che punto."""

    didascalia = "Scadenze"

    termine = tabelle.Column("Entro il", empty_values=(), order_by=("giorno_certo",))
    nome = tabelle.Column("Che cosa", accessor="regola__nome", attrs={"td": {"class": "cella-intera cella-titolo"}})
    chi = tabelle.Column("Chi", accessor="regola__chi", default="–")
    stato = tabelle.TemplateColumn(
        '{% include "obiettivi/_stato_scadenza.html" with scadenza=record %}', verbose_name="A che punto"
    )

    class Meta:
        attrs = {"class": "tabella-scadenze"}

    def __init__(self, *args: Any, slug: str, anno: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slug, self.anno = slug, anno

    def render_termine(self, record: Scadenza) -> SafeString | str:
        if record.termine is None:
            return TRATTINO
        spostata = (
            mark_safe('<span class="attenuato riga-sotto">spostata dall\'ente</span>') if record.spostata else ""
        )
        return format_html("{}{}", data_breve(record.termine), spostata)

    def render_nome(self, record: Scadenza) -> SafeString:
        indirizzo = reverse("obiettivi:scadenza", args=[self.slug, record.anno, record.codice])
        return format_html(
            '<a href="{}">{}</a> {}<span class="attenuato riga-sotto">{}</span>',
            indirizzo,
            record.regola.nome,
            VERIFICARE if record.regola.da_verificare else "",
            record.regola.norma,
        )
