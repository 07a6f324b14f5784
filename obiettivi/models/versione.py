"""Ciò che la Giunta ha approvato, congelato: contenuto, PDF, esito dei controlli, ciascuno con la sua impronta.

Una versione non si modifica e non si elimina: lo impediscono anche due regole del database (migrazione 0003).
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from enti.models import Atto, Ente
from obiettivi.models.ciclo import Ciclo
from obiettivi.models.variazione import Variazione
from obiettivi.voci import TipoVersione


class Congelata(models.Model):
    """Un documento approvato come si conserva. `codice` è scritto nel PDF e si controlla a `/verifica/<codice>`."""

    codice = models.CharField("codice di verifica", max_length=20, unique=True)
    contenuto = models.TextField("contenuto", help_text="JSON canonico del documento.")
    impronta_contenuto = models.CharField("impronta del contenuto", max_length=64)
    pdf = models.FileField("PDF", upload_to="versioni/%Y/")
    impronta_pdf = models.CharField("impronta del PDF", max_length=64)
    pagine = models.PositiveIntegerField("pagine")
    rilievi = models.TextField("esito dei controlli", help_text="JSON canonico.")
    impronta_rilievi = models.CharField("impronta dei controlli", max_length=64)
    chi = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    creata_il = models.DateTimeField("congelata il", default=timezone.now, editable=False)

    class Meta:
        abstract = True


class Versione(Congelata):
    """Una versione approvata del Piano."""

    ciclo = models.ForeignKey(Ciclo, on_delete=models.PROTECT, related_name="versioni")
    numero = models.PositiveSmallIntegerField("versione")
    tipo = models.CharField("tipo", max_length=20, choices=TipoVersione)
    variazione = models.OneToOneField(Variazione, on_delete=models.PROTECT, related_name="nata", null=True, blank=True)
    atto = models.ForeignKey(Atto, on_delete=models.PROTECT, related_name="versioni")
    contenuto = models.TextField("contenuto", help_text="JSON canonico del Piano.")

    class Meta:
        verbose_name = "versione approvata"
        verbose_name_plural = "versioni approvate"
        ordering = ["numero"]
        constraints = [
            models.UniqueConstraint(fields=["ciclo", "numero"], name="una_versione_per_numero"),
            models.CheckConstraint(
                condition=Q(tipo="variazione", variazione__isnull=False)
                | (~Q(tipo="variazione") & Q(variazione__isnull=True)),
                name="versione_da_variazione",
            ),
        ]

    def __str__(self) -> str:
        return f"Versione {self.numero} – {self.ciclo}"

    @property
    def ente(self) -> Ente:
        return self.ciclo.ente
