"""La partecipazione dei cittadini (D.Lgs. 150/2009, art. 19-bis): questionari anonimi e segnalazioni al Nucleo."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from enti.models import Ente
from piao.base.models import Versionato

VOTO = [MinValueValidator(1), MaxValueValidator(5)]


class Questionario(Versionato):
    """Un questionario di soddisfazione su un servizio, aperto fra due date."""

    ente = models.ForeignKey(Ente, on_delete=models.CASCADE, related_name="questionari")
    servizio = models.CharField("servizio", max_length=150, help_text="Come lo chiamano i cittadini: «Anagrafe».")
    presentazione = models.TextField("presentazione", max_length=600, blank=True)
    dal = models.DateField("si risponde dal")
    al = models.DateField("fino al")

    class Meta:
        verbose_name = "questionario"
        verbose_name_plural = "questionari"
        ordering = ["-dal", "servizio"]
        constraints = [
            models.CheckConstraint(
                condition=Q(al__gte=F("dal")),
                name="questionario_finisce_dopo_inizio",
                violation_error_message="Il questionario si chiude prima di aprirsi: controlla le due date.",
            ),
            models.UniqueConstraint(
                fields=["ente", "servizio", "dal"],
                name="un_questionario_per_servizio_e_giorno",
                violation_error_message="C'è già un questionario su questo servizio che comincia quel giorno.",
            ),
        ]

    def __str__(self) -> str:
        return self.servizio


class Risposta(models.Model):
    """Una risposta: soltanto voti da 1 a 5 e il giorno. Nessun testo libero, nessuna traccia di chi risponde."""

    questionario = models.ForeignKey(Questionario, on_delete=models.CASCADE, related_name="risposte")
    soddisfazione = models.PositiveSmallIntegerField("nel complesso", validators=VOTO)
    tempi = models.PositiveSmallIntegerField("tempi", validators=VOTO, null=True, blank=True)
    chiarezza = models.PositiveSmallIntegerField("chiarezza", validators=VOTO, null=True, blank=True)
    accesso = models.PositiveSmallIntegerField("accesso", validators=VOTO, null=True, blank=True)
    cortesia = models.PositiveSmallIntegerField("cortesia", validators=VOTO, null=True, blank=True)
    giorno = models.DateField("giorno", default=timezone.localdate)

    class Meta:
        verbose_name = "risposta"
        verbose_name_plural = "risposte"
        constraints = [
            models.CheckConstraint(
                condition=Q(soddisfazione__gte=1, soddisfazione__lte=5), name="soddisfazione_da_uno_a_cinque"
            )
        ]

    def __str__(self) -> str:
        return f"Risposta del {self.giorno:%d/%m/%Y}"


class Segnalazione(models.Model):
    """Una segnalazione di un cittadino all'organismo di valutazione; con il codice se ne segue l'esito."""

    ente = models.ForeignKey(Ente, on_delete=models.CASCADE, related_name="segnalazioni")
    codice = models.CharField("codice di ricevuta", max_length=20, unique=True)
    servizio = models.CharField("di che cosa si tratta", max_length=150)
    testo = models.TextField("segnalazione", max_length=4000)
    contatto = models.EmailField("posta elettronica", blank=True)
    ricevuta_il = models.DateTimeField("ricevuta il", default=timezone.now, editable=False)
    letta_il = models.DateTimeField("letta il", null=True, editable=False)
    risposta = models.TextField("risposta", max_length=4000, blank=True)
    risposta_il = models.DateTimeField("risposta del", null=True, editable=False)
    chi = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = "segnalazione"
        verbose_name_plural = "segnalazioni"
        ordering = ["-ricevuta_il"]
        constraints = [
            models.CheckConstraint(
                condition=Q(risposta="", risposta_il__isnull=True) | (~Q(risposta="") & Q(risposta_il__isnull=False)),
                name="risposta_con_la_data",
            )
        ]

    def __str__(self) -> str:
        return f"Segnalazione del {self.ricevuta_il:%d/%m/%Y}"
