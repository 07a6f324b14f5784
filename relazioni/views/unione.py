"""Fare di più obiettivi uguali uno solo: si vede che cosa succede, si sceglie la capofila, si conferma."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from obiettivi.azioni.fusione import unisci_obiettivi
from obiettivi.letture import ciclo_di
from obiettivi.letture.fusione import Fusione, fusione_di
from obiettivi.models import Ciclo
from obiettivi.permessi import puo_unire_obiettivi
from piao.base.permessi import richiedi
from relazioni.forms.controlli import UnioneForm, chiavi_da, versioni_in_parole


def unisci(request: Any, anno: int) -> HttpResponse:
    """Gli obiettivi sono nell'indirizzo: `?obiettivi=12,15`."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_unire_obiettivi(request.user, ciclo))
    if "obiettivi" not in request.GET:
        return redirect("relazioni:controlli", ciclo.ente.slug, anno)
    fusione = fusione_di(ciclo, chiavi_da(request.GET.get("obiettivi", "")))
    if not fusione.obiettivi:
        raise Http404("Gli obiettivi da unire non ci sono più: forse qualcuno li ha già uniti.")
    form = UnioneForm(request.POST or None, unita=[c.primo.unita for c in fusione.unita], initial=_iniziali(fusione))  # type: ignore[union-attr]  # legami di unità
    if form.is_valid() and (resta := _unisci(request, ciclo, form)):
        messages.success(request, "Ora è un solo obiettivo trasversale: rileggilo.")
        return redirect("obiettivi:scheda", ciclo.ente.slug, anno, resta.pk)
    return render(request, "relazioni/unisci.html", {"ciclo": ciclo, "fusione": fusione, "form": form})


def _iniziali(fusione: Fusione) -> dict[str, Any]:
    versioni = versioni_in_parole((o.pk, o.versione) for o in fusione.obiettivi)
    return {"capofila": fusione.capofila, "versioni": versioni}


def _unisci(request: Any, ciclo: Ciclo, form: UnioneForm) -> Any:
    """L'obiettivo che resta; None se non si può, e la maschera dice perché."""
    try:
        return unisci_obiettivi(ciclo, utente=request.user, **form.cleaned_data)
    except ValidationError as errore:
        form.add_error(None, errore)
        return None
