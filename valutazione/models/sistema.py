"""Il Sistema di misurazione e valutazione della performance (SMVP) di un ente, come dati (D.Lgs. 150/2009, art. 7).

Un sistema ha più tipi di scheda; ogni tipo un albero di componenti e le regole dal punteggio al premio. Conversioni,
fasce e regole del premio sono scritte nella forma del motore, che è quella dello scambio (docs/formato-smvp.md).
"""

from datetime import date
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from enti.models import Atto, Ente
from obiettivi.voci import EsitoParere, MetodoPeso
from piao.base.models import Versionato
from valutazione.voci import (
    Aggregazione,
    BasePremio,
    ChiValuta,
    Destinatari,
    Fonte,
    ModoPremio,
    Natura,
    SeManca,
    Silenzio,
    StatoSistema,
    TipoFase,
)

NON_NEGATIVO = [MinValueValidator(Decimal(0))]
GIORNO = [MinValueValidator(1), MaxValueValidator(31)]
MESE = [MinValueValidator(1), MaxValueValidator(12)]
DECIMALI = [MaxValueValidator(10)]
CODICE = [
    RegexValidator(
        r"^[^\W_][\w.-]*\Z",
        "Il codice comincia con una lettera o una cifra e non ha spazi: per esempio «OB» o «comp-1».",
    )
]


class Sistema(Versionato):
    """Una versione del SMVP. In bozza si compone; adottata, vale dalla decorrenza e non cambia più."""

    ente = models.ForeignKey(Ente, on_delete=models.PROTECT, related_name="sistemi")
    denominazione = models.CharField("denominazione", max_length=200)
    numero = models.PositiveSmallIntegerField("versione", default=1)
    stato = models.CharField("stato", max_length=20, choices=StatoSistema, default=StatoSistema.BOZZA)
    atto = models.ForeignKey(
        Atto, verbose_name="atto di adozione", on_delete=models.PROTECT, related_name="sistemi", null=True, blank=True
    )
    parere = models.CharField("parere vincolante", max_length=20, choices=EsitoParere, blank=True)
    parere_del = models.DateField("parere del", null=True, blank=True)
    parere_nota = models.TextField("che cosa dice il parere", blank=True)
    confronto_inviato_il = models.DateField(
        "inviato alle rappresentanze sindacali il", null=True, blank=True, help_text="CCNL 23.2.2026, art. 5."
    )
    confronto_chiuso_il = models.DateField("confronto chiuso il", null=True, blank=True)
    dal = models.DateField("vale dal", null=True, blank=True)
    al = models.DateField("vale fino al", null=True, blank=True)
    soglia_negativa = models.DecimalField(
        "valutazione non positiva sotto",
        max_digits=9,
        decimal_places=4,
        null=True,
        blank=True,
        validators=NON_NEGATIVO,
        help_text="Punteggio sotto il quale serve il contraddittorio (D.Lgs. 150/2009, art. 3 c. 5-bis).",
    )
    giorni_minimi = models.PositiveSmallIntegerField(
        "giorni minimi di servizio", default=0, help_text="Sotto questi giorni nell'anno non si fa la scheda."
    )
    media_per_giorni = models.BooleanField(
        "più periodi: media pesata sui giorni",
        default=True,
        help_text="Altrimenti ogni periodo conta come gli altri.",
    )
    assegna_entro_giorno = models.PositiveSmallIntegerField(
        "obiettivi assegnati entro il", default=28, validators=GIORNO
    )
    assegna_entro_mese = models.PositiveSmallIntegerField("mese", default=2, validators=MESE)
    ferma_dopo_giorno = models.PositiveSmallIntegerField(
        "non si assegna più dopo il", null=True, blank=True, validators=GIORNO
    )
    ferma_dopo_mese = models.PositiveSmallIntegerField("mese", null=True, blank=True, validators=MESE)
    metodo_peso = models.CharField(
        "come si pesano gli obiettivi",
        max_length=20,
        choices=MetodoPeso,
        blank=True,
        help_text="Lo stesso metodo delle impostazioni dell'anno, dove si applica.",
    )
    modello = models.SlugField("modello di partenza", max_length=60, blank=True, editable=False)
    sostituisce = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="sostituito_da", null=True, blank=True, editable=False
    )
    nota = models.TextField("nota", blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "sistema di valutazione"
        verbose_name_plural = "sistemi di valutazione"
        ordering = ["-numero"]
        constraints = [
            models.UniqueConstraint(fields=["ente", "numero"], name="un_sistema_per_numero"),
            models.CheckConstraint(
                condition=Q(al__isnull=True) | Q(al__gte=F("dal")),
                name="sistema_finisce_dopo_inizio",
                violation_error_message="Il sistema finisce di valere prima di cominciare: controlla le due date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.denominazione} (versione {self.numero})"

    def termine_assegnazione(self, anno: int) -> date:
        """L'ultimo giorno utile per assegnare gli obiettivi senza ritardo."""
        return giorno_del_mese(anno, self.assegna_entro_mese, self.assegna_entro_giorno)

    def limite_assegnazione(self, anno: int) -> date | None:
        """Il giorno dopo il quale il sistema non ammette più assegnazioni; None se non lo dice."""
        if self.ferma_dopo_mese is None or self.ferma_dopo_giorno is None:
            return None
        return giorno_del_mese(anno, self.ferma_dopo_mese, self.ferma_dopo_giorno)


def giorno_del_mese(anno: int, mese: int, giorno: int) -> date:
    """Quel giorno, o l'ultimo del mese: il 30 febbraio è la fine di febbraio."""
    for prova in range(giorno, 0, -1):
        try:
            return date(anno, mese, prova)
        except ValueError:
            continue
    raise ValueError(f"mese {mese} senza giorni")


class Scala(Versionato):
    """Una scala di giudizio: livelli con la loro parola, il descrittore, il valore."""

    sistema = models.ForeignKey(Sistema, on_delete=models.CASCADE, related_name="scale")
    denominazione = models.CharField("denominazione", max_length=150)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "scala di giudizio"
        verbose_name_plural = "scale di giudizio"
        ordering = ["denominazione"]
        constraints = [models.UniqueConstraint(fields=["sistema", "denominazione"], name="una_scala_per_nome")]

    def __str__(self) -> str:
        return self.denominazione

    @property
    def ente(self) -> Ente:
        return self.sistema.ente


class LivelloScala(models.Model):
    """Un livello della scala. `valore` è il numero che entra nei conti, prima della conversione del componente."""

    scala = models.ForeignKey(Scala, on_delete=models.CASCADE, related_name="livelli")
    ordine = models.PositiveSmallIntegerField("ordine", default=0)
    etichetta = models.CharField("giudizio", max_length=80)
    descrittore = models.TextField("che cosa significa", blank=True)
    valore = models.DecimalField("valore", max_digits=9, decimal_places=4)
    richiede_motivazione = models.BooleanField("richiede una motivazione", default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "livello"
        verbose_name_plural = "livelli"
        ordering = ["ordine", "pk"]
        constraints = [models.UniqueConstraint(fields=["scala", "valore"], name="un_livello_per_valore")]

    def __str__(self) -> str:
        return self.etichetta

    @property
    def ente(self) -> Ente:
        return self.scala.sistema.ente


class TipoScheda(Versionato):
    """Una scheda per una categoria di persone: l'albero dei componenti, chi valuta, dal punteggio al premio."""

    sistema = models.ForeignKey(Sistema, on_delete=models.CASCADE, related_name="tipi")
    codice = models.SlugField("codice", max_length=30)
    denominazione = models.CharField("denominazione", max_length=150)
    ordine = models.PositiveSmallIntegerField("ordine", default=0)
    destinatari = models.CharField("per chi", max_length=20, choices=Destinatari)
    aree = models.JSONField("aree contrattuali", default=list, blank=True, help_text="Vuoto: tutte.")
    valuta = models.CharField("chi valuta", max_length=20, choices=ChiValuta)
    propone = models.CharField(
        "chi propone", max_length=20, choices=ChiValuta, blank=True, help_text="Vuoto: propone chi valuta."
    )
    riesamina = models.CharField(
        "chi riesamina", max_length=20, choices=ChiValuta, blank=True, help_text="Un terzo rispetto a chi valuta."
    )
    decimali_punteggio = models.PositiveSmallIntegerField("decimali del punteggio", default=2, validators=DECIMALI)
    modo_premio = models.CharField(
        "come si arriva al premio", max_length=20, choices=ModoPremio, default=ModoPremio.IMPORTO
    )
    base_premio = models.CharField("il premio intero è", max_length=20, choices=BasePremio, default=BasePremio.IMPORTO)
    tempi_pagamento = models.BooleanField(
        "una parte dipende dai tempi di pagamento",
        default=False,
        help_text="DL 13/2023, art. 4-bis: almeno il 30% del risultato.",
    )
    premio = models.JSONField(
        "regole del premio", default=dict, blank=True, help_text="docs/formato-smvp.md, `premio`."
    )
    maggiorazione = models.JSONField(
        "maggiorazione", default=dict, blank=True, help_text="docs/formato-smvp.md, `maggiorazione`."
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = "tipo di scheda"
        verbose_name_plural = "tipi di scheda"
        ordering = ["ordine", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sistema", "codice"],
                name="un_tipo_per_codice",
                violation_error_message="C'è già un tipo di scheda con questo codice.",
            )
        ]

    def __str__(self) -> str:
        return self.denominazione

    @property
    def ente(self) -> Ente:
        return self.sistema.ente


class Componente(Versionato):
    """Un nodo dell'albero della scheda: con figli si aggrega, senza si legge dalla sua fonte e si converte."""

    tipo = models.ForeignKey(TipoScheda, on_delete=models.CASCADE, related_name="componenti")
    genitore = models.ForeignKey("self", on_delete=models.CASCADE, related_name="figli", null=True, blank=True)
    ordine = models.PositiveSmallIntegerField("ordine", default=0)
    codice = models.CharField("codice", max_length=40, validators=CODICE)
    denominazione = models.CharField("denominazione", max_length=200)
    descrizione = models.TextField("descrizione", blank=True)
    natura = models.CharField("che cosa misura", max_length=20, choices=Natura)
    fonte = models.CharField("da dove viene il valore", max_length=20, choices=Fonte, blank=True)
    scala = models.ForeignKey(Scala, on_delete=models.PROTECT, related_name="componenti", null=True, blank=True)
    peso = models.DecimalField("peso", max_digits=9, decimal_places=4, null=True, blank=True, validators=NON_NEGATIVO)
    aggregazione = models.CharField("come si uniscono le voci", max_length=20, choices=Aggregazione, blank=True)
    base_pesi = models.DecimalField("i pesi sommano a", max_digits=9, decimal_places=4, default=Decimal(100))
    mancante = models.CharField("se una voce manca", max_length=10, choices=SeManca, default=SeManca.ERRORE)
    conversione = models.JSONField("conversione del valore", default=dict, blank=True)
    conversione_finale = models.JSONField("conversione del totale", default=dict, blank=True)
    moltiplica = models.DecimalField("moltiplica per", max_digits=12, decimal_places=6, null=True, blank=True)
    massimo = models.DecimalField("tetto", max_digits=9, decimal_places=4, null=True, blank=True)
    decimali = models.PositiveSmallIntegerField("decimali", null=True, blank=True, validators=DECIMALI)
    minimo_bloccante = models.DecimalField(
        "niente premio sotto", max_digits=9, decimal_places=4, null=True, blank=True
    )
    blocco = models.CharField(
        "nome del minimo", max_length=40, blank=True, help_text="Come il minimo è chiamato nei conti e nei file."
    )
    correttivo_di = models.CharField("può correggere", max_length=20, choices=ChiValuta, blank=True)
    correttivo_limite = models.DecimalField(
        "entro ± (%)", max_digits=5, decimal_places=2, null=True, blank=True, validators=NON_NEGATIVO
    )
    correttivo_voce = models.CharField(
        "nome della correzione", max_length=40, blank=True, help_text="Come è chiamata nei conti e nei file."
    )
    utile_progressioni = models.BooleanField("conta per le progressioni", default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "componente"
        verbose_name_plural = "componenti"
        ordering = ["ordine", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tipo", "codice"],
                name="un_componente_per_codice",
                violation_error_message="In questa scheda c'è già un componente con questo codice.",
            ),
            models.UniqueConstraint(
                fields=["tipo"],
                condition=Q(genitore__isnull=True),
                name="una_radice_per_scheda",
                violation_error_message="La scheda ha già un totale: il nuovo componente sta sotto un altro.",
            ),
            models.CheckConstraint(
                condition=(Q(correttivo_di="") & Q(correttivo_limite__isnull=True))
                | (~Q(correttivo_di="") & Q(correttivo_limite__isnull=False)),
                name="correzione_con_limite",
                violation_error_message="Chi può correggere e di quanto si scrivono insieme, o nessuno dei due.",
            ),
        ]

    def __str__(self) -> str:
        return self.denominazione

    @property
    def ente(self) -> Ente:
        return self.tipo.sistema.ente


class Fase(models.Model):
    """Una fase del procedimento, con i suoi termini. Valgono per tutti i tipi di scheda del sistema."""

    sistema = models.ForeignKey(Sistema, on_delete=models.CASCADE, related_name="fasi")
    tipo = models.CharField("fase", max_length=20, choices=TipoFase)
    entro_giorno = models.PositiveSmallIntegerField("entro il giorno", null=True, blank=True, validators=GIORNO)
    entro_mese = models.PositiveSmallIntegerField("mese", null=True, blank=True, validators=MESE)
    anno_dopo = models.BooleanField("dell'anno dopo", default=False)
    giorni = models.PositiveSmallIntegerField(
        "giorni", null=True, blank=True, help_text="Dalla fase precedente: per esempio dalla consegna della scheda."
    )
    silenzio = models.CharField("chi tace", max_length=20, choices=Silenzio, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "fase"
        verbose_name_plural = "fasi"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["sistema", "tipo"], name="una_volta_per_fase")]

    def __str__(self) -> str:
        return self.get_tipo_display()

    @property
    def ente(self) -> Ente:
        return self.sistema.ente
