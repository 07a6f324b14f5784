"""Il registro degli atti che reggono il ciclo."""

from django.core.validators import FileExtensionValidator
from django.db import models
from simple_history.models import HistoricalRecords

from enti.models.ente import Ente
from enti.voci import Organo, Parere49


class Atto(models.Model):
    """Una deliberazione, un decreto, un verbale. Numero e data possono mancare, come nei documenti reali."""

    ente = models.ForeignKey(Ente, on_delete=models.CASCADE, related_name="atti")
    organo = models.CharField("organo", max_length=20, choices=Organo, blank=True)
    organo_testo = models.CharField("dicitura dell'organo", max_length=80, blank=True)
    numero = models.CharField("numero", max_length=30, blank=True)
    data = models.DateField("data", null=True, blank=True)
    oggetto = models.CharField("oggetto", max_length=400)
    parere_tecnico = models.CharField("parere di regolarità tecnica", max_length=20, choices=Parere49, blank=True)
    parere_contabile = models.CharField("parere di regolarità contabile", max_length=20, choices=Parere49, blank=True)
    immediatamente_eseguibile = models.BooleanField("immediatamente eseguibile", default=False)
    file = models.FileField(
        "file", upload_to="atti/%Y/", blank=True, validators=[FileExtensionValidator(["pdf", "p7m", "odt", "docx"])]
    )
    collegamento = models.URLField("collegamento", blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "atto"
        verbose_name_plural = "atti"
        ordering = ["-data", "organo", "numero"]

    def __str__(self) -> str:
        return f"{self.estremi} – {self.oggetto}" if self.estremi else self.oggetto

    @property
    def estremi(self) -> str:
        """«Giunta n. 12 del 30/01/2026»; ciò che manca non si inventa."""
        parti = [
            self.organo_testo or self.get_organo_display(),
            f"n. {self.numero}" if self.numero else "",
            f"del {self.data:%d/%m/%Y}" if self.data else "",
        ]
        return " ".join(parte for parte in parti if parte)
