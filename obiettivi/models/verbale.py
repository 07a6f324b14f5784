"""Il verbale di monitoraggio dell'organismo di valutazione: che cosa ha visto in una sessione, che cosa segnala."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from enti.models import Ente
from obiettivi.models.monitoraggio import Sessione
from piao.base.models import Versionato


class VerbaleMonitoraggio(Versionato):
    """Il Nucleo verifica l'andamento e segnala alla Giunta dove serve intervenire (D.Lgs. 150/2009, art. 6).

    Finché è una bozza si scrive; depositato, resta com'è e chi deve sapere è avvisato.
    """

    sessione = models.OneToOneField(Sessione, on_delete=models.PROTECT, related_name="verbale")
    data = models.DateField("data del verbale")
    testo = models.TextField("che cosa si è verificato")
    segnalazioni = models.TextField(
        "che cosa si segnala alla Giunta",
        blank=True,
        help_text="Dove serve un intervento correttivo, e quale. Vuoto: nulla da segnalare.",
    )
    ruolo = models.CharField("in qualità di", max_length=150, blank=True, editable=False)
    chi = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    creato_il = models.DateTimeField("scritto la prima volta il", default=timezone.now, editable=False)
    depositato_il = models.DateTimeField("depositato il", null=True, blank=True, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "verbale di monitoraggio"
        verbose_name_plural = "verbali di monitoraggio"
        ordering = ["-data", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(testo=""),
                name="verbale_con_testo",
                violation_error_message="Scrivi che cosa si è verificato.",
            )
        ]

    def __str__(self) -> str:
        return f"Verbale di monitoraggio del {self.data:%d/%m/%Y}"

    @property
    def ente(self) -> Ente:
        return self.sessione.ciclo.ente

    @property
    def depositato(self) -> bool:
        return self.depositato_il is not None
