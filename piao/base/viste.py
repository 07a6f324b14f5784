"""I due gesti di ogni vista che scrive: compilare una maschera, confermare una cosa che non torna indietro."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

CONFERMA = "_pezzi/conferma.html"


def compila(
    request: HttpRequest,
    form: forms.BaseForm,
    salva: Callable[[], Any],
    *,
    torna: str | Callable[[Any], str],
    fatto: str,
    pagina: str,
    **contesto: Any,
) -> HttpResponse:
    """Salva e torna; oppure mostra la maschera con ciò che è stato scritto e perché non va.

    `salva` dà la riga scritta, o None se l'azione ha rifiutato; `torna` è un indirizzo, o lo calcola dalla riga.
    """
    if request.method == "POST" and form.is_valid():
        riga = salva()
        if riga is not None:
            messages.success(request, fatto)
            return redirect(torna(riga) if callable(torna) else torna)
    return render(request, pagina, {"form": form, **contesto})


def conferma(
    request: HttpRequest,
    esegui: Callable[[], Any],
    *,
    domanda: str,
    torna: str,
    annulla: str,
    fatto: str,
    **contesto: Any,
) -> HttpResponse:
    """Chiede, poi esegue. Se l'azione rifiuta, dice perché e torna da dove si era partiti."""
    if request.method != "POST":
        return render(request, CONFERMA, {"domanda": domanda, "annulla": annulla, **contesto})
    try:
        esegui()
    except ValidationError as errore:
        messages.error(request, " ".join(errore.messages))
        return redirect(annulla)
    messages.success(request, fatto)
    return redirect(torna)
