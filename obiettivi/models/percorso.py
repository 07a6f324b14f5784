"""Il percorso del Piano: chi è stato sentito, che cosa ha detto il Nucleo, che cosa ha chiesto la Giunta, chi ha
compiuto ogni passaggio. Righe che si aggiungono: ciò che è stato detto non si cambia."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from enti.models import Atto, Ente, Incarico
from obiettivi.models.ciclo import Ciclo
from obiettivi.models.variazione import Variazione
from obiettivi.voci import EsitoParere, StatoCiclo
from piao.base.models import Versionato


def _non_prima(dopo: str, prima: str) -> Q:
    return Q(**{f"{dopo}__isnull": True}) | Q(**{f"{prima}__isnull": True}) | Q(**{f"{dopo}__gte": F(prima)})


class Passaggio(models.Model):
    """Un passo compiuto nel percorso del Piano, con l'esito dei controlli in quel momento, congelato."""

    ciclo = models.ForeignKey(Ciclo, on_delete=models.CASCADE, related_name="passaggi")
    passo = models.CharField("passo", max_length=30)
    da = models.CharField("da", max_length=20, choices=StatoCiclo)
    a = models.CharField("a", max_length=20, choices=StatoCiclo)
    quando = models.DateTimeField("quando", default=timezone.now, editable=False)
    chi = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    ruolo = models.CharField("in qualità di", max_length=150, blank=True)
    nota = models.TextField("nota", blank=True)
    rilievi = models.TextField("esito dei controlli", blank=True, help_text="JSON canonico, come era in quel momento.")
    impronta_rilievi = models.CharField("impronta dei controlli", max_length=64, blank=True)

    class Meta:
        verbose_name = "passaggio"
        verbose_name_plural = "passaggi"
        ordering = ["-quando", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_da_display()} → {self.get_a_display()}"

    @property
    def ente(self) -> Ente:
        return self.ciclo.ente


class Consultazione(Versionato):
    """Il confronto con un responsabile sui suoi obiettivi (D.Lgs. 150/2009, art. 5 c. 1).

    Tre date: quando gli sono stati proposti, quando se ne è discusso, quando ci si è accordati.
    """

    ciclo = models.ForeignKey(Ciclo, on_delete=models.CASCADE, related_name="consultazioni")
    incarico = models.ForeignKey(Incarico, on_delete=models.PROTECT, related_name="consultazioni")
    proposto_il = models.DateField("proposto il", null=True, blank=True)
    negoziato_il = models.DateField("negoziato il", null=True, blank=True)
    concordato_il = models.DateField("concordato il", null=True, blank=True)
    nota = models.TextField("nota", blank=True, help_text="Ciò che si è detto, e su che cosa non si è d'accordo.")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "consultazione"
        verbose_name_plural = "consultazioni"
        ordering = ["incarico__tipo", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ciclo", "incarico"],
                name="una_consultazione_per_incarico",
                violation_error_message="La consultazione di questo responsabile c'è già.",
            ),
            models.CheckConstraint(
                condition=_non_prima("negoziato_il", "proposto_il")
                & _non_prima("concordato_il", "negoziato_il")
                & _non_prima("concordato_il", "proposto_il"),
                name="consultazione_in_ordine",
                violation_error_message="Le date non sono in ordine: si propone, poi si negozia, poi si concorda.",
            ),
        ]

    def __str__(self) -> str:
        return f"Consultazione: {self.incarico}"

    @property
    def ente(self) -> Ente:
        return self.ciclo.ente


class Parere(models.Model):
    """Il parere dell'organismo di valutazione sul Piano o su una variazione. Non si cambia: se ne dà un altro."""

    ciclo = models.ForeignKey(Ciclo, on_delete=models.CASCADE, related_name="pareri")
    variazione = models.ForeignKey(
        Variazione,
        on_delete=models.PROTECT,
        related_name="pareri",
        null=True,
        blank=True,
        help_text="Vuoto: sul Piano.",
    )
    esito = models.CharField("esito", max_length=20, choices=EsitoParere)
    dato_il = models.DateField("dato il")
    osservazioni = models.TextField("osservazioni", blank=True)
    lista = models.JSONField(
        "lista di controllo", default=list, blank=True, help_text="Voci con codice, domanda, risposta, nota."
    )
    verbale = models.ForeignKey(Atto, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    chi = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    ruolo = models.CharField("in qualità di", max_length=150, blank=True)
    trascritto = models.BooleanField(
        "trascritto dal verbale", default=False, help_text="L'ha registrato il segretario, non il Nucleo."
    )
    creato_il = models.DateTimeField("registrato il", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "parere"
        verbose_name_plural = "pareri"
        ordering = ["-creato_il", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(trascritto=False) | Q(verbale__isnull=False),
                name="parere_trascritto_con_verbale",
                violation_error_message="Per trascrivere un parere serve il verbale da cui lo si prende.",
            ),
            models.CheckConstraint(
                condition=Q(esito="favorevole") | ~Q(osservazioni=""),
                name="parere_non_favorevole_con_osservazioni",
                violation_error_message="Scrivi le osservazioni: un parere che non è favorevole va spiegato.",
            ),
        ]

    def __str__(self) -> str:
        return f"Parere {self.get_esito_display()} del {self.dato_il:%d/%m/%Y}"

    @property
    def ente(self) -> Ente:
        return self.ciclo.ente


class Commento(models.Model):
    """Ciò che un componente della Giunta osserva sul Piano proposto (o su una variazione), prima di approvare."""

    ciclo = models.ForeignKey(Ciclo, on_delete=models.CASCADE, related_name="commenti")
    variazione = models.ForeignKey(
        Variazione, on_delete=models.CASCADE, related_name="commenti", null=True, blank=True
    )
    obiettivo = models.ForeignKey(
        "obiettivi.Obiettivo", on_delete=models.SET_NULL, related_name="commenti", null=True, blank=True
    )
    testo = models.TextField("commento")
    chi = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    ruolo = models.CharField("in qualità di", max_length=150, blank=True)
    creato_il = models.DateTimeField("scritto il", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "commento"
        verbose_name_plural = "commenti"
        ordering = ["creato_il", "pk"]

    def __str__(self) -> str:
        return f"Commento di {self.ruolo or 'un componente della Giunta'}"

    @property
    def ente(self) -> Ente:
        return self.ciclo.ente
