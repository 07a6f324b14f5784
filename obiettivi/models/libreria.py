"""La libreria: obiettivi pronti, di tutti o di un ente, da copiare nel proprio ciclo."""

from django.db import models
from django.db.models import Q

from enti.models import Ente


class Modello(models.Model):
    """Un obiettivo pronto. `contenuto` ha la stessa forma di un obiettivo nel formato di scambio.

    Senza ente è della libreria comune, tenuta nel pacchetto (`obiettivi/libreria.json`) e allineata a ogni avvio.
    """

    ente = models.ForeignKey(Ente, on_delete=models.CASCADE, related_name="modelli", null=True, blank=True)
    chiave = models.SlugField("chiave", max_length=80)
    titolo = models.CharField("titolo", max_length=400)
    descrizione = models.TextField("a che cosa serve", blank=True)
    norma = models.CharField("norma", max_length=300, blank=True)
    contenuto = models.JSONField("contenuto")
    ordine = models.PositiveSmallIntegerField("ordine", default=0)

    class Meta:
        verbose_name = "modello di obiettivo"
        verbose_name_plural = "libreria degli obiettivi"
        ordering = ["ordine", "titolo"]
        constraints = [
            models.UniqueConstraint(fields=["ente", "chiave"], name="un_modello_per_chiave"),
            models.UniqueConstraint(
                fields=["chiave"], condition=Q(ente__isnull=True), name="un_modello_comune_per_chiave"
            ),
        ]

    def __str__(self) -> str:
        return self.titolo
