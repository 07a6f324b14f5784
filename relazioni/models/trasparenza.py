"""Amministrazione trasparente: che cosa è pubblicato, da quando, fino a quando, con quale impronta."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from enti.models import Ente
from obiettivi.models import Versione
from piao.base.models import Versionato
from relazioni.models.relazione import VersioneRelazione

ANNI_DI_PUBBLICAZIONE = 5  # D.Lgs. 33/2013, art. 8 c. 3: dal 1° gennaio dell'anno che segue


class TipoPubblicazione(models.TextChoices):
    """Gli obblighi dell'albero «Amministrazione trasparente», con i nomi della delibera ANAC 1310/2016."""

    SISTEMA = "sistema", "Sistema di misurazione e valutazione della Performance"
    PIANO = "piano", "Piano della Performance"
    RELAZIONE = "relazione", "Relazione sulla Performance"
    PREMI_AMMONTARE = "premi_ammontare", "Ammontare complessivo dei premi"
    PREMI_DATI = "premi_dati", "Dati relativi ai premi"
    VALIDAZIONE = "validazione", "Documento di validazione della Relazione sulla Performance"
    ATTO_NUCLEO = "atto_nucleo", "Altri atti degli organismi indipendenti di valutazione o nuclei di valutazione"


class Pubblicazione(models.Model):
    """Una cosa pubblicata, com'era quel giorno. Non si corregge: se ne pubblica un'altra, o si ritira dicendo perché.

    Il contenuto è quello congelato in `versione`; ciò che non ha una versione (le tabelle dell'art. 20, il Sistema) è
    congelato qui, in `contenuto`.
    """

    ente = models.ForeignKey(Ente, on_delete=models.PROTECT, related_name="pubblicazioni")
    tipo = models.CharField("che cosa", max_length=20, choices=TipoPubblicazione)
    anno = models.PositiveSmallIntegerField("anno", validators=[MinValueValidator(2000), MaxValueValidator(2200)])
    titolo = models.CharField("titolo", max_length=250)
    versione = models.ForeignKey(
        Versione, on_delete=models.PROTECT, related_name="pubblicazioni", null=True, blank=True
    )
    relazione = models.ForeignKey(
        VersioneRelazione, on_delete=models.PROTECT, related_name="pubblicazioni", null=True, blank=True
    )
    contenuto = models.TextField("contenuto", blank=True, help_text="JSON canonico.")
    file = models.FileField("file", upload_to="pubblicazioni/%Y/", blank=True, max_length=200)
    formato = models.CharField("formato", max_length=60)
    impronta = models.CharField("impronta SHA-256", max_length=64)
    ufficio = models.CharField("ufficio responsabile", max_length=200)
    atto = models.CharField("atto", max_length=300, blank=True)
    periodo = models.CharField("periodo a cui si riferisce", max_length=60, blank=True)
    pubblicata_il = models.DateField("pubblicata il", default=timezone.localdate)
    aggiornata_il = models.DateField("aggiornata il", default=timezone.localdate)
    ritirata_il = models.DateField("ritirata il", null=True, blank=True)
    motivo_ritiro = models.TextField("perché è stata ritirata", blank=True)
    chi = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    modificata_il = models.DateTimeField("ultima modifica", auto_now=True, editable=False)

    class Meta:
        verbose_name = "pubblicazione"
        verbose_name_plural = "pubblicazioni"
        ordering = ["-anno", "-pubblicata_il", "-pk"]
        indexes = [models.Index(fields=["ente", "modificata_il"], name="pubblicazione_recente")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ritirata_il__isnull=True, motivo_ritiro="")
                | (Q(ritirata_il__isnull=False) & ~Q(motivo_ritiro="")),
                name="ritirata_con_un_motivo",
                violation_error_message="Chi ritira una pubblicazione scrive perché.",
            ),
            models.UniqueConstraint(
                fields=["versione"],
                condition=Q(ritirata_il__isnull=True),
                name="una_pubblicazione_per_versione",
                violation_error_message="Questa versione è già pubblicata.",
            ),
            models.UniqueConstraint(
                fields=["relazione"],
                condition=Q(ritirata_il__isnull=True),
                name="una_pubblicazione_per_relazione",
                violation_error_message="Questa Relazione è già pubblicata.",
            ),
        ]

    def __str__(self) -> str:
        return self.titolo

    @property
    def scade_il(self) -> date:
        """L'ultimo giorno in cui la pubblicazione è dovuta."""
        return date(self.pubblicata_il.year + ANNI_DI_PUBBLICAZIONE, 12, 31)

    @property
    def in_linea(self) -> bool:
        return self.ritirata_il is None

    @property
    def congelata(self) -> Versione | VersioneRelazione | None:
        """Il documento approvato che è pubblicato, se ce n'è uno."""
        return self.versione or self.relazione

    @property
    def nome_file(self) -> str:
        """Dove sta il file fra quelli conservati; vuoto se la pubblicazione ha soltanto dati."""
        congelata = self.congelata
        return str((congelata.pdf if congelata else self.file).name or "")


class Trasparenza(Versionato):
    """Ciò che un ente decide del suo sito della trasparenza."""

    ente = models.OneToOneField(Ente, on_delete=models.CASCADE, related_name="trasparenza")
    ufficio = models.CharField(
        "ufficio responsabile",
        max_length=200,
        blank=True,
        help_text="L'ufficio che trasmette e pubblica i dati: compare accanto a ogni pubblicazione.",
    )
    accessibilita = models.URLField(
        "dichiarazione di accessibilità",
        blank=True,
        help_text="L'indirizzo su form.agid.gov.it, in fondo a ogni pagina.",
    )
    riscontro = models.EmailField(
        "indirizzo per le osservazioni", blank=True, help_text="Se manca vale la PEC dell'ente, o la sua posta."
    )

    class Meta:
        verbose_name = "sito della trasparenza"
        verbose_name_plural = "siti della trasparenza"

    def __str__(self) -> str:
        return f"Trasparenza di {self.ente}"
