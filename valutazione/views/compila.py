"""Valutare: un componente per tutte le persone, tutta la scheda di una persona, una voce che non si misura."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from obiettivi.letture import ciclo_di
from obiettivi.models import Ciclo
from obiettivi.views.obiettivo import dati_scritti
from piao.base.permessi import richiedi
from valutazione.azioni.colloqui import segna_visione
from valutazione.azioni.insieme import avvia_valutazioni, segna_visioni
from valutazione.forms.compila import CompilaForm, CorrezioneForm, NonMisurabileForm
from valutazione.letture.conto import con_conto, conto_di, correttivo_della
from valutazione.letture.griglia import DaFare, Griglia, Riga, da_avviare, da_fare
from valutazione.letture.schede import scheda_col_conto
from valutazione.models import Scheda
from valutazione.permessi import puo_valutare, puo_vedere_schede
from valutazione.permessi.compilazione import puo_correggere


@require_safe
def compila(request: Any, anno: int) -> HttpResponse:
    """Che cosa ho da valutare: le griglie e le persone, con ciò che manca a ciascuna."""
    richiedi(puo_vedere_schede(request.user, request.ente))
    ciclo = ciclo_di(request.ente, anno)
    contesto = {
        "ciclo": ciclo,
        "lavoro": da_fare(request.user, ciclo),
        "da_avviare": da_avviare(request.user, ciclo),
    }
    return render(request, "valutazione/compila.html", contesto)


@require_POST
def avvia(request: Any, anno: int) -> HttpResponse:
    richiedi(puo_vedere_schede(request.user, request.ente))
    avviate = avvia_valutazioni(ciclo_di(request.ente, anno), utente=request.user)
    messages.success(request, "Valutazione cominciata." if avviate else "Non c'era nessuna scheda da cominciare.")
    return redirect("valutazione:compila", request.ente.slug, anno)


# ---- un componente, tutte le persone -----------------------------------------------------------------------------


@require_safe
def compila_componente(request: Any, anno: int, componente: int) -> HttpResponse:
    richiedi(puo_vedere_schede(request.user, request.ente))
    ciclo = ciclo_di(request.ente, anno)
    lavoro, griglia = _griglia(request, ciclo, componente)
    segna_visioni((riga.scheda for riga in griglia.righe), utente=request.user, che_cosa="griglia di valutazione")
    return _pagina_griglia(request, ciclo, lavoro, griglia)


@require_POST
def compila_riga(request: Any, anno: int, componente: int, pk: int) -> HttpResponse:
    """Una persona nella griglia. Con htmx torna soltanto l'esito della riga: ciò che si sta scrivendo resta dov'è."""
    scheda = scheda_col_conto(request.user, request.ente, anno, pk)
    richiedi(puo_valutare(request.user, scheda))
    ciclo = scheda.ciclo
    lavoro, griglia = _griglia(request, ciclo, componente)
    riga = next(una for una in griglia.righe if una.scheda.pk == pk)
    form = CompilaForm(dati_scritti(request), scheda=riga.scheda, voci=riga.scritte)
    salvata = form.salva(utente=request.user)
    if not request.htmx:
        return _dopo_la_riga(request, ciclo, lavoro, griglia, form, salvata)
    lavoro, griglia = _griglia(request, ciclo, componente)
    riga = next(una for una in griglia.righe if una.scheda.pk == pk)
    nuovo = CompilaForm(scheda=riga.scheda, voci=riga.scritte) if salvata else form
    contesto = {"ciclo": ciclo, "griglia": griglia, "riga": riga, "form": nuovo, "salvata": salvata, "sola": True}
    return render(request, "valutazione/_compila_esito.html", contesto)


def _dopo_la_riga(
    request: Any, ciclo: Ciclo, lavoro: DaFare, griglia: Griglia, form: CompilaForm, salvata: Scheda | None
) -> HttpResponse:
    if salvata is None:
        return _pagina_griglia(request, ciclo, lavoro, griglia, inviata=form)
    messages.success(request, f"Salvato: {salvata.persona}.")
    indirizzo = reverse("valutazione:compila_componente", args=[ciclo.ente.slug, ciclo.anno, griglia.componente.pk])
    return redirect(f"{indirizzo}#riga-{salvata.pk}")


def _griglia(request: Any, ciclo: Ciclo, componente: int) -> tuple[DaFare, Griglia]:
    """La griglia di quel componente; Http404 se chi guarda non vi ha nulla da valutare."""
    lavoro = da_fare(request.user, ciclo)
    griglia = lavoro.griglia(componente)
    if griglia is None:
        raise Http404("Qui non hai nulla da valutare.")
    return lavoro, griglia


def _pagina_griglia(
    request: Any, ciclo: Ciclo, lavoro: DaFare, griglia: Griglia, inviata: CompilaForm | None = None
) -> HttpResponse:
    righe = [(riga, _maschera(riga, inviata)) for riga in griglia.righe]
    contesto = {
        "ciclo": ciclo,
        "lavoro": lavoro,
        "griglia": griglia,
        "vicine": lavoro.vicine(griglia),
        "righe": [(riga, form, form.celle(riga.voci)) for riga, form in righe],
    }
    return render(request, "valutazione/compila_griglia.html", contesto)


def _maschera(riga: Riga, inviata: CompilaForm | None) -> CompilaForm:
    """Quella appena inviata, se è di questa persona: ciò che ha scritto resta dov'è."""
    if inviata is not None and inviata.scheda.pk == riga.scheda.pk:
        return inviata
    return CompilaForm(scheda=riga.scheda, voci=riga.scritte)


# ---- tutta la scheda di una persona ------------------------------------------------------------------------------


def compila_scheda(request: Any, anno: int, pk: int) -> HttpResponse:
    scheda = scheda_col_conto(request.user, request.ente, anno, pk)
    richiedi(puo_valutare(request.user, scheda))
    conto = conto_di(scheda)
    form = CompilaForm(dati_scritti(request), scheda=scheda, voci=conto.voci, con_giudizio=True)
    salvata = form.salva(utente=request.user) if request.method == "POST" else None
    if request.method != "POST":
        segna_visione(scheda, utente=request.user, che_cosa="valutazione")
    if salvata and not request.htmx:
        messages.success(request, "Valutazione salvata.")
        return redirect("valutazione:compila_scheda", request.ente.slug, anno, pk)
    if salvata:
        conto = conto_di(_con_voci(salvata))
        form = CompilaForm(scheda=conto.scheda, voci=conto.voci, con_giudizio=True)
    contesto = {"ciclo": scheda.ciclo, "scheda": scheda, "conto": conto, "form": form, "salvata": salvata}
    contesto["parti"] = [(parte, form.celle(parte.voci)) for parte in conto.rami]
    contesto["corregge"] = puo_correggere(request.user, scheda)
    modello = "valutazione/_compila_conto.html" if request.htmx else "valutazione/compila_scheda.html"
    return render(request, modello, contesto)


def non_misurabile(request: Any, anno: int, pk: int, voce: int) -> HttpResponse:
    """Che cosa vale una voce che non si può misurare, e perché."""
    scheda = scheda_col_conto(request.user, request.ente, anno, pk)
    richiedi(puo_valutare(request.user, scheda))
    trovata = get_object_or_404(scheda.voci, pk=voce)
    form = NonMisurabileForm(request.POST or None, scheda=scheda, voce=trovata)
    if request.method == "POST" and form.salva(utente=request.user):
        messages.success(request, "Salvato.")
        return redirect("valutazione:compila_scheda", request.ente.slug, anno, pk)
    contesto = {"ciclo": scheda.ciclo, "scheda": scheda, "voce": trovata, "form": form}
    return render(request, "valutazione/compila_non_misurabile.html", contesto)


def correzione(request: Any, anno: int, pk: int) -> HttpResponse:
    """La correzione del punteggio, entro il limite del sistema, di chi il sistema indica."""
    scheda = scheda_col_conto(request.user, request.ente, anno, pk)
    richiedi(puo_correggere(request.user, scheda))
    componente = correttivo_della(scheda)
    limite = componente.correttivo_limite if componente else None
    form = CorrezioneForm(request.POST or None, scheda=scheda, limite=limite)
    if request.method == "POST" and form.salva(utente=request.user):
        messages.success(request, "Correzione salvata: il motivo è nella storia della scheda.")
        return redirect("valutazione:scheda", request.ente.slug, anno, pk)
    contesto = {"ciclo": scheda.ciclo, "scheda": scheda, "conto": conto_di(scheda), "form": form}
    return render(request, "valutazione/compila_correzione.html", contesto)


def _con_voci(scheda: Scheda) -> Scheda:
    return con_conto(Scheda.objects.filter(pk=scheda.pk)).get()
