"""L'elenco delle persone, la pagina di ciascuna, l'anagrafica, i gruppi."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from enti import azioni
from enti.filtri import FiltroPersone
from enti.forms import GruppoForm, NuovaPersonaForm, PersonaForm
from enti.letture import accesso_di, avvertenze, invito_in_attesa, persone_per_elenco, persone_visibili
from enti.models import Ente, Gruppo, Persona
from enti.permessi import puo_gestire_persone, puo_vedere_persone
from enti.tabelle import TabellaPersone
from piao.base.avvisi import messaggi_per
from piao.base.permessi import richiedi
from piao.base.storia import storia_di
from piao.base.viste import compila, conferma

PER_PAGINA = 50


def elenco_di(ente: Ente) -> str:
    return reverse("enti:persone", args=[ente.slug])


def pagina_di(ente: Ente, persona: Persona) -> str:
    return reverse("enti:persona", args=[ente.slug, persona.pk])


@require_safe
def persone(request: Any) -> HttpResponse:
    richiedi(puo_vedere_persone(request.user, request.ente))
    filtro = FiltroPersone(request.GET, persone_per_elenco(request.user, request.ente), ente=request.ente)
    tabella = RequestConfig(request, paginate={"per_page": PER_PAGINA}).configure(
        TabellaPersone(filtro.qs, ente=request.ente)
    )
    gestisce = puo_gestire_persone(request.user, request.ente)
    contesto = {
        "filtro": filtro,
        "tabella": tabella,
        "gestisce": gestisce,
        "avvertenze": avvertenze(request.ente, il=timezone.localdate()) if gestisce else [],
    }
    return render(request, "enti/persone.html", contesto)


@require_safe
def persona(request: Any, pk: int) -> HttpResponse:
    richiedi(puo_vedere_persone(request.user, request.ente))
    riga = get_object_or_404(persone_visibili(request.user, request.ente).select_related("utente"), pk=pk)
    gestisce = puo_gestire_persone(request.user, request.ente)
    incarichi = list(riga.incarichi.filter(ente=request.ente).select_related("unita", "atto").order_by("-dal"))
    rapporti = list(riga.rapporti.filter(ente=request.ente).select_related("unita").order_by("-dal"))
    inviti = [] if riga.utente else list(riga.inviti.filter(ente=request.ente))
    contesto = {
        "persona": riga,
        "oggi": timezone.localdate(),
        "rapporti": rapporti,
        "incarichi": incarichi,
        "gruppi": riga.gruppi.filter(ente=request.ente),
        "accesso": accesso_di(riga, inviti),
        "in_attesa": invito_in_attesa(inviti),
        "gestisce": gestisce,
        "lettere": _lettere(request.ente, riga) if gestisce else (),
        "storia": storia_di(riga, *rapporti, *incarichi) if gestisce else None,
    }
    return render(request, "enti/persona.html", contesto)


def _lettere(ente: Ente, persona: Persona) -> Any:
    """Le ultime mandate per posta dal programma: ne riceve chi ha un utente."""
    return messaggi_per(ente.slug).filter(destinatario=persona.utente_id)[:3] if persona.utente_id else ()


def nuova_persona(request: Any) -> HttpResponse:
    richiedi(puo_gestire_persone(request.user, request.ente))
    form = NuovaPersonaForm(request.POST or None, ente=request.ente)
    return compila(
        request,
        form,
        lambda: form.salva(azioni.aggiungi_persona, request.ente, utente=request.user),
        torna=lambda riga: pagina_di(request.ente, riga),
        fatto="Persona aggiunta: completa qui rapporti e incarichi, poi invitala.",
        pagina="enti/maschera.html",
        titolo="Nuova persona",
        sommario="Chi lavora per l'ente o ha un incarico. Il resto si completa nella pagina della persona.",
        aiuto="persone",
        annulla=elenco_di(request.ente),
    )


def modifica_persona(request: Any, pk: int) -> HttpResponse:
    richiedi(puo_gestire_persone(request.user, request.ente))
    riga = get_object_or_404(persone_visibili(request.user, request.ente), pk=pk)
    form = PersonaForm(request.POST or None, instance=riga)
    return compila(
        request,
        form,
        lambda: form.salva(azioni.modifica_persona, riga, ente=request.ente, utente=request.user),
        torna=pagina_di(request.ente, riga),
        fatto="Dati della persona salvati.",
        pagina="enti/maschera.html",
        titolo=f"Modifica {riga}",
        aiuto="persone",
        annulla=pagina_di(request.ente, riga),
    )


@require_safe
def gruppi(request: Any) -> HttpResponse:
    richiedi(puo_vedere_persone(request.user, request.ente))
    contesto = {
        "gruppi": request.ente.gruppi.prefetch_related("persone"),
        "gestisce": puo_gestire_persone(request.user, request.ente),
    }
    return render(request, "enti/gruppi.html", contesto)


def scrivi_gruppo(request: Any, pk: int | None = None) -> HttpResponse:
    richiedi(puo_gestire_persone(request.user, request.ente))
    gruppo = get_object_or_404(request.ente.gruppi, pk=pk) if pk else Gruppo(ente=request.ente)
    torna = reverse("enti:gruppi", args=[request.ente.slug])
    form = GruppoForm(request.POST or None, instance=gruppo)
    return compila(
        request,
        form,
        lambda: form.salva(azioni.scrivi_gruppo, gruppo, utente=request.user),
        torna=torna,
        fatto="Gruppo salvato.",
        pagina="enti/maschera.html",
        titolo=f"Modifica «{gruppo}»" if pk else "Nuovo gruppo",
        sommario="Un gruppo riceve obiettivi come una persona: «Tutto il personale», «Gruppo PNRR».",
        aiuto="persone",
        annulla=torna,
    )


def elimina_gruppo(request: Any, pk: int) -> HttpResponse:
    richiedi(puo_gestire_persone(request.user, request.ente))
    gruppo = get_object_or_404(request.ente.gruppi, pk=pk)
    torna = reverse("enti:gruppi", args=[request.ente.slug])
    return conferma(
        request,
        lambda: azioni.elimina_gruppo(gruppo, utente=request.user),
        domanda=f"Eliminare il gruppo «{gruppo}»?",
        conseguenza="Le persone restano; si elimina solo il gruppo.",
        invia="Elimina il gruppo",
        torna=torna,
        annulla=torna,
        fatto="Gruppo eliminato.",
    )
