"""Il cammino di un sistema: al parere, il parere, di nuovo in preparazione, l'adozione, la versione nuova."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from obiettivi.views.obiettivo import dati_scritti
from piao.base.flusso import PassoNonAmmesso
from piao.base.permessi import richiedi
from piao.base.viste import conferma
from valutazione.azioni import sistemi as azioni
from valutazione.flusso import sistemi as flusso
from valutazione.forms.sistemi import AdottaForm, ParereForm
from valutazione.models import Sistema
from valutazione.permessi.sistemi import (
    puo_adottare_sistema,
    puo_comporre_sistemi,
    puo_modificare_sistema,
    puo_rendere_parere,
)
from valutazione.views.sistemi import indirizzo, trova_sistema


def invia(request: Any, pk: int) -> HttpResponse:
    riga = trova_sistema(request, pk)
    richiedi(puo_modificare_sistema(request.user, riga))
    manca = flusso.che_manca_all_invio(riga)
    if manca:
        return render(request, "valutazione/sistema_manca.html", {"sistema": riga, "manca": manca})
    return conferma(
        request,
        lambda: azioni.invia_al_parere(riga, utente=request.user),
        domanda="Inviare il sistema al parere?",
        dettaglio=str(riga),
        conseguenza="L'organismo di valutazione lo legge e dà il parere, che è vincolante. Intanto non si modifica; "
        "il segretario può riportarlo in preparazione.",
        invia="Invia al parere",
        pericolo=False,
        torna=indirizzo(riga),
        annulla=indirizzo(riga),
        fatto="Il sistema è al parere dell'organismo di valutazione.",
    )


def parere(request: Any, pk: int) -> HttpResponse:
    riga = trova_sistema(request, pk)
    richiedi(puo_rendere_parere(request.user, riga))
    iniziali = {"parere": riga.parere, "parere_del": riga.parere_del, "parere_nota": riga.parere_nota}
    form = ParereForm(dati_scritti(request), initial=iniziali)
    if form.is_valid() and _compi(
        request, lambda: azioni.rendi_parere(riga, utente=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Il parere è scritto.")
        return redirect(indirizzo(riga))
    return _pagina(request, riga, form, titolo="Il parere vincolante", invia="Scrivi il parere")


def ritira(request: Any, pk: int) -> HttpResponse:
    riga = trova_sistema(request, pk)
    richiedi(puo_adottare_sistema(request.user, riga))
    return conferma(
        request,
        lambda: azioni.riporta_in_preparazione(riga, utente=request.user),
        domanda="Riportare il sistema in preparazione?",
        dettaglio=str(riga),
        conseguenza="Si può correggere di nuovo; poi serve un altro parere.",
        invia="Riporta in preparazione",
        pericolo=False,
        torna=indirizzo(riga),
        annulla=indirizzo(riga),
        fatto="Il sistema è di nuovo in preparazione.",
    )


def adotta(request: Any, pk: int) -> HttpResponse:
    riga = trova_sistema(request, pk)
    richiedi(puo_adottare_sistema(request.user, riga))
    form = AdottaForm(dati_scritti(request), ente=request.ente)
    if form.is_valid() and _compi(request, lambda: azioni.adotta(riga, utente=request.user, **form.cleaned_data)):
        messages.success(request, "Il sistema è adottato: da quel giorno le schede nascono con queste regole.")
        return redirect(indirizzo(riga))
    manca = flusso.che_manca_all_adozione(riga)
    return _pagina(request, riga, form, titolo="Adotta il sistema", invia="Adotta", manca=manca)


def nuova_versione(request: Any, pk: int) -> HttpResponse:
    riga = trova_sistema(request, pk)
    richiedi(puo_comporre_sistemi(request.user, request.ente))
    if request.method == "POST":
        nata = azioni.nuova_versione(riga, utente=request.user)
        messages.success(request, "La versione nuova è una copia in preparazione: quella di prima resta com'è.")
        return redirect(indirizzo(nata))
    return conferma(
        request,
        lambda: None,
        domanda="Preparare una versione nuova?",
        dettaglio=str(riga),
        conseguenza="Nasce una copia in preparazione, con le stesse schede. Vale quando si adotta con un altro atto.",
        invia="Crea la copia",
        pericolo=False,
        torna=indirizzo(riga),
        annulla=indirizzo(riga),
        fatto="",
    )


def _compi(request: Any, azione: Any) -> bool:
    """Vero se il passo si è compiuto; altrimenti un messaggio dice perché."""
    try:
        azione()
    except PassoNonAmmesso as motivo:
        messages.error(request, str(motivo))
    except ValidationError as errore:
        messages.error(request, " ".join(errore.messages))
    else:
        return True
    return False


def _pagina(request: Any, riga: Sistema, form: Any, *, manca: Any = (), **contesto: Any) -> HttpResponse:
    pieno = {"sistema": riga, "form": form, "manca": manca, "annulla": indirizzo(riga), **contesto}
    return render(request, "valutazione/sistema_passo.html", pieno)
