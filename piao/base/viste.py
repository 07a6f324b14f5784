"""I gesti che ogni vista ripete: compilare una maschera, confermare, seguire un PDF che si prepara e scaricarlo."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from piao.base.models import Lavoro

CONFERMA = "_pezzi/conferma.html"
PAGINA_LAVORO, RIQUADRO_LAVORO = "_pezzi/pagina_lavoro.html", "_pezzi/lavoro_pdf.html"


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


def segui(
    request: Any,
    lavoro: Lavoro,
    *,
    qui: str,
    scarica: str,
    torna: str,
    torna_a: str,
    **contesto: Any,
) -> HttpResponse:
    """A che punto è un PDF che scrive il lavoratore. La pagina si aggiorna da sé; con htmx, soltanto il riquadro.

    `torna_a` completa «Torna …». Nel contesto: `annulla` (indirizzo, se si può), `aiuto` (pagina del manuale),
    `briciole` (coppie di nome e indirizzo).
    """
    indirizzi = {"qui": qui, "scarica": scarica, "torna": torna, "torna_a": torna_a}
    modello = RIQUADRO_LAVORO if request.htmx else PAGINA_LAVORO
    return render(request, modello, {"lavoro": lavoro, **indirizzi, **contesto})


def consegna_pdf(lavoro: Lavoro, come: str) -> FileResponse:
    """Il file che il lavoro ha lasciato. Solleva Http404 se non c'è ancora, o non è più conservato."""
    nome = (lavoro.risultato or {}).get("file", "")
    if not nome or not default_storage.exists(nome):
        raise Http404("Il file non è più conservato: preparalo di nuovo.")
    file = default_storage.open(nome, "rb")
    return FileResponse(file, as_attachment=True, filename=come, content_type="application/pdf")
