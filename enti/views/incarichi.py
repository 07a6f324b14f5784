"""Rapporti di lavoro e incarichi di una persona nell'ente."""

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from enti import azioni
from enti.forms import ChiudiIncaricoForm, IncaricoForm, RapportoForm
from enti.letture import persone_visibili
from enti.models import Incarico, Persona, Rapporto
from enti.permessi import puo_gestire_persone
from enti.views.persone import elenco_di, pagina_di
from piao.base.permessi import richiedi
from piao.base.viste import compila, conferma


def nuovo_rapporto(request: Any, pk: int) -> HttpResponse:
    richiedi(puo_gestire_persone(request.user, request.ente))
    persona = get_object_or_404(persone_visibili(request.user, request.ente), pk=pk)
    form = RapportoForm(request.POST or None, instance=Rapporto(ente=request.ente, persona=persona))
    return _maschera(
        request,
        form,
        lambda: form.salva(azioni.crea_rapporto, persona, ente=request.ente, utente=request.user),
        persona,
        fatto="Rapporto di lavoro aggiunto.",
        titolo="Nuovo rapporto di lavoro",
        sommario=str(persona),
    )


def modifica_rapporto(request: Any, pk: int) -> HttpResponse:
    richiedi(puo_gestire_persone(request.user, request.ente))
    rapporto = get_object_or_404(request.ente.rapporti.select_related("persona"), pk=pk)
    form = RapportoForm(request.POST or None, instance=rapporto)
    return _maschera(
        request,
        form,
        lambda: form.salva(azioni.modifica_rapporto, rapporto, utente=request.user),
        rapporto.persona,
        fatto="Rapporto di lavoro salvato.",
        titolo="Modifica il rapporto di lavoro",
        sommario=str(rapporto.persona),
    )


def elimina_rapporto(request: Any, pk: int) -> HttpResponse:
    richiedi(puo_gestire_persone(request.user, request.ente))
    rapporto = get_object_or_404(request.ente.rapporti.select_related("persona"), pk=pk)
    return conferma(
        request,
        lambda: azioni.elimina_rapporto(rapporto, utente=request.user),
        domanda=f"Eliminare il rapporto di lavoro di {rapporto.persona}?",
        conseguenza="Solo se è stato scritto per errore: se è finito, modificalo e scrivi la data di fine.",
        invia="Elimina il rapporto",
        torna=_dopo(request, rapporto),
        annulla=pagina_di(request.ente, rapporto.persona),
        fatto="Rapporto di lavoro eliminato.",
    )


def nuovo_incarico(request: Any, pk: int) -> HttpResponse:
    richiedi(puo_gestire_persone(request.user, request.ente))
    persona = get_object_or_404(persone_visibili(request.user, request.ente), pk=pk)
    form = IncaricoForm(request.POST or None, instance=Incarico(ente=request.ente, persona=persona))
    return _maschera(
        request,
        form,
        lambda: form.salva(azioni.conferisci_incarico, persona, ente=request.ente, utente=request.user),
        persona,
        fatto="Incarico conferito: da quel giorno la persona può fare ciò che il ruolo prevede.",
        titolo="Nuovo incarico",
        sommario=f"{persona}. Che cosa permette ogni incarico è scritto nella pagina dei ruoli.",
    )


def modifica_incarico(request: Any, pk: int) -> HttpResponse:
    richiedi(puo_gestire_persone(request.user, request.ente))
    incarico = get_object_or_404(request.ente.incarichi.select_related("persona"), pk=pk)
    form = IncaricoForm(request.POST or None, instance=incarico)
    return _maschera(
        request,
        form,
        lambda: form.salva(azioni.modifica_incarico, incarico, utente=request.user),
        incarico.persona,
        fatto="Incarico salvato.",
        titolo="Modifica l'incarico",
        sommario=str(incarico.persona),
    )


def chiudi_incarico(request: Any, pk: int) -> HttpResponse:
    richiedi(puo_gestire_persone(request.user, request.ente))
    incarico = get_object_or_404(request.ente.incarichi.select_related("persona", "unita"), pk=pk)
    form = ChiudiIncaricoForm(request.POST or None, instance=incarico)
    return _maschera(
        request,
        form,
        lambda: form.salva(azioni.chiudi_incarico, incarico, utente=request.user),
        incarico.persona,
        fatto="Incarico chiuso.",
        titolo=f"Chiudi «{incarico}»",
        sommario=f"Dal giorno dopo {incarico.persona} non potrà più fare ciò che l'incarico le permetteva.",
        invia="Chiudi l'incarico",
    )


def elimina_incarico(request: Any, pk: int) -> HttpResponse:
    richiedi(puo_gestire_persone(request.user, request.ente))
    incarico = get_object_or_404(request.ente.incarichi.select_related("persona"), pk=pk)
    return conferma(
        request,
        lambda: azioni.elimina_incarico(incarico, utente=request.user),
        domanda=f"Eliminare l'incarico «{incarico}»?",
        conseguenza="Solo se è stato scritto per errore: se è finito, chiudilo con una data.",
        invia="Elimina l'incarico",
        torna=_dopo(request, incarico),
        annulla=pagina_di(request.ente, incarico.persona),
        fatto="Incarico eliminato.",
    )


def _maschera(request: Any, form: BaseForm, salva: Callable[[], Any], persona: Persona, **parole: str) -> HttpResponse:
    """La maschera di un rapporto o di un incarico: salvata o lasciata, si torna alla pagina della persona."""
    torna = pagina_di(request.ente, persona)
    return compila(
        request, form, salva, torna=torna, annulla=torna, pagina="enti/maschera.html", aiuto="persone", **parole
    )


def _dopo(request: Any, tolta: Rapporto | Incarico) -> str:
    """Chi resta senza rapporti né incarichi esce dall'elenco dell'ente: si torna lì."""
    persona = tolta.persona
    altri = persona.rapporti.filter(ente=request.ente).count() + persona.incarichi.filter(ente=request.ente).count()
    return pagina_di(request.ente, persona) if altri > 1 else elenco_di(request.ente)
