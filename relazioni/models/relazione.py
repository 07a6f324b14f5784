"""La Relazione sulla performance: i fatti che solo lei ha, la validazione, ciò che la Giunta ha approvato.

I risultati non stanno qui: si leggono dal monitoraggio, e all'approvazione si congelano con il documento.
"""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from enti.models import Atto, Ente
from obiettivi.models import Ciclo, Risorsa
from obiettivi.models.versione import Congelata
from piao.base.models import Versionato
from relazioni.voci import EsitoValidazione, StatoRelazione

NON_NEGATIVO = [MinValueValidator(0)]
APPROVATE = (StatoRelazione.APPROVATA, StatoRelazione.VALIDATA, StatoRelazione.PUBBLICATA)


def giorni(nome: str, aiuto: str) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(nome, max_digits=7, decimal_places=2, null=True, blank=True, help_text=aiuto)


class Relazione(Versionato):
    """La Relazione di un ciclo (D.Lgs. 150/2009, art. 10 c. 1 lett. b): a che punto è, e i fatti da scrivere a mano.

    Un numero che manca è vuoto, mai zero: lo zero dei giorni di ritardo è un risultato.
    """

    ciclo = models.OneToOneField(Ciclo, on_delete=models.PROTECT, related_name="relazione")
    stato = models.CharField("stato", max_length=20, choices=StatoRelazione, default=StatoRelazione.BOZZA)
    atto = models.ForeignKey(Atto, on_delete=models.PROTECT, related_name="relazioni", null=True, blank=True)
    motivo_ritardo = models.TextField("motivo del ritardo", blank=True)
    pubblicata_il = models.DateField("pubblicata il", null=True, blank=True)
    indirizzo = models.URLField("dove si trova", blank=True)
    aperta_il = models.DateTimeField("cominciata il", default=timezone.now, editable=False)

    # I tempi di pagamento (DL 13/2023, art. 4-bis): si leggono dalla Piattaforma dei crediti commerciali.
    itr = giorni(
        "ritardo medio annuale (ITR), giorni", "Dalla Piattaforma dei crediti commerciali; negativo se in anticipo."
    )
    tmp = giorni("tempo medio di pagamento, giorni", "")
    itp = giorni("indicatore di tempestività pubblicato (ITP), giorni", "Quello in Amministrazione trasparente.")
    stock = models.DecimalField(
        "debito scaduto a fine anno (€)",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=NON_NEGATIVO,
    )
    pcc_il = models.DateField("dati estratti dalla PCC il", null=True, blank=True)
    revisore_verbale = models.CharField("verbale dell'organo di revisione", max_length=120, blank=True)
    revisore_il = models.DateField("data del verbale", null=True, blank=True)
    pagamenti_nota = models.TextField("nota sui pagamenti", blank=True)

    # La formazione (Direttiva 14.1.2025): ore dell'anno, e quanti sono arrivati alla soglia.
    formazione_ore_donne = models.PositiveIntegerField("ore di formazione delle donne", null=True, blank=True)
    formazione_ore_uomini = models.PositiveIntegerField("ore di formazione degli uomini", null=True, blank=True)
    formazione_in_soglia = models.PositiveIntegerField(
        "dipendenti arrivati alla soglia", null=True, blank=True, help_text="Quanti hanno fatto le ore previste."
    )

    # Gli utenti (art. 19-bis) e la trasparenza (D.Lgs. 33/2013, art. 44).
    indagini = models.PositiveSmallIntegerField("indagini presso gli utenti", null=True, blank=True)
    indagini_risposte = models.PositiveIntegerField("risposte raccolte", null=True, blank=True)
    indagini_soddisfatti = models.DecimalField(
        "utenti soddisfatti (%)",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[*NON_NEGATIVO, MaxValueValidator(100)],
    )
    indagini_pubblicate_il = models.DateField("esiti pubblicati il", null=True, blank=True)
    rpct_relazione_il = models.DateField("relazione annuale dell'RPCT del", null=True, blank=True)
    rpct_indirizzo = models.URLField("dove si trova la relazione dell'RPCT", blank=True)
    attestazione_il = models.DateField("attestazione degli obblighi di pubblicazione del", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "Relazione sulla performance"
        verbose_name_plural = "Relazioni sulla performance"
        ordering = ["-ciclo__anno"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stato=StatoRelazione.BOZZA) | Q(atto__isnull=False),
                name="relazione_approvata_ha_l_atto",
                violation_error_message="Una Relazione approvata ha il suo atto.",
            ),
            models.CheckConstraint(
                condition=Q(stato=StatoRelazione.PUBBLICATA, pubblicata_il__isnull=False)
                | (~Q(stato=StatoRelazione.PUBBLICATA) & Q(pubblicata_il__isnull=True)),
                name="relazione_pubblicata_ha_la_data",
                violation_error_message="Scrivi il giorno in cui la Relazione è stata pubblicata.",
            ),
        ]

    def __str__(self) -> str:
        return f"Relazione sulla performance {self.ciclo.anno} – {self.ciclo.ente}"

    @property
    def ente(self) -> Ente:
        return self.ciclo.ente

    @property
    def in_bozza(self) -> bool:
        return self.stato == StatoRelazione.BOZZA

    @property
    def approvata(self) -> bool:
        """La Giunta l'ha approvata: ciò che dice è congelato."""
        return self.stato in APPROVATE


class Impiego(models.Model):
    """Quanto di una risorsa prevista è stato usato davvero. Chi manca non ha una riga: non vale zero."""

    relazione = models.ForeignKey(Relazione, on_delete=models.CASCADE, related_name="impieghi")
    risorsa = models.ForeignKey(Risorsa, on_delete=models.CASCADE, related_name="impieghi")
    importo = models.DecimalField(
        "usati (€)", max_digits=14, decimal_places=2, null=True, blank=True, validators=NON_NEGATIVO
    )
    quantita = models.DecimalField(
        "usati (quantità)", max_digits=12, decimal_places=2, null=True, blank=True, validators=NON_NEGATIVO
    )
    nota = models.CharField("nota", max_length=300, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "impiego di una risorsa"
        verbose_name_plural = "impieghi delle risorse"
        ordering = ["risorsa__pk"]
        constraints = [models.UniqueConstraint(fields=["relazione", "risorsa"], name="un_impiego_per_risorsa")]

    def __str__(self) -> str:
        return f"{self.risorsa}: impiego"

    @property
    def ente(self) -> Ente:
        return self.relazione.ciclo.ente


class VersioneRelazione(Congelata):
    """La Relazione come la Giunta l'ha approvata. Non si modifica e non si elimina (migrazione 0004)."""

    relazione = models.ForeignKey(Relazione, on_delete=models.PROTECT, related_name="versioni")
    numero = models.PositiveSmallIntegerField("versione")
    atto = models.ForeignKey(Atto, on_delete=models.PROTECT, related_name="versioni_relazione")

    class Meta:
        verbose_name = "versione approvata della Relazione"
        verbose_name_plural = "versioni approvate della Relazione"
        ordering = ["numero"]
        constraints = [
            models.UniqueConstraint(fields=["relazione", "numero"], name="una_versione_per_numero_della_relazione")
        ]

    def __str__(self) -> str:
        return f"Versione {self.numero} – {self.relazione}"

    @property
    def ente(self) -> Ente:
        return self.relazione.ciclo.ente

    @property
    def ciclo(self) -> Ciclo:
        return self.relazione.ciclo


class Validazione(models.Model):
    """Ciò che l'organismo di valutazione ha deciso su una versione (art. 14 c. 4 lett. c). Non si cambia.

    `sintesi` è la parte del verbale che si pubblica; `riservate` resta fra l'organismo e l'ente.
    """

    versione = models.ForeignKey(VersioneRelazione, on_delete=models.PROTECT, related_name="validazioni")
    esito = models.CharField("esito", max_length=20, choices=EsitoValidazione)
    data = models.DateField("data")
    lista = models.JSONField("criteri", default=list, blank=True, help_text="Criteri con risposta e nota.")
    sintesi = models.TextField("che cosa si pubblica", blank=True)
    riservate = models.TextField("osservazioni riservate all'ente", blank=True)
    verbale = models.ForeignKey(Atto, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    chi = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    ruolo = models.CharField("in qualità di", max_length=150, blank=True)
    trascritta = models.BooleanField("trascritta dal verbale", default=False)
    creata_il = models.DateTimeField("registrata il", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "validazione"
        verbose_name_plural = "validazioni"
        ordering = ["-creata_il", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(esito=EsitoValidazione.VALIDATA) | ~Q(sintesi=""),
                name="validazione_con_riserve_spiegata",
                violation_error_message="Scrivi che cosa si pubblica: un esito con riserve va spiegato.",
            ),
            models.CheckConstraint(
                condition=Q(trascritta=False) | Q(verbale__isnull=False),
                name="validazione_trascritta_con_verbale",
                violation_error_message="Per trascrivere una validazione serve il verbale da cui la si prende.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_esito_display()} il {self.data:%d/%m/%Y}"

    @property
    def ente(self) -> Ente:
        return self.versione.relazione.ciclo.ente

    @property
    def valida(self) -> bool:
        """Apre la porta ai premi (art. 14 c. 6)."""
        return self.esito != EsitoValidazione.NON_VALIDATA
