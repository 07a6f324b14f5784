"""Ciò che ogni pagina interna sa: l'ente, il profilo di chi guarda, gli enti fra cui può passare."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from enti.letture import altri_enti, profilo


def pagina(request: HttpRequest) -> dict[str, Any]:
    ente = getattr(request, "ente", None)
    utente = getattr(request, "user", None)
    if ente is None or utente is None or not utente.is_authenticated:
        return {"ente": ente}
    chi = profilo(utente, ente)
    if not chi.appartiene:  # un estraneo su una pagina pubblica
        return {"ente": ente}
    return {
        "ente": ente,
        "profilo": chi,
        "altri_enti": SimpleLazyObject(lambda: altri_enti(utente, ente)),
    }
