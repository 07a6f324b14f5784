"""L'ente e ciò che lo identifica."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from enti.voci import Composizione, Organismo, TipoDup, TipoEnte
from piao.base.models import Versionato

CIFRE = {n: RegexValidator(rf"^\d{{{n}}}$", f"Servono esattamente {n} cifre.") for n in (6, 11)}
SIGLA = RegexValidator(r"^[A-Z]{2}$", "Due lettere maiuscole, per esempio «CR».")
CATASTO = RegexValidator(r"^[A-Z]\d{3}$", "Una lettera maiuscola e tre cifre, per esempio «E704».")


# Parole che stanno già in cima agli indirizzi del sito, o che vi staranno.
INDIRIZZI_RISERVATI = frozenset(
    {
        "accesso",
        "api",
        "dati",
        "file",
        "invito",
        "manuale",
        "mio-accesso",
        "salute",
        "statici",
        "trasparenza",
        "verifica",
    }
)


def valida_slug_libero(slug: str) -> None:
    """Solleva ValidationError se il nome nell'indirizzo è già usato dal programma."""
    if slug in INDIRIZZI_RISERVATI:
        raise ValidationError(
            f"«{slug}» è un indirizzo del programma: scegline un altro, per esempio «comune-{slug}»."
        )


class Ente(Versionato):
    """Un ente locale: la radice di tutto. Il suo `slug` sta in ogni indirizzo interno."""

    slug = models.SlugField("nome nell'indirizzo", unique=True, max_length=60, validators=[valida_slug_libero])
    denominazione = models.CharField("denominazione", max_length=200)
    tipo = models.CharField("tipo", max_length=30, choices=TipoEnte, default=TipoEnte.COMUNE)
    denominazione_presunta = models.BooleanField(
        "denominazione di comodo", default=False, help_text="Il documento di origine non nomina l'ente."
    )
    provincia = models.CharField("provincia", max_length=60, blank=True)
    sigla_provincia = models.CharField("sigla", max_length=2, blank=True, validators=[SIGLA])
    regione = models.CharField("regione", max_length=60, blank=True)
    codice_istat = models.CharField("codice ISTAT", max_length=6, blank=True, validators=[CIFRE[6]])
    codice_catasto = models.CharField("codice catastale", max_length=4, blank=True, validators=[CATASTO])
    codice_ipa = models.CharField("codice IPA", max_length=20, blank=True)
    codice_fiscale = models.CharField("codice fiscale", max_length=11, blank=True, validators=[CIFRE[11]])
    partita_iva = models.CharField("partita IVA", max_length=11, blank=True, validators=[CIFRE[11]])
    indirizzo = models.CharField("indirizzo", max_length=200, blank=True)
    telefono = models.CharField("telefono", max_length=40, blank=True)
    email = models.EmailField("posta elettronica", blank=True)
    pec = models.EmailField("PEC", blank=True)
    sito = models.URLField("sito istituzionale", blank=True)
    stemma = models.ImageField("stemma", upload_to="stemmi/", blank=True)
    organismo = models.CharField(
        "organismo di valutazione", max_length=10, choices=Organismo, default=Organismo.NUCLEO
    )
    organismo_composizione = models.CharField("composizione", max_length=20, choices=Composizione, blank=True)
    organismo_nota = models.CharField(
        "come è composto", max_length=300, blank=True, help_text="Per esempio: «Segretario comunale e Giunta»."
    )
    organismo_dal = models.DateField("in carica dal", null=True, blank=True)
    organismo_al = models.DateField("in carica al", null=True, blank=True)
    dup = models.CharField("tipo di DUP", max_length=20, choices=TipoDup, blank=True)
    mandato_dal = models.PositiveSmallIntegerField("mandato amministrativo dal", null=True, blank=True)
    mandato_al = models.PositiveSmallIntegerField("mandato amministrativo al", null=True, blank=True)
    nota = models.TextField("nota", blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "ente"
        verbose_name_plural = "enti"
        ordering = ["denominazione"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organismo_dal__isnull=True)
                | Q(organismo_al__isnull=True)
                | Q(organismo_al__gte=F("organismo_dal")),
                name="organismo_finisce_dopo_inizio",
                violation_error_message="L'organismo finisce prima di cominciare: controlla le due date.",
            ),
            models.CheckConstraint(
                condition=Q(mandato_dal__isnull=True)
                | Q(mandato_al__isnull=True)
                | Q(mandato_al__gte=F("mandato_dal")),
                name="mandato_finisce_dopo_inizio",
                violation_error_message="Il mandato finisce prima di cominciare: controlla i due anni.",
            ),
        ]

    def __str__(self) -> str:
        return self.denominazione


class Appartenenza(models.Model):
    """Un comune che fa parte di un'unione (o di un'altra forma associativa), per un tempo."""

    unione = models.ForeignKey(Ente, on_delete=models.CASCADE, related_name="appartenenze")
    comune = models.CharField("comune", max_length=200)
    ente_comune = models.ForeignKey(
        Ente,
        verbose_name="ente in questa installazione",
        on_delete=models.SET_NULL,
        related_name="unioni",
        null=True,
        blank=True,
    )
    dal = models.DateField("dal", null=True, blank=True)
    al = models.DateField("al", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "comune dell'unione"
        verbose_name_plural = "comuni dell'unione"
        ordering = ["comune"]
        constraints = [
            models.CheckConstraint(
                condition=Q(al__isnull=True) | Q(dal__isnull=True) | Q(al__gte=F("dal")),
                name="appartenenza_finisce_dopo_inizio",
                violation_error_message="La data di fine viene prima di quella di inizio.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.comune} in {self.unione}"

    @property
    def ente(self) -> Ente:
        return self.unione
