"""Dopo la consegna: le osservazioni della persona, la risposta, il riesame di un terzo con il prima e il dopo."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from piao.base.numeri import data_estesa
from piao.base.permessi import richiedi
from piao.base.registro import annota
from valutazione.azioni.compilazione import controlla_valore, ricalcola
from valutazione.azioni.passi import compi_passo, scrivi_passaggio
from valutazione.flusso import CHIEDI_RIESAME, DECIDI
from valutazione.letture.termini import termini_di
from valutazione.models import Osservazione, Riesame, Scheda
from valutazione.permessi import puo_osservare, puo_rispondere, puo_sentire
from valutazione.voci import StatoScheda


@transaction.atomic
def osserva(scheda: Scheda, *, utente: Any, testo: str, assistita_da: str = "") -> Osservazione:
    """La persona scrive le sue osservazioni; in contraddittorio le può trascrivere chi l'ha sentita.

    Solleva PermissionDenied, ValidationError se il testo manca o il termine è passato.
    """
    riga = Scheda.objects.select_for_update(of=("self",)).get(pk=scheda.pk)
    trascritta = puo_sentire(utente, riga) and riga.contraddittorio_il is not None
    richiedi(puo_osservare(utente, riga) or trascritta)
    in_contraddittorio = riga.stato == StatoScheda.PROPOSTA
    _nei_termini(riga, in_contraddittorio=in_contraddittorio)
    osservazione = Osservazione(
        scheda=riga,
        testo=testo.strip(),
        contraddittorio=in_contraddittorio,
        assistita_da=assistita_da,
        presentata_il=timezone.localdate(),
    )
    osservazione.full_clean()
    osservazione.save()
    scrivi_passaggio(riga, "osservazione", da=riga.stato, chi=utente)
    annota("presenta osservazioni", riga, chi=utente, ente=riga.ente)
    return osservazione


def _nei_termini(scheda: Scheda, *, in_contraddittorio: bool) -> None:
    termini = termini_di(scheda)
    termine = termini.contraddittorio if in_contraddittorio else termini.osservazioni
    if hasattr(scheda, "riesame"):
        raise ValidationError("Il riesame è già deciso: non si presentano altre osservazioni.")
    if not in_contraddittorio and termine is not None and timezone.localdate() > termine:
        raise ValidationError(f"Il termine per le osservazioni era il {data_estesa(termine)}.")


@transaction.atomic
def rispondi(osservazione: Osservazione, *, utente: Any, risposta: str) -> Osservazione:
    """Chi valuta risponde: senza risposta la scheda non si chiude. Solleva PermissionDenied, ValidationError."""
    riga = Osservazione.objects.select_for_update(of=("self",)).get(pk=osservazione.pk)
    richiedi(puo_rispondere(utente, riga.scheda))
    if not risposta.strip():
        raise ValidationError({"risposta": "Scrivi la risposta: la legge la persona valutata."})
    riga.risposta, riga.risposta_il = risposta.strip(), timezone.localdate()
    riga.save(update_fields=["risposta", "risposta_il"])
    scrivi_passaggio(riga.scheda, "risposta", da=riga.scheda.stato, chi=utente)
    annota("risponde alle osservazioni", riga.scheda, chi=utente, ente=riga.ente)
    return riga


def chiedi_riesame(scheda: Scheda, *, utente: Any, motivi: str) -> Scheda:
    """La persona chiede che un terzo riveda la valutazione. Solleva come `compi_passo`."""
    return compi_passo(scheda, CHIEDI_RIESAME, utente=utente, nota=motivi)


@transaction.atomic
def decidi_riesame(scheda: Scheda, *, utente: Any, decisione: str, valori: Mapping[str, Decimal]) -> Riesame:
    """Il terzo decide: conferma, o cambia i valori che dà. Il punteggio di prima e quello di dopo restano scritti.

    Solleva come `compi_passo`, e ValidationError se un valore non è della scala o il conto non torna.
    """
    riga = Scheda.objects.select_for_update(of=("self",)).get(pk=scheda.pk)
    if DECIDI.possibile(utente, riga) and decisione.strip():
        _cambia(riga, valori, decisione.strip())
    compiuta = compi_passo(riga, DECIDI, utente=utente, nota=decisione)
    riesame = compiuta.riesame
    riesame.deciso_il, riesame.decisione, riesame.chi = timezone.localdate(), decisione.strip(), utente
    riesame.dopo = compiuta.punteggio
    riesame.save()
    return riesame


def _cambia(scheda: Scheda, valori: Mapping[str, Decimal], decisione: str) -> None:
    """La ragione di chi aveva valutato non spiega più il valore nuovo: lascia il posto a quella del riesame."""
    voci = {voce.codice: voce for voce in scheda.voci.select_related("componente__scala")}
    for codice in valori.keys() & voci.keys():
        voce = voci[codice]
        if voce.valore != valori[codice]:
            controlla_valore(voce, valori[codice])
            voce.valore, voce.motivazione = valori[codice], f"Riesame: {decisione}"
            voce.save(update_fields=["valore", "motivazione"])
    conto = ricalcola(scheda)
    if conto.punteggio is None:
        raise ValidationError(conto.problema)
