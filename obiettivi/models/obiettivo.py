"""L'obiettivo e i suoi legami: unità, assegnatari, classificazioni.

Un obiettivo trasversale è uno solo, misurato una volta.
"""

from decimal import Decimal
from typing import ClassVar
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from enti.models import Ente, Gruppo, Incarico, Persona, Unita
from obiettivi.models.ciclo import Ciclo, LineaMandato
from obiettivi.models.variazione import Variazione
from obiettivi.voci import (
    Livello,
    MetodoAggregazione,
    Natura,
    ObbligoLegge,
    RuoloAssegnatario,
    RuoloUnita,
    ScalaPeso,
    StatoObiettivo,
    TipoClassificazione,
    Tipologia,
)
from piao.base.models import Versionato

NON_NEGATIVO = [MinValueValidator(Decimal(0))]
QUOTA = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]


class DelPiano(models.Manager["Obiettivo"]):
    """Gli obiettivi del Piano; le copie di lavoro di una variazione non ne fanno parte finché non è approvata."""

    def get_queryset(self) -> models.QuerySet["Obiettivo"]:
        return super().get_queryset().filter(variazione__isnull=True)


class Obiettivo(Versionato):
    """Ciò che l'ente promette (D.Lgs. 150/2009, art. 5; Piano-tipo DM 132/2022). In bozza tutto è facoltativo."""

    ciclo = models.ForeignKey(Ciclo, on_delete=models.CASCADE, related_name="obiettivi")
    identificativo = models.UUIDField(
        default=uuid4, editable=False, help_text="Lo stesso in ogni versione del Piano: è il suo indirizzo permanente."
    )
    precedente = models.ForeignKey(
        "self",
        verbose_name="continua",
        on_delete=models.SET_NULL,
        related_name="seguiti",
        null=True,
        blank=True,
        help_text="L'obiettivo dell'anno prima di cui è la continuazione.",
    )
    variazione = models.ForeignKey(
        Variazione,
        on_delete=models.CASCADE,
        related_name="copie",
        null=True,
        blank=True,
        editable=False,
        help_text="Se è una copia di lavoro: la variazione che la contiene.",
    )
    codice = models.CharField("codice", max_length=40, blank=True)
    livello = models.CharField("livello", max_length=20, choices=Livello, default=Livello.OPERATIVO)
    padre = models.ForeignKey(
        "self",
        verbose_name="obiettivo da cui discende",
        on_delete=models.PROTECT,
        related_name="figli",
        null=True,
        blank=True,
    )
    padre_certo = models.BooleanField(
        "collegamento certo", default=True, help_text="Falso se il documento di origine non lo scrive."
    )
    linea_mandato = models.ForeignKey(
        LineaMandato,
        verbose_name="linea di mandato",
        on_delete=models.PROTECT,
        related_name="obiettivi",
        null=True,
        blank=True,
    )
    ordine = models.PositiveIntegerField("ordine", default=0)
    stato = models.CharField("stato", max_length=20, choices=StatoObiettivo, default=StatoObiettivo.BOZZA)

    titolo = models.CharField("titolo", max_length=600)
    descrizione = models.TextField("descrizione", blank=True)
    finalita = models.TextField("finalità", blank=True)
    natura = models.CharField("natura", max_length=20, choices=Natura, blank=True)
    motivazione_mantenimento = models.TextField("perché è un obiettivo di mantenimento", blank=True)
    tipologia = models.CharField("tipologia", max_length=20, choices=Tipologia, blank=True)
    anche_individuale = models.BooleanField(
        "anche individuale",
        default=False,
        help_text="Vale anche per la valutazione individuale di tutto il personale.",
    )
    prerequisito = models.BooleanField(
        "prerequisito", default=False, help_text="Condizione per partecipare alla valutazione: non ha peso."
    )
    obbligo_legge = models.CharField("obbligatorio per legge", max_length=30, choices=ObbligoLegge, blank=True)

    bisogno = models.TextField("bisogno a cui risponde", blank=True)
    stakeholder = models.TextField("a chi è rivolto", blank=True)
    contributori = models.TextField("chi contribuisce", blank=True)
    miglioramento_atteso = models.TextField("miglioramento atteso", blank=True)
    valore_pubblico = models.TextField("valore pubblico", blank=True)
    valore_riferimento = models.CharField("valore di riferimento", max_length=200, blank=True)
    fonte_riferimento = models.CharField("fonte del confronto", max_length=200, blank=True)
    risultato_anno_precedente = models.TextField("risultato dell'anno precedente", blank=True)

    missione = models.CharField("missione", max_length=2, blank=True)
    programma = models.CharField("programma", max_length=2, blank=True)
    riferimento_dup = models.CharField("riferimento nel DUP", max_length=200, blank=True)
    misura_anticorruzione = models.CharField("misura anticorruzione", max_length=300, blank=True)
    pnrr = models.CharField("PNRR", max_length=200, blank=True, help_text="Missione, componente, investimento, CUP.")

    data_inizio = models.DateField("inizio", null=True, blank=True)
    data_fine = models.DateField("fine", null=True, blank=True)

    peso = models.DecimalField("peso", max_digits=9, decimal_places=4, null=True, blank=True, validators=NON_NEGATIVO)
    scala_peso = models.CharField(
        "scala del peso", max_length=20, choices=ScalaPeso, blank=True, help_text="Vuota: quella del ciclo."
    )
    strategicita = models.DecimalField(
        "strategicità", max_digits=5, decimal_places=2, null=True, blank=True, validators=NON_NEGATIVO
    )
    complessita = models.DecimalField(
        "complessità", max_digits=5, decimal_places=2, null=True, blank=True, validators=NON_NEGATIVO
    )

    metodo_aggregazione = models.CharField(
        "come si calcola il grado",
        max_length=20,
        choices=MetodoAggregazione,
        default=MetodoAggregazione.MEDIA_PESATA,
    )
    quota_fasi = models.DecimalField(
        "quota delle fasi (%)",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=QUOTA,
        help_text="Solo se indicatori e fasi contano ciascuno per la sua parte.",
    )

    osservazioni = models.TextField("osservazioni del segretario", blank=True)
    gruppo_ripetizione = models.CharField(
        "gruppo di ripetizione", max_length=40, blank=True, help_text="Stesso testo ripetuto nel documento di origine."
    )
    origine_id = models.CharField("codice nel documento di origine", max_length=80, blank=True)
    origine_riga = models.PositiveIntegerField("riga nel documento di origine", null=True, blank=True)
    nota = models.TextField("nota", blank=True)

    history = HistoricalRecords()

    objects: ClassVar[DelPiano] = DelPiano()
    tutti: ClassVar[models.Manager["Obiettivo"]] = models.Manager()

    class Meta:
        verbose_name = "obiettivo"
        verbose_name_plural = "obiettivi"
        ordering = ["ordine", "pk"]
        indexes = [models.Index(fields=["ciclo", "livello"])]
        constraints = [
            models.UniqueConstraint(
                fields=["ciclo", "identificativo"],
                condition=Q(variazione__isnull=True),
                name="un_obiettivo_per_identificativo",
            ),
            models.CheckConstraint(
                condition=Q(data_fine__isnull=True) | Q(data_inizio__isnull=True) | Q(data_fine__gte=F("data_inizio")),
                name="obiettivo_finisce_dopo_inizio",
                violation_error_message="L'obiettivo finisce prima di cominciare: controlla le due date.",
            ),
            models.CheckConstraint(
                condition=Q(prerequisito=False) | Q(peso__isnull=True),
                name="prerequisito_senza_peso",
                violation_error_message="Un prerequisito non ha peso: toglilo, o togli la spunta «prerequisito».",
            ),
            models.CheckConstraint(
                condition=Q(metodo_aggregazione="mista", quota_fasi__isnull=False)
                | (~Q(metodo_aggregazione="mista") & Q(quota_fasi__isnull=True)),
                name="quota_delle_fasi_se_mista",
                violation_error_message="La quota delle fasi serve solo se contano sia gli indicatori sia le fasi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.codice} {self.titolo}".strip()

    @property
    def ente(self) -> Ente:
        return self.ciclo.ente


class ObiettivoUnita(models.Model):
    """Un'unità che risponde di un obiettivo o vi partecipa, con il peso che l'obiettivo ha per lei."""

    obiettivo = models.ForeignKey(Obiettivo, on_delete=models.CASCADE, related_name="unita_collegate")
    unita = models.ForeignKey(
        Unita, verbose_name="unità", on_delete=models.PROTECT, related_name="obiettivi_collegati"
    )
    ruolo = models.CharField("ruolo", max_length=20, choices=RuoloUnita, default=RuoloUnita.CAPOFILA)
    peso = models.DecimalField("peso", max_digits=9, decimal_places=4, null=True, blank=True, validators=NON_NEGATIVO)
    quota = models.DecimalField("quota (%)", max_digits=5, decimal_places=2, null=True, blank=True, validators=QUOTA)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "unità dell'obiettivo"
        verbose_name_plural = "unità dell'obiettivo"
        ordering = ["ruolo", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["obiettivo", "unita"],
                name="una_volta_per_unita",
                violation_error_message="Questa unità è già collegata all'obiettivo.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unita} ({self.get_ruolo_display()})"

    @property
    def ente(self) -> Ente:
        return self.obiettivo.ciclo.ente


class Assegnazione(models.Model):
    """A chi è assegnato l'obiettivo: una persona, un incarico o un gruppo, ciascuno con peso e quota propri."""

    obiettivo = models.ForeignKey(Obiettivo, on_delete=models.CASCADE, related_name="assegnazioni")
    persona = models.ForeignKey(Persona, on_delete=models.PROTECT, related_name="assegnazioni", null=True, blank=True)
    incarico = models.ForeignKey(
        Incarico, on_delete=models.PROTECT, related_name="assegnazioni", null=True, blank=True
    )
    gruppo = models.ForeignKey(Gruppo, on_delete=models.PROTECT, related_name="assegnazioni", null=True, blank=True)
    ruolo = models.CharField("ruolo", max_length=20, choices=RuoloAssegnatario, default=RuoloAssegnatario.PARTECIPANTE)
    peso = models.DecimalField("peso", max_digits=9, decimal_places=4, null=True, blank=True, validators=NON_NEGATIVO)
    quota = models.DecimalField(
        "coinvolgimento (%)", max_digits=5, decimal_places=2, null=True, blank=True, validators=QUOTA
    )
    quota_risultato = models.DecimalField(
        "quota della retribuzione di risultato (%)",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=QUOTA,
        help_text="Per i tempi di pagamento almeno il 30% (DL 13/2023, art. 4-bis).",
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = "assegnazione"
        verbose_name_plural = "assegnazioni"
        ordering = ["-ruolo", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(persona__isnull=False, incarico__isnull=True, gruppo__isnull=True)
                | Q(persona__isnull=True, incarico__isnull=False, gruppo__isnull=True)
                | Q(persona__isnull=True, incarico__isnull=True, gruppo__isnull=False),
                name="assegnazione_a_uno_solo",
                violation_error_message="Scegli una persona, un incarico o un gruppo: uno solo dei tre.",
            ),
            *[
                models.UniqueConstraint(
                    fields=["obiettivo", campo],
                    name=f"una_assegnazione_per_{campo}",
                    violation_error_message="L'obiettivo è già assegnato a questo destinatario.",
                )
                for campo in ("persona", "incarico", "gruppo")
            ],
        ]

    def __str__(self) -> str:
        return str(self.destinatario)

    @property
    def destinatario(self) -> Persona | Incarico | Gruppo:
        scelto = self.gruppo or self.incarico or self.persona
        if scelto is None:
            raise ValueError("assegnazione senza destinatario")
        return scelto

    @property
    def ente(self) -> Ente:
        return self.obiettivo.ciclo.ente


class Classificazione(models.Model):
    """Un tema (DM 132, trasparenza, tempi di pagamento…) o un ambito dell'art. 8 a cui l'obiettivo concorre."""

    obiettivo = models.ForeignKey(Obiettivo, on_delete=models.CASCADE, related_name="classificazioni")
    tipo = models.CharField("tipo", max_length=10, choices=TipoClassificazione)
    codice = models.CharField("codice", max_length=30)
    proposta = models.BooleanField(
        "proposta", default=False, help_text="Dedotta in fase di caricamento, non scritta nel documento."
    )

    class Meta:
        verbose_name = "classificazione"
        verbose_name_plural = "classificazioni"
        ordering = ["tipo", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["obiettivo", "tipo", "codice"], name="una_volta_per_classificazione")
        ]

    def __str__(self) -> str:
        return f"{self.get_tipo_display()} {self.codice}"

    @property
    def ente(self) -> Ente:
        return self.obiettivo.ciclo.ente
