"""Che cosa esce dall'ente: le parti discorsive dei documenti e i documenti prodotti."""

from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from enti.models import Ente
from obiettivi.models import Ciclo
from piao.base.models import Versionato
from relazioni.voci import Capitolo


class TipoDocumento(models.TextChoices):
    PIANO = "piano", "Piano della performance"


class Sezione(Versionato):
    """Una parte discorsiva di un documento. Il testo è HTML pulito, con variabili come {{ ente }} o {{ anno }}."""

    ciclo = models.ForeignKey(Ciclo, on_delete=models.CASCADE, related_name="sezioni")
    documento = models.CharField(max_length=20, choices=TipoDocumento, default=TipoDocumento.PIANO)
    chiave = models.SlugField("chiave", max_length=60)
    capitolo = models.CharField("capitolo", max_length=20, choices=Capitolo, default=Capitolo.PREMESSA)
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
