"""Lo scadenzario dell'ente: ciò che si scosta dal calendario calcolato, e ciò che è stato fatto."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from enti.models import Atto, Ente
from obiettivi.models.ciclo import Ciclo
from piao.base.models import Versionato


class Adempimento(Versionato):
    """Una scadenza del ciclo su cui l'ente ha detto qualcosa: fatta il…, spostata al…, non dovuta perché…

    Le scadenze che non hanno una riga qui valgono come le calcola `obiettivi/scadenzario`.
    """

    ciclo = models.ForeignKey(Ciclo, on_delete=models.CASCADE, related_name="adempimenti")
    codice = models.CharField("scadenza", max_length=40)
    termine = models.DateField("termine dell'ente", null=True, blank=True, help_text="Se diverso da quello calcolato.")
    non_dovuto = models.BooleanField("non dovuto", default=False)
    motivo = models.CharField("motivo", max_length=300, blank=True)
    fatto_il = models.DateField("fatto il", null=True, blank=True)
    atto = models.ForeignKey(Atto, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    nota = models.CharField("nota", max_length=300, blank=True)
    chi = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    quando = models.DateTimeField("registrato il", default=timezone.now)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "adempimento"
        verbose_name_plural = "adempimenti"
        ordering = ["codice"]
        constraints = [
            models.UniqueConstraint(fields=["ciclo", "codice"], name="un_adempimento_per_scadenza"),
            models.CheckConstraint(
                condition=~Q(motivo="") | Q(termine__isnull=True, non_dovuto=False),
                name="scadenza_cambiata_con_motivo",
                violation_error_message="Scrivi il motivo: una scadenza di legge non si sposta senza dirlo.",
            ),
        ]

    def __str__(self) -> str:
        return self.codice

    @property
    def ente(self) -> Ente:
        return self.ciclo.ente


class AbbonamentoCalendario(models.Model):
    """Il collegamento personale con cui un programma di calendario legge le scadenze.

    Del segreto si conserva solo l'impronta SHA-256: rifarlo annulla il precedente.
    """

    ente = models.ForeignKey(Ente, on_delete=models.CASCADE, related_name="abbonamenti")
    utente = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="abbonamenti")
    impronta = models.CharField(max_length=64, unique=True)
    creato_il = models.DateTimeField(default=timezone.now)
    letto_il = models.DateTimeField("letto l'ultima volta", null=True, blank=True)

    class Meta:
        verbose_name = "abbonamento al calendario"
        verbose_name_plural = "abbonamenti al calendario"
        constraints = [models.UniqueConstraint(fields=["ente", "utente"], name="un_abbonamento_per_utente")]

    def __str__(self) -> str:
        return f"Calendario di {self.ente}"
