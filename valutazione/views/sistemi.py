"""Il sistema di valutazione: le versioni, la pagina di una, i modelli pronti, i suoi dati, i file."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from obiettivi.views.obiettivo import dati_scritti
from piao.base.permessi import richiedi
from piao.base.storia import eventi_in_storia
from piao.base.viste import compila, conferma
from valutazione.azioni import sistemi as azioni
from valutazione.flusso import sistemi as flusso
from valutazione.forms.sistemi import FasiForm, ImportaForm, SistemaForm
from valutazione.letture.coerenza import problemi_di
from valutazione.letture.documento import documento_di
from valutazione.letture.modelli import ModelloIgnoto, modelli
from valutazione.letture.modelli import modello as modello_pronto
from valutazione.letture.sistemi import con_conti, con_parti, sistema_in_vigore, sistemi_visibili
from valutazione.models import Sistema
from valutazione.permessi.sistemi import (
    puo_comporre_sistemi,
    puo_modificare_sistema,
    puo_provare_sulle_schede,
    puo_vedere_sistemi,
)
from valutazione.scambio import DocumentoRifiutato, leggi_documento
from valutazione.voci import StatoSistema


def trova_sistema(request: Any, pk: int) -> Sistema:
    """Il sistema, se chi guarda può vederlo."""
    return get_object_or_404(sistemi_visibili(request.user, request.ente), pk=pk)


def indirizzo(sistema: Sistema) -> str:
    return reverse("valutazione:sistema", args=[sistema.ente.slug, sistema.pk])


def elenco(request: Any) -> str:
    return reverse("valutazione:sistemi", args=[request.ente.slug])


@require_safe
def sistemi(request: Any) -> HttpResponse:
    richiedi(puo_vedere_sistemi(request.user, request.ente))
    contesto = {
        "sistemi": con_conti(sistemi_visibili(request.user, request.ente)),
        "in_vigore": sistema_in_vigore(request.ente, timezone.localdate()),
        "compone": puo_comporre_sistemi(request.user, request.ente),
    }
    return render(request, "valutazione/sistemi.html", contesto)


@require_safe
def sistema(request: Any, pk: int) -> HttpResponse:
    aperto = get_object_or_404(con_parti(sistemi_visibili(request.user, request.ente)), pk=pk)
    richiedi(puo_vedere_sistemi(request.user, request.ente))
    problemi = problemi_di(aperto) if aperto.stato != StatoSistema.ADOTTATO else []
    contesto = {
        "sistema": aperto,
        "tipi": aperto.tipi.all(),
        "scale": aperto.scale.all(),
        "fasi": aperto.fasi.all(),
        "problemi": [(problema, flusso.dove_si_corregge(aperto, problema)) for problema in problemi],
        "fermo": any(problema.grave for problema in problemi),
        "passi": flusso.passi_possibili(request.user, aperto),
        "compone": puo_comporre_sistemi(request.user, request.ente),
        "modifica": puo_modificare_sistema(request.user, aperto),
        "prova_schede": puo_provare_sulle_schede(request.user, request.ente),
        "altri": sistemi_visibili(request.user, request.ente).exclude(pk=aperto.pk),
        "storia": eventi_in_storia(aperto, massimo=20),
    }
    return render(request, "valutazione/sistema.html", contesto)


def modifica(request: Any, pk: int) -> HttpResponse:
    riga = trova_sistema(request, pk)
    richiedi(puo_modificare_sistema(request.user, riga))
    form = SistemaForm(dati_scritti(request), instance=riga)
    return compila(
        request,
        form,
        lambda: form.salva(azioni.modifica_sistema, riga, utente=request.user),
        torna=indirizzo(riga),
        fatto="Il sistema è salvato.",
        pagina="valutazione/sistema_maschera.html",
        sistema=riga,
        titolo="I dati del sistema",
        annulla=indirizzo(riga),
    )


def fasi(request: Any, pk: int) -> HttpResponse:
    riga = trova_sistema(request, pk)
    richiedi(puo_modificare_sistema(request.user, riga))
    form = FasiForm(dati_scritti(request), sistema=riga)
    if form.is_valid():
        azioni.scrivi_le_fasi(riga, fasi=form.dati, utente=request.user)
        messages.success(request, "Le fasi del procedimento sono salvate.")
        return redirect(indirizzo(riga))
    return render(request, "valutazione/sistema_fasi.html", {"sistema": riga, "form": form})


def elimina(request: Any, pk: int) -> HttpResponse:
    riga = trova_sistema(request, pk)
    richiedi(puo_modificare_sistema(request.user, riga))
    return conferma(
        request,
        lambda: azioni.elimina_sistema(riga, utente=request.user),
        domanda="Eliminare questa bozza?",
        dettaglio=str(riga),
        conseguenza="Si perdono i tipi di scheda, le scale e le regole scritti qui. Le altre versioni restano.",
        invia="Elimina la bozza",
        torna=elenco(request),
        annulla=indirizzo(riga),
        fatto="Bozza eliminata.",
    )


# ---- da dove si comincia -----------------------------------------------------------------------------------------


@require_safe
def scegli_modello(request: Any) -> HttpResponse:
    richiedi(puo_comporre_sistemi(request.user, request.ente))
    return render(request, "valutazione/sistema_modelli.html", {"modelli": modelli()})


def da_modello(request: Any, modello: str) -> HttpResponse:
    """Il modello come si presenta, con ciò che la sua fonte non dice; con un POST diventa una bozza."""
    richiedi(puo_comporre_sistemi(request.user, request.ente))
    try:
        pronto = modello_pronto(modello)
    except ModelloIgnoto as errore:
        raise Http404 from errore
    if request.method == "POST":
        nato = azioni.crea_da_modello(ente=request.ente, modello=modello, utente=request.user)
        messages.success(request, "La bozza è pronta: adattala al tuo ente, scheda per scheda.")
        return redirect(indirizzo(nato))
    return render(request, "valutazione/sistema_modello.html", {"modello": pronto})


def importa(request: Any) -> HttpResponse:
    """Un sistema intero da un file."""
    richiedi(puo_comporre_sistemi(request.user, request.ente))
    return _importa(
        request,
        lambda documento: azioni.crea_da_documento(
            ente=request.ente, documento=_con_nome(documento), utente=request.user
        ),
        annulla=elenco(request),
    )


def importa_tipi(request: Any, pk: int) -> HttpResponse:
    """I tipi di scheda di un file, dentro una bozza."""
    riga = trova_sistema(request, pk)
    richiedi(puo_modificare_sistema(request.user, riga))
    return _importa(
        request,
        lambda documento: azioni.aggiungi_tipi(riga, documento=documento, utente=request.user),
        annulla=indirizzo(riga),
        sistema=riga,
    )


def _importa(request: Any, azione: Any, *, annulla: str, **contesto: Any) -> HttpResponse:
    form = ImportaForm(request.POST or None, request.FILES or None)
    errori: tuple[str, ...] = ()
    if form.is_valid():
        try:
            nato = azione(leggi_documento(form.cleaned_data["file"]))
        except DocumentoRifiutato as rifiuto:
            errori = rifiuto.errori
        except ValidationError as rifiuto:
            errori = tuple(rifiuto.messages)
        else:
            messages.success(request, "Il file è entrato in bozza: controllalo prima di inviarlo al parere.")
            return redirect(indirizzo(nato))
    contesto = {"form": form, "errori": errori, "annulla": annulla, **contesto}
    return render(request, "valutazione/sistema_importa.html", contesto)


def _con_nome(documento: Any) -> Any:
    """Un file che non dice il nome del sistema ne riceve uno, da cambiare poi."""
    nome = {"denominazione": "Sistema importato"}
    return {**documento, "sistema": nome | documento.get("sistema", {})}


@require_safe
def esporta(request: Any, pk: int) -> HttpResponse:
    aperto = trova_sistema(request, pk)
    richiedi(puo_vedere_sistemi(request.user, request.ente))
    return in_file(documento_di(aperto), f"smvp-{request.ente.slug}-{aperto.numero}")


def in_file(documento: Any, nome: str) -> HttpResponse:
    """Un documento da scaricare."""
    testo = json.dumps(documento, ensure_ascii=False, indent=2)
    intestazioni = {"Content-Disposition": f'attachment; filename="{nome}.json"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(f"{testo}\n", content_type="application/json; charset=utf-8", headers=intestazioni)
