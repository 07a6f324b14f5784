"""Fare di più obiettivi uguali uno solo: si vede che cosa succede, si conferma; e si torna indietro."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from obiettivi.azioni.fusione import unisci_obiettivi
from obiettivi.azioni.separazione import annulla_unione
from obiettivi.letture import ciclo_di
from obiettivi.letture.fusione import Fusione, fusione_di, perche_non_si_annulla, unioni_di
from obiettivi.models import Ciclo, Unione
from obiettivi.permessi import puo_unire_obiettivi
from piao.base.permessi import richiedi
from piao.base.testo import numeri_in
from relazioni.forms.controlli import AnnullaUnioneForm, UnioneForm, versioni_in_parole


def unisci(request: Any, anno: int) -> HttpResponse:
    """Gli obiettivi sono nell'indirizzo: `?obiettivi=12,15`."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_unire_obiettivi(request.user, ciclo))
    if "obiettivi" not in request.GET:
        return redirect("relazioni:controlli", ciclo.ente.slug, anno)
    fusione = fusione_di(ciclo, numeri_in(request.GET.get("obiettivi", "")))
    if not fusione.obiettivi:
        raise Http404("Gli obiettivi da unire non ci sono più: forse qualcuno li ha già uniti.")
    unita = [confluito.primo.unita for confluito in fusione.unita]
    form = UnioneForm(request.POST or None, unita=unita, initial=_iniziali(fusione))
    if form.is_valid() and (resta := _unisci(request, ciclo, form)):
        messages.success(request, "Ora è un solo obiettivo trasversale: rileggilo. Se serve, l'unione si annulla.")
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


def separa(request: Any, anno: int, pk: int) -> HttpResponse:
    """Annulla un'unione: si vede che cosa torna e che cosa si perde, si conferma."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_unire_obiettivi(request.user, ciclo))
    unione = get_object_or_404(unioni_di(ciclo), pk=pk)
    form = AnnullaUnioneForm(request.POST or None, initial={"versione": unione.resta.versione})
    if form.is_valid() and (tornati := _separa(request, unione, form)):
        messages.success(request, f"L'unione è annullata: gli obiettivi sono di nuovo {len(tornati) + 1}, com'erano.")
        return redirect("obiettivi:elenco", ciclo.ente.slug, anno)
    contesto = {
        "ciclo": ciclo,
        "unione": unione,
        "form": form,
        "ostacolo": perche_non_si_annulla(unione),
        "cambiato": unione.resta.versione != unione.versione,
    }
    return render(request, "relazioni/separa.html", contesto)


def _separa(request: Any, unione: Unione, form: AnnullaUnioneForm) -> Any:
    """Gli obiettivi tornati; None se non si può, e la maschera dice perché."""
    try:
        return annulla_unione(unione, utente=request.user, **form.cleaned_data)
    except ValidationError as errore:
        unione.refresh_from_db(fields=["resta"])
        form.ripeti(errore, versione=unione.resta.versione)
        return None
