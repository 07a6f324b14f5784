"""Il registro degli atti."""

from pathlib import PurePath
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from enti import azioni
from enti.filtri import FiltroAtti
from enti.forms import AttoForm
from enti.letture import atti_di
from enti.models import Atto, Ente
from enti.permessi import puo_gestire_ente, puo_vedere_ente
from enti.tabelle import TabellaAtti
from piao.base.permessi import richiedi
from piao.base.storia import storia_di
from piao.base.viste import compila, conferma

PER_PAGINA = 50


def _elenco(ente: Ente) -> str:
    return reverse("enti:atti", args=[ente.slug])


def _pagina(atto: Atto) -> str:
    return reverse("enti:atto", args=[atto.ente.slug, atto.pk])


@require_safe
def atti(request: Any) -> HttpResponse:
    richiedi(puo_vedere_ente(request.user, request.ente))
    filtro = FiltroAtti(request.GET, queryset=atti_di(request.ente).select_related("ente"))
    tabella = RequestConfig(request, paginate={"per_page": PER_PAGINA}).configure(TabellaAtti(filtro.qs))
    contesto = {"filtro": filtro, "tabella": tabella, "gestisce": puo_gestire_ente(request.user, request.ente)}
    return render(request, "enti/atti.html", contesto)


@require_safe
def atto(request: Any, pk: int) -> HttpResponse:
    richiedi(puo_vedere_ente(request.user, request.ente))
    riga = get_object_or_404(atti_di(request.ente), pk=pk)
    gestisce = puo_gestire_ente(request.user, request.ente)
    contesto = {"atto": riga, "gestisce": gestisce, "storia": storia_di(riga) if gestisce else None}
    return render(request, "enti/atto.html", contesto)


def scrivi_atto(request: Any, pk: int | None = None) -> HttpResponse:
    richiedi(puo_gestire_ente(request.user, request.ente))
    riga = get_object_or_404(atti_di(request.ente), pk=pk) if pk else Atto(ente=request.ente)
    form = AttoForm(request.POST or None, request.FILES or None, instance=riga)
    return compila(
        request,
        form,
        lambda: form.salva(azioni.scrivi_atto, riga, utente=request.user),
        torna=_pagina,
        fatto="Atto salvato.",
        pagina="enti/maschera.html",
        titolo="Modifica l'atto" if pk else "Registra un atto",
        sommario="Numero e data possono mancare: si completano quando ci sono.",
        aiuto="atti",
        annulla=_pagina(riga) if pk else _elenco(request.ente),
    )


def elimina_atto(request: Any, pk: int) -> HttpResponse:
    richiedi(puo_gestire_ente(request.user, request.ente))
    riga = get_object_or_404(atti_di(request.ente), pk=pk)
    return conferma(
        request,
        lambda: azioni.elimina_atto(riga, utente=request.user),
        domanda="Eliminare l'atto?",
        dettaglio=str(riga),
        conseguenza="Si elimina solo se nessun incarico, ciclo o documento lo cita.",
        invia="Elimina l'atto",
        torna=_elenco(request.ente),
        annulla=_pagina(riga),
        fatto="Atto eliminato.",
    )


@require_safe
def file_atto(request: Any, pk: int) -> FileResponse:
    """Sempre come allegato, mai aperto nella pagina: ciò che arriva da fuori non si esegue qui."""
    richiedi(puo_vedere_ente(request.user, request.ente))
    riga = get_object_or_404(atti_di(request.ente).exclude(file=""), pk=pk)
    try:
        aperto = riga.file.open()
    except FileNotFoundError as errore:
        raise Http404("Il file non c'è più: chiedi di caricarlo di nuovo.") from errore
    risposta = FileResponse(aperto, as_attachment=True, filename=PurePath(riga.file.name or "atto").name)
    risposta["X-Content-Type-Options"] = "nosniff"
    return risposta
