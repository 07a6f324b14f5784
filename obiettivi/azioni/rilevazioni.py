"""Scrivere un valore rilevato, togliere una rilevazione, dire a che punto è una fase."""

from collections.abc import Iterable
from functools import partial
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from enti.models import Unita
from obiettivi.letture.regole import genere_di
from obiettivi.letture.rilevazioni import capofila_di, rilevato_in_parole
from obiettivi.models import Avanzamento, Fase, Indicatore, Obiettivo, Rilevazione, Sessione
from obiettivi.permessi import puo_compilare
from piao.base.concorrenza import ModificatoDaAltri, blocca
from piao.base.permessi import richiedi
from piao.base.registro import annota

R = TypeVar("R", Rilevazione, Avanzamento)
MAI_VISTA = 0  # le versioni cominciano da 1: chi scrive credeva che la riga non ci fosse


@transaction.atomic
def rileva(
    sessione: Sessione, indicatore: Indicatore, *, utente: Any, versione: int | None, **campi: Any
) -> Rilevazione:
    """Scrive il valore di un indicatore. `versione` 0: chi scrive non ne ha visto nessuno.

    Solleva ModificatoDaAltri se un'altra persona l'ha scritto nel frattempo, ValidationError se il valore non regge.
    """
    aperta = richiedi_aperta(sessione, indicatore.obiettivo, utente)
    riga = _scrivi(Rilevazione, {"sessione": aperta, "indicatore": indicatore}, versione, campi, utente)
    annota("rileva", indicatore, chi=utente, ente=aperta.ente, dopo=_in_parole(riga), nota=str(aperta))
    return riga


@transaction.atomic
def rileva_insieme(sessione: Sessione, righe: Iterable[tuple[Indicatore, dict[str, Any]]], *, utente: Any) -> int:
    """Scrive più valori, tutti o nessuno; ogni riga porta la sua `versione`. Dà quanti sono. Solleva come `rileva`."""
    scritte = [rileva(sessione, indicatore, utente=utente, **campi) for indicatore, campi in righe]
    return len(scritte)


@transaction.atomic
def togli_rilevazione(rilevazione: Rilevazione, *, utente: Any) -> None:
    """Il valore torna a mancare, e con lui i file che lo provano; la storia resta."""
    aperta = richiedi_aperta(rilevazione.sessione, rilevazione.indicatore.obiettivo, utente)
    riga = blocca(rilevazione, versione=None)
    annota("toglie il valore", riga.indicatore, chi=utente, ente=aperta.ente, prima=_in_parole(riga), nota=str(aperta))
    for evidenza in riga.evidenze.all():
        transaction.on_commit(partial(evidenza.file.storage.delete, str(evidenza.file.name)))
    riga.delete()


@transaction.atomic
def avanza_fase(sessione: Sessione, fase: Fase, *, utente: Any, versione: int | None, **campi: Any) -> Avanzamento:
    """Scrive a che punto è una fase. Solleva ModificatoDaAltri come `rileva`."""
    aperta = richiedi_aperta(sessione, fase.obiettivo, utente)
    riga = _scrivi(Avanzamento, {"sessione": aperta, "fase": fase}, versione, campi, utente)
    annota("aggiorna la fase", fase, chi=utente, ente=aperta.ente, dopo=f"{riga.percentuale}%", nota=str(aperta))
    return riga


def richiedi_aperta(sessione: Sessione, obiettivo: Obiettivo, utente: Any) -> Sessione:
    """La sessione, ferma fino alla fine della transazione: nessuno la chiude o la consegna mentre si scrive."""
    riga = blocca(sessione, versione=None)
    unita: Unita | None = capofila_di(obiettivo)
    consegnata = unita is not None and riga.consegne.filter(unita=unita).exists()
    richiedi(puo_compilare(utente, riga, unita.pk if unita else None, consegnata=consegnata))
    return riga


def _scrivi(modello: type[R], di_chi: dict[str, Any], versione: int | None, campi: dict[str, Any], utente: Any) -> R:
    """La riga che c'è, fatta avanzare, o una nuova; completa, controllata e salvata."""
    presente = modello._default_manager.filter(**di_chi).first()
    if presente is not None and versione == MAI_VISTA:
        raise ModificatoDaAltri(presente)
    riga = blocca(presente, versione=versione) if presente is not None else modello(**di_chi)
    for nome, valore in (campi | {"chi": utente, "aggiornata_il": timezone.now()}).items():
        setattr(riga, nome, valore)
    riga.full_clean(validate_unique=False)
    riga.save()
    return riga


def _in_parole(rilevazione: Rilevazione) -> str:
    return rilevato_in_parole(rilevazione, genere_di(rilevazione.indicatore, None))
