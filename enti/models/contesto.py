"""Il contesto: popolazione e personale per anno. Totali, percentuali e variazioni non si scrivono: si calcolano."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from enti.models.ente import Ente
from enti.models.unita import Unita
from enti.voci import Area
from piao.base.models import Versionato


class Popolazione(models.Model):
    """Gli abitanti residenti a una data. Il totale si scrive solo quando non si conosce la ripartizione per genere."""

    ente = models.ForeignKey(Ente, on_delete=models.CASCADE, related_name="popolazione")
    alla_data = models.DateField("alla data")
    maschi = models.PositiveIntegerField("maschi", null=True, blank=True)
    femmine = models.PositiveIntegerField("femmine", null=True, blank=True)
    totale_rilevato = models.PositiveIntegerField(
        "totale", null=True, blank=True, help_text="Solo se non si conoscono maschi e femmine."
    )
    famiglie = models.PositiveIntegerField("famiglie", null=True, blank=True)
    nota = models.CharField("nota", max_length=300, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "popolazione"
        verbose_name_plural = "popolazione"
        ordering = ["alla_data"]
        constraints = [
            models.UniqueConstraint(
                fields=["ente", "alla_data"],
                name="una_popolazione_per_data",
                violation_error_message="La popolazione a questa data c'è già.",
            ),
            models.CheckConstraint(
                condition=Q(maschi__isnull=False, femmine__isnull=False, totale_rilevato__isnull=True)
                | Q(maschi__isnull=True, femmine__isnull=True, totale_rilevato__isnull=False),
                name="popolazione_per_genere_o_totale",
                violation_error_message="Scrivi maschi e femmine (il totale si calcola) oppure soltanto il totale.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ente}: {self.totale} abitanti al {self.alla_data:%d/%m/%Y}"

    @property
    def totale(self) -> int:
        if self.totale_rilevato is not None:
            return self.totale_rilevato
        return (self.maschi or 0) + (self.femmine or 0)


class Personale(Versionato):
    """Il personale in servizio in un anno: consistenza e spesa, con le righe per settore o area."""

    ente = models.ForeignKey(Ente, on_delete=models.CASCADE, related_name="personale")
    anno = models.PositiveSmallIntegerField("anno")
    alla_data = models.DateField("in servizio al", null=True, blank=True)
    totale_dichiarato = models.PositiveIntegerField(
        "dipendenti", null=True, blank=True, help_text="Solo se non si conosce la ripartizione per genere."
    )
    meno_di_50 = models.BooleanField(
        "meno di 50 dipendenti (dichiarato)",
        null=True,
        blank=True,
        help_text="Solo se non si conosce il numero: con le righe compilate la soglia si calcola.",
    )
    retribuzioni = models.DecimalField("retribuzioni (€)", max_digits=14, decimal_places=2, null=True, blank=True)
    irap = models.DecimalField("IRAP (€)", max_digits=14, decimal_places=2, null=True, blank=True)
    oneri = models.DecimalField("oneri riflessi (€)", max_digits=14, decimal_places=2, null=True, blank=True)
    nota = models.TextField("nota", blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "personale dell'anno"
        verbose_name_plural = "personale per anno"
        ordering = ["anno"]
        constraints = [
            models.UniqueConstraint(
                fields=["ente", "anno"],
                name="un_personale_per_anno",
                violation_error_message="Il personale di quest'anno c'è già: aprilo e modificalo.",
            )
        ]

    def __str__(self) -> str:
        return f"Personale {self.anno} – {self.ente}"


class RigaPersonale(models.Model):
    """Uomini e donne in servizio in un settore (o in un'area contrattuale)."""

    personale = models.ForeignKey(Personale, on_delete=models.CASCADE, related_name="righe")
    ordine = models.PositiveSmallIntegerField("ordine", default=0)
    etichetta = models.CharField("settore", max_length=200)
    unita = models.ForeignKey(
        Unita, verbose_name="unità", on_delete=models.SET_NULL, related_name="righe_personale", null=True, blank=True
    )
    area = models.CharField("area contrattuale", max_length=20, choices=Area, blank=True)
    uomini = models.PositiveIntegerField("uomini", default=0)
    donne = models.PositiveIntegerField("donne", default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "riga del personale"
        verbose_name_plural = "righe del personale"
        ordering = ["ordine", "pk"]

    def __str__(self) -> str:
        return f"{self.etichetta}: {self.totale}"

    @property
    def totale(self) -> int:
        return self.uomini + self.donne

    @property
    def ente(self) -> Ente:
        return self.personale.ente
