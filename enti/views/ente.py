"""I dati dell'ente, lo stemma, i comuni dell'unione, i livelli dell'organigramma."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from enti import azioni
from enti.codici import torna_numerico
from enti.forms import AppartenenzaForm, EnteForm, LivelliFormSet, StemmaForm
from enti.letture import avvertenze, soglie_di
from enti.models import Appartenenza, Ente
from enti.permessi import puo_gestire_ente, puo_gestire_persone, puo_vedere_ente
from enti.voci import ASSOCIATI
from piao.base.permessi import richiedi
from piao.base.storia import storia_di
from piao.base.viste import compila, conferma


def _pagina(ente: Ente) -> str:
    return reverse("enti:ente", args=[ente.slug])


@require_safe
def ente(request: Any) -> HttpResponse:
    richiedi(puo_vedere_ente(request.user, request.ente))
    oggi = timezone.localdate()
    gestisce = puo_gestire_ente(request.user, request.ente)
    contesto = {
        "soglie": soglie_di(request.ente, oggi.year),
        "anno_soglie": oggi.year,
        "comuni": request.ente.appartenenze.select_related("ente_comune"),
        "unioni": request.ente.unioni.select_related("unione"),
        "associa": request.ente.tipo in ASSOCIATI,
        "livelli": request.ente.livelli.all(),
        "gestisce": gestisce,
        "gestisce_persone": puo_gestire_persone(request.user, request.ente),
        "avvertenze": avvertenze(request.ente, il=oggi) if gestisce else [],
        "storia": storia_di(request.ente) if gestisce else None,
    }
    return render(request, "enti/ente.html", contesto)


def modifica_ente(request: Any) -> HttpResponse:
    richiedi(puo_gestire_ente(request.user, request.ente))
    form = EnteForm(request.POST or None, instance=request.ente)

    def salva() -> Any:
        scritto = form.salva(azioni.modifica_ente, request.ente, utente=request.user)
        _avvisa_dei_codici(request, scritto)
        return scritto

    return compila(
        request,
        form,
        salva,
        torna=_pagina(request.ente),
        fatto="Dati dell'ente salvati.",
        pagina="enti/maschera.html",
        titolo="Modifica i dati dell'ente",
        aiuto="ente",
        annulla=_pagina(request.ente),
    )


def _avvisa_dei_codici(request: Any, scritto: Ente | None) -> None:
    """Una cifra sbagliata si dice, ma non impedisce di salvare."""
    for nome, etichetta in (("codice_fiscale", "codice fiscale"), ("partita_iva", "partita IVA")):
        codice = getattr(scritto, nome, "")
        if codice and not torna_numerico(codice):
            messages.warning(request, f"Il numero scritto come {etichetta} non supera il controllo: verificalo.")


@require_safe
def stemma(request: Any) -> HttpResponse | FileResponse:
    richiedi(puo_vedere_ente(request.user, request.ente))
    if not request.ente.stemma:
        raise Http404("L'ente non ha ancora uno stemma.")
    risposta = FileResponse(request.ente.stemma.open(), content_type="image/png")
    risposta["Cache-Control"] = "private, max-age=300"
    return risposta


def cambia_stemma(request: Any) -> HttpResponse:
    richiedi(puo_gestire_ente(request.user, request.ente))
    form = StemmaForm(request.POST or None, request.FILES or None)
    return compila(
        request,
        form,
        lambda: azioni.cambia_stemma(request.ente, utente=request.user, stemma=form.cleaned_data["stemma"]),
        torna=_pagina(request.ente),
        fatto="Stemma caricato.",
        pagina="enti/stemma.html",
    )


def togli_stemma(request: Any) -> HttpResponse:
    richiedi(puo_gestire_ente(request.user, request.ente))
    return conferma(
        request,
        lambda: azioni.togli_stemma(request.ente, utente=request.user),
        domanda="Togliere lo stemma?",
        conseguenza="I documenti usciranno senza stemma, finché non ne carichi un altro.",
        invia="Togli lo stemma",
        torna=_pagina(request.ente),
        annulla=_pagina(request.ente),
        fatto="Stemma tolto.",
    )


def scrivi_comune(request: Any, pk: int | None = None) -> HttpResponse:
    richiedi(puo_gestire_ente(request.user, request.ente))
    nuova = Appartenenza(unione=request.ente)
    appartenenza = get_object_or_404(request.ente.appartenenze, pk=pk) if pk else nuova
    form = AppartenenzaForm(request.POST or None, instance=appartenenza, utente=request.user)
    return compila(
        request,
        form,
        lambda: form.salva(azioni.scrivi_comune, appartenenza, utente=request.user),
        torna=_pagina(request.ente),
        fatto="Comune salvato.",
        pagina="enti/maschera.html",
        titolo="Comune dell'unione",
        aiuto="ente",
        annulla=_pagina(request.ente),
    )


def togli_comune(request: Any, pk: int) -> HttpResponse:
    richiedi(puo_gestire_ente(request.user, request.ente))
    appartenenza = get_object_or_404(request.ente.appartenenze, pk=pk)
    return conferma(
        request,
        lambda: azioni.togli_comune(appartenenza, utente=request.user),
        domanda=f"Togliere {appartenenza.comune} dall'elenco?",
        conseguenza="Se il comune è uscito dall'unione, scrivi piuttosto la data di fine: resterà nella storia.",
        invia="Togli il comune",
        torna=_pagina(request.ente),
        annulla=_pagina(request.ente),
        fatto="Comune tolto.",
    )


def livelli(request: Any) -> HttpResponse:
    richiedi(puo_gestire_persone(request.user, request.ente))
    form = LivelliFormSet(request.POST or None, ente=request.ente)
    if request.method == "POST" and form.is_valid():
        try:
            azioni.scrivi_livelli(request.ente, utente=request.user, nomi=form.nomi)
        except ValidationError as errore:
            messages.error(request, " ".join(errore.messages))
        else:
            messages.success(request, "Livelli salvati.")
            return redirect("enti:organigramma", request.ente.slug)
    return render(request, "enti/livelli.html", {"form": form})
