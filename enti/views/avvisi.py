"""Gli avvisi di chi guarda, la sua preferenza, e per chi cura le persone le lettere che non sono arrivate."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from enti.filtri import FiltroAvvisi, FiltroMessaggi
from enti.forms import PreferenzaAvvisiForm
from enti.permessi import puo_gestire_persone, puo_vedere_ente
from enti.tabelle import TabellaMessaggi
from piao.base.avvisi import (
    avvisi_di,
    messaggi_per,
    preferenza_di,
    prendi_atto,
    scegli_posta,
    segna_letti,
    segna_letto,
)
from piao.base.models import Avviso
from piao.base.permessi import richiedi
from piao.base.viste import compila

PER_PAGINA = 25


@require_safe
def avvisi(request: Any) -> HttpResponse:
    richiedi(puo_vedere_ente(request.user, request.ente))
    miei = avvisi_di(request.user, request.ente.slug)
    filtro = FiltroAvvisi(request.GET, miei)
    contesto = {
        "filtro": filtro,
        "pagina": Paginator(filtro.qs, PER_PAGINA).get_page(request.GET.get("page")),
        "gestisce": puo_gestire_persone(request.user, request.ente),
    }
    return render(request, "enti/avvisi.html", contesto)


@require_POST
def apri_avviso(request: Any, pk: int) -> HttpResponse:
    """Segna l'avviso come letto e porta dove si fa ciò che dice."""
    richiedi(puo_vedere_ente(request.user, request.ente))
    avviso = _mio(request, pk)
    segna_letto(avviso)
    dove = avviso.collegamento
    sicuro = url_has_allowed_host_and_scheme(dove, allowed_hosts=None)
    return redirect(dove if sicuro else reverse("enti:avvisi", args=[request.ente.slug]))


@require_POST
def conferma_avviso(request: Any, pk: int) -> HttpResponse:
    richiedi(puo_vedere_ente(request.user, request.ente))
    prendi_atto(_mio(request, pk), utente=request.user, ente=request.ente)
    messages.success(request, "Ne hai preso atto: resta scritto con la data di oggi.")
    return redirect("enti:avvisi", request.ente.slug)


@require_POST
def tutti_letti(request: Any) -> HttpResponse:
    richiedi(puo_vedere_ente(request.user, request.ente))
    quanti = segna_letti(avvisi_di(request.user, request.ente.slug))
    messages.success(request, f"Avvisi segnati come letti: {quanti}." if quanti else "Non c'era nulla da segnare.")
    return redirect("enti:avvisi", request.ente.slug)


def preferenza(request: Any) -> HttpResponse:
    """Quando ricevere la posta."""
    richiedi(puo_vedere_ente(request.user, request.ente))
    torna = reverse("enti:avvisi", args=[request.ente.slug])
    form = PreferenzaAvvisiForm(request.POST or None, instance=preferenza_di(request.user))
    return compila(
        request,
        form,
        lambda: form.salva(scegli_posta, request.user),
        torna=torna,
        fatto="Preferenza salvata.",
        pagina="enti/maschera.html",
        titolo="Quando avvisarmi",
        sommario=f"La posta va a {request.user.email}. Dentro il programma gli avvisi ci sono sempre.",
        aiuto="avvisi",
        annulla=torna,
    )


@require_safe
def lettere(request: Any) -> HttpResponse:
    """Le lettere mandate alle persone dell'ente: partite, lette, tornate indietro."""
    richiedi(puo_gestire_persone(request.user, request.ente))
    filtro = FiltroMessaggi(request.GET, messaggi_per(request.ente.slug))
    tabella = RequestConfig(request, paginate={"per_page": PER_PAGINA}).configure(TabellaMessaggi(filtro.qs))
    return render(request, "enti/lettere.html", {"filtro": filtro, "tabella": tabella})


def _mio(request: Any, pk: int) -> Avviso:
    """Un avviso di chi guarda; quelli degli altri non esistono (404)."""
    richiedi(puo_vedere_ente(request.user, request.ente))
    return get_object_or_404(avvisi_di(request.user, request.ente.slug), pk=pk)
