"""Gli elenchi della stanza: colonne, ordinamenti, celle."""

from typing import Any

import django_tables2 as tabelle
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from enti.letture import accesso_di
from enti.models import Atto, Ente, Persona
from enti.voci import Area
from piao.base.models import Evento, Messaggio
from piao.base.numeri import data_breve

INTERA = {"td": {"class": "cella-intera cella-titolo"}}
AREE = dict(Area.choices)


class TabellaPersone(tabelle.Table):
    """Chi c'è nell'ente. Le celle leggono solo ciò che `persone_per_elenco` ha già caricato."""

    didascalia = "Persone dell'ente"
    persona = tabelle.Column(verbose_name="Persona", attrs=INTERA, order_by=("cognome", "nome"), empty_values=())
    nome_unita = tabelle.Column(verbose_name="Unità")
    area = tabelle.Column(verbose_name="Area")
    incarichi = tabelle.Column(verbose_name="Incarichi", orderable=False, empty_values=())
    accesso = tabelle.Column(orderable=False, empty_values=())

    class Meta:
        order_by = "persona"
        default = "–"

    def __init__(self, *args: Any, ente: Ente, **kwargs: Any) -> None:
        self.ente = ente
        super().__init__(*args, **kwargs)

    def render_persona(self, record: Persona) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("enti:persona", args=[self.ente.slug, record.pk]), record)

    def render_area(self, value: str) -> str:
        return AREE.get(value, value)

    def render_incarichi(self, record: Any) -> SafeString | str:
        return format_html_join("", '<span class="etichetta">{}</span>', ((i,) for i in record.incarichi_qui)) or "–"

    def render_accesso(self, record: Any) -> SafeString:
        accesso = accesso_di(record, record.inviti_qui)
        return format_html('<span class="accesso accesso-{}">{}</span>', accesso.codice, accesso.parola)


class TabellaAtti(tabelle.Table):
    didascalia = "Registro degli atti"
    data = tabelle.Column()
    organo = tabelle.Column(order_by=("organo", "numero"), empty_values=())
    oggetto = tabelle.Column(attrs=INTERA)
    file = tabelle.Column(verbose_name="Testo", orderable=False, empty_values=())

    def render_data(self, value: Any) -> str:
        return data_breve(value)

    def render_organo(self, record: Atto) -> str:
        numero = f" n. {record.numero}" if record.numero else ""
        return f"{record.organo_testo or record.get_organo_display() or 'Organo non indicato'}{numero}"

    def render_oggetto(self, record: Atto) -> SafeString:
        indirizzo = reverse("enti:atto", args=[record.ente.slug, record.pk])
        return format_html('<a href="{}">{}</a>', indirizzo, record.oggetto)

    def render_file(self, record: Atto) -> SafeString | str:
        if record.file:
            return format_html(
                '<a href="{}">Scarica</a>', reverse("enti:file_atto", args=[record.ente.slug, record.pk])
            )
        if record.collegamento:
            return format_html('<a href="{}" rel="noreferrer">Apri il collegamento</a>', record.collegamento)
        return "–"


class TabellaEventi(tabelle.Table):
    didascalia = "Registro degli eventi"
    quando = tabelle.DateTimeColumn(format="d/m/Y H:i")
    chi = tabelle.Column()
    azione = tabelle.Column(verbose_name="Che cosa")
    descrizione = tabelle.Column(verbose_name="Su che cosa", orderable=False)
    passaggio = tabelle.Column(orderable=False, empty_values=())

    class Meta:
        order_by = "-quando"

    def render_passaggio(self, record: Evento) -> str:
        cambio = f"{record.prima} → {record.dopo}" if record.prima and record.dopo else record.prima or record.dopo
        return " · ".join(parte for parte in (cambio, record.nota) if parte) or "–"


class TabellaMessaggi(tabelle.Table):
    """Le lettere mandate alle persone: la prova di ciò che hanno ricevuto, letto, confermato."""

    didascalia = "Posta mandata alle persone"
    creato_il = tabelle.DateTimeColumn(verbose_name="Preparata", format="d/m/Y H:i")
    destinatario = tabelle.Column(order_by=("destinatario__last_name",), attrs=INTERA)
    stato = tabelle.Column(verbose_name="A che punto")
    quanti = tabelle.Column(verbose_name="Avvisi", attrs={"td": {"class": "num"}, "th": {"class": "num"}})
    letti = tabelle.Column(verbose_name="Letti", attrs={"td": {"class": "num"}, "th": {"class": "num"}})
    confermati = tabelle.Column(verbose_name="Preso atto", attrs={"td": {"class": "num"}, "th": {"class": "num"}})

    class Meta:
        order_by = "-creato_il"

    def render_destinatario(self, record: Messaggio) -> SafeString:
        return format_html('{}<span class="attenuato riga-sotto">{}</span>', record.destinatario, record.indirizzo)

    def render_stato(self, record: Messaggio) -> SafeString:
        quando = record.inviato_il if record.stato == Messaggio.Stato.INVIATO else record.respinto_il
        data = f" il {localtime(quando):%d/%m/%Y alle %H:%M}" if quando else ""
        perche = format_html('<span class="attenuato riga-sotto">{}</span>', record.errore) if record.errore else ""
        return format_html(
            '<span class="stato stato-{}">{}{}</span>{}', record.stato, record.get_stato_display(), data, perche
        )
