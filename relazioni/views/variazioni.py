"""Le variazioni del Piano approvato: aprirle, scegliere gli obiettivi, portarle alla Giunta."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from enti.letture import profilo
from enti.models import Atto
from enti.voci import Organo, TipoIncarico
from obiettivi.azioni import variazione as azioni
from obiettivi.flusso import variazione as flusso
from obiettivi.letture import ciclo_di
from obiettivi.letture.casa import unita_guidate
from obiettivi.letture.obiettivi import obiettivo_di
from obiettivi.letture.scelte import unita_in_ordine
from obiettivi.letture.variazioni import pareri_della, righe_di, variabili_da, variazione_di, variazioni_visibili
from obiettivi.models import Ciclo, Parere, Variazione
from obiettivi.permessi import (
    puo_aprire_variazione,
    puo_dare_parere_variazione,
    puo_scrivere_variazione,
    puo_vedere_ciclo,
)
from piao.base.flusso import PassoNonAmmesso
from piao.base.permessi import richiedi
from piao.base.testo import cercato, pulito
from piao.base.viste import compila, conferma
from relazioni.azioni.approvazione import come_sarebbe
from relazioni.contenuto import componi_piano
from relazioni.controlli import esamina_piano
from relazioni.differenze import confronta, conta, rilievi_nuovi
from relazioni.forms.approvazione import AttoDellaGiuntaForm
from relazioni.forms.parere import ParereForm
from relazioni.forms.variazioni import AggiuntaForm, NotaForm, NuovaVariazioneForm, VariazioneForm
from relazioni.lavori import atto_in_sospeso
from relazioni.stampa.differenze import corpo_differenze
from relazioni.views.approvazione import registra

MASCHERA = "relazioni/variazioni_maschera.html"


def _elenco(ciclo: Ciclo) -> str:
    return reverse("relazioni:variazioni", args=[ciclo.ente.slug, ciclo.anno])


def _pagina(variazione: Variazione) -> str:
    return reverse("relazioni:variazione", args=[variazione.ente.slug, variazione.ciclo.anno, variazione.numero])


def _trova(request: Any, anno: int, numero: int) -> Variazione:
    return variazione_di(request.user, ciclo_di(request.ente, anno), numero)


def _scritti(request: Any) -> Any:
    return pulito(request.POST) if request.method == "POST" else None


@require_safe
def variazioni(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_vedere_ciclo(request.user, ciclo))
    contesto = {
        "ciclo": ciclo,
        "variazioni": variazioni_visibili(request.user, ciclo).prefetch_related("righe"),
        "apre": puo_aprire_variazione(request.user, ciclo),
        "ultimo_giorno": flusso.ultimo_giorno(ciclo),
        "tardi": flusso.e_tardi(ciclo),
    }
    return render(request, "relazioni/variazioni.html", contesto)


def nuova(request: Any, anno: int) -> HttpResponse:
    ciclo = ciclo_di(request.ente, anno)
    richiedi(puo_aprire_variazione(request.user, ciclo))
    form = NuovaVariazioneForm(_scritti(request))
    return compila(
        request,
        form,
        lambda: form.salva(azioni.apri_variazione, ciclo, utente=request.user),
        torna=_pagina,
        fatto="La variazione è aperta: adesso scegli gli obiettivi da cambiare.",
        pagina=MASCHERA,
        ciclo=ciclo,
        titolo="Apri una variazione",
        sommario="Il Piano approvato cambia soltanto così: con un motivo, un parere e un atto della Giunta.",
        invia="Apri la variazione",
        annulla=_elenco(ciclo),
    )


@require_safe
def variazione(request: Any, anno: int, numero: int) -> HttpResponse:
    trovata = _trova(request, anno, numero)
    richiedi(puo_vedere_ciclo(request.user, trovata.ciclo))
    scrive = puo_scrivere_variazione(request.user, trovata)
    contesto = {
        "ciclo": trovata.ciclo,
        "variazione": trovata,
        "righe": righe_di(trovata),
        "scrive": scrive,
        "passi": flusso.passi_possibili(request.user, trovata),
        "manca": flusso.che_manca(trovata, flusso.RICHIEDI) if scrive else [],
        "pareri": pareri_della(trovata),
        "da_parere": puo_dare_parere_variazione(request.user, trovata),
        "versione": getattr(trovata, "nata", None) if trovata.stato == flusso.APPROVATA else None,
        "ultimo_giorno": flusso.ultimo_giorno(trovata.ciclo),
        "tardi": trovata.aperta and flusso.e_tardi(trovata.ciclo),
    }
    return render(request, "relazioni/variazione.html", contesto)


def modifica(request: Any, anno: int, numero: int) -> HttpResponse:
    trovata = _trova(request, anno, numero)
    richiedi(puo_scrivere_variazione(request.user, trovata))
    form = VariazioneForm(_scritti(request), instance=trovata)
    return compila(
        request,
        form,
        lambda: form.salva(azioni.scrivi_variazione, trovata, utente=request.user),
        torna=_pagina,
        fatto="Variazione salvata.",
        pagina=MASCHERA,
        ciclo=trovata.ciclo,
        titolo="Oggetto e ragioni",
        sommario=str(trovata),
        annulla=_pagina(trovata),
    )


def elimina(request: Any, anno: int, numero: int) -> HttpResponse:
    trovata = _trova(request, anno, numero)
    richiedi(puo_scrivere_variazione(request.user, trovata))
    return conferma(
        request,
        lambda: azioni.elimina_variazione(trovata, utente=request.user),
        domanda="Eliminare la variazione?",
        dettaglio=str(trovata),
        conseguenza="Si buttano anche le copie di lavoro. Il Piano resta com'è. Non si può annullare.",
        invia="Elimina la variazione",
        torna=_elenco(trovata.ciclo),
        annulla=_pagina(trovata),
        fatto="Variazione eliminata.",
    )


# ---- gli obiettivi della variazione ----------------------------------------------------------------------------


@require_safe
def scegli(request: Any, anno: int, numero: int) -> HttpResponse:
    """Gli obiettivi del Piano che chi guarda può variare, con una ricerca."""
    trovata = _trova(request, anno, numero)
    richiedi(puo_scrivere_variazione(request.user, trovata))
    cerca = cercato(request.GET)
    contesto = {
        "ciclo": trovata.ciclo,
        "variazione": trovata,
        "obiettivi": variabili_da(request.user, trovata, cerca),
        "cerca": cerca,
    }
    return render(request, "relazioni/variazioni_scegli.html", contesto)


@require_POST
def prendi(request: Any, anno: int, numero: int, pk: int) -> HttpResponse:
    """Prende un obiettivo per cambiarlo: si apre la sua copia di lavoro."""
    trovata = _trova(request, anno, numero)
    richiedi(puo_scrivere_variazione(request.user, trovata))
    obiettivo = obiettivo_di(request.user, trovata.ciclo, pk)
    try:
        riga = azioni.modifica_obiettivo(trovata, obiettivo, utente=request.user)
    except ValidationError as errore:
        messages.error(request, " ".join(errore.messages))
        return redirect(_pagina(trovata))
    messages.success(request, "Questa è la copia di lavoro: il Piano non cambia finché la Giunta non approva.")
    return redirect("obiettivi:scheda", trovata.ente.slug, anno, riga.copia_id)


def ritira(request: Any, anno: int, numero: int, pk: int) -> HttpResponse:
    trovata = _trova(request, anno, numero)
    richiedi(puo_scrivere_variazione(request.user, trovata))
    obiettivo = obiettivo_di(request.user, trovata.ciclo, pk)
    form = NotaForm(_scritti(request), etichetta="Perché si ritira", manca="Scrivi perché l'obiettivo si ritira.")
    return compila(
        request,
        form,
        lambda: _o_frase(form, azioni.ritira_obiettivo, trovata, obiettivo, utente=request.user),
        torna=_pagina(trovata),
        fatto="L'obiettivo uscirà dal Piano con l'atto della Giunta; resterà visibile, con il motivo.",
        pagina=MASCHERA,
        ciclo=trovata.ciclo,
        titolo="Ritira un obiettivo",
        sommario=str(obiettivo),
        invia="Ritira l'obiettivo",
        annulla=_pagina(trovata),
    )


def aggiungi(request: Any, anno: int, numero: int) -> HttpResponse:
    trovata = _trova(request, anno, numero)
    richiedi(puo_scrivere_variazione(request.user, trovata))
    segretario = profilo(request.user, request.ente).segretario
    unita = unita_in_ordine(request.ente) if segretario else unita_guidate(request.user, request.ente)
    form = AggiuntaForm(_scritti(request), unita=unita)
    return compila(
        request,
        form,
        lambda: azioni.aggiungi_obiettivo(trovata, utente=request.user, **form.cleaned_data),
        torna=lambda riga: reverse("obiettivi:scheda", args=[request.ente.slug, anno, riga.copia_id]),
        fatto="Obiettivo aggiunto alla variazione: completalo come ogni altro.",
        pagina=MASCHERA,
        ciclo=trovata.ciclo,
        titolo="Aggiungi un obiettivo",
        sommario=str(trovata),
        invia="Aggiungi alla variazione",
        annulla=_pagina(trovata),
    )


def togli(request: Any, anno: int, numero: int, pk: int) -> HttpResponse:
    trovata = _trova(request, anno, numero)
    richiedi(puo_scrivere_variazione(request.user, trovata))
    riga = get_object_or_404(righe_di(trovata), pk=pk)
    return conferma(
        request,
        lambda: azioni.togli_riga(riga, utente=request.user),
        domanda="Togliere l'obiettivo dalla variazione?",
        dettaglio=str(riga),
        conseguenza="Ciò che è stato scritto nella copia di lavoro si perde. Nel Piano l'obiettivo resta com'è.",
        invia="Togli",
        torna=_pagina(trovata),
        annulla=_pagina(trovata),
        fatto="Tolto dalla variazione.",
    )


def _o_frase(form: NotaForm, azione: Any, *cosa: Any, **contesto: Any) -> Any:
    """Ciò che l'azione dà; None se rifiuta, e allora la maschera dice perché."""
    try:
        return azione(*cosa, **contesto, **form.cleaned_data)
    except ValidationError as errore:
        form.add_error(None, ValidationError(errore.messages))
        return None


# ---- come sarebbe, parere, passi, approvazione -----------------------------------------------------------------


@require_safe
def anteprima(request: Any, anno: int, numero: int) -> HttpResponse:
    """Che cosa cambierebbe nel Piano, e quali rilievi nascerebbero: prima di proporre, non dopo."""
    trovata = _trova(request, anno, numero)
    richiedi(puo_vedere_ciclo(request.user, trovata.ciclo) and trovata.aperta)
    adesso, prima = componi_piano(trovata.ciclo), esamina_piano(trovata.ciclo)
    piano, dopo = come_sarebbe(trovata)
    gruppi = confronta(adesso, piano)
    contesto = {
        "ciclo": trovata.ciclo,
        "variazione": trovata,
        "conti": conta(gruppi),
        "corpo": corpo_differenze(gruppi),
        "rilievi": rilievi_nuovi(prima, dopo),
    }
    return render(request, "relazioni/variazioni_anteprima.html", contesto)


def parere(request: Any, anno: int, numero: int) -> HttpResponse:
    trovata = _trova(request, anno, numero)
    richiedi(puo_dare_parere_variazione(request.user, trovata))
    trascrive = TipoIncarico.NUCLEO not in profilo(request.user, request.ente).incarichi
    riga = Parere(ciclo=trovata.ciclo, variazione=trovata)
    form = ParereForm(request.POST or None, request.FILES or None, instance=riga, trascrive=trascrive)
    return compila(
        request,
        form,
        lambda: form.salva(azioni.esprimi_parere_variazione, trovata, utente=request.user),
        torna=_pagina(trovata),
        fatto="Parere registrato: da qui in poi non si modifica; se serve, se ne dà un altro.",
        pagina="relazioni/variazioni_parere.html",
        ciclo=trovata.ciclo,
        variazione=trovata,
        trascrive=trascrive,
    )


def passo(request: Any, anno: int, numero: int, passo: str) -> HttpResponse:
    """Un passo della variazione: che cosa comporta, che cosa manca, le osservazioni quando servono."""
    trovata = _trova(request, anno, numero)
    if passo not in azioni.VERBI:
        raise Http404
    richiedi(flusso.PASSI[passo].possibile(request.user, trovata))
    con_note = passo in flusso.CON_OSSERVAZIONI
    form = NotaForm(_scritti(request), etichetta="Osservazioni", manca=azioni.SENZA_OSSERVAZIONI) if con_note else None
    mancanze = flusso.che_manca(trovata, flusso.PASSI[passo])
    if request.method == "POST" and not mancanze and (form is None or form.is_valid()):
        return _compiuto(request, trovata, passo, form.cleaned_data["nota"] if form else "")
    contesto = {"ciclo": trovata.ciclo, "variazione": trovata, "form": form, "mancanze": mancanze}
    return render(request, "relazioni/variazioni_passo.html", contesto | flusso.CONFERME[passo])


def _compiuto(request: Any, variazione: Variazione, passo: str, nota: str) -> HttpResponse:
    try:
        azioni.VERBI[passo](variazione, utente=request.user, nota=nota)
    except (PassoNonAmmesso, flusso.VariazioneFerma) as motivo:
        messages.error(request, str(motivo))
    else:
        messages.success(request, flusso.CONFERME[passo]["fatto"])
    return redirect(_pagina(variazione))


def approva(request: Any, anno: int, numero: int) -> HttpResponse:
    """L'atto con cui la Giunta approva la variazione; poi si congela la versione nuova."""
    trovata = _trova(request, anno, numero)
    richiedi(flusso.APPROVA.possibile(request.user, trovata))
    ciclo, approvazione = trovata.ciclo, trovata.ciclo.atto_approvazione
    oggetto = f"Variazione n. {trovata.numero} del Piano: {trovata.titolo}"
    atto = atto_in_sospeso(ciclo, trovata) or Atto(ente=ciclo.ente, organo=Organo.GIUNTA, oggetto=oggetto)
    prima = approvazione.data if approvazione else None
    form = AttoDellaGiuntaForm(request.POST or None, request.FILES or None, instance=atto, non_prima=prima)
    if request.method == "POST" and form.is_valid():
        lavoro = registra(request, form, ciclo, atto, variazione=trovata)
        if lavoro is not None:
            return redirect("relazioni:lavoro_approvazione", ciclo.ente.slug, anno, lavoro)
    contesto = {"ciclo": ciclo, "variazione": trovata, "form": form, "annulla": _pagina(trovata)}
    return render(request, "relazioni/versioni_approva.html", contesto)
