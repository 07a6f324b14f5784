"""Una scheda: la pagina, chi valuta, i passi, la lettura confermata, la storia. Ogni apertura resta scritta."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from piao.base.flusso import PassoNonAmmesso
from piao.base.permessi import richiedi
from piao.base.viste import compila, conferma
from valutazione import flusso
from valutazione.azioni import passi as azioni
from valutazione.azioni.colloqui import segna_visione
from valutazione.azioni.schede import prepara as prepara_azione
from valutazione.flusso.pagina import pagina_di
from valutazione.forms.schede import PassoForm, PreparaForm, controlla
from valutazione.letture.schede import copertina_di, scheda_di, storia_della_scheda
from valutazione.models import Scheda
from valutazione.permessi import (
    puo_prendere_visione,
    puo_preparare,
    puo_sentire,
    puo_vedere_schede,
)
from valutazione.permessi.schede import vede_i_valori


@require_safe
def scheda(request: Any, anno: int, pk: int) -> HttpResponse:
    aperta = scheda_di(request.user, request.ente, anno, pk)
    richiedi(puo_vedere_schede(request.user, request.ente))
    segna_visione(aperta, utente=request.user)
    contesto = {"scheda": aperta, "ciclo": aperta.ciclo, "pagina": pagina_di(request.user, aperta)}
    return render(request, "valutazione/scheda.html", contesto)


@require_safe
def storia(request: Any, anno: int, pk: int) -> HttpResponse:
    """Tutte le modifiche, campo per campo; alla persona soltanto da quando vede la valutazione."""
    aperta = copertina_di(request.user, request.ente, anno, pk)
    richiedi(vede_i_valori(request.user, aperta))
    segna_visione(aperta, utente=request.user, che_cosa="storia")
    contesto = {"scheda": aperta, "ciclo": aperta.ciclo, "storia": storia_della_scheda(aperta)}
    return render(request, "valutazione/scheda_storia.html", contesto)


def prepara(request: Any, anno: int, pk: int) -> HttpResponse:
    aperta = scheda_di(request.user, request.ente, anno, pk)
    richiedi(puo_preparare(request.user, aperta))
    form = PreparaForm(dati(request), instance=aperta)
    return compila(
        request,
        form,
        lambda: form.salva(prepara_azione, aperta, utente=request.user),
        torna=flusso.indirizzo("scheda", aperta),
        fatto="Scheda aggiornata.",
        pagina="valutazione/scheda_maschera.html",
        **maschera(aperta, "Chi valuta e periodo"),
    )


def passo(request: Any, anno: int, pk: int, passo: str) -> HttpResponse:
    """Un passo del percorso: chiede conferma (e il motivo, dove serve), dice che cosa manca."""
    aperta = scheda_di(request.user, request.ente, anno, pk)
    quale = flusso.PERCORSO.get(passo)
    if quale is None or passo not in flusso.CONFERME:
        raise Http404("Questo passo non c'è.")
    richiedi(quale.puo(request.user, aperta))
    form = PassoForm(dati(request)) if quale.con_nota else None
    if request.method == "POST" and (form is None or form.is_valid()):
        nota = form.cleaned_data["nota"] if form else ""
        return _compi(request, aperta, passo, nota)
    manca = flusso.che_manca(aperta, quale) if aperta.stato in quale.da else []
    contesto = maschera(aperta, flusso.CONFERME[passo]["domanda"]) | {"form": form, "manca": manca}
    return render(request, "valutazione/scheda_passo.html", contesto | flusso.CONFERME[passo])


def _compi(request: HttpRequest, scheda: Scheda, passo: str, nota: str) -> HttpResponse:
    try:
        azioni.compi_passo(scheda, flusso.PERCORSO[passo], utente=request.user, nota=nota)
    except (PassoNonAmmesso, flusso.SchedaFerma) as motivo:
        messages.error(request, str(motivo))
    else:
        messages.success(request, flusso.CONFERME[passo]["fatto"])
    return redirect(flusso.indirizzo("scheda", scheda))


def letta(request: Any, anno: int, pk: int) -> HttpResponse:
    """La persona conferma di aver letto; l'ufficio lo registra per chi ha firmato su carta."""
    aperta = scheda_di(request.user, request.ente, anno, pk)
    richiedi(puo_prendere_visione(request.user, aperta))
    sua = aperta.persona.utente_id == request.user.pk
    return conferma(
        request,
        lambda: azioni.prendi_visione(aperta, utente=request.user),
        domanda="Confermare di aver letto la scheda?" if sua else "Registrare che la persona ha letto la scheda?",
        conseguenza="Resta scritto il giorno e l'ora. Leggere non vuol dire essere d'accordo: le osservazioni e il "
        "riesame restano possibili, nei loro termini."
        if sua
        else "Da usare quando la persona ha firmato su carta: resta scritto chi l'ha registrato.",
        invia="Ho letto la scheda" if sua else "Registra la lettura",
        pericolo=False,
        torna=flusso.indirizzo("scheda", aperta),
        annulla=flusso.indirizzo("scheda", aperta),
        fatto="Lettura confermata.",
    )


def contraddittorio(request: Any, anno: int, pk: int) -> HttpResponse:
    """Chiama la persona prima di una valutazione non positiva."""
    aperta = scheda_di(request.user, request.ente, anno, pk)
    richiedi(puo_sentire(request.user, aperta))
    return conferma(
        request,
        lambda: azioni.apri_contraddittorio(aperta, utente=request.user),
        domanda="Chiamare la persona al contraddittorio?",
        conseguenza="La persona vede la valutazione proposta e può dire la sua, anche con l'assistenza di chi vuole. "
        "Fino ad allora, o fino al termine, la valutazione non si consegna.",
        invia="Chiama la persona",
        pericolo=False,
        torna=flusso.indirizzo("scheda", aperta),
        annulla=flusso.indirizzo("scheda", aperta),
        fatto="La persona è stata chiamata.",
    )


def maschera(scheda: Scheda, titolo: str) -> dict[str, Any]:
    """Ciò che serve alla pagina di una maschera su una scheda."""
    return {
        "scheda": scheda,
        "ciclo": scheda.ciclo,
        "titolo": titolo,
        "annulla": flusso.indirizzo("scheda", scheda),
        "oggi": timezone.localdate(),
    }


def dati(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def salva(form: Any, azione: Callable[[], Any]) -> Any:
    """Chiama l'azione; se rifiuta, la maschera dice perché."""
    try:
        return azione()
    except ValidationError as errore:
        controlla(form, errore)
        return None
