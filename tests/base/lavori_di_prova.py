"""Funzioni in secondo piano usate dalle prove: un file a sé, perché le importa anche un lavoratore vero."""

import time
from pathlib import Path

from django_tasks import task

from piao.base.lavori import ErroreDiLavoro, annulla, segnala
from piao.base.models import Lavoro


@task
def somma(lavoro_id: int, addendi: list[int]) -> dict[str, int]:
    segnala(lavoro_id, 50, "Sommo gli addendi")
    return {"somma": sum(addendi)}


@task
def rompi(lavoro_id: int) -> None:
    raise ZeroDivisionError


@task
def rifiuta(lavoro_id: int) -> None:
    raise ErroreDiLavoro("Il Piano non ha obiettivi: aggiungetene uno.")


@task
def indicibile(lavoro_id: int) -> object:
    return object()


@task
def annullato_a_meta(lavoro_id: int) -> None:
    annulla(Lavoro.objects.get(pk=lavoro_id))
    segnala(lavoro_id, 60, "Non ci si arriva")
    raise AssertionError("segnala doveva fermare il lavoro")


@task
def dormi_la_prima_volta(lavoro_id: int, traccia: str) -> str:
    """La prima volta non finisce mai: va uccisa. La seconda finisce subito."""
    segnala(lavoro_id, 10, "Comincio")
    prima_volta = not Path(traccia).exists()
    Path(traccia).touch()
    if prima_volta:
        time.sleep(600)
    return "finito"


@task
def finisci_con_calma(lavoro_id: int, traccia: str) -> str:
    Path(traccia).touch()
    time.sleep(1)
    return "finito"
