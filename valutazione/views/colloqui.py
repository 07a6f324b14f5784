"""I colloqui e l'autovalutazione: la parte di ciascuno, confermata da tutti e due."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from piao.base.concorrenza import ModificatoDaAltri
from piao.base.permessi import richiedi
from piao.base.viste import compila, conferma
from valutazione import flusso
from valutazione.azioni import colloqui as azioni
from valutazione.forms.schede import AutovalutazioneForm, ColloquioForm
from valutazione.letture.schede import scheda_di
from valutazione.models import Colloquio
from valutazione.permessi import puo_autovalutarsi, puo_confermare_colloquio, puo_registrare_colloquio
from valutazione.views.scheda import dati, maschera, salva

CONFLITTO = "Nel frattempo la scheda è cambiata: ciò che hai scritto è qui sotto, controllalo e salva di nuovo."


def nuovo_colloquio(request: Any, anno: int, pk: int) -> HttpResponse:
    aperta = scheda_di(request.user, request.ente, anno, pk)
    richiedi(puo_registrare_colloquio(request.user, aperta))
    form = ColloquioForm(dati(request), instance=Colloquio(scheda=aperta))
    return compila(
        request,
        form,
        lambda: form.salva(azioni.registra_colloquio, aperta, utente=request.user),
        torna=flusso.indirizzo("scheda", aperta),
        fatto="Colloquio registrato: la persona lo deve confermare.",
        pagina="valutazione/scheda_maschera.html",
        **maschera(aperta, "Registra un colloquio"),
    )


def conferma_colloquio(request: Any, anno: int, pk: int, colloquio: int) -> HttpResponse:
    aperta = scheda_di(request.user, request.ente, anno, pk)
    riga = get_object_or_404(aperta.colloqui, pk=colloquio)
    richiedi(puo_confermare_colloquio(request.user, riga))
    return conferma(
        request,
        lambda: azioni.conferma_colloquio(riga, utente=request.user),
        domanda=f"Confermare il {riga}?",
        conseguenza="Dici che il colloquio c'è stato, quel giorno; non che sei d'accordo con ciò che è scritto.",
        invia="Conferma il colloquio",
        pericolo=False,
        torna=flusso.indirizzo("scheda", aperta),
        annulla=flusso.indirizzo("scheda", aperta),
        fatto="Colloquio confermato.",
    )


def autovalutazione(request: Any, anno: int, pk: int) -> HttpResponse:
    """La persona dice la sua, voce per voce, prima della proposta."""
    aperta = scheda_di(request.user, request.ente, anno, pk)
    richiedi(puo_autovalutarsi(request.user, aperta))
    voci = list(aperta.voci.select_related("componente__scala").prefetch_related("componente__scala__livelli"))
    form = AutovalutazioneForm(dati(request), voci=voci, initial={"versione": aperta.versione})
    consegna = "consegna" in request.POST
    if request.method == "POST" and form.is_valid() and salva(form, lambda: _scrivi(request, aperta, form, consegna)):
        messages.success(request, "Autovalutazione consegnata." if consegna else "Autovalutazione salvata.")
        return redirect(flusso.indirizzo("scheda", aperta))
    return render(
        request, "valutazione/scheda_autovalutazione.html", maschera(aperta, "Autovalutazione") | {"form": form}
    )


def _scrivi(request: Any, scheda: Any, form: AutovalutazioneForm, consegna: bool) -> Any:
    """Salva, o dice che qualcuno è arrivato prima, e si riparte dalla versione nuova."""
    versione = form.cleaned_data["versione"]
    try:
        return azioni.autovaluta(scheda, utente=request.user, valori=form.valori, versione=versione, consegna=consegna)
    except ModificatoDaAltri as errore:
        form.data = dict(form.data.items()) | {"versione": str(errore.attuale.versione)}
        form.add_error(None, CONFLITTO)
        return None
