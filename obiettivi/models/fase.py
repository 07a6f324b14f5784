"""Fasi (il Gantt) e risorse."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from enti.models import Ente, Unita
from obiettivi.models.ciclo import Ciclo
from obiettivi.models.obiettivo import NON_NEGATIVO, QUOTA, Obiettivo
from obiettivi.voci import TipoRisorsa

MESE = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


def valida_mesi(mesi: object) -> None:
    """I mesi di una fase sono testi «AAAA-MM», senza doppioni, in ordine. Solleva ValidationError."""
    if not isinstance(mesi, list) or not all(isinstance(mese, str) and MESE.fullmatch(mese) for mese in mesi):
        raise ValidationError("I mesi vanno scritti come «2026-07».")
    if mesi != sorted(set(mesi)):
        raise ValidationError("I mesi vanno in ordine e una volta sola.")


class Fase(models.Model):
    """Un'attività dell'obiettivo con i mesi in cui si svolge: i mesi contano per posizione, anche non consecutivi."""

    obiettivo = models.ForeignKey(Obiettivo, on_delete=models.CASCADE, related_name="fasi")
    ordine = models.PositiveSmallIntegerField("ordine", default=0)
    titolo = models.CharField("fase", max_length=400)
    mesi = models.JSONField("mesi previsti", default=list, blank=True, validators=[valida_mesi])
    peso = models.DecimalField("peso", max_digits=9, decimal_places=4, null=True, blank=True, validators=NON_NEGATIVO)
    risultato_atteso = models.TextField("risultato atteso", blank=True)
    percentuale_prevista = models.DecimalField(
        "avanzamento previsto (%)", max_digits=5, decimal_places=2, null=True, blank=True, validators=QUOTA
    )
    origine_riga = models.PositiveIntegerField("riga nel documento di origine", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "fase"
        verbose_name_plural = "fasi"
        ordering = ["ordine", "pk"]

    def __str__(self) -> str:
        return self.titolo

    @property
    def ente(self) -> Ente:
        return self.obiettivo.ciclo.ente


class Risorsa(models.Model):
    """Persone, capitoli o attrezzature: di tutto il piano, di un'unità o di un obiettivo."""

    ciclo = models.ForeignKey(Ciclo, on_delete=models.CASCADE, related_name="risorse")
    unita = models.ForeignKey(
        Unita, verbose_name="unità", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    obiettivo = models.ForeignKey(Obiettivo, on_delete=models.CASCADE, related_name="risorse", null=True, blank=True)
    tipo = models.CharField("tipo", max_length=20, choices=TipoRisorsa)
    descrizione = models.CharField("descrizione", max_length=400)
    quantita = models.DecimalField(
        "quantità", max_digits=9, decimal_places=2, null=True, blank=True, validators=NON_NEGATIVO
    )
    capitolo = models.CharField("capitolo PEG", max_length=60, blank=True)
    importo = models.DecimalField(
        "importo (€)", max_digits=14, decimal_places=2, null=True, blank=True, validators=NON_NEGATIVO
    )
    anno = models.PositiveSmallIntegerField("anno", null=True, blank=True)
    ordine = models.PositiveSmallIntegerField("ordine", default=0)
    origine_riga = models.PositiveIntegerField("riga nel documento di origine", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "risorsa"
        verbose_name_plural = "risorse"
        ordering = ["tipo", "ordine", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unita__isnull=True) | Q(obiettivo__isnull=True),
                name="risorsa_di_unita_o_di_obiettivo",
                violation_error_message="La risorsa è di un'unità oppure di un obiettivo, non di entrambi.",
            )
        ]

    def __str__(self) -> str:
        return self.descrizione

    @property
    def ente(self) -> Ente:
        return self.ciclo.ente
