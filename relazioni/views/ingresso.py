"""L'indirizzo nudo del sito: ciò che gli enti hanno pubblicato, con la porta per chi ci lavora."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseBase

from enti.views import casa_di
from relazioni.pubblico import guardia
from relazioni.views import porta, trasparenza


@login_not_required
def inizio(request: Any) -> HttpResponseBase:
    """Chi è entrato va al suo ente; tutti gli altri vedono la pagina pubblica dell'installazione.

    Qui si guarda chi legge: la pagina è la stessa di `trasparenza_enti`, ma nessuno la conserva per altri.
    """
    if request.user.is_authenticated:
        return casa_di(request)
    request.ente = None
    with guardia.lettura():
        risposta = porta.blinda(request, trasparenza.enti(request))
    risposta.headers["Cache-Control"] = "private, no-cache"
    return risposta
