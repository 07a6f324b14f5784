"""Amministrazione trasparente vista da dentro: che cosa è pubblicato, che cosa manca, pubblicare, ritirare."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from piao.base.permessi import richiedi
from piao.base.viste import compila
from relazioni.azioni.pubblicazioni import imposta_sito, pubblica_documento, pubblica_voce, ritira, ufficio_di
from relazioni.forms.pubblicazioni import DocumentoForm, RitiroForm, SitoForm
from relazioni.models import Pubblicazione, Trasparenza
from relazioni.permessi import puo_leggere_segnalazioni, puo_pubblicare, puo_vedere_pubblicazioni
from relazioni.pubblico import archivio
from relazioni.pubblico.albero import RAMI
from relazioni.scadenze_pubblicazioni import TEMPESTIVO, da_pubblicare


def _elenco(request: Any) -> str:
    return reverse("relazioni:pubblicazioni", args=[request.ente.slug])


def _sito(request: Any) -> Trasparenza:
    return archivio.impostazioni(request.ente.pk) or Trasparenza(ente=request.ente)


@require_safe
def pubblicazioni(request: Any) -> HttpResponse:
    """In testa ciò che manca, in ritardo prima; poi l'albero con ciò che c'è."""
    richiedi(puo_vedere_pubblicazioni(request.user, request.ente))
    righe = list(archivio.tutte(request.ente.pk))
    mancano = da_pubblicare(request.ente)
    contesto = {
        "mancano": mancano,
        "in_ritardo": sum(voce.in_ritardo for voce in mancano),
        "tempestivo": TEMPESTIVO,
        "rami": [(ramo, [(s, [r for r in righe if r.tipo in s.tipi]) for s in ramo.sezioni]) for ramo in RAMI],
        "sito": _sito(request),
        "pubblica": puo_pubblicare(request.user, request.ente),
        "segnalazioni": puo_leggere_segnalazioni(request.user, request.ente),
    }
    return render(request, "relazioni/pubblicazioni.html", contesto)


@require_POST
def pubblica(request: Any, tipo: str, pk: int) -> HttpResponse:
    """Pubblica una cosa fra quelle che mancano: un gesto solo, si può sempre ritirare."""
    richiedi(puo_pubblicare(request.user, request.ente))
    voce = next((v for v in da_pubblicare(request.ente) if (v.tipo, v.pk) == (tipo, pk)), None)
    if voce is None:
        messages.info(request, "È già pubblicata: non c'era altro da fare.")
        return redirect(_elenco(request))
    try:
        nuova = pubblica_voce(request.ente, voce, utente=request.user, ufficio=ufficio_di(request.ente))
        messages.success(request, f"Pubblicato: «{nuova}». Da adesso chiunque può leggerlo.")
    except ValidationError as errore:
        messages.error(request, f"Non si può pubblicare. {' '.join(errore.messages)}")
    return redirect(_elenco(request))


def nuovo_documento(request: Any) -> HttpResponse:
    richiedi(puo_pubblicare(request.user, request.ente))
    riga = Pubblicazione(ente=request.ente, ufficio=ufficio_di(request.ente))
    form = DocumentoForm(request.POST or None, request.FILES or None, instance=riga)
    return compila(
        request,
        form,
        lambda: form.salva(pubblica_documento, request.ente, utente=request.user),
        torna=_elenco(request),
        fatto="Documento pubblicato: da adesso chiunque può leggerlo.",
        pagina="relazioni/pubblicazioni_maschera.html",
        titolo="Pubblica un documento",
        sommario="Prima di pubblicarlo il file si legge: nomi di dipendenti e codici fiscali lo fermano.",
        invia="Pubblica",
        annulla=_elenco(request),
    )


def ritira_pubblicazione(request: Any, pk: int) -> HttpResponse:
    richiedi(puo_pubblicare(request.user, request.ente))
    riga = archivio.una(request.ente.pk, pk)
    form = RitiroForm(request.POST or None)
    return compila(
        request,
        form,
        lambda: _ritira(form, riga, request.user),
        torna=_elenco(request),
        fatto="Pubblicazione ritirata: al suo indirizzo resta scritto quando e perché.",
        pagina="relazioni/pubblicazioni_maschera.html",
        titolo=f"Ritira «{riga}»",
        sommario="Il documento non si potrà più leggere né scaricare. La traccia resta: data e motivo sono pubblici.",
        invia="Ritira",
        annulla=_elenco(request),
    )


def _ritira(form: RitiroForm, riga: Pubblicazione, utente: Any) -> Pubblicazione | None:
    """La pubblicazione ritirata, o None: allora la maschera dice perché."""
    try:
        return ritira(riga, utente=utente, motivo=form.cleaned_data["motivo"])
    except ValidationError as errore:
        form.add_error(None, errore.messages)
    return None


def imposta(request: Any) -> HttpResponse:
    richiedi(puo_pubblicare(request.user, request.ente))
    form = SitoForm(request.POST or None, instance=_sito(request))
    return compila(
        request,
        form,
        lambda: form.salva(imposta_sito, request.ente, utente=request.user),
        torna=_elenco(request),
        fatto="Impostazioni salvate.",
        pagina="relazioni/pubblicazioni_maschera.html",
        titolo="Il sito della trasparenza",
        sommario="Ciò che compare in ogni pagina pubblica.",
        annulla=_elenco(request),
    )
