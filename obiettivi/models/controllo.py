"""Come l'ente regola i controlli di conformità, e le ragioni di ciò che lascia com'è."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from enti.models import Ente
from obiettivi.models.ciclo import Ciclo
from obiettivi.voci import Regolato


class RegolaEnte(models.Model):
    """Un controllo spento o con un'altra gravità, per tutto l'ente, con la ragione."""

    ente = models.ForeignKey(Ente, on_delete=models.CASCADE, related_name="regole")
    codice = models.CharField("controllo", max_length=10)
    vale = models.CharField("da qui in avanti", max_length=10, choices=Regolato)
    motivo = models.TextField("motivo")
    chi = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    quando = models.DateTimeField("quando", default=timezone.now)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "controllo regolato"
        verbose_name_plural = "controlli regolati"
        ordering = ["codice"]
        constraints = [
            models.UniqueConstraint(fields=["ente", "codice"], name="una_regola_per_controllo"),
            models.CheckConstraint(
                condition=~Q(motivo=""),
                name="regola_con_motivo",
                violation_error_message="Scrivi perché: chi legge il Piano deve poterlo capire.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.codice}: {self.get_vale_display()}"


class Motivazione(models.Model):
    """Perché un rilievo resta: chi lo dice, quando, con quali parole. Vale per quel rilievo e quell'oggetto."""

    ciclo = models.ForeignKey(Ciclo, on_delete=models.CASCADE, related_name="motivazioni")
    codice = models.CharField("controllo", max_length=10)
    oggetto = models.CharField("oggetto", max_length=60, help_text="Tipo e chiave: «obiettivo:12», «piano».")
    motivo = models.TextField("motivo")
    chi = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    ruolo = models.CharField("in qualità di", max_length=150, blank=True)
    quando = models.DateTimeField("quando", default=timezone.now)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "motivazione di un rilievo"
        verbose_name_plural = "motivazioni dei rilievi"
        ordering = ["codice", "oggetto"]
        constraints = [
            models.UniqueConstraint(
                fields=["ciclo", "codice", "oggetto"],
                name="una_motivazione_per_rilievo",
                violation_error_message="Questo rilievo ha già una motivazione: modificala.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.codice} su {self.oggetto}"

    @property
    def ente(self) -> Ente:
        return self.ciclo.ente
