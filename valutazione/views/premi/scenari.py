"""Gli scenari: provarli, leggerli, accostarli."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from piao.base.permessi import richiedi
from piao.base.testo import cercato
from piao.base.viste import compila, conferma
from valutazione.azioni import premi as azioni
from valutazione.forms.premi import ScenarioForm
from valutazione.letture.premi.avvertenze import avvertenze
from valutazione.letture.premi.quadro import confronta, nomi_pari, premi_di
from valutazione.letture.premi.scenari import passi_letti
from valutazione.models import Simulazione
from valutazione.permessi.premi import puo_confermare_premi, puo_scrivere_fondo, puo_vedere_premi
from valutazione.tabelle_premi import TabellaPremi
from valutazione.views.premi.comuni import pagina, trova_fondo, trova_scenario

PER_PAGINA = 50


@require_safe
def scenario(request: Any, anno: int, platea: str, pk: int) -> HttpResponse:
    trovato = trova_scenario(request, anno, platea, pk)
    richiedi(puo_vedere_premi(request.user, request.ente))
    fondo, cerca = trovato.fondo, cercato(request.GET, "cerca")
    tabella = TabellaPremi(premi_di(trovato, cerca=cerca), scenario=trovato)
    RequestConfig(request, paginate={"per_page": PER_PAGINA, "silent": True}).configure(tabella)
    contesto = {
        "ciclo": fondo.ciclo,
        "fondo": fondo,
        "scenario": trovato,
        "tabella": tabella,
        "cerca": cerca,
        "pari": nomi_pari(trovato),
        "avvertenze": avvertenze(trovato),
        "passi": passi_letti(trovato.passi),
        "altri": fondo.simulazioni.exclude(pk=pk),
        "scrive": puo_scrivere_fondo(request.user, fondo),
        "conferma": fondo.aperto and trovato.come_il_fondo and puo_confermare_premi(request.user, fondo),
    }
    return render(request, "valutazione/premi_scenario.html", contesto)


def scrivi(request: Any, anno: int, platea: str, pk: int | None = None) -> HttpResponse:
    fondo = trova_fondo(request, anno, platea)
    richiedi(puo_scrivere_fondo(request.user, fondo))
    riga = trova_scenario(request, anno, platea, pk) if pk else Simulazione(fondo=fondo)
    form = ScenarioForm(request.POST or None, instance=riga)
    azione, cosa = (azioni.modifica_scenario, riga) if pk else (azioni.crea_scenario, fondo)
    return compila(
        request,
        form,
        lambda: form.salva(azione, cosa, utente=request.user),
        torna=lambda salvato: pagina(fondo, "scenario", salvato.pk),
        fatto="Lo scenario è calcolato.",
        pagina="valutazione/premi_modulo.html",
        ciclo=fondo.ciclo,
        fondo=fondo,
        titolo=f"Scenario «{riga.nome}»" if pk else "Nuovo scenario",
        annulla=pagina(fondo, "scenario", pk) if pk else pagina(fondo),
    )


@require_POST
def ricalcola(request: Any, anno: int, platea: str, pk: int) -> HttpResponse:
    trovato = trova_scenario(request, anno, platea, pk)
    richiedi(puo_scrivere_fondo(request.user, trovato.fondo))
    rifatto = azioni.ricalcola(trovato, utente=request.user)
    if not rifatto.problema:
        messages.success(request, "Il conto è rifatto con i fatti di adesso.")
    return redirect(pagina(trovato.fondo, "scenario", pk))


def elimina(request: Any, anno: int, platea: str, pk: int) -> HttpResponse:
    trovato = trova_scenario(request, anno, platea, pk)
    richiedi(puo_scrivere_fondo(request.user, trovato.fondo))
    return conferma(
        request,
        lambda: azioni.elimina_scenario(trovato, utente=request.user),
        domanda=f"Eliminare lo scenario «{trovato}»?",
        conseguenza="Gli importi che vi erano calcolati si perdono; il fondo e le persone restano.",
        invia="Elimina lo scenario",
        pericolo=True,
        torna=pagina(trovato.fondo),
        annulla=pagina(trovato.fondo, "scenario", pk),
        fatto="Lo scenario è eliminato.",
    )


@require_safe
def confronto(request: Any, anno: int, platea: str, pk: int, altro: int) -> HttpResponse:
    prima, dopo = trova_scenario(request, anno, platea, pk), trova_scenario(request, anno, platea, altro)
    richiedi(puo_vedere_premi(request.user, request.ente))
    if pk == altro:
        raise Http404
    contesto = {"ciclo": prima.fondo.ciclo, "fondo": prima.fondo, "confronto": confronta(prima, dopo)}
    return render(request, "valutazione/premi_confronto.html", contesto)
