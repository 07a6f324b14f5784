"""Un limite alle richieste di una pagina pubblica: tante al minuto per ogni indirizzo, contate nella cache comune."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone


def troppe_richieste(request: HttpRequest, nome: str, *, massimo: int, secondi: int) -> bool:
    """Conta questa richiesta; vero se nel periodo in corso l'indirizzo ne ha già fatte più di `massimo`."""
    periodo = int(timezone.now().timestamp()) // secondi
    chiave = f"limite:{nome}:{get_adapter().get_client_ip(request)}:{periodo}"
    cache.add(chiave, 0, timeout=2 * secondi)
    try:
        return cache.incr(chiave) > massimo
    except ValueError:  # scaduta fra le due righe: il periodo è finito
        return False
