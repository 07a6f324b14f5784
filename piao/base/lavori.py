"""Lavori in secondo piano: si avviano dalle pagine, li svolge il comando `lavoratore`.

Un lavoro è una funzione decorata con `@task` che riceve `lavoro_id` e può essere ripetuta senza danno
(file temporaneo e rinomina, una chiave per risultato): se il processo che la svolge viene ucciso, riparte.

Il giro: `avvia` scrive il `Lavoro` e mette il compito in coda nella stessa transazione; un lavoratore lo prende
(`lavora_uno`), la funzione dice a che punto è (`segnala`), l'esito torna sul `Lavoro`. Un compito il cui
lavoratore non batte più torna in coda (`riaccoda_interrotti`), fino a `TENTATIVI_MASSIMI`.
"""

import logging
import threading
from datetime import timedelta
from hashlib import sha256
from types import TracebackType
from typing import Any, TypeAlias

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from django_tasks.base import Task, TaskResultStatus
from django_tasks.utils import normalize_json
from django_tasks_db.models import DBTaskResult

from piao.base.models import Lavoratore, Lavoro

Compito: TypeAlias = DBTaskResult[..., Any]

registro = logging.getLogger(__name__)

SECONDI_FRA_I_BATTITI = 5
SCADENZA_BATTITO = timedelta(seconds=30)
TENTATIVI_MASSIMI = 3

FRASE_GUASTO = (
    "Il lavoro non è riuscito per un errore del programma. Riprovate; se succede ancora, avvisate l'assistenza."
)
FRASE_INTERROTTO = (
    f"Il lavoro si è interrotto {TENTATIVI_MASSIMI} volte e non viene ritentato. Avvisate l'assistenza, poi riprovate."
)


class Annullato(Exception):
    """Chi ha chiesto il lavoro non lo vuole più: la funzione deve smettere."""


class ErroreDiLavoro(Exception):
    """Il lavoro non può riuscire e il motivo è una frase per chi l'ha chiesto."""


# ---- dalle pagine ----------------------------------------------------------------------------------


def avvia(funzione: Task[Any, Any], *, chiave: str, titolo: str, ente: str, chi: str, **argomenti: Any) -> Lavoro:
    """Mette in coda `funzione(lavoro_id=…, **argomenti)`; se la chiave è già attiva restituisce quel lavoro.

    Gli argomenti devono poter diventare JSON: si passano numeri di riga, non oggetti.
    """
    try:
        with transaction.atomic():
            lavoro = Lavoro.objects.create(chiave=chiave, titolo=titolo, ente=ente, chi=chi)
            lavoro.compito = funzione.enqueue(lavoro_id=lavoro.pk, **argomenti).id
            lavoro.save(update_fields=["compito"])
    except IntegrityError:
        # Attivo, di solito; se è finito proprio adesso, l'ultimo è comunque quello che si chiedeva.
        return Lavoro.objects.filter(chiave=chiave).latest("pk")
    return lavoro


@transaction.atomic
def annulla(lavoro: Lavoro) -> None:
    """Ferma il lavoro: subito se è ancora in coda, al prossimo `segnala` se è in corso."""
    tolti, _ = DBTaskResult.objects.filter(pk__in=[lavoro.compito], status=TaskResultStatus.READY).delete()
    if tolti:
        _concludi(lavoro.compito, Lavoro.Stato.ANNULLATO)
    else:
        Lavoro.objects.filter(pk=lavoro.pk, stato__in=Lavoro.ATTIVI).update(annullare=True)
    lavoro.refresh_from_db()


def argomenti_di(lavoro: Lavoro) -> dict[str, Any]:
    """Con quali argomenti è stato avviato; vuoto se la coda non lo ricorda più."""
    compito = DBTaskResult.objects.filter(pk__in=[lavoro.compito]).first()
    return dict(compito.args_kwargs["kwargs"]) if compito else {}


# ---- dentro un lavoro ------------------------------------------------------------------------------


def segnala(lavoro_id: int | None, avanzamento: int, passo: str) -> None:
    """Dice a che punto è il lavoro (da 0 a 100) e che cosa sta facendo; senza lavoro non fa nulla.

    Va chiamata fuori dalle transazioni lunghe, altrimenti nessuno la vede in tempo.
    Solleva `Annullato` quando il lavoro non è più voluto.
    """
    if lavoro_id is None:
        return
    voluto = Lavoro.objects.filter(pk=lavoro_id, stato=Lavoro.Stato.IN_CORSO, annullare=False)
    if not voluto.update(avanzamento=avanzamento, passo=passo):
        raise Annullato


def conserva_pdf(cartella: str, pdf: bytes) -> str:
    """Il nome del file conservato, che viene dal suo contenuto: scritto due volte, è uno solo."""
    nome = f"{cartella}/{sha256(pdf).hexdigest()[:32]}.pdf"
    return nome if default_storage.exists(nome) else default_storage.save(nome, ContentFile(pdf))


# ---- il lavoratore ---------------------------------------------------------------------------------


def lavora_uno(lavoratore: str) -> bool:
    """Prende e svolge il prossimo compito; falso quando la coda è vuota."""
    compito = _prendi(lavoratore)
    if compito is None:
        return False
    _svolgi(compito)
    return True


def esegui_in_attesa() -> None:
    """Svolge subito tutti i compiti in coda: per le prove e per i comandi da terminale."""
    while lavora_uno("subito"):
        pass


@transaction.atomic
def riaccoda_interrotti(lavoratore: str) -> None:
    """Rimette in coda i compiti lasciati a metà da lavoratori che non battono più, o da un omonimo precedente.

    La chiama un lavoratore libero: ciò che risulta in corso a suo nome l'ha lasciato chi portava il suo nome prima.
    """
    vivi = Lavoratore.objects.filter(battito__gte=timezone.now() - SCADENZA_BATTITO).exclude(nome=lavoratore)
    nomi = set(vivi.values_list("nome", flat=True))
    for compito in DBTaskResult.objects.running().select_for_update(skip_locked=True):
        if not nomi.intersection(compito.worker_ids[-1:]):
            _rimetti_in_coda(compito)


class Battito:
    """Finché dura il blocco `with`, un filo scrive nel database che questo lavoratore è vivo."""

    def __init__(self, lavoratore: str) -> None:
        self.lavoratore = lavoratore
        self._fine = threading.Event()
        self._filo = threading.Thread(target=self._batti_sempre, daemon=True)

    def __enter__(self) -> None:
        batti(self.lavoratore)
        self._filo.start()

    def __exit__(
        self, tipo: type[BaseException] | None, errore: BaseException | None, tb: TracebackType | None
    ) -> None:
        self._fine.set()
        self._filo.join()
        Lavoratore.objects.filter(nome=self.lavoratore).delete()

    def _batti_sempre(self) -> None:
        while not self._fine.wait(SECONDI_FRA_I_BATTITI):
            try:
                batti(self.lavoratore)
            except DatabaseError:  # database occupato o riavviato: il prossimo battito riprova
                registro.warning("battito saltato", exc_info=True)
                connection.close()
        connection.close()


def batti(lavoratore: str) -> None:
    """Scrive che il lavoratore è vivo adesso."""
    Lavoratore.objects.update_or_create(nome=lavoratore, defaults={"battito": timezone.now()})


# ---- dentro ----------------------------------------------------------------------------------------


@transaction.atomic
def _prendi(lavoratore: str) -> Compito | None:
    compito = DBTaskResult.objects.ready().get_locked()
    if compito is not None:
        compito.claim(lavoratore)
        Lavoro.objects.filter(compito=compito.pk).update(
            stato=Lavoro.Stato.IN_CORSO, iniziato=timezone.now(), tentativi=len(compito.worker_ids), passo=""
        )
    return compito


def _svolgi(compito: Compito) -> None:
    argomenti = compito.args_kwargs
    try:
        risultato = normalize_json(compito.task.call(*argomenti["args"], **argomenti["kwargs"]))
    except Annullato as errore:
        _chiudi(compito, Lavoro.Stato.ANNULLATO, guasto=errore)
    except (ErroreDiLavoro, ValidationError) as errore:
        _chiudi(compito, Lavoro.Stato.FALLITO, guasto=errore, errore=_frase(errore))
    except Exception as errore:
        registro.exception("lavoro non riuscito: %s", compito.task_path)
        _chiudi(compito, Lavoro.Stato.FALLITO, guasto=errore, errore=FRASE_GUASTO)
    else:
        _chiudi(compito, Lavoro.Stato.FATTO, risultato=risultato, avanzamento=100)


def _frase(errore: ErroreDiLavoro | ValidationError) -> str:
    return " ".join(errore.messages) if isinstance(errore, ValidationError) else str(errore)


@transaction.atomic
def _chiudi(compito: Compito, stato: Lavoro.Stato, guasto: Exception | None = None, **campi: Any) -> None:
    """Scrive l'esito, se il compito è ancora di chi lo ha svolto: un battito in ritardo può averlo ridato."""
    attuale = DBTaskResult.objects.select_for_update().get(pk=compito.pk)
    if attuale.status != TaskResultStatus.RUNNING or attuale.worker_ids != compito.worker_ids:
        return
    if guasto is None:
        attuale.set_successful(campi.get("risultato"))
    else:
        attuale.set_failed(guasto)
    _concludi(compito.pk, stato, **campi)


def _rimetti_in_coda(compito: Compito) -> None:
    if Lavoro.objects.filter(compito=compito.pk, annullare=True).exists():
        compito.set_failed(Annullato())
        _concludi(compito.pk, Lavoro.Stato.ANNULLATO)
    elif len(compito.worker_ids) >= TENTATIVI_MASSIMI:
        compito.set_failed(ErroreDiLavoro(FRASE_INTERROTTO))
        _concludi(compito.pk, Lavoro.Stato.FALLITO, errore=FRASE_INTERROTTO)
    else:
        compito.status = TaskResultStatus.READY
        compito.save(update_fields=["status"])
        Lavoro.objects.filter(compito=compito.pk).update(
            stato=Lavoro.Stato.IN_CODA, avanzamento=0, passo="Interrotto, riprovo"
        )


def _concludi(compito: Any, stato: Lavoro.Stato, **campi: Any) -> None:
    Lavoro.objects.filter(compito=compito).update(stato=stato, finito=timezone.now(), passo="", **campi)
