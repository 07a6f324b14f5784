"""La libreria: cercare, leggere, copiare nel ciclo, curare i modelli dell'ente."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from obiettivi.azioni.libreria import elimina_modello, modifica_modello
from obiettivi.forms.libreria import CopiaForm, ModelloForm, RicercaForm
from obiettivi.letture import ciclo_di, obiettivi_visibili
from obiettivi.letture.libreria import cerca_modelli, gia_copiati, modelli_di, nomi_dei_temi
from obiettivi.libreria import anteprima, copia_nel_ciclo, metti_in_libreria
from obiettivi.models import Modello
from obiettivi.permessi import puo_copiare_dalla_libreria, puo_curare_libreria, puo_vedere_ciclo
from piao.base.permessi import richiedi


def libreria(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_ciclo(request.user, ciclo))
    form = RicercaForm(request.GET or None)
    trovati = cerca_modelli(request.ente, form.ricerca)
    contesto = {
        "ciclo": ciclo,
        "form": form,
        "modelli": [(modello, nomi_dei_temi(modello)) for modello in trovati],
        "copia": puo_copiare_dalla_libreria(request.user, ciclo),
    }
    return render(request, "obiettivi/libreria.html", contesto)


def modello(request: Any, anno: int, pk: int) -> HttpResponse:
    """Il modello come diventerebbe nel ciclo; con un POST lo copia."""
    ciclo, aperto = ciclo_di(request.ente, anno), get_object_or_404(modelli_di(request.ente), pk=pk)
    richiedi(puo_vedere_ciclo(request.user, ciclo))
    form = CopiaForm(request.POST or None, utente=request.user, ciclo=ciclo)
    if request.method == "POST":
        richiedi(puo_copiare_dalla_libreria(request.user, ciclo))
        if form.is_valid():
            obiettivo = copia_nel_ciclo(aperto, utente=request.user, ciclo=ciclo, **form.cleaned_data)
            messages.success(request, "Copiato in bozza: ora adattalo al tuo ente.")
            return redirect("obiettivi:scheda", request.ente.slug, anno, obiettivo.pk)
    contesto = {
        "ciclo": ciclo,
        "modello": aperto,
        "temi": nomi_dei_temi(aperto),
        "anteprima": anteprima(aperto, ciclo),
        "gia_copiati": gia_copiati(request.user, ciclo, aperto),
        "form": form if puo_copiare_dalla_libreria(request.user, ciclo) else None,
        "cura": aperto.ente_id is not None and puo_curare_libreria(request.user, request.ente),
    }
    return render(request, "obiettivi/modello.html", contesto)


def in_libreria(request: Any, anno: int, pk: int) -> HttpResponse:
    """Salva un obiettivo fra i modelli dell'ente."""
    ciclo = ciclo_di(request.ente, anno)
    obiettivo = get_object_or_404(obiettivi_visibili(request.user, ciclo), pk=pk)
    richiedi(puo_curare_libreria(request.user, request.ente))
    nuovo = Modello(ente=request.ente, titolo=obiettivo.titolo, descrizione=obiettivo.finalita)
    form = ModelloForm(request.POST or None, instance=nuovo)
    if form.is_valid():
        salvato = metti_in_libreria(obiettivo, utente=request.user, **form.dati)
        messages.success(request, "Salvato nella libreria dell'ente.")
        return redirect("obiettivi:modello", request.ente.slug, anno, salvato.pk)
    annulla = reverse("obiettivi:scheda", args=[request.ente.slug, anno, pk])
    contesto = {"ciclo": ciclo, "form": form, "obiettivo": obiettivo, "annulla": annulla}
    return render(request, "obiettivi/modello_modifica.html", contesto)


def modello_modifica(request: Any, anno: int, pk: int) -> HttpResponse:
    ciclo, aperto = ciclo_di(request.ente, anno), get_object_or_404(Modello, pk=pk, ente=request.ente)
    richiedi(puo_curare_libreria(request.user, request.ente))
    form = ModelloForm(request.POST or None, instance=aperto)
    if form.is_valid():
        modifica_modello(aperto, utente=request.user, ente=request.ente, **form.dati)
        messages.success(request, "Il modello è salvato.")
        return redirect("obiettivi:modello", request.ente.slug, anno, pk)
    annulla = reverse("obiettivi:modello", args=[request.ente.slug, anno, pk])
    contesto = {"ciclo": ciclo, "form": form, "modello": aperto, "annulla": annulla}
    return render(request, "obiettivi/modello_modifica.html", contesto)


def modello_elimina(request: Any, anno: int, pk: int) -> HttpResponse:
    aperto = get_object_or_404(Modello, pk=pk, ente=request.ente)
    richiedi(puo_curare_libreria(request.user, request.ente))
    if request.method == "POST":
        elimina_modello(aperto, utente=request.user, ente=request.ente)
        messages.success(request, "Il modello non è più in libreria.")
        return redirect("obiettivi:libreria", request.ente.slug, anno)
    contesto = {
        "domanda": "Togliere il modello dalla libreria?",
        "dettaglio": aperto.titolo,
        "conseguenza": "Gli obiettivi già copiati restano nei loro cicli.",
        "invia": "Togli dalla libreria",
        "annulla": reverse("obiettivi:modello", args=[request.ente.slug, anno, pk]),
    }
    return render(request, "_pezzi/conferma.html", contesto)
