"""La porta pubblica: ciò che è di tutti risponde prima che si guardi chi chiede.

Una vista segnata con `porta.pubblica` o `porta.scrivibile` non passa dalla sessione, dall'utente, dai gettoni: non può
sapere chi legge, non può dare un biscotto, costa meno. Perché sia così, sta prima del middleware delle sessioni.
"""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve

from enti.models import Ente
from relazioni.views import porta


class PortaPubblica:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        trovata = _pubblica(request.path_info)
        if trovata is None:
            return porta.da_programmi(request, self.get_response(request))
        with trovata.func.pubblica():
            return _rispondi(request, trovata)


def _pubblica(percorso: str) -> Any:
    """La vista pubblica di un indirizzo, o None."""
    try:
        trovata = resolve(percorso)
    except Resolver404:
        return None
    return trovata if hasattr(trovata.func, "pubblica") else None


def _rispondi(request: Any, trovata: Any) -> HttpResponseBase:
    """Come farebbe Django, con l'ente dell'indirizzo in `request.ente`; ciò che non c'è ha la sua pagina."""
    argomenti = dict(trovata.kwargs)
    slug = argomenti.pop("ente", None)
    request.resolver_match, request.ente = trovata, None
    try:
        if slug is not None:
            request.ente = get_object_or_404(Ente, slug=slug)
        risposta: HttpResponseBase = trovata.func(request, *trovata.args, **argomenti)
    except Http404 as errore:
        risposta = porta.non_trovata(request, str(errore))
    return porta.blinda(request, risposta)
