"""La proposta e la delibera in bozza: scaricarle già compilate, caricare i modelli dell'ente."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from obiettivi.letture import ciclo_di
from obiettivi.models import Ciclo
from piao.base.permessi import richiedi
from piao.base.viste import conferma
from relazioni.azioni.modelli import carica_modello, togli_modello
from relazioni.contenuto.atto import ELENCHI, SEGNAPOSTO, dati_atto
from relazioni.forms.atti import ModelloAttoForm
from relazioni.letture import contenuto_modello, modelli_di
from relazioni.models import FormatoAtto, ModelloAtto, TipoAtto
from relazioni.modulistica import compila, modello_nostro
from relazioni.permessi import puo_preparare_atti

TIPI_MIME = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
}


@require_safe
def atti(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_preparare_atti(request.user, request.ente))
    dati, modelli = dati_atto(ciclo), modelli_di(request.ente)
    contesto = {
        "ciclo": ciclo,
        "atti": [(tipo, [(f, modelli.get((tipo, f))) for f in FormatoAtto]) for tipo in TipoAtto],
        "segnaposto": [(nome, che, dati.valori.get(nome, "")) for nome, che in SEGNAPOSTO.items()],
        "elenchi": [(nome, che, len(dati.elenchi[nome])) for nome, che in ELENCHI.items()],
        "allegati": dati.elenchi["allegati"],
    }
    return render(request, "relazioni/giunta_atti.html", contesto)


@require_safe
def bozza(request: Any, anno: int, tipo: str, formato: str) -> HttpResponse:
    """L'atto compilato con il modello dell'ente, o con il nostro."""
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_preparare_atti(request.user, request.ente))
    _noti(tipo, formato)
    suo, dati = modelli_di(request.ente).get((tipo, formato)), dati_atto(ciclo)
    modello = contenuto_modello(suo) if suo else modello_nostro(tipo, formato)
    compilato = compila(modello, dati.valori, dati.elenchi)
    return _file(compilato.contenuto, f"{tipo}-piano-{request.ente.slug}-{anno}.{formato}", formato)


@require_safe
def modello(request: Any, anno: int, tipo: str, formato: str) -> HttpResponse:
    """Il modello in uso, con i segnaposto: da adattare e ricaricare."""
    richiedi(puo_preparare_atti(request.user, request.ente))
    _noti(tipo, formato)
    suo = modelli_di(request.ente).get((tipo, formato))
    return _file(
        contenuto_modello(suo) if suo else modello_nostro(tipo, formato), f"modello-{tipo}.{formato}", formato
    )


def carica(request: Any, anno: int, tipo: str) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_preparare_atti(request.user, request.ente))
    _noti(tipo)
    form = ModelloAttoForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        carica_modello(request.ente, tipo, utente=request.user, file=form.cleaned_data["file"])
        messages.success(request, "Modello caricato: da adesso la bozza nasce da qui.")
        if form.sconosciuti:
            nomi = ", ".join(form.sconosciuti)
            messages.warning(request, f"Segnaposto che nessuno saprà riempire: {nomi}. Controlla come sono scritti.")
        return redirect(_pagina(ciclo))
    contesto = {"ciclo": ciclo, "form": form, "tipo": TipoAtto(tipo), "annulla": _pagina(ciclo)}
    return render(request, "relazioni/giunta_modello.html", contesto)


def togli(request: Any, anno: int, pk: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_preparare_atti(request.user, request.ente))
    suo = get_object_or_404(ModelloAtto, ente=request.ente, pk=pk)
    return conferma(
        request,
        lambda: togli_modello(suo, utente=request.user),
        domanda="Tornare al modello del programma?",
        dettaglio=f"{suo}: {suo.nome}",
        conseguenza="Il modello dell'ente si elimina. Se ti serve ancora, scaricalo prima.",
        invia="Togli il modello dell'ente",
        torna=_pagina(ciclo),
        annulla=_pagina(ciclo),
        fatto="Da adesso la bozza nasce dal modello del programma.",
    )


def _noti(tipo: str, formato: str = FormatoAtto.DOCX) -> None:
    if tipo not in TipoAtto.values or formato not in FormatoAtto.values:
        raise Http404


def _file(contenuto: bytes, nome: str, formato: str) -> HttpResponse:
    intestazioni = {"Content-Disposition": f'attachment; filename="{nome}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(contenuto, content_type=TIPI_MIME[formato], headers=intestazioni)


def _pagina(ciclo: Ciclo) -> str:
    return reverse("relazioni:atti", args=[ciclo.ente.slug, ciclo.anno])
