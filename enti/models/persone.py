"""Persone, rapporti di lavoro, incarichi, gruppi."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from enti.models.atti import Atto
from enti.models.ente import Ente
from enti.models.unita import Unita
from enti.voci import Area, Genere, TipoGruppo, TipoIncarico, TipoRapporto
from piao.base.models import Versionato

PERCENTUALE = [MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(100))]


class Persona(Versionato):
    """Una persona fisica. Può lavorare o avere incarichi in più enti; entra nel programma con il suo utente."""

    utente = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="persona", null=True, blank=True
    )
    cognome = models.CharField("cognome", max_length=100)
    nome = models.CharField("nome", max_length=100, blank=True)
    codice_fiscale = models.CharField("codice fiscale", max_length=16, blank=True)
    email = models.EmailField("posta elettronica", blank=True)
    genere = models.CharField("genere", max_length=10, choices=Genere, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "persona"
        verbose_name_plural = "persone"
        ordering = ["cognome", "nome"]
        constraints = [
            models.UniqueConstraint(
                fields=["codice_fiscale"],
                condition=~Q(codice_fiscale=""),
                name="un_codice_fiscale_una_persona",
                violation_error_message="Esiste già una persona con questo codice fiscale.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cognome} {self.nome}".strip()


class Rapporto(Versionato):
    """Il rapporto di lavoro di una persona con un ente, per un tempo. Da qui nasce la scheda di valutazione."""

    ente = models.ForeignKey(Ente, on_delete=models.PROTECT, related_name="rapporti")
    persona = models.ForeignKey(Persona, on_delete=models.PROTECT, related_name="rapporti")
    unita = models.ForeignKey(
        Unita, verbose_name="unità", on_delete=models.PROTECT, related_name="rapporti", null=True, blank=True
    )
    matricola = models.CharField("matricola", max_length=30, blank=True)
    tipo = models.CharField(
        "tipo di rapporto", max_length=20, choices=TipoRapporto, default=TipoRapporto.INDETERMINATO
    )
    area = models.CharField("area contrattuale", max_length=20, choices=Area, blank=True)
    profilo = models.CharField("profilo professionale", max_length=150, blank=True)
    tempo = models.DecimalField(
        "tempo di lavoro (%)", max_digits=5, decimal_places=2, default=Decimal(100), validators=PERCENTUALE
    )
    dal = models.DateField("dal")
    al = models.DateField("al", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "rapporto di lavoro"
        verbose_name_plural = "rapporti di lavoro"
        ordering = ["-dal"]
        constraints = [
            models.CheckConstraint(
                condition=Q(al__isnull=True) | Q(al__gte=F("dal")),
                name="rapporto_finisce_dopo_inizio",
                violation_error_message="Il rapporto finisce prima di cominciare: controlla le due date.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.persona}, {self.get_area_display() or 'area non indicata'}"


class Incarico(Versionato):
    """Un incarico con date e atto. Che cosa una persona può fare discende dagli incarichi in vigore quel giorno."""

    ente = models.ForeignKey(Ente, on_delete=models.PROTECT, related_name="incarichi")
    persona = models.ForeignKey(Persona, on_delete=models.PROTECT, related_name="incarichi")
    tipo = models.CharField("incarico", max_length=40, choices=TipoIncarico)
    unita = models.ForeignKey(
        Unita,
        verbose_name="unità",
        on_delete=models.PROTECT,
        related_name="incarichi",
        null=True,
        blank=True,
        help_text="Serve a chi dirige una struttura.",
    )
    titolo = models.CharField("dicitura", max_length=150, blank=True, help_text="Come compare nei documenti.")
    dal = models.DateField("dal")
    al = models.DateField("al", null=True, blank=True)
    ad_interim = models.BooleanField("ad interim", default=False)
    quota = models.DecimalField(
        "quota in convenzione (%)",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=PERCENTUALE,
        help_text="La parte a carico di questo ente, quando l'incarico è condiviso fra più enti.",
    )
    responsabile_pagamenti = models.BooleanField(
        "responsabile dei pagamenti",
        default=False,
        help_text="Destinatario dell'obiettivo sui tempi di pagamento (DL 13/2023, art. 4-bis).",
    )
    atto = models.ForeignKey(
        Atto, verbose_name="atto di nomina", on_delete=models.PROTECT, related_name="incarichi", null=True, blank=True
    )
    atto_integrazione = models.ForeignKey(
        Atto,
        verbose_name="atto che integra il contratto o il decreto",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="Per chi risponde dei tempi di pagamento (circolare RGS 1/2024).",
    )
    nota = models.CharField("nota", max_length=300, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "incarico"
        verbose_name_plural = "incarichi"
        ordering = ["tipo", "-dal"]
        indexes = [models.Index(fields=["ente", "tipo"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(al__isnull=True) | Q(al__gte=F("dal")),
                name="incarico_finisce_dopo_inizio",
                violation_error_message="L'incarico finisce prima di cominciare: controlla le due date.",
            )
        ]

    def __str__(self) -> str:
        return self.dicitura

    @property
    def dicitura(self) -> str:
        """L'incarico detto per ruolo, senza il nome della persona: così compare nei documenti."""
        base = self.titolo or self.get_tipo_display()
        return f"{base} – {self.unita}" if self.unita_id and not self.titolo else base


class Gruppo(models.Model):
    """Chi deve fare, detto per funzione: «Tutti i dipendenti», «Incaricati di EQ», «un dipendente»."""

    ente = models.ForeignKey(Ente, on_delete=models.CASCADE, related_name="gruppi")
    denominazione = models.CharField("denominazione", max_length=150)
    tipo = models.CharField("tipo", max_length=20, choices=TipoGruppo, default=TipoGruppo.ELENCO)
    persone = models.ManyToManyField(Persona, verbose_name="persone", related_name="gruppi", blank=True)

    history = HistoricalRecords(m2m_fields=[persone])

    class Meta:
        verbose_name = "gruppo"
        verbose_name_plural = "gruppi"
        ordering = ["denominazione"]
        constraints = [
            models.UniqueConstraint(
                fields=["ente", "denominazione"],
                name="un_gruppo_per_denominazione",
                violation_error_message="L'ente ha già un gruppo con questo nome.",
            )
        ]

    def __str__(self) -> str:
        return self.denominazione
