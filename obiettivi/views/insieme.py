"""Ciò che il segretario fa su più obiettivi insieme: un passo, un'unità, un responsabile."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from obiettivi.azioni.assegnazioni import ASSEGNA, togli_legami
from obiettivi.azioni.insieme import Esito, su_tutti
from obiettivi.azioni.passi import VERBI
from obiettivi.forms import insieme as maschere
from obiettivi.letture import ciclo_di, obiettivi_visibili
from obiettivi.letture.obiettivi import legami_di
from obiettivi.models import Ciclo
from obiettivi.permessi import puo_gestire_ciclo
from piao.base.permessi import richiedi
from piao.base.testo import numeri_in
from piao.base.viste import CONFERMA

FERMI_NOMINATI = 10


@require_POST
def insieme(request: Any, anno: int) -> HttpResponse:
    """Lo stesso passo su più obiettivi; la restituzione chiede prima le osservazioni."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_gestire_ciclo(request.user, ciclo))
    form = maschere.InsiemeForm(request.POST, obiettivi=obiettivi_visibili(request.user, ciclo))
    if not form.is_valid():
        messages.error(request, "Scegli almeno un obiettivo e che cosa farne.")
    elif form.mancano_osservazioni:
        return render(request, "obiettivi/restituisci.html", {"ciclo": ciclo, "form": form})
    else:
        scelta, nota = form.cleaned_data, form.cleaned_data["nota"]
        _racconta(request, su_tutti(VERBI[scelta["passo"]], scelta["scelti"], utente=request.user, nota=nota))
    return redirect("obiettivi:elenco", ciclo.ente.slug, anno)


@require_POST
def assegna(request: Any, anno: int, che: str) -> HttpResponse:
    """Gli stessi obiettivi a un'unità o a un responsabile: la prima volta chiede a chi, la seconda scrive."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_gestire_ciclo(request.user, ciclo))
    if che not in ASSEGNA:
        raise Http404
    scelta = maschere.SceltiForm(request.POST, obiettivi=obiettivi_visibili(request.user, ciclo))
    form = maschere.ASSEGNA[che](request.POST if "a_chi" in request.POST else None, ciclo=ciclo)
    if not scelta.is_valid():
        messages.error(request, "Scegli almeno un obiettivo da assegnare.")
    elif not form.is_valid():
        return render(request, "obiettivi/assegna.html", {"ciclo": ciclo, "scelta": scelta, "form": form})
    else:
        scelti = scelta.cleaned_data["scelti"]
        esito = su_tutti(ASSEGNA[che], scelti, utente=request.user, **form.cleaned_data)
        _racconta(request, esito, rimedio=_annullamento(ciclo, che, esito))
    return redirect("obiettivi:elenco", ciclo.ente.slug, anno)


def annulla(request: Any, anno: int, che: str) -> HttpResponse:
    """Toglie, dopo conferma, le assegnazioni appena fatte insieme: sono nell'indirizzo, `?righe=12,15`."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_gestire_ciclo(request.user, ciclo))
    if che not in ASSEGNA:
        raise Http404
    legami = legami_di(ciclo, che, numeri_in(request.GET.get("righe", "")))
    obiettivi = list(obiettivi_visibili(request.user, ciclo).filter(pk__in=legami.values("obiettivo")))
    if not obiettivi:
        raise Http404("Le assegnazioni da annullare non ci sono più.")
    if request.method == "POST":
        _racconta(request, su_tutti(togli_legami, obiettivi, utente=request.user, legami=legami))
        return redirect("obiettivi:elenco", ciclo.ente.slug, anno)
    elenco = reverse("obiettivi:elenco", args=[ciclo.ente.slug, anno])
    return render(request, CONFERMA, {"annulla": elenco, **_domanda(len(obiettivi))})


def _domanda(quanti: int) -> dict[str, str]:
    su = "un obiettivo" if quanti == 1 else f"{quanti} obiettivi"
    return {
        "domanda": f"Annullare l'assegnazione di {su}?",
        "conseguenza": "Si toglie soltanto ciò che era appena stato aggiunto; gli altri assegnatari restano.",
        "invia": "Annulla l'assegnazione",
    }


def _annullamento(ciclo: Ciclo, che: str, esito: Esito) -> str:
    """L'indirizzo che annulla ciò che si è appena scritto."""
    righe = ",".join(str(legame.pk) for legame in esito.scritti)
    return f"{reverse('obiettivi:annulla_assegnazione', args=[ciclo.ente.slug, ciclo.anno, che])}?righe={righe}"


def _racconta(request: HttpRequest, esito: Esito, *, rimedio: str = "") -> None:
    """Quanti sono cambiati e quali no; `rimedio` è la pagina che disfà."""
    if esito.fatti:
        frase = "Fatto su un obiettivo." if esito.fatti == 1 else f"Fatto su {esito.fatti} obiettivi."
        disfa = format_html(' <a href="{}">Annulla l\'assegnazione</a>', rimedio) if rimedio else ""
        messages.success(request, format_html("{}{}", frase, disfa))
    for obiettivo, motivo in esito.fermi[:FERMI_NOMINATI]:
        messages.warning(request, f"«{obiettivo}» resta com'è. {motivo}")
    if len(esito.fermi) > FERMI_NOMINATI:
        messages.warning(request, f"E altri {len(esito.fermi) - FERMI_NOMINATI} obiettivi restano come sono.")
