"""La scheda di una persona per un periodo: voci, passaggi, colloqui, osservazioni, riesame, chi l'ha vista.

Tutto è riservato (norme R107): la persona, chi la valuta, chi sta sopra di lui, l'ufficio personale, l'organismo.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from enti.models import Ente, Incarico, Persona, Rapporto, Unita
from obiettivi.models import Ciclo, Obiettivo
from obiettivi.models.obiettivo import NON_NEGATIVO, QUOTA
from piao.base.models import Versionato
from valutazione.models.sistema import Componente, TipoScheda
from valutazione.voci import PASSAGGI, ChiValuta, SeManca, StatoScheda, TipoColloquio

GIA_FATTA = "C'è già una scheda di questa persona che comincia quel giorno."


class Scheda(Versionato):
    """La valutazione di una persona, per un tipo di scheda e un periodo. All'assegnazione congela le regole."""

    ciclo = models.ForeignKey(Ciclo, on_delete=models.PROTECT, related_name="schede")
    tipo = models.ForeignKey(TipoScheda, on_delete=models.PROTECT, related_name="schede")
    persona = models.ForeignKey(Persona, on_delete=models.PROTECT, related_name="schede")
    rapporto = models.ForeignKey(Rapporto, on_delete=models.PROTECT, related_name="schede", null=True, blank=True)
    incarico = models.ForeignKey(Incarico, on_delete=models.PROTECT, related_name="schede", null=True, blank=True)
    unita = models.ForeignKey(Unita, verbose_name="unità", on_delete=models.PROTECT, null=True, blank=True)
    valutatore = models.ForeignKey(
        Persona, on_delete=models.PROTECT, related_name="schede_da_valutare", null=True, blank=True
    )
    proponente = models.ForeignKey(
        Persona, on_delete=models.PROTECT, related_name="schede_da_proporre", null=True, blank=True
    )
    dal = models.DateField("dal")
    al = models.DateField("al")
    quota = models.DecimalField(
        "quota a carico dell'ente (%)", max_digits=5, decimal_places=2, null=True, blank=True, validators=QUOTA
    )
    stato = models.CharField("stato", max_length=20, choices=StatoScheda, default=StatoScheda.PREPARAZIONE)
    istantanea = models.JSONField(
        "regole in vigore all'assegnazione",
        default=dict,
        blank=True,
        editable=False,
        help_text="La configurazione nella forma di docs/formato-smvp.md, con le voci di questa scheda.",
    )
    correttivo = models.DecimalField("correzione (%)", max_digits=5, decimal_places=2, null=True, blank=True)
    punteggio = models.DecimalField("punteggio", max_digits=9, decimal_places=4, null=True, blank=True, editable=False)
    esito = models.JSONField("dettaglio e passi del conto", default=dict, blank=True, editable=False)
    giudizio = models.TextField("giudizio complessivo", blank=True)
    assegnata_il = models.DateField("assegnata il", null=True, blank=True)
    presa_visione_il = models.DateTimeField("assegnazione letta il", null=True, blank=True)
    autovalutata_il = models.DateTimeField("autovalutazione consegnata il", null=True, blank=True)
    contraddittorio_il = models.DateField("chiamata al contraddittorio il", null=True, blank=True)
    notificata_il = models.DateField("consegnata il", null=True, blank=True)
    accettata_il = models.DateTimeField("valutazione letta il", null=True, blank=True)
    chiusa_il = models.DateField("chiusa il", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "scheda di valutazione"
        verbose_name_plural = "schede di valutazione"
        ordering = ["persona__cognome", "persona__nome", "dal"]
        indexes = [models.Index(fields=["ciclo", "stato"])]
        constraints = [
            models.UniqueConstraint(
                fields=["ciclo", "persona", "tipo", "unita", "dal"],
                condition=~Q(stato="annullata"),
                name="una_scheda_per_periodo",
                violation_error_message=GIA_FATTA,
            ),
            models.UniqueConstraint(  # SQLite non sa che due unità assenti sono la stessa cosa
                fields=["ciclo", "persona", "tipo", "dal"],
                condition=~Q(stato="annullata") & Q(unita__isnull=True),
                name="una_scheda_senza_unita",
                violation_error_message=GIA_FATTA,
            ),
            models.CheckConstraint(
                condition=Q(al__gte=F("dal")),
                name="scheda_finisce_dopo_inizio",
                violation_error_message="Il periodo finisce prima di cominciare: controlla le due date.",
            ),
            models.CheckConstraint(
                condition=Q(valutatore__isnull=True) | ~Q(valutatore=F("persona")),
                name="nessuno_valuta_se_stesso",
                violation_error_message="Nessuno valuta sé stesso: scegli un altro valutatore.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.persona}, {self.tipo} ({self.dal:%d/%m/%Y}–{self.al:%d/%m/%Y})"

    @property
    def ente(self) -> Ente:
        return self.ciclo.ente


class Voce(models.Model):
    """Una foglia della scheda: un comportamento, un obiettivo assegnato, un risultato. `valore` vuoto è «manca»."""

    scheda = models.ForeignKey(Scheda, on_delete=models.CASCADE, related_name="voci")
    componente = models.ForeignKey(
        Componente, on_delete=models.PROTECT, related_name="voci", null=True, blank=True, editable=False
    )
    codice = models.CharField("codice", max_length=40)
    ordine = models.PositiveSmallIntegerField("ordine", default=0)
    denominazione = models.CharField("denominazione", max_length=300)
    obiettivo = models.ForeignKey(
        Obiettivo, on_delete=models.PROTECT, related_name="voci_di_scheda", null=True, blank=True
    )
    peso = models.DecimalField("peso", max_digits=9, decimal_places=4, null=True, blank=True, validators=NON_NEGATIVO)
    atteso = models.TextField("risultato atteso", blank=True)
    autovalutazione = models.DecimalField("autovalutazione", max_digits=12, decimal_places=4, null=True, blank=True)
    autovalutazione_nota = models.TextField("nota della persona valutata", blank=True)
    valore = models.DecimalField("valore", max_digits=12, decimal_places=4, null=True, blank=True)
    motivazione = models.TextField("motivazione", blank=True)
    politica = models.CharField("se non misurabile", max_length=10, choices=SeManca, blank=True)
    politica_motivo = models.TextField("perché non è misurabile", blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "voce della scheda"
        verbose_name_plural = "voci della scheda"
        ordering = ["ordine", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["scheda", "codice"], name="una_voce_per_codice"),
            models.CheckConstraint(
                condition=Q(politica="") | ~Q(politica_motivo=""),
                name="voce_neutra_con_motivo",
                violation_error_message="Scrivi perché la voce non è misurabile.",
            ),
        ]

    def __str__(self) -> str:
        return self.denominazione

    @property
    def ente(self) -> Ente:
        return self.scheda.ciclo.ente


class PassaggioScheda(models.Model):
    """Una riga della storia della scheda: chi l'ha portata da uno stato all'altro, quando, con quale punteggio."""

    scheda = models.ForeignKey(Scheda, on_delete=models.CASCADE, related_name="passaggi")
    passo = models.CharField("passo", max_length=40)
    da = models.CharField("da", max_length=20, choices=StatoScheda)
    a = models.CharField("a", max_length=20, choices=StatoScheda)
    chi = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    quando = models.DateTimeField("quando", default=timezone.now)
    punteggio = models.DecimalField("punteggio", max_digits=9, decimal_places=4, null=True, blank=True)
    nota = models.TextField("nota", blank=True)

    class Meta:
        verbose_name = "passaggio della scheda"
        verbose_name_plural = "passaggi della scheda"
        ordering = ["quando", "pk"]

    def __str__(self) -> str:
        return f"{self.nome}: {self.get_a_display()}"

    @property
    def nome(self) -> str:
        """Il passaggio come si racconta: «Consegnata»."""
        return PASSAGGI.get(self.passo, self.passo)

    @property
    def ente(self) -> Ente:
        return self.scheda.ciclo.ente


class Colloquio(models.Model):
    """Un colloquio fra chi valuta e chi è valutato: vale quando tutti e due lo confermano."""

    scheda = models.ForeignKey(Scheda, on_delete=models.CASCADE, related_name="colloqui")
    tipo = models.CharField("colloquio", max_length=20, choices=TipoColloquio)
    il = models.DateField("fatto il")
    nota = models.TextField("che cosa si è detto", blank=True)
    confermato_valutatore_il = models.DateTimeField("confermato da chi valuta", null=True, blank=True)
    confermato_persona_il = models.DateTimeField("confermato dalla persona valutata", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "colloquio"
        verbose_name_plural = "colloqui"
        ordering = ["il", "pk"]

    def __str__(self) -> str:
        return f"colloquio {self.get_tipo_display()} del {self.il:%d/%m/%Y}"

    @property
    def ente(self) -> Ente:
        return self.scheda.ciclo.ente


class Osservazione(models.Model):
    """Ciò che la persona valutata scrive sulla valutazione ricevuta, o dice nel contraddittorio."""

    scheda = models.ForeignKey(Scheda, on_delete=models.CASCADE, related_name="osservazioni")
    testo = models.TextField("osservazioni")
    contraddittorio = models.BooleanField("in contraddittorio", default=False)
    assistita_da = models.CharField("con l'assistenza di", max_length=150, blank=True)
    presentata_il = models.DateField("presentata il")
    risposta = models.TextField("risposta", blank=True)
    risposta_il = models.DateField("risposta del", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "osservazione"
        verbose_name_plural = "osservazioni"
        ordering = ["presentata_il", "pk"]

    def __str__(self) -> str:
        return f"osservazioni del {self.presentata_il:%d/%m/%Y}"

    @property
    def ente(self) -> Ente:
        return self.scheda.ciclo.ente


class Riesame(models.Model):
    """La revisione chiesta a un terzo: che cosa si chiede, chi decide, che cosa cambia."""

    scheda = models.OneToOneField(Scheda, on_delete=models.CASCADE, related_name="riesame")
    chiesto_il = models.DateField("chiesto il")
    motivi = models.TextField("motivi")
    organo = models.CharField("decide", max_length=20, choices=ChiValuta)
    deciso_il = models.DateField("deciso il", null=True, blank=True)
    decisione = models.TextField("decisione", blank=True)
    chi = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    prima = models.DecimalField("punteggio prima", max_digits=9, decimal_places=4)
    dopo = models.DecimalField("punteggio dopo", max_digits=9, decimal_places=4, null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "riesame"
        verbose_name_plural = "riesami"

    def __str__(self) -> str:
        return f"riesame chiesto il {self.chiesto_il:%d/%m/%Y}"

    @property
    def ente(self) -> Ente:
        return self.scheda.ciclo.ente


class Visione(models.Model):
    """Chi ha aperto una scheda, e quando. Si aggiunge, non si cambia."""

    scheda = models.ForeignKey(Scheda, on_delete=models.CASCADE, related_name="visioni")
    chi = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    quando = models.DateTimeField("quando", default=timezone.now, db_index=True)
    che_cosa = models.CharField("che cosa", max_length=40)

    class Meta:
        verbose_name = "visione di una scheda"
        verbose_name_plural = "visioni delle schede"
        ordering = ["-quando", "-pk"]

    def __str__(self) -> str:
        return f"{self.che_cosa}, {self.quando:%d/%m/%Y %H:%M}"

    @property
    def ente(self) -> Ente:
        return self.scheda.ciclo.ente


class Assenza(models.Model):
    """Un'assenza, detta solo come «conta» o «non conta»: mai il motivo (norme R110; D.Lgs. 150/2009, art. 9 c. 3)."""

    rapporto = models.ForeignKey(Rapporto, on_delete=models.CASCADE, related_name="assenze")
    dal = models.DateField("dal")
    al = models.DateField("al")
    ore = models.DecimalField(
        "ore",
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=NON_NEGATIVO,
        help_text="Se non è a giorni interi.",
    )
    conta = models.BooleanField(
        "riduce il premio", default=False, help_text="Mai per i congedi di maternità, paternità e parentali."
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = "assenza"
        verbose_name_plural = "assenze"
        ordering = ["dal", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(al__gte=F("dal")),
                name="assenza_finisce_dopo_inizio",
                violation_error_message="L'assenza finisce prima di cominciare: controlla le due date.",
            )
        ]

    def __str__(self) -> str:
        return f"dal {self.dal:%d/%m/%Y} al {self.al:%d/%m/%Y}"

    @property
    def ente(self) -> Ente:
        return self.rapporto.ente
