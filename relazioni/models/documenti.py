"""Le parti discorsive dei documenti, i documenti prodotti, i modelli degli atti."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from enti.models import Ente
from obiettivi.models import Ciclo
from piao.base.models import Versionato
from relazioni.voci import Capitolo, CapitoloRelazione

# I capitoli di tutti i documenti: quali ha ciascuno lo dice il suo catalogo (relazioni/sezioni).
CAPITOLI = {**dict(CapitoloRelazione.choices), **dict(Capitolo.choices)}


class TipoDocumento(models.TextChoices):
    PIANO = "piano", "Piano della performance"
    RELAZIONE = "relazione", "Relazione sulla performance"


class TipoAtto(models.TextChoices):
    """Gli atti di cui si prepara la bozza."""

    PROPOSTA = "proposta", "Proposta di deliberazione"
    DELIBERA = "delibera", "Deliberazione della Giunta"


class FormatoAtto(models.TextChoices):
    DOCX = "docx", "DOCX"
    ODT = "odt", "ODT"


class Sezione(Versionato):
    """Una parte discorsiva di un documento. Il testo è HTML pulito, con variabili come {{ ente }} o {{ anno }}."""

    ciclo = models.ForeignKey(Ciclo, on_delete=models.CASCADE, related_name="sezioni")
    documento = models.CharField(max_length=20, choices=TipoDocumento, default=TipoDocumento.PIANO)
    chiave = models.SlugField("chiave", max_length=60)
    capitolo = models.CharField("capitolo", max_length=20, choices=CAPITOLI, default=Capitolo.PREMESSA)
    titolo = models.CharField("titolo", max_length=200)
    testo = models.TextField("testo", blank=True)
    ordine = models.PositiveSmallIntegerField("ordine", default=0)
    attiva = models.BooleanField("compare nel documento", default=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "sezione"
        verbose_name_plural = "sezioni"
        ordering = ["ordine", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ciclo", "documento", "chiave"],
                name="una_sezione_per_chiave",
                violation_error_message="Il documento ha già una sezione con questa chiave.",
            )
        ]

    def __str__(self) -> str:
        return self.titolo

    @property
    def ente(self) -> Ente:
        return self.ciclo.ente


class Produzione(models.Model):
    """Un documento prodotto: il contenuto da cui è nato, il file, la sua impronta."""

    ciclo = models.ForeignKey(Ciclo, on_delete=models.CASCADE, related_name="produzioni")
    documento = models.CharField(max_length=20, choices=TipoDocumento, default=TipoDocumento.PIANO)
    impronta_contenuto = models.CharField("impronta del contenuto", max_length=64)
    file = models.FileField("file", upload_to="documenti/%Y/")
    impronta = models.CharField("impronta SHA-256", max_length=64)
    pagine = models.PositiveIntegerField("pagine", default=0)
    bozza = models.BooleanField("bozza", default=True)
    chiesto_da = models.CharField("chiesto da", max_length=254, blank=True)
    creato_il = models.DateTimeField("prodotto il", default=timezone.now)

    class Meta:
        verbose_name = "documento prodotto"
        verbose_name_plural = "documenti prodotti"
        ordering = ["-creato_il"]
        constraints = [
            models.UniqueConstraint(
                fields=["ciclo", "documento", "impronta_contenuto"], name="una_produzione_per_contenuto"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_documento_display()} {self.ciclo.anno} – {self.ciclo.ente}"

    @property
    def ente(self) -> Ente:
        return self.ciclo.ente


class ModelloAtto(models.Model):
    """Il modello con cui l'ente scrive un atto, DOCX o ODT con i segnaposto. Senza, vale quello del programma."""

    ente = models.ForeignKey(Ente, on_delete=models.CASCADE, related_name="modelli_atto")
    tipo = models.CharField("atto", max_length=20, choices=TipoAtto)
    formato = models.CharField("formato", max_length=10, choices=FormatoAtto)
    file = models.FileField("file", upload_to="modelli/%Y/")
    nome = models.CharField("nome del file", max_length=200)
    caricato_il = models.DateTimeField("caricato il", default=timezone.now)
    chi = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)

    class Meta:
        verbose_name = "modello di atto"
        verbose_name_plural = "modelli di atto"
        ordering = ["tipo", "formato"]
        constraints = [
            models.UniqueConstraint(
                fields=["ente", "tipo", "formato"],
                name="un_modello_per_atto_e_formato",
                violation_error_message="L'ente ha già un modello per questo atto in questo formato.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_tipo_display()} ({self.get_formato_display()})"
