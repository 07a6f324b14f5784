"""Gli scenari: provarli, cambiarli, rifarne il conto. Uno scenario confermato non si tocca più."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from obiettivi.misura import in_cifre
from piao.base.concorrenza import blocca
from piao.base.permessi import richiedi
from piao.base.registro import annota
from valutazione.letture.premi.scenari import Calcolato, calcola, passi_scritti
from valutazione.models import Fondo, Premio, Simulazione
from valutazione.permessi.premi import puo_scrivere_fondo

CONFERMATO = "I premi sono confermati: per cambiarli, prima riapri il fondo."


def aperto(fondo: Fondo) -> Fondo:
    """Il fondo bloccato per la transazione in corso. Solleva ValidationError se i premi sono già confermati."""
    riga = Fondo.objects.select_for_update(of=("self",)).select_related("ciclo__ente").get(pk=fondo.pk)
    if not riga.aperto:
        raise ValidationError(CONFERMATO)
    return riga


@transaction.atomic
def crea_scenario(fondo: Fondo, *, utente: Any, **campi: Any) -> Simulazione:
    riga = aperto(fondo)
    richiedi(puo_scrivere_fondo(utente, riga))
    scenario = Simulazione.objects.create(fondo=riga, **campi)
    annota("prova uno scenario", scenario, chi=utente, ente=riga.ente)
    return _rifai(scenario)


@transaction.atomic
def modifica_scenario(
    simulazione: Simulazione, *, utente: Any, versione: int | None = None, **campi: Any
) -> Simulazione:
    riga_fondo = aperto(simulazione.fondo)
    richiedi(puo_scrivere_fondo(utente, riga_fondo))
    riga = blocca(simulazione, versione=versione)
    for nome, valore in campi.items():
        setattr(riga, nome, valore)
    annota("cambia lo scenario", riga, chi=utente, ente=riga_fondo.ente)
    return _rifai(riga)


@transaction.atomic
def elimina_scenario(simulazione: Simulazione, *, utente: Any) -> None:
    """Solleva ValidationError se è l'ultimo: un fondo ha sempre almeno uno scenario."""
    riga_fondo = aperto(simulazione.fondo)
    richiedi(puo_scrivere_fondo(utente, riga_fondo))
    if riga_fondo.simulazioni.count() == 1:
        raise ValidationError("È l'unico scenario del fondo: modificalo, oppure aggiungine prima un altro.")
    annota("elimina lo scenario", simulazione, chi=utente, ente=riga_fondo.ente)
    simulazione.delete()


@transaction.atomic
def ricalcola(simulazione: Simulazione, *, utente: Any) -> Simulazione:
    """Rifà il conto con i fatti di adesso: schede chiuse nel frattempo, assenze, rapporti."""
    richiedi(puo_scrivere_fondo(utente, aperto(simulazione.fondo)))
    return _rifai(simulazione)


def ricalcola_tutti(fondo: Fondo) -> None:
    """Dopo che il fondo o le sue persone sono cambiati."""
    for simulazione in fondo.simulazioni.select_related("regole"):
        simulazione.fondo = fondo
        _rifai(simulazione)


def _rifai(simulazione: Simulazione) -> Simulazione:
    return conserva(simulazione, calcola(simulazione))


def conserva(simulazione: Simulazione, calcolato: Calcolato) -> Simulazione:
    """Scrive l'esito di uno scenario al posto di quello di prima."""
    diviso = calcolato.diviso
    simulazione.premi.all().delete()
    premi = calcolato.premi
    for premio in premi:
        premio.simulazione = simulazione
    Premio.objects.bulk_create(premi, batch_size=500)
    simulazione.problema = diviso.problema
    simulazione.provvisoria = calcolato.raccolta.provvisoria
    simulazione.economia = diviso.economia
    simulazione.destinazioni = [[nome, in_cifre(importo, 2)] for nome, importo in diviso.destinazioni]
    simulazione.parita = {"persone": list(diviso.parita.persone), "decisa": diviso.parita.decisa}
    simulazione.passi = passi_scritti(diviso.passi)
    simulazione.calcolata_il = timezone.now()
    simulazione.save()
    return simulazione
