"""Indicatori, valori storici, target: come si misura, da dove si parte, dove si vuole arrivare."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from enti.models import Ente
from obiettivi.models.obiettivo import NON_NEGATIVO, Obiettivo
from obiettivi.voci import Dimensione, Frequenza, Operatore, TipoFonte, Verso


class Indicatore(models.Model):
    """Come si misura un obiettivo. Manca ≠ zero ≠ nuovo: la baseline assente resta vuota, «nuovo» vuole una nota."""

    obiettivo = models.ForeignKey(Obiettivo, on_delete=models.CASCADE, related_name="indicatori")
    identificativo = models.UUIDField(default=uuid4, editable=False, help_text="Lo stesso in ogni versione del Piano.")
    ordine = models.PositiveSmallIntegerField("ordine", default=0)
    codice = models.CharField("codice", max_length=40, blank=True)
    denominazione = models.CharField("denominazione", max_length=400)
    dimensione = models.CharField("dimensione", max_length=30, choices=Dimensione, blank=True)
    unita_misura = models.CharField("unità di misura", max_length=60, blank=True)
    formula = models.CharField("formula", max_length=400, blank=True)
    numeratore = models.CharField("numeratore", max_length=300, blank=True)
    denominatore = models.CharField("denominatore", max_length=300, blank=True)
    verso = models.CharField("verso", max_length=20, choices=Verso, blank=True)
    decimali = models.PositiveSmallIntegerField("decimali", default=0)
    baseline = models.DecimalField("valore di partenza", max_digits=18, decimal_places=6, null=True, blank=True)
    baseline_anno = models.PositiveSmallIntegerField("anno del valore di partenza", null=True, blank=True)
    nuovo = models.BooleanField("indicatore nuovo", default=False, help_text="Non ha ancora un valore di partenza.")
    nota_nuovo = models.CharField("perché è nuovo", max_length=300, blank=True)
    soglia_minima = models.DecimalField("soglia minima", max_digits=18, decimal_places=6, null=True, blank=True)
    fonte = models.CharField("fonte", max_length=300, blank=True)
    tipo_fonte = models.CharField("tipo di fonte", max_length=20, choices=TipoFonte, blank=True)
    responsabile_dato = models.CharField("chi fornisce il dato", max_length=200, blank=True)
    frequenza = models.CharField("frequenza di rilevazione", max_length=20, choices=Frequenza, blank=True)
    rilevazione_il = models.DateField("data di rilevazione", null=True, blank=True)
    peso = models.DecimalField("peso", max_digits=9, decimal_places=4, null=True, blank=True, validators=NON_NEGATIVO)
    origine_id = models.CharField("codice nel documento di origine", max_length=80, blank=True)
    origine_riga = models.PositiveIntegerField("riga nel documento di origine", null=True, blank=True)
    nota = models.TextField("nota", blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "indicatore"
        verbose_name_plural = "indicatori"
        ordering = ["ordine", "pk"]

    def __str__(self) -> str:
        return self.denominazione

    @property
    def ente(self) -> Ente:
        return self.obiettivo.ciclo.ente


class ValoreStorico(models.Model):
    """Il valore dell'indicatore in un anno passato (art. 5 c. 2 lett. f: almeno il triennio precedente)."""

    indicatore = models.ForeignKey(Indicatore, on_delete=models.CASCADE, related_name="valori_storici")
    anno = models.PositiveSmallIntegerField("anno")
    valore = models.DecimalField("valore", max_digits=18, decimal_places=6)

    class Meta:
        verbose_name = "valore storico"
        verbose_name_plural = "valori storici"
        ordering = ["anno"]
        constraints = [models.UniqueConstraint(fields=["indicatore", "anno"], name="un_valore_storico_per_anno")]

    def __str__(self) -> str:
        return f"{self.anno}: {self.valore}"

    @property
    def ente(self) -> Ente:
        return self.indicatore.obiettivo.ciclo.ente


class Target(models.Model):
    """Il valore atteso in un anno, con l'operatore e la grafia del documento, che non si butta mai."""

    indicatore = models.ForeignKey(Indicatore, on_delete=models.CASCADE, related_name="target")
    anno = models.PositiveSmallIntegerField("anno")
    operatore = models.CharField("operatore", max_length=10, choices=Operatore, blank=True)
    valore = models.DecimalField("valore", max_digits=18, decimal_places=6, null=True, blank=True)
    valore_massimo = models.DecimalField("fino a", max_digits=18, decimal_places=6, null=True, blank=True)
    data = models.DateField("entro il", null=True, blank=True)
    testo_originale = models.CharField("come è scritto nel documento", max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "target"
        verbose_name_plural = "target"
        ordering = ["anno"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicatore", "anno"],
                name="un_target_per_anno",
                violation_error_message="L'indicatore ha già un target per quest'anno.",
            ),
            models.CheckConstraint(
                condition=Q(valore_massimo__isnull=True) | Q(valore__isnull=False),
                name="target_intervallo_con_inizio",
                violation_error_message="Per un intervallo servono tutti e due i valori.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.anno}: {self.testo_originale or self.valore}"

    @property
    def ente(self) -> Ente:
        return self.indicatore.obiettivo.ciclo.ente
