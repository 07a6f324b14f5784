"""Le righe che servono a ogni stanza, senza parole del dominio."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Evento(models.Model):
    """Una riga del registro: chi ha fatto cosa, quando. Si aggiunge, non si cambia.

    Nessuna chiave esterna: il registro non blocca e non perde i dati vivi.
    """

    quando = models.DateTimeField("quando", default=timezone.now, editable=False, db_index=True)
    chi = models.CharField("chi", max_length=254)
    ente = models.CharField("ente", max_length=60, db_index=True)
    azione = models.CharField("azione", max_length=80)
    oggetto = models.CharField("oggetto", max_length=120, db_index=True)
    descrizione = models.CharField("descrizione dell'oggetto", max_length=400, blank=True)
    prima = models.TextField("prima", blank=True)
    dopo = models.TextField("dopo", blank=True)
    nota = models.TextField("nota", blank=True)

    class Meta:
        verbose_name = "evento"
        verbose_name_plural = "eventi"
        ordering = ["-quando", "-pk"]

    def __str__(self) -> str:
        return f"{self.quando:%Y-%m-%d %H:%M} {self.chi} {self.azione} {self.oggetto}"


class Versionato(models.Model):
    """Una riga che due persone possono avere aperta insieme: ogni salvataggio fa avanzare `versione`.

    Chi salva partendo da una versione vecchia è fermato da `piao.base.concorrenza.blocca`.
    """

    versione = models.PositiveIntegerField("versione", default=1, editable=False)

    class Meta:
        abstract = True


class Lavoratore(models.Model):
    """Un processo che svolge i lavori in secondo piano. Il suo battito dice che è vivo."""

    nome = models.CharField("nome", max_length=64, unique=True)
    battito = models.DateTimeField("ultimo battito", default=timezone.now)

    class Meta:
        verbose_name = "lavoratore"
        verbose_name_plural = "lavoratori"

    def __str__(self) -> str:
        return self.nome


class Lavoro(models.Model):
    """Un lavoro in secondo piano come lo vede chi l'ha chiesto: a che punto è, com'è finito.

    La coda è altrove (`compito`): qui c'è solo ciò che si mostra. Si cambia con le funzioni di `piao.base.lavori`.
    """

    class Stato(models.TextChoices):
        IN_CODA = "in_coda", "in coda"
        IN_CORSO = "in_corso", "in corso"
        FATTO = "fatto", "fatto"
        FALLITO = "fallito", "non riuscito"
        ANNULLATO = "annullato", "annullato"

    ATTIVI = (Stato.IN_CODA, Stato.IN_CORSO)

    chiave = models.CharField(
        "chiave", max_length=200, help_text="Due lavori con la stessa chiave non corrono insieme."
    )
    titolo = models.CharField("titolo", max_length=200)
    ente = models.CharField("ente", max_length=60, blank=True, db_index=True)
    chi = models.CharField("chi l'ha chiesto", max_length=254, blank=True)
    stato = models.CharField("stato", max_length=10, choices=Stato.choices, default=Stato.IN_CODA)
    avanzamento = models.PositiveSmallIntegerField("avanzamento (%)", default=0)
    passo = models.CharField("passo in corso", max_length=200, blank=True)
    tentativi = models.PositiveSmallIntegerField("tentativi", default=0)
    annullare = models.BooleanField("annullamento chiesto", default=False)
    errore = models.TextField("errore", blank=True)
    risultato = models.JSONField("risultato", null=True, blank=True)
    compito = models.UUIDField("compito nella coda", null=True, editable=False, db_index=True)
    creato = models.DateTimeField("chiesto il", default=timezone.now, editable=False)
    iniziato = models.DateTimeField("iniziato il", null=True, editable=False)
    finito = models.DateTimeField("finito il", null=True, editable=False)

    class Meta:
        verbose_name = "lavoro"
        verbose_name_plural = "lavori"
        ordering = ["-creato", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["chiave"],
                condition=models.Q(stato__in=["in_coda", "in_corso"]),
                name="un_solo_lavoro_attivo_per_chiave",
                violation_error_message="Questo lavoro è già in corso.",
            ),
            models.CheckConstraint(
                condition=models.Q(stato__in=["in_coda", "in_corso"], finito__isnull=True)
                | models.Q(stato__in=["fatto", "fallito", "annullato"], finito__isnull=False),
                name="lavoro_finito_ha_la_data",
            ),
            models.CheckConstraint(condition=models.Q(avanzamento__lte=100), name="avanzamento_fino_a_cento"),
        ]

    def __str__(self) -> str:
        return f"{self.titolo} ({self.get_stato_display()})"

    @property
    def attivo(self) -> bool:
        """Vero finché il lavoro è in coda o in corso."""
        return self.stato in self.ATTIVI


class Messaggio(models.Model):
    """Una lettera di posta elettronica preparata dal programma: si sa se è partita, se è tornata indietro."""

    class Stato(models.TextChoices):
        DA_INVIARE = "da_inviare", "da inviare"
        INVIATO = "inviato", "inviato"
        RESPINTO = "respinto", "respinto dal destinatario"
        FALLITO = "fallito", "non riuscito"

    destinatario = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="messaggi")
    indirizzo = models.EmailField("indirizzo")
    oggetto = models.CharField("oggetto", max_length=200)
    corpo = models.TextField("corpo")
    identita = models.CharField("Message-ID", max_length=200, unique=True)
    stato = models.CharField("stato", max_length=12, choices=Stato.choices, default=Stato.DA_INVIARE)
    tentativi = models.PositiveSmallIntegerField("tentativi", default=0)
    errore = models.TextField("perché non è arrivato", blank=True)
    creato_il = models.DateTimeField("preparato il", default=timezone.now, editable=False)
    inviato_il = models.DateTimeField("inviato il", null=True, editable=False)
    respinto_il = models.DateTimeField("respinto il", null=True, editable=False)

    class Meta:
        verbose_name = "messaggio"
        verbose_name_plural = "messaggi"
        ordering = ["-creato_il", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(stato="inviato") | models.Q(inviato_il__isnull=False),
                name="messaggio_inviato_ha_la_data",
            ),
            models.CheckConstraint(
                condition=~models.Q(stato="respinto") | models.Q(respinto_il__isnull=False),
                name="messaggio_respinto_ha_la_data",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.oggetto} ({self.get_stato_display()})"


class Avviso(models.Model):
    """Una cosa da sapere o da fare, detta a una persona. Lo stesso avviso (`chiave`) non si ripete.

    È provato quando è stato mandato (`messaggio`), letto e, se serve, quando la persona ne ha preso atto.
    """

    destinatario = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="avvisi")
    ente = models.CharField("ente", max_length=60, blank=True, db_index=True)
    genere = models.CharField("genere", max_length=40)
    chiave = models.CharField("chiave", max_length=200)
    titolo = models.CharField("titolo", max_length=300)
    testo = models.TextField("testo", blank=True)
    collegamento = models.CharField("dove si fa", max_length=300, blank=True)
    urgente = models.BooleanField("urgente", default=False)
    da_confermare = models.BooleanField("chiede di prenderne atto", default=False)
    creato_il = models.DateTimeField("creato il", default=timezone.now, editable=False)
    letto_il = models.DateTimeField("letto il", null=True, blank=True)
    preso_atto_il = models.DateTimeField("preso atto il", null=True, blank=True)
    messaggio = models.ForeignKey(Messaggio, on_delete=models.SET_NULL, related_name="avvisi", null=True, blank=True)

    class Meta:
        verbose_name = "avviso"
        verbose_name_plural = "avvisi"
        ordering = ["-creato_il", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["destinatario", "chiave"], name="un_avviso_per_chiave"),
            models.CheckConstraint(
                condition=models.Q(preso_atto_il__isnull=True) | models.Q(letto_il__isnull=False),
                name="preso_atto_dopo_letto",
            ),
        ]

    def __str__(self) -> str:
        return self.titolo


class PreferenzaAvvisi(models.Model):
    """Quando una persona vuole ricevere per posta il riassunto degli avvisi. Dentro il programma li trova sempre."""

    class Posta(models.TextChoices):
        OGNI_GIORNO = "ogni_giorno", "ogni giorno, se c'è qualcosa di nuovo"
        OGNI_SETTIMANA = "ogni_settimana", "il lunedì"
        MAI = "mai", "mai: guardo nel programma"

    utente = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferenza_avvisi")
    posta = models.CharField("posta elettronica", max_length=15, choices=Posta.choices, default=Posta.OGNI_GIORNO)
    urgenti_subito = models.BooleanField("gli avvisi urgenti subito", default=True)

    class Meta:
        verbose_name = "preferenza sugli avvisi"
        verbose_name_plural = "preferenze sugli avvisi"

    def __str__(self) -> str:
        return self.get_posta_display()


class ChiaveScambio(models.Model):
    """Il nome con cui una riga è chiamata in un file di scambio: la ritrova alla prossima importazione.

    `ambito` dice per chi vale («enti.Ente:3»), `elenco` in quale parte del file, `riga` la chiave primaria.
    """

    ambito = models.CharField(max_length=60)
    elenco = models.CharField(max_length=40)
    chiave = models.CharField(max_length=80)
    riga = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = "chiave di scambio"
        verbose_name_plural = "chiavi di scambio"
        constraints = [
            models.UniqueConstraint(fields=["ambito", "elenco", "chiave"], name="una_riga_per_chiave"),
            models.UniqueConstraint(fields=["ambito", "elenco", "riga"], name="una_chiave_per_riga"),
        ]

    def __str__(self) -> str:
        return f"{self.elenco}: {self.chiave}"
