"""I fondi dell'anno: l'elenco, uno alla volta, chi vi concorre, gli interim."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from obiettivi.letture import ciclo_di
from piao.base.permessi import richiedi
from piao.base.testo import cercato
from piao.base.viste import compila, conferma
from valutazione.azioni import premi as azioni
from valutazione.contenuto.premi import COLONNE_PAGHE
from valutazione.controlli import esamina_fondo
from valutazione.forms.premi import FondoForm, InterimForm, PartecipanteForm
from valutazione.letture.premi.avvertenze import avvertenze
from valutazione.letture.premi.persone import raccogli
from valutazione.letture.premi.quadro import (
    fatti_da_chiedere,
    fondi_con_scenari,
    fondi_di,
    nome_della_base,
    persone_di,
    platee_libere,
    scenario_di,
)
from valutazione.letture.premi.scenari import regole_di
from valutazione.models import Fondo, Interim, Partecipante
from valutazione.permessi.premi import (
    puo_condurre_premi,
    puo_confermare_premi,
    puo_scrivere_fondo,
    puo_scrivere_persona,
    puo_vedere_premi,
)
from valutazione.views.premi.comuni import pagina, trova_fondo
from valutazione.voci import Destinatari, StatoScheda


@require_safe
def elenco(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_premi(request.user, request.ente))
    schede = ciclo.schede.exclude(stato=StatoScheda.ANNULLATA)
    contesto = {
        "ciclo": ciclo,
        "righe": fondi_di(ciclo),
        "libere": [Destinatari(platea) for platea in platee_libere(ciclo)],
        "schede": schede.count(),
        "chiuse": schede.filter(stato=StatoScheda.CHIUSA).count(),
        "conduce": puo_condurre_premi(request.user, request.ente),
    }
    return render(request, "valutazione/premi.html", contesto)


@require_safe
def fondo(request: Any, anno: int, platea: str) -> HttpResponse:
    fondi = fondi_con_scenari(ciclo_di(request.ente, anno))
    trovato = next((uno for uno in fondi if uno.platea == platea), None)
    if trovato is None:
        raise Http404
    richiedi(puo_vedere_premi(request.user, request.ente))
    scenario = scenario_di(trovato)
    esito = esamina_fondo(trovato, fondi)
    premi = scenario.premi.all() if scenario else ()
    contesto = {
        "ciclo": trovato.ciclo,
        "fondo": trovato,
        "scenario": scenario,
        "distribuito": sum(premio.totale for premio in premi),
        "premiati": sum(premio.totale > 0 for premio in premi),
        "persone": len(premi),
        "scenari": trovato.simulazioni.all(),
        "avvertenze": avvertenze(scenario, premi) if scenario else [],
        "rilievi": esito.rilievi,
        "scrive": puo_scrivere_fondo(request.user, trovato),
        "conduce": puo_condurre_premi(request.user, request.ente),
        "conferma": trovato.aperto and puo_confermare_premi(request.user, trovato),
        "colonne": COLONNE_PAGHE,
    }
    return render(request, "valutazione/premi_fondo.html", contesto)


def nuovo(request: Any, anno: int, platea: str) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_condurre_premi(request.user, request.ente))
    if platea not in platee_libere(ciclo):
        raise Http404
    form = FondoForm(request.POST or None, instance=Fondo(ciclo=ciclo, platea=platea))
    return compila(
        request,
        form,
        lambda: form.salva(azioni.crea_fondo, ciclo, utente=request.user, platea=platea),
        torna=pagina,
        fatto="Il fondo è scritto, e il primo scenario è già calcolato.",
        pagina="valutazione/premi_modulo.html",
        ciclo=ciclo,
        titolo=f"Nuovo fondo: {Destinatari(platea).label}",
        annulla=reverse("valutazione:premi", args=[request.ente.slug, anno]),
    )


def modifica(request: Any, anno: int, platea: str) -> HttpResponse:
    trovato = trova_fondo(request, anno, platea)
    richiedi(puo_scrivere_fondo(request.user, trovato))
    form = FondoForm(request.POST or None, instance=trovato)
    return compila(
        request,
        form,
        lambda: form.salva(azioni.modifica_fondo, trovato, utente=request.user),
        torna=pagina,
        fatto="Il fondo è salvato e gli scenari sono ricalcolati.",
        pagina="valutazione/premi_modulo.html",
        ciclo=trovato.ciclo,
        fondo=trovato,
        titolo="I numeri e le regole del fondo",
        annulla=pagina(trovato),
    )


def elimina(request: Any, anno: int, platea: str) -> HttpResponse:
    trovato = trova_fondo(request, anno, platea)
    richiedi(puo_scrivere_fondo(request.user, trovato))
    premi = reverse("valutazione:premi", args=[request.ente.slug, anno])
    return conferma(
        request,
        lambda: azioni.elimina_fondo(trovato, utente=request.user),
        domanda=f"Eliminare il fondo «{trovato}»?",
        conseguenza="Si eliminano anche i suoi scenari, gli importi di partenza e le esclusioni scritti qui.",
        invia="Elimina il fondo",
        pericolo=True,
        torna=premi,
        annulla=pagina(trovato),
        fatto="Il fondo è eliminato.",
    )


# ---- le persone ----------------------------------------------------------------------------------------------------


@require_safe
def persone(request: Any, anno: int, platea: str) -> HttpResponse:
    trovato = trova_fondo(request, anno, platea)
    richiedi(puo_vedere_premi(request.user, request.ente))
    raccolta = raccogli(trovato)
    cerca = cercato(request.GET, "cerca")
    righe = [riga for riga in persone_di(raccolta) if cerca.lower() in str(riga.anno.persona).lower()]
    contesto = {
        "ciclo": trovato.ciclo,
        "fondo": trovato,
        "righe": righe,
        "cerca": cerca,
        "base": nome_della_base(trovato, raccolta),
        "interim": trovato.interim.select_related("incarico__persona", "incarico__unita"),
        "scrive": puo_scrivere_fondo(request.user, trovato),
        "io": getattr(getattr(request.user, "persona", None), "pk", None),
    }
    return render(request, "valutazione/premi_persone.html", contesto)


def persona(request: Any, anno: int, platea: str, pk: int) -> HttpResponse:
    trovato = trova_fondo(request, anno, platea)
    richiedi(puo_scrivere_persona(request.user, trovato, pk))
    raccolta = raccogli(trovato)
    riga = next((riga for riga in persone_di(raccolta) if riga.anno.persona.pk == pk), None)
    if riga is None:
        raise Http404
    tipo = regole_di(trovato, raccolta)
    form = PartecipanteForm(
        request.POST or None,
        instance=riga.scritto or Partecipante(fondo=trovato, persona=riga.anno.persona),
        fatti=fatti_da_chiedere(trovato, raccolta),
        veri=frozenset(tipo.premio.get("esclusioni", ()) if tipo else ()),
        base=nome_della_base(trovato, raccolta),
    )
    return compila(
        request,
        form,
        lambda: form.salva(azioni.scrivi_partecipante, trovato, riga.anno.persona, utente=request.user),
        torna=pagina(trovato, "persone_fondo"),
        fatto="I dati sono salvati e gli scenari ricalcolati.",
        pagina="valutazione/premi_modulo.html",
        ciclo=trovato.ciclo,
        fondo=trovato,
        titolo=str(riga.anno.persona),
        annulla=pagina(trovato, "persone_fondo"),
    )


def interim(request: Any, anno: int, platea: str) -> HttpResponse:
    trovato = trova_fondo(request, anno, platea)
    richiedi(puo_scrivere_fondo(request.user, trovato))
    form = InterimForm(request.POST or None, instance=Interim(fondo=trovato))
    return compila(
        request,
        form,
        lambda: form.salva(azioni.scrivi_interim, trovato, utente=request.user),
        torna=pagina(trovato, "persone_fondo"),
        fatto="L'interim è scritto.",
        pagina="valutazione/premi_modulo.html",
        ciclo=trovato.ciclo,
        fondo=trovato,
        titolo="Un incarico ad interim",
        annulla=pagina(trovato, "persone_fondo"),
    )


def togli_interim(request: Any, anno: int, platea: str, pk: int) -> HttpResponse:
    trovato = trova_fondo(request, anno, platea)
    richiedi(puo_scrivere_fondo(request.user, trovato))
    riga = get_object_or_404(trovato.interim.select_related("incarico__persona"), pk=pk)
    return conferma(
        request,
        lambda: azioni.togli_interim(riga, utente=request.user),
        domanda="Togliere questo interim?",
        dettaglio=str(riga),
        conseguenza="La persona non riceve più il risultato in più per l'incarico coperto.",
        invia="Togli l'interim",
        pericolo=True,
        torna=pagina(trovato, "persone_fondo"),
        annulla=pagina(trovato, "persone_fondo"),
        fatto="L'interim è tolto.",
    )
