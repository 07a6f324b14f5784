"""Le righe che servono a ogni stanza, senza parole del dominio."""

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
