"""Il PDF di una scheda e il modulo in bianco: si chiedono, si aspettano, si scaricano. Niente resta nelle cache."""

from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from piao.base.models import Lavoro
from piao.base.permessi import richiedi
from valutazione.azioni.colloqui import segna_visione
from valutazione.lavori import avvia_modulo, avvia_scheda, lavori_del_modulo, lavori_della_scheda
from valutazione.letture.schede import scheda_di
from valutazione.models import TipoScheda
from valutazione.permessi import puo_vedere_schede, puo_vedere_valutazione

PERSO = "Il file non è più conservato: chiedilo di nuovo."


@require_POST
def stampa_scheda(request: Any, anno: int, pk: int) -> HttpResponse:
    scheda = scheda_di(request.user, request.ente, anno, pk)
    richiedi(puo_vedere_schede(request.user, request.ente))
    vede = puo_vedere_valutazione(request.user, scheda)
    lavoro = avvia_scheda(scheda, utente=request.user, con_valutazione=vede)
    return redirect("valutazione:lavoro_scheda", request.ente.slug, anno, pk, lavoro.pk)


@require_safe
def lavoro_scheda(request: Any, anno: int, pk: int, lavoro: int) -> HttpResponse:
    scheda = scheda_di(request.user, request.ente, anno, pk)
    richiedi(puo_vedere_schede(request.user, request.ente))
    trovato = get_object_or_404(lavori_della_scheda(scheda, request.user), pk=lavoro)
    contesto = {"ciclo": scheda.ciclo, "scheda": scheda, "lavoro": trovato}
    return _attesa(request, contesto)


@require_safe
def scarica_scheda(request: Any, anno: int, pk: int, lavoro: int) -> FileResponse:
    """Il PDF, a chi lo ha chiesto e può ancora leggerlo; chi lo apre resta scritto."""
    scheda = scheda_di(request.user, request.ente, anno, pk)
    trovato = get_object_or_404(lavori_della_scheda(scheda, request.user), pk=lavoro)
    risultato = trovato.risultato or {}
    richiedi(not risultato.get("con_valutazione") or puo_vedere_valutazione(request.user, scheda))
    risposta = _scarica(trovato, f"scheda-{scheda.ciclo.anno}-{scheda.pk}.pdf")
    segna_visione(scheda, utente=request.user, che_cosa="PDF")
    return risposta


@require_POST
def stampa_modulo(request: Any, tipo: int) -> HttpResponse:
    richiedi(puo_vedere_schede(request.user, request.ente))
    lavoro = avvia_modulo(_tipo(request, tipo), utente=request.user)
    return redirect("valutazione:lavoro_modulo", request.ente.slug, tipo, lavoro.pk)


@require_safe
def lavoro_modulo(request: Any, tipo: int, lavoro: int) -> HttpResponse:
    richiedi(puo_vedere_schede(request.user, request.ente))
    trovato = _tipo(request, tipo)
    contesto = {"tipo": trovato, "lavoro": get_object_or_404(lavori_del_modulo(trovato, request.user), pk=lavoro)}
    return _attesa(request, contesto)


@require_safe
def scarica_modulo(request: Any, tipo: int, lavoro: int) -> FileResponse:
    richiedi(puo_vedere_schede(request.user, request.ente))
    trovato = _tipo(request, tipo)
    finito = get_object_or_404(lavori_del_modulo(trovato, request.user), pk=lavoro)
    return _scarica(finito, f"modulo-{trovato.codice}.pdf")


def _tipo(request: Any, pk: int) -> TipoScheda:
    return get_object_or_404(TipoScheda.objects.select_related("sistema__ente"), pk=pk, sistema__ente=request.ente)


def _attesa(request: Any, contesto: dict[str, Any]) -> HttpResponse:
    modello = "valutazione/_stampa_lavoro.html" if request.htmx else "valutazione/stampa_lavoro.html"
    return render(request, modello, contesto)


def _scarica(lavoro: Lavoro, come: str) -> FileResponse:
    nome = (lavoro.risultato or {}).get("file", "")
    if not nome or not default_storage.exists(nome):
        raise Http404(PERSO)
    file = default_storage.open(nome, "rb")
    risposta = FileResponse(file, as_attachment=True, filename=come, content_type="application/pdf")
    risposta["Cache-Control"] = "private, no-store"
    return risposta
