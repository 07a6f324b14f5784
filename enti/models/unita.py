"""Le unità organizzative: un albero di qualunque profondità, i cui livelli li nomina l'ente."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords
from tree_queries.models import TreeNode

from enti.models.ente import Ente
from piao.base.models import Versionato


class LivelloUnita(models.Model):
    """Il nome che l'ente dà a un livello del suo organigramma: area, settore, servizio, ufficio…"""

    ente = models.ForeignKey(Ente, on_delete=models.CASCADE, related_name="livelli")
    ordine = models.PositiveSmallIntegerField("ordine")
    nome = models.CharField("nome", max_length=60)

    class Meta:
        verbose_name = "livello dell'organigramma"
        verbose_name_plural = "livelli dell'organigramma"
        ordering = ["ordine"]
        constraints = [
            models.UniqueConstraint(
                fields=["ente", "nome"],
                name="un_livello_per_nome",
                violation_error_message="L'ente ha già un livello con questo nome.",
            )
        ]

    def __str__(self) -> str:
        return self.nome


class Unita(TreeNode, Versionato):
    """Una struttura dell'ente, con validità. Il responsabile sta negli incarichi e può mancare."""

    ente = models.ForeignKey(Ente, on_delete=models.PROTECT, related_name="unita")
    livello = models.ForeignKey(LivelloUnita, on_delete=models.PROTECT, related_name="unita", null=True, blank=True)
    codice = models.CharField("codice", max_length=30, blank=True)
    denominazione = models.CharField("denominazione", max_length=200)
    funzioni = models.TextField("funzioni", blank=True, help_text="Di che cosa si occupa, in poche righe.")
    ordine = models.PositiveIntegerField("ordine", default=0)
    dal = models.DateField("valida dal", null=True, blank=True)
    al = models.DateField("valida al", null=True, blank=True)
    fonte = models.CharField("fonte", max_length=200, blank=True, help_text="L'atto che la istituisce.")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "unità organizzativa"
        verbose_name_plural = "unità organizzative"
        ordering = ["ordine", "denominazione"]
        constraints = [
            models.CheckConstraint(
                condition=Q(al__isnull=True) | Q(dal__isnull=True) | Q(al__gte=F("dal")),
                name="unita_finisce_dopo_inizio",
                violation_error_message="L'unità finisce prima di cominciare: controlla le due date.",
            ),
        ]

    def __str__(self) -> str:
        return self.denominazione
