"""Il ciclo di un anno: triennio, impostazione, atti su cui poggia, fasi."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from enti.models import Atto, Ente
from obiettivi.voci import CONCLUSI, IN_PREPARAZIONE, Impostazione, MetodoPeso, Scadenza, ScalaPeso, StatoCiclo
from piao.base.models import Versionato


class Ciclo(Versionato):
    """Il ciclo della performance di un ente per un anno (D.Lgs. 150/2009, art. 4)."""

    ente = models.ForeignKey(Ente, on_delete=models.PROTECT, related_name="cicli")
    anno = models.PositiveSmallIntegerField("anno")
    anno_presunto = models.BooleanField(
        "anno presunto", default=False, help_text="Il documento di origine non dice l'anno."
    )
    anno_fine = models.PositiveSmallIntegerField("ultimo anno", null=True, blank=True)
    anno_fine_letto = models.PositiveSmallIntegerField(
        "ultimo anno come scritto",
        null=True,
        blank=True,
        help_text="Se il documento di origine ne scrive uno diverso.",
    )
    stato = models.CharField("stato", max_length=20, choices=StatoCiclo, default=StatoCiclo.BOZZA)
    titolo = models.CharField("titolo del documento", max_length=200, blank=True)
    periodo = models.CharField("periodo", max_length=100, blank=True, help_text="Se diverso dall'anno intero.")
    allegato_a = models.CharField("allegato a", max_length=200, blank=True)
    impostazione = models.CharField("impostazione", max_length=1, choices=Impostazione, blank=True)
    provvisorio = models.BooleanField(
        "obiettivi provvisori",
        default=False,
        help_text="Il bilancio è rinviato: intanto si danno obiettivi provvisori (D.Lgs. 150/2009, art. 5 c. 1-ter).",
    )
    bilancio_termine = models.DateField("termine di legge del bilancio", null=True, blank=True)
    bilancio_approvato_il = models.DateField("bilancio approvato il", null=True, blank=True)
    atto_bilancio = models.ForeignKey(Atto, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    atto_dup = models.ForeignKey(Atto, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    atto_dup_aggiornamento = models.ForeignKey(Atto, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    atto_smvp = models.ForeignKey(Atto, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    atto_parere_smvp = models.ForeignKey(
        Atto,
        verbose_name="parere vincolante sull'SMVP",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    smvp_confermato_il = models.DateField(
        "SMVP confermato il",
        null=True,
        blank=True,
        help_text="L'ultima volta che l'ente l'ha riesaminato e confermato.",
    )
    atto_piao = models.ForeignKey(Atto, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    atto_approvazione = models.ForeignKey(Atto, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    relazione_unificata = models.BooleanField(
        "Relazione unificata al rendiconto",
        default=False,
        help_text="La Relazione esce con il rendiconto, entro il 30 aprile (D.Lgs. 150/2009, art. 10 c. 1-bis).",
    )
    relazione_validata_il = models.DateField(
        "Relazione validata il",
        null=True,
        blank=True,
        editable=False,
        help_text="Lo scrive la validazione della Relazione: senza non si pagano premi "
        "(D.Lgs. 150/2009, art. 14 c. 6).",
    )
    motivo_ritardo = models.TextField(
        "motivo del ritardo", blank=True, help_text="Se il Piano è adottato dopo il termine (art. 10 c. 5)."
    )
    pubblicato_il = models.DateField("pubblicato il", null=True, blank=True)
    inviato_portale_il = models.DateField("inviato al Portale PIAO il", null=True, blank=True)
    scala_peso = models.CharField("scala dei pesi", max_length=20, choices=ScalaPeso, default=ScalaPeso.PERCENTUALE)
    metodo_peso = models.CharField("metodo dei pesi", max_length=20, choices=MetodoPeso, default=MetodoPeso.DIRETTO)
    nota = models.TextField("nota", blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "ciclo"
        verbose_name_plural = "cicli"
        ordering = ["-anno"]
        constraints = [
            models.UniqueConstraint(
                fields=["ente", "anno"],
                name="un_ciclo_per_anno",
                violation_error_message="L'ente ha già il ciclo di quest'anno.",
            ),
            models.CheckConstraint(
                condition=Q(anno_fine__isnull=True) | Q(anno_fine__gte=F("anno")),
                name="ciclo_finisce_dopo_inizio",
                violation_error_message="L'ultimo anno viene prima del primo.",
            ),
            models.CheckConstraint(
                condition=~Q(stato=StatoCiclo.PUBBLICATO) | Q(pubblicato_il__isnull=False),
                name="ciclo_pubblicato_ha_la_data",
                violation_error_message="Scrivi il giorno in cui il Piano è stato pubblicato.",
            ),
        ]

    def __str__(self) -> str:
        return f"Ciclo {self.anno} – {self.ente}"

    @property
    def in_preparazione(self) -> bool:
        """Gli obiettivi e i testi si scrivono."""
        return self.stato in IN_PREPARAZIONE

    @property
    def concluso(self) -> bool:
        """La Giunta l'ha approvato: cambia solo con una variazione."""
        return self.stato in CONCLUSI

    @property
    def anni(self) -> list[int]:
        """Gli anni coperti; se l'ultimo non è scritto, il triennio."""
        return list(range(self.anno, (self.anno_fine or self.anno + 2) + 1))

    @property
    def triennio(self) -> str:
        """«2026-2028», oppure il solo anno se il documento è annuale."""
        primo, ultimo = self.anni[0], self.anni[-1]
        return str(primo) if primo == ultimo else f"{primo}-{ultimo}"


class LineaMandato(models.Model):
    """Una linea programmatica di mandato (o di missione) da cui discendono gli obiettivi strategici."""

    ente = models.ForeignKey(Ente, on_delete=models.CASCADE, related_name="linee_mandato")
    codice = models.CharField("codice", max_length=20, blank=True)
    titolo = models.CharField("titolo", max_length=300)
    descrizione = models.TextField("descrizione", blank=True)
    dal = models.PositiveSmallIntegerField("mandato dal", null=True, blank=True)
    al = models.PositiveSmallIntegerField("mandato al", null=True, blank=True)
    ordine = models.PositiveSmallIntegerField("ordine", default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "linea di mandato"
        verbose_name_plural = "linee di mandato"
        ordering = ["ordine", "codice", "pk"]

    def __str__(self) -> str:
        return f"{self.codice} {self.titolo}".strip()


class FaseCiclo(models.Model):
    """Una fase del ciclo come l'ente la disciplina: chi, perché, entro quando."""

    ciclo = models.ForeignKey(Ciclo, on_delete=models.CASCADE, related_name="fasi_ciclo")
    ordine = models.PositiveSmallIntegerField("ordine", default=0)
    denominazione = models.CharField("denominazione", max_length=200)
    organi = models.JSONField("organi coinvolti", default=list, blank=True)
    finalita = models.TextField("finalità", blank=True)
    tempistica = models.CharField("tempistica", max_length=300, blank=True)
    scadenza = models.CharField("tipo di scadenza", max_length=20, choices=Scadenza, blank=True)
    evento = models.CharField("evento", max_length=100, blank=True)
    giorni = models.SmallIntegerField("giorni dall'evento", null=True, blank=True)
    giorno = models.PositiveSmallIntegerField("giorno", null=True, blank=True)
    mese = models.PositiveSmallIntegerField("mese", null=True, blank=True)
    anno_relativo = models.SmallIntegerField("anni dopo quello del ciclo", null=True, blank=True)

    class Meta:
        verbose_name = "fase del ciclo"
        verbose_name_plural = "fasi del ciclo"
        ordering = ["ordine", "pk"]

    def __str__(self) -> str:
        return self.denominazione

    @property
    def ente(self) -> Ente:
        return self.ciclo.ente


class NotaOrigine(models.Model):
    """Un'incoerenza trovata nel documento da cui i dati sono stati presi: si conserva, non si corregge di nascosto."""

    ciclo = models.ForeignKey(Ciclo, on_delete=models.CASCADE, related_name="note_origine")
    codice = models.CharField("codice", max_length=20, blank=True)
    riga = models.PositiveIntegerField("riga", null=True, blank=True)
    tipo = models.CharField("tipo", max_length=60)
    gravita = models.CharField("gravità", max_length=20, blank=True)
    valore_letto = models.TextField("scritto nel documento", blank=True)
    valore_atteso = models.TextField("valore atteso", blank=True)
    descrizione = models.TextField("descrizione")
    rimedio = models.TextField("rimedio", blank=True)

    class Meta:
        verbose_name = "nota sul documento di origine"
        verbose_name_plural = "note sul documento di origine"
        ordering = ["riga", "pk"]

    def __str__(self) -> str:
        return self.descrizione

    @property
    def ente(self) -> Ente:
        return self.ciclo.ente
