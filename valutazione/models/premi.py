"""I premi: il fondo di un anno, chi vi concorre, gli scenari provati, ciò che va a ciascuno."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from enti.models import Atto, Ente, Incarico, Persona, Unita
from obiettivi.models import Ciclo
from piao.base.models import Versionato
from valutazione.models.sistema import NON_NEGATIVO, TipoScheda
from valutazione.voci import AnniValutati, CriterioParita, Destinatari, StatoFondo, Tempi

PERCENTUALE = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]


def _euro(nome: str, aiuto: str = "") -> "models.DecimalField[Decimal | None, Decimal | None]":
    return models.DecimalField(
        nome, max_digits=12, decimal_places=2, null=True, blank=True, validators=NON_NEGATIVO, help_text=aiuto
    )


def _percentuale(nome: str, aiuto: str = "") -> "models.DecimalField[Decimal | None, Decimal | None]":
    return models.DecimalField(
        nome, max_digits=5, decimal_places=2, null=True, blank=True, validators=PERCENTUALE, help_text=aiuto
    )


class Fondo(Versionato):
    """I soldi dei premi di una categoria di persone per un anno, e le regole del contratto integrativo su di essi."""

    ciclo = models.ForeignKey(Ciclo, on_delete=models.PROTECT, related_name="fondi")
    platea = models.CharField("per chi", max_length=20, choices=Destinatari)
    stato = models.CharField("stato", max_length=20, choices=StatoFondo, default=StatoFondo.APERTO)
    importo = models.DecimalField(
        "premi destinati (€)",
        max_digits=12,
        decimal_places=2,
        validators=NON_NEGATIVO,
        help_text="La somma da dividere: premi, maggiorazione e incarichi ad interim insieme.",
    )
    atto = models.ForeignKey(
        Atto, verbose_name="atto di costituzione", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    regole = models.ForeignKey(
        TipoScheda,
        verbose_name="regole del premio",
        on_delete=models.PROTECT,
        related_name="fondi",
        null=True,
        blank=True,
        help_text="Vuoto: quelle delle schede di queste persone, se sono le stesse per tutte.",
    )
    base_comune = _euro("importo massimo uguale per tutti (€)", "Se ciascuno ha il suo, si scrive accanto al nome.")
    # ciò che serve ai controlli sul fondo intero
    posizione_totale = _euro(
        "risorse per la retribuzione di posizione (€)",
        "Di tutti gli incarichi: il risultato è almeno il 15%.",
    )
    risorse_trattamenti = _euro(
        "risorse ai trattamenti delle lettere a-f (€)", "CCNL 23.2.2026, art. 59: la parte prevalente delle variabili."
    )
    risorse_performance = _euro(
        "di cui alla performance, lettere a e b (€)", "Organizzativa e individuale: almeno il 30% delle precedenti."
    )
    # i differenziali stipendiali (CCNL 23.2.2026, art. 14; prima, CCNL 16.11.2022, art. 14)
    differenziali_valutazioni = _percentuale(
        "peso delle valutazioni (%)", "Nella graduatoria: almeno il 40%. Vuoto: quest'anno non ci sono differenziali."
    )
    differenziali_esperienza = _percentuale("peso dell'esperienza (%)", "Al massimo il 40%.")
    differenziali_anni = models.PositiveSmallIntegerField(
        "valutazioni annuali da usare",
        choices=AnniValutati,
        null=True,
        blank=True,
        help_text="Le ultime tre; due, se il contratto integrativo riduce a due gli anni.",
    )
    differenziali_usate = models.PositiveSmallIntegerField(
        "valutazioni usate, di chi ne ha meno",
        null=True,
        blank=True,
        help_text="Senza contare chi non le ha per un'assenza.",
    )
    # i tempi di pagamento (DL 13/2023, art. 4-bis)
    quota_tempi = _percentuale(
        "parte legata ai tempi di pagamento (%)", "Vuoto: come dice il sistema di valutazione. Zero: nessuna."
    )
    tempi = models.CharField("tempi di pagamento rispettati", max_length=10, choices=Tempi, default=Tempi.IGNOTO)
    tempi_ritardo = models.DecimalField(
        "ritardo annuale (giorni)",
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Dalla Piattaforma dei crediti commerciali; zero o meno di zero vuol dire nei termini.",
    )
    tempi_fonte = models.CharField(
        "da dove viene il dato",
        max_length=200,
        blank=True,
        help_text="Per esempio: verbale del revisore e sua data.",
    )
    # la maggiorazione del premio individuale (CCNL 23.2.2026, art. 48; prima, CCNL 16.11.2022, art. 81)
    maggiorazione = _percentuale("maggiorazione (% del premio medio)", "Vuoto: il contratto integrativo non ce l'ha.")
    quota_massima = _percentuale("quota massima di beneficiari (%)", "Delle persone che concorrono. Mai una soglia.")
    per_eccesso = models.BooleanField("la frazione di persona conta come una", default=False)
    criterio_parita = models.CharField("a parità di punteggio", max_length=20, choices=CriterioParita, blank=True)
    fissata_il = models.DateField("quota e criteri fissati il", null=True, blank=True, help_text="Data del contratto.")
    obiettivi_di_ente = models.BooleanField(
        "una parte delle risorse dipende dagli obiettivi dell'ente",
        default=False,
        help_text="CCNL 23.2.2026, art. 48 c. 4: la maggiorazione può scendere al 20%.",
    )
    confermato_il = models.DateField("premi confermati il", null=True, blank=True, editable=False)
    motivazione = models.TextField("perché si conferma con errori aperti", blank=True, editable=False)
    liquidato_il = models.DateField("premi pagati il", null=True, blank=True)
    atto_liquidazione = models.ForeignKey(
        Atto, verbose_name="atto di liquidazione", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    nota = models.TextField("nota", blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "fondo dei premi"
        verbose_name_plural = "fondi dei premi"
        ordering = ["ciclo", "platea"]
        constraints = [
            models.UniqueConstraint(
                fields=["ciclo", "platea"],
                name="un_fondo_per_platea",
                violation_error_message="Quest'anno queste persone hanno già il loro fondo: aprilo e modificalo.",
            ),
            models.CheckConstraint(
                condition=Q(stato=StatoFondo.APERTO) | Q(confermato_il__isnull=False),
                name="fondo_confermato_ha_la_data",
                violation_error_message="Manca il giorno della conferma.",
            ),
            models.CheckConstraint(
                condition=~Q(stato=StatoFondo.LIQUIDATO) | Q(liquidato_il__isnull=False),
                name="fondo_liquidato_ha_la_data",
                violation_error_message="Scrivi il giorno del pagamento.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_platea_display()}, {self.ciclo.anno}"

    @property
    def ente(self) -> Ente:
        return self.ciclo.ente

    @property
    def aperto(self) -> bool:
        return self.stato == StatoFondo.APERTO


class Partecipante(Versionato):
    """Ciò che di una persona il programma non sa e il conto chiede: l'importo massimo, un'esclusione, altri fatti."""

    fondo = models.ForeignKey(Fondo, on_delete=models.CASCADE, related_name="partecipanti")
    persona = models.ForeignKey(Persona, on_delete=models.PROTECT, related_name="+")
    base = _euro("importo di partenza (€)")
    fatti = models.JSONField("altri fatti che le regole chiedono", default=dict, blank=True)
    escluso = models.CharField(
        "motivo dell'esclusione", max_length=200, blank=True, help_text="Vuoto: concorre. Mai il motivo di un'assenza."
    )
    posto = models.PositiveSmallIntegerField(
        "posto deciso a parità", null=True, blank=True, help_text="Se il criterio non basta: 1 precede 2."
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = "persona che concorre al premio"
        verbose_name_plural = "persone che concorrono al premio"
        ordering = ["persona__cognome", "persona__nome"]
        constraints = [models.UniqueConstraint(fields=["fondo", "persona"], name="una_volta_per_fondo")]

    def __str__(self) -> str:
        return str(self.persona)

    @property
    def ente(self) -> Ente:
        return self.fondo.ciclo.ente


class Interim(models.Model):
    """Il risultato in più di chi copre un altro incarico (CCNL 23.2.2026, art. 16 c. 5): segue la valutazione."""

    fondo = models.ForeignKey(Fondo, on_delete=models.CASCADE, related_name="interim")
    incarico = models.ForeignKey(Incarico, on_delete=models.PROTECT, related_name="+")
    posizione = models.DecimalField(
        "posizione dell'incarico coperto (€)", max_digits=12, decimal_places=2, validators=NON_NEGATIVO
    )
    percentuale = models.DecimalField("percentuale", max_digits=5, decimal_places=2, validators=PERCENTUALE)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "incarico ad interim"
        verbose_name_plural = "incarichi ad interim"
        ordering = ["incarico__persona__cognome", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fondo", "incarico"],
                name="un_interim_per_incarico",
                violation_error_message="Questo incarico ad interim c'è già.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.incarico.persona}, {self.incarico.dicitura}"

    @property
    def ente(self) -> Ente:
        return self.fondo.ciclo.ente


class Simulazione(Versionato):
    """Uno scenario: il fondo diviso con i suoi parametri, o con altri per vedere che cosa cambia."""

    fondo = models.ForeignKey(Fondo, on_delete=models.CASCADE, related_name="simulazioni")
    nome = models.CharField("nome", max_length=100)
    confermata = models.BooleanField("confermata", default=False, editable=False)
    importo = _euro("premi destinati (€)", "Vuoto: quelli del fondo.")
    regole = models.ForeignKey(
        TipoScheda,
        verbose_name="regole del premio",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="Vuoto: quelle del fondo.",
    )
    maggiorazione = _percentuale("maggiorazione (%)", "Vuoto: quella del fondo. Zero: nessuna.")
    quota_massima = _percentuale("quota massima di beneficiari (%)", "Vuoto: quella del fondo.")
    tempi = models.CharField(
        "tempi di pagamento rispettati", max_length=10, choices=Tempi, blank=True, help_text="Vuoto: come nel fondo."
    )
    senza_assenze = models.BooleanField("come se nessuno fosse mai stato assente", default=False)
    calcolata_il = models.DateTimeField("calcolata il", default=timezone.now, editable=False)
    problema = models.TextField("perché non si può calcolare", blank=True, editable=False)
    provvisoria = models.BooleanField("con schede ancora aperte", default=False, editable=False)
    economia = models.DecimalField(
        "resta nel fondo (€)", max_digits=12, decimal_places=2, null=True, blank=True, editable=False
    )
    destinazioni = models.JSONField("dove va il fondo", default=list, blank=True, editable=False)
    parita = models.JSONField("pari all'ultimo beneficiario", default=list, blank=True, editable=False)
    passi = models.JSONField("passi comuni del conto", default=list, blank=True, editable=False)

    class Meta:
        verbose_name = "scenario"
        verbose_name_plural = "scenari"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fondo", "nome"],
                name="uno_scenario_per_nome",
                violation_error_message="C'è già uno scenario con questo nome.",
            ),
            models.UniqueConstraint(
                fields=["fondo"],
                condition=Q(confermata=True),
                name="uno_scenario_confermato",
                violation_error_message="Questo fondo ha già uno scenario confermato.",
            ),
        ]

    def __str__(self) -> str:
        return self.nome

    @property
    def ente(self) -> Ente:
        return self.fondo.ciclo.ente

    @property
    def come_il_fondo(self) -> bool:
        """Nessun parametro diverso: è lo scenario che si può confermare."""
        diversi = (self.importo, self.regole_id, self.maggiorazione, self.quota_massima)
        return all(uno is None for uno in diversi) and not self.tempi and not self.senza_assenze


class Premio(models.Model):
    """Il premio di una persona in uno scenario: i fatti, il punteggio, la fascia, i soldi, come ci si arriva."""

    simulazione = models.ForeignKey(Simulazione, on_delete=models.CASCADE, related_name="premi")
    persona = models.ForeignKey(Persona, on_delete=models.PROTECT, related_name="premi")
    unita = models.ForeignKey(
        Unita, verbose_name="unità", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    matricola = models.CharField("matricola", max_length=30, blank=True)
    area = models.CharField("area contrattuale", max_length=20, blank=True)
    tempo = models.DecimalField("tempo di lavoro (%)", max_digits=7, decimal_places=4)
    giorni = models.PositiveSmallIntegerField("giorni di servizio")
    assenza_giorni = models.PositiveSmallIntegerField("giorni di assenza che contano", default=0)
    assenza_ore = models.DecimalField("ore di assenza che contano", max_digits=7, decimal_places=2, default=0)
    quota = models.DecimalField("quota a carico dell'ente (%)", max_digits=5, decimal_places=2, null=True, blank=True)
    base = models.DecimalField("importo di partenza (€)", max_digits=12, decimal_places=2, null=True, blank=True)
    punteggio = models.DecimalField("punteggio", max_digits=9, decimal_places=4, null=True, blank=True)
    fascia = models.CharField("fascia", max_length=100, blank=True)
    percentuale = models.DecimalField("esito della fascia", max_digits=9, decimal_places=4, null=True, blank=True)
    escluso = models.CharField("perché non ha premio", max_length=200, blank=True)
    importo = models.DecimalField("premio (€)", max_digits=12, decimal_places=2, default=0)
    maggiorazione = models.DecimalField("maggiorazione (€)", max_digits=12, decimal_places=2, default=0)
    interim = models.DecimalField("interim (€)", max_digits=12, decimal_places=2, default=0)
    passi = models.JSONField("passi del conto", default=list, blank=True)

    class Meta:
        verbose_name = "premio"
        verbose_name_plural = "premi"
        ordering = ["persona__cognome", "persona__nome", "pk"]
        constraints = [models.UniqueConstraint(fields=["simulazione", "persona"], name="un_premio_per_persona")]

    def __str__(self) -> str:
        return f"{self.persona}: {self.totale}"

    @property
    def ente(self) -> Ente:
        return self.simulazione.fondo.ciclo.ente

    @property
    def totale(self) -> Decimal:
        """Premio, maggiorazione e interim insieme."""
        return self.importo + self.maggiorazione + self.interim
