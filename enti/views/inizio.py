"""La porta d'ingresso e la pagina personale: non stanno dentro un ente."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from enti.letture import enti_di, profilo
from piao.base.permessi import richiedi


@require_safe
def casa_di(request: Any) -> HttpResponse:
    """Dove comincia chi è entrato: nel suo ente, se ne ha uno solo; altrimenti sceglie."""
    enti = list(enti_di(request.user))
    if len(enti) == 1:
        return redirect("obiettivi:casa", enti[0].slug)
    return render(request, "enti/scegli.html", {"enti": [(ente, profilo(request.user, ente).nomi) for ente in enti]})


@require_safe
def mio_accesso(request: Any) -> HttpResponse:
    richiedi(request.user.is_authenticated)
    contesto = {
        "enti": [(ente, profilo(request.user, ente).nomi) for ente in enti_di(request.user)],
        "secondo_fattore": is_mfa_enabled(request.user),
        "esterno": bool(settings.SOCIALACCOUNT_PROVIDERS),
    }
    return render(request, "enti/mio_accesso.html", contesto)
