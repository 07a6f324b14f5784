"""L'ente dell'indirizzo e il secondo fattore, per ogni richiesta."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from enti.letture import con_avvisi, profilo
from enti.permessi import appartiene


class EnteMiddleware:
    """Mette l'ente dell'indirizzo in request.ente. Chi non vi appartiene vede 404.

    Le pagine pubbliche sono quelle con @login_not_required: lì basta che l'ente esista.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, vista: Any, args: Any, kwargs: dict[str, Any]) -> None:
        slug = kwargs.pop("ente", None)
        if slug is None:
            return
        request.ente = get_object_or_404(con_avvisi(request.user), slug=slug)
        pubblica = not getattr(vista, "login_required", True)
        if not pubblica and not appartiene(request.user, request.ente):
            del request.ente  # la pagina «non trovata» non deve dire all'estraneo come si chiama l'ente
            raise Http404


class SecondoFattoreMiddleware:
    """Chi ha un ruolo per cui il secondo fattore è obbligatorio lo attiva prima di entrare nell'ente."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, vista: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        richiesti = set(settings.RUOLI_CON_SECONDO_FATTORE)
        ente = getattr(request, "ente", None)
        if not richiesti or ente is None or not request.user.is_authenticated:
            return None
        if not profilo(request.user, ente).incarichi & richiesti or is_mfa_enabled(request.user):
            return None
        messages.warning(request, "Il tuo incarico richiede il secondo fattore: attivalo per continuare.")
        return redirect("mfa_index")
