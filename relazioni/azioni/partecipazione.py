"""Ciò che scrivono i cittadini, senza un utente; e ciò che l'ente ne fa."""

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from enti.models import Ente
from obiettivi.codici import codice_da
from piao.base.concorrenza import blocca
from piao.base.registro import annota
from relazioni.models import Questionario, Risposta, Segnalazione


@transaction.atomic
def rispondi(questionario: Questionario, *, voti: dict[str, int | None]) -> Risposta:
    """Una risposta anonima. Il registro non ne sa nulla: l'ora di una risposta può dire di chi è.

    Solleva ValidationError se il questionario è chiuso.
    """
    oggi = timezone.localdate()
    if not questionario.dal <= oggi <= questionario.al:
        raise ValidationError("Il questionario non è aperto: si risponde soltanto fra le sue due date.")
    nuova = Risposta(questionario=questionario, giorno=oggi, **voti)
    nuova.full_clean()
    nuova.save()
    return nuova


@transaction.atomic
def segnala(ente: Ente, *, servizio: str, testo: str, contatto: str = "") -> Segnalazione:
    """Una segnalazione all'organismo di valutazione, con il codice che chi scrive conserva."""
    nuova = Segnalazione(
        ente=ente, codice=codice_da(secrets.token_hex(32)), servizio=servizio, testo=testo, contatto=contatto
    )
    nuova.full_clean()
    nuova.save()
    annota("riceve una segnalazione", nuova, chi=None, ente=ente)
    return nuova


@transaction.atomic
def leggi_segnalazione(segnalazione: Segnalazione, *, utente: Any) -> Segnalazione:
    """La prima volta che qualcuno la apre resta scritto quando: chi l'ha mandata lo vede."""
    riga = Segnalazione.objects.select_for_update(of=("self",)).get(pk=segnalazione.pk)
    if riga.letta_il is None:
        riga.letta_il = timezone.now()
        riga.save(update_fields=["letta_il"])
        annota("legge una segnalazione", riga, chi=utente, ente=riga.ente)
    return riga


@transaction.atomic
def rispondi_alla_segnalazione(segnalazione: Segnalazione, *, utente: Any, risposta: str) -> Segnalazione:
    """La risposta che chi ha scritto leggerà con il suo codice. Solleva ValidationError se manca o se c'è già."""
    riga = Segnalazione.objects.select_for_update(of=("self",)).get(pk=segnalazione.pk)
    if riga.risposta:
        raise ValidationError("A questa segnalazione si è già risposto: la risposta non si cambia.")
    if not risposta.strip():
        raise ValidationError({"risposta": "Scrivi la risposta."})
    riga.risposta, riga.risposta_il, riga.chi = risposta.strip(), timezone.now(), utente
    riga.letta_il = riga.letta_il or riga.risposta_il
    riga.save()
    annota("risponde a una segnalazione", riga, chi=utente, ente=riga.ente)
    return riga


@transaction.atomic
def apri_questionario(ente: Ente, *, utente: Any, **campi: Any) -> Questionario:
    nuovo = Questionario(ente=ente, **campi)
    nuovo.full_clean()
    nuovo.save()
    annota("apre un questionario", nuovo, chi=utente, ente=ente)
    return nuovo


@transaction.atomic
def modifica_questionario(
    questionario: Questionario, *, utente: Any, versione: int | None = None, **campi: Any
) -> Questionario:
    """Solleva ModificatoDaAltri; e ValidationError se, con risposte già date, cambia il servizio."""
    riga = blocca(questionario, versione=versione)
    if campi.get("servizio", riga.servizio) != riga.servizio and riga.risposte.exists():
        raise ValidationError({"servizio": "Ci sono già risposte su questo servizio: apri un altro questionario."})
    for nome, valore in campi.items():
        setattr(riga, nome, valore)
    riga.full_clean()
    riga.save()
    annota("modifica un questionario", riga, chi=utente, ente=riga.ente)
    return riga


@transaction.atomic
def elimina_questionario(questionario: Questionario, *, utente: Any) -> None:
    """Solleva ValidationError se qualcuno ha già risposto: le risposte non si buttano."""
    if questionario.risposte.exists():
        raise ValidationError(
            "Il questionario ha già delle risposte: non si elimina, si chiude anticipandone la fine."
        )
    annota("elimina un questionario", questionario, chi=utente, ente=questionario.ente)
    questionario.delete()
