"""Gli obiettivi uguali fatti uno solo, con ciò che serve per tornare indietro finché il Piano si prepara."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from enti.models import Ente
from obiettivi.models.ciclo import Ciclo
from obiettivi.models.obiettivo import Obiettivo


class Unione(models.Model):
    """Più obiettivi confluiti in uno. `fotografia` è com'erano tutti, riga per riga, un istante prima.

    `legami` dice chi discendeva o continuava un obiettivo confluito: [campo, chiave, chiave di quello confluito].
    """

    ciclo = models.ForeignKey(Ciclo, on_delete=models.CASCADE, related_name="unioni")
    resta = models.ForeignKey(Obiettivo, on_delete=models.CASCADE, related_name="unioni")
    versione = models.PositiveIntegerField(
        "versione", help_text="Quella dell'obiettivo appena unito: se è andata avanti, qualcuno vi ha poi scritto."
    )
    confluiti = models.JSONField("obiettivi confluiti", help_text="Per nome, con le loro unità.")
    fotografia = models.TextField("fotografia", help_text="Le righe di prima, in JSON.")
    legami = models.JSONField("legami ereditati", default=list)
    chi = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    quando = models.DateTimeField("quando", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "unione di obiettivi"
        verbose_name_plural = "unioni di obiettivi"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Unione in «{self.resta}»"

    @property
    def ente(self) -> Ente:
        return self.ciclo.ente
