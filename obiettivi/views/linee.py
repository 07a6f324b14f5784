"""Le linee di mandato: elenco, scrittura, ordine, eliminazione."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from enti.permessi import puo_vedere_ente
from obiettivi.azioni.linee import LineaUsata, aggiorna_linea, crea_linea, elimina_linea, sposta_linea
from obiettivi.forms.ciclo import LineaForm
from obiettivi.letture import linee_di
from obiettivi.models import LineaMandato
from obiettivi.permessi import puo_aprire_ciclo
from obiettivi.views.obiettivo import dati_scritti
from piao.base.permessi import richiedi


def linee(request: Any) -> HttpResponse:
    richiedi(puo_vedere_ente(request.user, request.ente))
    contesto = {"linee": linee_di(request.ente), "gestisce": puo_aprire_ciclo(request.user, request.ente)}
    return render(request, "obiettivi/linee.html", contesto)


def nuova_linea(request: Any) -> HttpResponse:
    richiedi(puo_aprire_ciclo(request.user, request.ente))
    form = LineaForm(dati_scritti(request), instance=LineaMandato(ente=request.ente))
    if form.is_valid() and form.salva(crea_linea, request.ente, utente=request.user):
        messages.success(request, "Linea di mandato aggiunta.")
        return redirect("obiettivi:linee", request.ente.slug)
    return render(request, "obiettivi/linea.html", {"form": form})


def linea(request: Any, pk: int) -> HttpResponse:
    richiedi(puo_aprire_ciclo(request.user, request.ente))
    riga = get_object_or_404(linee_di(request.ente), pk=pk)
    form = LineaForm(dati_scritti(request), instance=riga)
    if form.is_valid() and form.salva(aggiorna_linea, riga, utente=request.user):
        messages.success(request, "Linea di mandato salvata.")
        return redirect("obiettivi:linee", request.ente.slug)
    return render(request, "obiettivi/linea.html", {"form": form, "linea": riga})


@require_POST
def sposta(request: Any, pk: int) -> HttpResponse:
    richiedi(puo_aprire_ciclo(request.user, request.ente))
    riga = get_object_or_404(linee_di(request.ente), pk=pk)
    sposta_linea(riga, utente=request.user, di=-1 if request.POST.get("verso") == "su" else 1)
    return redirect("obiettivi:linee", request.ente.slug)


def elimina(request: Any, pk: int) -> HttpResponse:
    richiedi(puo_aprire_ciclo(request.user, request.ente))
    riga = get_object_or_404(linee_di(request.ente), pk=pk)
    if request.method == "POST":
        try:
            elimina_linea(riga, utente=request.user)
            messages.success(request, "Linea di mandato eliminata.")
        except LineaUsata as motivo:
            messages.error(request, str(motivo))
        return redirect("obiettivi:linee", request.ente.slug)
    contesto = {
        "domanda": f"Eliminare la linea «{riga}»?",
        "conseguenza": "Si può eliminare solo se nessun obiettivo ne discende.",
        "invia": "Elimina la linea",
        "pericolo": True,
        "annulla": reverse("obiettivi:linee", args=[request.ente.slug]),
    }
    return render(request, "_pezzi/conferma.html", contesto)
