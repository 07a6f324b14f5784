"""Il monitoraggio: sessioni con le loro date, valori rilevati, avanzamento delle fasi, prove allegate, rettifiche.

Manca, zero e «non applicabile» sono tre cose diverse: chi manca non ha una riga, lo zero è un valore, il non
applicabile ha il suo motivo.
"""

from datetime import date
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from enti.models import Atto, Ente, Unita
from obiettivi.models.ciclo import Ciclo
from obiettivi.models.fase import Fase
from obiettivi.models.indicatore import Indicatore
from obiettivi.models.obiettivo import NON_NEGATIVO, QUOTA, Obiettivo
from obiettivi.voci import CausaScostamento, PoliticaNeutra, Previsione, StatoForzatura, StatoSessione
from piao.base.models import Versionato


def _data_solo(campo: str, *, con: str = "", senza: str = "") -> Q:
    """La data c'è solo nello stato `con`; oppure in tutti, tranne `senza`."""
    stato, manca_li = con or senza, not con
    nello_stato = Q(stato=stato, **{f"{campo}__isnull": manca_li})
    negli_altri = ~Q(stato=stato) & Q(**{f"{campo}__isnull": not manca_li})
    return nello_stato | negli_altri


SENZA_VALORI = Q(valore=None, numeratore=None, denominatore=None, data=None, esito=None)


class Sessione(Versionato):
    """Una rilevazione dei risultati a una data (D.Lgs. 150/2009, art. 6): chi compila ha un tempo, poi si chiude."""

    ciclo = models.ForeignKey(Ciclo, on_delete=models.CASCADE, related_name="sessioni")
    nome = models.CharField("nome", max_length=80)
    al = models.DateField("situazione al", help_text="Il giorno a cui si riferiscono i valori.")
    dal = models.DateField("si compila dal")
    entro = models.DateField("si consegna entro")
    soglia = models.DecimalField(
        "scostamento da spiegare (punti)",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=NON_NEGATIVO,
        help_text="Oltre questi punti di distanza dal target serve la causa. Vuoto: la soglia di tutti.",
    )
    stato = models.CharField("stato", max_length=20, choices=StatoSessione, default=StatoSessione.PROGRAMMATA)
    chiusa_il = models.DateTimeField("chiusa il", null=True, blank=True, editable=False)
    riaperture = models.PositiveSmallIntegerField("volte in cui è stata riaperta", default=0, editable=False)
    nota = models.TextField("nota", blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "sessione di monitoraggio"
        verbose_name_plural = "sessioni di monitoraggio"
        ordering = ["al"]
        constraints = [
            models.UniqueConstraint(
                fields=["ciclo", "al"],
                name="una_sessione_per_data",
                violation_error_message="C'è già una sessione con la situazione a questa data.",
            ),
            models.CheckConstraint(
                condition=Q(entro__gte=F("dal")),
                name="sessione_finisce_dopo_inizio",
                violation_error_message="La consegna viene prima dell'inizio: controlla le due date.",
            ),
            models.CheckConstraint(
                condition=_data_solo("chiusa_il", con="chiusa"),
                name="sessione_chiusa_ha_la_data",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nome} ({self.al:%d/%m/%Y})"

    @property
    def ente(self) -> Ente:
        return self.ciclo.ente

    @property
    def finale(self) -> bool:
        """Guarda a tutto l'anno: ogni scostamento dal target è definitivo."""
        return self.al >= date(self.ciclo.anno, 12, 31)

    def in_ritardo(self, il: date) -> bool:
        return il > self.entro


class Consegna(models.Model):
    """La parte di un'unità, compilata e consegnata da chi la guida."""

    sessione = models.ForeignKey(Sessione, on_delete=models.CASCADE, related_name="consegne")
    unita = models.ForeignKey(Unita, verbose_name="unità", on_delete=models.PROTECT, related_name="+")
    chi = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    quando = models.DateTimeField("consegnata il", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "consegna"
        verbose_name_plural = "consegne"
        ordering = ["quando", "pk"]
        constraints = [models.UniqueConstraint(fields=["sessione", "unita"], name="una_consegna_per_unita")]

    def __str__(self) -> str:
        return f"{self.unita}: {self.sessione}"

    @property
    def ente(self) -> Ente:
        return self.sessione.ciclo.ente

    @property
    def tardiva(self) -> bool:
        return self.sessione.in_ritardo(timezone.localdate(self.quando))


class Rilevazione(Versionato):
    """Il valore di un indicatore in una sessione, con la fonte e chi l'ha scritto.

    `valore` è quello usato nei conti: con numeratore e denominatore è il loro rapporto, arrotondato ai decimali
    dell'indicatore. Un indicatore «entro una data» ha `data`, oppure `esito` falso se non è ancora fatto.
    """

    sessione = models.ForeignKey(Sessione, on_delete=models.CASCADE, related_name="rilevazioni")
    # RESTRICT: un valore se ne va solo con il suo ciclo, mai perché qualcuno ha tolto l'indicatore
    indicatore = models.ForeignKey(Indicatore, on_delete=models.RESTRICT, related_name="rilevazioni")
    valore = models.DecimalField("valore", max_digits=18, decimal_places=6, null=True, blank=True)
    numeratore = models.DecimalField("numeratore", max_digits=18, decimal_places=6, null=True, blank=True)
    denominatore = models.DecimalField("denominatore", max_digits=18, decimal_places=6, null=True, blank=True)
    data = models.DateField("fatto il", null=True, blank=True)
    esito = models.BooleanField("raggiunto", null=True, blank=True)
    non_applicabile = models.BooleanField("non applicabile", default=False)
    motivo_non_applicabile = models.CharField("perché non è applicabile", max_length=300, blank=True)
    rilevato_il = models.DateField("rilevato il", null=True, blank=True)
    fonte = models.CharField("fonte", max_length=300, blank=True)
    nota = models.TextField("nota", blank=True)
    previsione = models.CharField("a fine anno", max_length=20, choices=Previsione, blank=True)
    causa = models.CharField("causa dello scostamento", max_length=25, choices=CausaScostamento, blank=True)
    spiegazione = models.TextField("che cosa è successo", blank=True)
    correttivo = models.TextField("che cosa si fa", blank=True)
    chi = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    inserita_il = models.DateTimeField("scritta la prima volta il", default=timezone.now, editable=False)
    aggiornata_il = models.DateTimeField("aggiornata il", default=timezone.now, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "rilevazione"
        verbose_name_plural = "rilevazioni"
        ordering = ["sessione__al", "indicatore__ordine", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sessione", "indicatore"], name="una_rilevazione_per_sessione"),
            models.CheckConstraint(
                condition=(Q(non_applicabile=True) & ~Q(motivo_non_applicabile="") & SENZA_VALORI)
                | (Q(non_applicabile=False, motivo_non_applicabile="") & ~SENZA_VALORI),
                name="rilevato_oppure_non_applicabile",
                violation_error_message="Scrivi un valore, oppure di' perché l'indicatore non è applicabile.",
            ),
            models.CheckConstraint(
                condition=Q(denominatore__isnull=True) | ~Q(denominatore=0),
                name="denominatore_diverso_da_zero",
                violation_error_message="Il denominatore non può essere zero.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicatore} – {self.sessione}"

    @property
    def ente(self) -> Ente:
        return self.sessione.ciclo.ente

    @property
    def tardiva(self) -> bool:
        """Scritta per la prima volta dopo il termine della sessione."""
        return self.sessione.in_ritardo(timezone.localdate(self.inserita_il))


class Avanzamento(Versionato):
    """A che punto è una fase in una sessione: quando è cominciata davvero, quando è finita, quanto è fatta."""

    sessione = models.ForeignKey(Sessione, on_delete=models.CASCADE, related_name="avanzamenti")
    # RESTRICT: come per i valori, una fase cominciata non se ne va con ciò che se n'è scritto
    fase = models.ForeignKey(Fase, on_delete=models.RESTRICT, related_name="avanzamenti")
    inizio = models.DateField("cominciata il", null=True, blank=True)
    fine = models.DateField("finita il", null=True, blank=True)
    percentuale = models.DecimalField("fatta al (%)", max_digits=5, decimal_places=2, validators=QUOTA)
    nota = models.TextField("nota", blank=True)
    chi = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    inserita_il = models.DateTimeField("scritta la prima volta il", default=timezone.now, editable=False)
    aggiornata_il = models.DateTimeField("aggiornata il", default=timezone.now, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "avanzamento di una fase"
        verbose_name_plural = "avanzamenti delle fasi"
        ordering = ["sessione__al", "fase__ordine", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sessione", "fase"], name="un_avanzamento_per_sessione"),
            models.CheckConstraint(
                condition=Q(fine__isnull=True) | Q(inizio__isnull=False, fine__gte=F("inizio")),
                name="fase_finisce_dopo_inizio",
                violation_error_message="La fase finisce prima di cominciare: controlla le due date.",
            ),
            models.CheckConstraint(
                condition=Q(fine__isnull=True) | Q(percentuale=100),
                name="fase_finita_al_cento",
                violation_error_message="Se la fase è finita, è fatta al 100%.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fase} – {self.sessione}"

    @property
    def ente(self) -> Ente:
        return self.sessione.ciclo.ente

    @property
    def tardiva(self) -> bool:
        return self.sessione.in_ritardo(timezone.localdate(self.inserita_il))


class Evidenza(models.Model):
    """Un file che prova un valore. Si scarica soltanto: non si apre mai dentro il sito."""

    rilevazione = models.ForeignKey(Rilevazione, on_delete=models.CASCADE, related_name="evidenze")
    file = models.FileField("file", upload_to="evidenze/%Y/", max_length=200)
    nome = models.CharField("nome del file", max_length=200)
    descrizione = models.CharField("che cosa prova", max_length=200, blank=True)
    impronta = models.CharField("impronta SHA-256", max_length=64)
    controllata = models.BooleanField("controllata dall'antivirus", default=False)
    chi = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    quando = models.DateTimeField("allegata il", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "evidenza"
        verbose_name_plural = "evidenze"
        ordering = ["quando", "pk"]

    def __str__(self) -> str:
        return self.nome or PurePath(self.file.name or "").name

    @property
    def ente(self) -> Ente:
        return self.rilevazione.sessione.ciclo.ente


class Neutralizzazione(models.Model):
    """Un obiettivo tolto dal conto per una causa estranea a chi ne risponde, con un atto che lo dice."""

    obiettivo = models.OneToOneField(Obiettivo, on_delete=models.CASCADE, related_name="neutralizzazione")
    politica = models.CharField("che cosa vale", max_length=20, choices=PoliticaNeutra, default=PoliticaNeutra.ESCLUDI)
    motivo = models.TextField("motivo")
    atto = models.ForeignKey(Atto, on_delete=models.PROTECT, related_name="+")
    chi = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    quando = models.DateTimeField("registrata il", default=timezone.now, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "neutralizzazione"
        verbose_name_plural = "neutralizzazioni"
        ordering = ["quando", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(motivo=""),
                name="neutralizzazione_con_motivo",
                violation_error_message="Scrivi perché l'obiettivo si toglie dal conto.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.obiettivo}: {self.get_politica_display()}"

    @property
    def ente(self) -> Ente:
        return self.obiettivo.ciclo.ente


class Forzatura(models.Model):
    """Un grado di raggiungimento diverso da quello calcolato: uno lo chiede, un altro lo approva. Si conta."""

    sessione = models.ForeignKey(Sessione, on_delete=models.CASCADE, related_name="forzature")
    obiettivo = models.ForeignKey(Obiettivo, on_delete=models.CASCADE, related_name="forzature")
    grado = models.DecimalField("grado chiesto (%)", max_digits=5, decimal_places=2, validators=QUOTA)
    motivo = models.TextField("motivo")
    stato = models.CharField("stato", max_length=20, choices=StatoForzatura, default=StatoForzatura.RICHIESTA)
    chi = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    quando = models.DateTimeField("chiesta il", default=timezone.now, editable=False)
    deciso_da = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    deciso_il = models.DateTimeField("decisa il", null=True, blank=True, editable=False)
    osservazioni = models.TextField("osservazioni di chi decide", blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "valore forzato"
        verbose_name_plural = "valori forzati"
        ordering = ["quando", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sessione", "obiettivo"],
                condition=~Q(stato="respinta"),
                name="una_forzatura_per_obiettivo",
                violation_error_message="Per questo obiettivo c'è già una richiesta.",
            ),
            models.CheckConstraint(
                condition=~Q(motivo=""),
                name="forzatura_con_motivo",
                violation_error_message="Scrivi perché il valore calcolato non va bene.",
            ),
            models.CheckConstraint(
                condition=_data_solo("deciso_il", senza="richiesta"),
                name="forzatura_decisa_ha_la_data",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obiettivo}: {self.grado}% ({self.get_stato_display()})"

    @property
    def ente(self) -> Ente:
        return self.obiettivo.ciclo.ente
