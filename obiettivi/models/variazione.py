"""Le variazioni del Piano approvato (D.Lgs. 150/2009, art. 6): nulla di approvato cambia senza una di queste."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from enti.models import Atto, Ente
from obiettivi.models.ciclo import Ciclo
from obiettivi.voci import CausaScostamento, StatoVariazione, TipoRigaVariazione
from piao.base.models import Versionato

CHIUSE = [StatoVariazione.APPROVATA, StatoVariazione.RESPINTA]


class Variazione(Versionato):
    """Una richiesta di cambiare il Piano, con motivo e causa. Quando la Giunta l'approva nasce una versione nuova."""

    ciclo = models.ForeignKey(Ciclo, on_delete=models.CASCADE, related_name="variazioni")
    numero = models.PositiveSmallIntegerField("numero")
    titolo = models.CharField("oggetto", max_length=200)
    motivo = models.TextField("motivo", help_text="Perché il Piano approvato non va più bene.")
    causa = models.CharField("causa", max_length=25, choices=CausaScostamento)
    stato = models.CharField("stato", max_length=20, choices=StatoVariazione, default=StatoVariazione.BOZZA)
    chi = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    creata_il = models.DateTimeField("aperta il", default=timezone.now, editable=False)
    richiesta_il = models.DateTimeField("richiesta il", null=True, blank=True)
    osservazioni = models.TextField("osservazioni", blank=True, help_text="Di chi l'ha rimandata o respinta.")
    atto = models.ForeignKey(Atto, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "variazione"
        verbose_name_plural = "variazioni"
        ordering = ["numero"]
        constraints = [
            models.UniqueConstraint(fields=["ciclo", "numero"], name="una_variazione_per_numero"),
            models.CheckConstraint(
                condition=~Q(stato="approvata") | Q(atto__isnull=False),
                name="variazione_approvata_con_atto",
                violation_error_message="Una variazione si approva con un atto della Giunta.",
            ),
        ]

    def __str__(self) -> str:
        return f"Variazione n. {self.numero}: {self.titolo}"

    @property
    def ente(self) -> Ente:
        return self.ciclo.ente

    @property
    def aperta(self) -> bool:
        return self.stato not in CHIUSE


class RigaVariazione(models.Model):
    """Un obiettivo toccato da una variazione: che cosa se ne fa, e la copia di lavoro su cui si scrive."""

    variazione = models.ForeignKey(Variazione, on_delete=models.CASCADE, related_name="righe")
    tipo = models.CharField("che cosa si fa", max_length=20, choices=TipoRigaVariazione)
    obiettivo = models.ForeignKey(
        "obiettivi.Obiettivo",
        on_delete=models.PROTECT,
        related_name="variazioni",
        null=True,
        blank=True,
        help_text="L'obiettivo del Piano; un'aggiunta lo riceve all'approvazione.",
    )
    copia = models.OneToOneField(
        "obiettivi.Obiettivo",
        on_delete=models.SET_NULL,
        related_name="riga_variazione",
        null=True,
        blank=True,
        help_text="La copia di lavoro: diventa il contenuto dell'obiettivo quando la Giunta approva.",
    )
    nota = models.TextField("nota", blank=True)
    aperta = models.BooleanField(default=True, help_text="La variazione non è ancora approvata né respinta.")

    class Meta:
        verbose_name = "riga di variazione"
        verbose_name_plural = "righe di variazione"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["obiettivo"],
                condition=Q(aperta=True, obiettivo__isnull=False),
                name="un_obiettivo_in_una_sola_variazione_aperta",
                violation_error_message="L'obiettivo è già in un'altra variazione aperta.",
            ),
            models.CheckConstraint(
                condition=Q(tipo="aggiunta") | Q(obiettivo__isnull=False),
                name="si_varia_un_obiettivo_che_esiste",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_tipo_display()}: {self.obiettivo or self.copia}"

    @property
    def ente(self) -> Ente:
        return self.variazione.ciclo.ente
