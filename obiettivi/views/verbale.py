"""Il verbale di monitoraggio del Nucleo, nella pagina della sua sessione: si scrive, si deposita, si stampa."""

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from obiettivi.azioni import verbale as azioni
from obiettivi.forms.verbale import VerbaleForm
from obiettivi.lavori import avvia_verbale, verbali_chiesti_da
from obiettivi.letture.risultati import risultati_di
from obiettivi.letture.verbale import fatti_in_parole, segnalazioni_iniziali, verbale_della
from obiettivi.models import Sessione, VerbaleMonitoraggio
from obiettivi.permessi import puo_cambiare_verbale, puo_scrivere_verbale, puo_vedere_verbali
from obiettivi.views.monitoraggio import trova_sessione
from obiettivi.views.obiettivo import dati_scritti
from piao.base.permessi import richiedi
from piao.base.viste import compila, conferma, consegna_pdf, segui


@require_safe
def verbale(request: Any, anno: int, pk: int) -> HttpResponse:
    """Il verbale da leggere."""
    sessione = trova_sessione(request, anno, pk)
    richiedi(puo_vedere_verbali(request.user, sessione.ciclo))
    scritto = _da_leggere(request.user, sessione)
    contesto = {
        "ciclo": sessione.ciclo,
        "sessione": sessione,
        "verbale": scritto,
        "organismo": request.ente.get_organismo_display(),
        "scrive": puo_scrivere_verbale(request.user, sessione) and not (scritto and scritto.depositato),
    }
    return render(request, "obiettivi/verbale.html", contesto)


def _da_leggere(utente: Any, sessione: Sessione) -> VerbaleMonitoraggio | None:
    """Una bozza altrui è come se non ci fosse ancora."""
    scritto = verbale_della(sessione)
    visibile = scritto is not None and (scritto.depositato or puo_scrivere_verbale(utente, sessione))
    return scritto if visibile else None


def scrivi(request: Any, anno: int, pk: int) -> HttpResponse:
    sessione = trova_sessione(request, anno, pk)
    scritto = verbale_della(sessione)
    richiedi(puo_cambiare_verbale(request.user, scritto) if scritto else puo_scrivere_verbale(request.user, sessione))
    form = VerbaleForm(dati_scritti(request), instance=scritto or _nuovo(sessione))
    azione, cosa = (azioni.modifica_verbale, scritto) if scritto else (azioni.scrivi_verbale, sessione)
    return compila(
        request,
        form,
        lambda: form.salva(azione, cosa, utente=request.user),
        torna=_indirizzo(sessione),
        fatto="Il verbale è salvato. Quando è pronto, depositalo.",
        pagina="obiettivi/verbale_scrivi.html",
        ciclo=sessione.ciclo,
        sessione=sessione,
        verbale=scritto,
        annulla=_indirizzo(sessione),
    )


def deposita(request: Any, anno: int, pk: int) -> HttpResponse:
    sessione = trova_sessione(request, anno, pk)
    scritto = verbale_della(sessione)
    if scritto is None:
        raise Http404("Prima scrivi il verbale.")
    richiedi(puo_cambiare_verbale(request.user, scritto))
    return conferma(
        request,
        lambda: azioni.deposita_verbale(scritto, utente=request.user),
        domanda="Depositare il verbale?",
        dettaglio=f"{sessione.nome}, situazione al {sessione.al:%d/%m/%Y}",
        conseguenza="Da quel momento non si cambia più. Il segretario e il sindaco ricevono un avviso.",
        invia="Deposita",
        pericolo=False,
        torna=_indirizzo(sessione),
        annulla=_indirizzo(sessione),
        fatto="Il verbale è depositato.",
    )


# ---- il PDF ------------------------------------------------------------------------------------------------------


@require_POST
def produci(request: Any, anno: int, pk: int) -> HttpResponse:
    """Manda a scrivere il PDF del verbale che si sta leggendo."""
    sessione = trova_sessione(request, anno, pk)
    richiedi(puo_vedere_verbali(request.user, sessione.ciclo))
    scritto = _da_leggere(request.user, sessione)
    if scritto is None:
        raise Http404("Il verbale non c'è ancora.")
    avviato = avvia_verbale(scritto, utente=request.user)
    return redirect(_indirizzo(sessione, "lavoro_verbale", avviato.pk))


@require_safe
def lavoro(request: Any, anno: int, pk: int, lavoro: int) -> HttpResponse:
    """A che punto è il PDF."""
    sessione = trova_sessione(request, anno, pk)
    richiedi(puo_vedere_verbali(request.user, sessione.ciclo))
    torna = _indirizzo(sessione)
    return segui(
        request,
        get_object_or_404(verbali_chiesti_da(request.user, sessione), pk=lavoro),
        qui=_indirizzo(sessione, "lavoro_verbale", lavoro),
        scarica=_indirizzo(sessione, "scarica_verbale", lavoro),
        torna=torna,
        torna_a="al verbale",
        briciole=[(sessione.nome, _indirizzo(sessione, "sessione")), ("Verbale", torna)],
        aiuto="monitoraggio/",
        ciclo=sessione.ciclo,
    )


@require_safe
def scarica(request: Any, anno: int, pk: int, lavoro: int) -> FileResponse:
    sessione = trova_sessione(request, anno, pk)
    richiedi(puo_vedere_verbali(request.user, sessione.ciclo))
    finito = get_object_or_404(verbali_chiesti_da(request.user, sessione), pk=lavoro)
    return consegna_pdf(finito, f"verbale-{request.ente.slug}-{sessione.al:%Y-%m-%d}.pdf")


def _nuovo(sessione: Sessione) -> VerbaleMonitoraggio:
    """Una bozza già scritta con i fatti della sessione."""
    risultati = risultati_di(sessione.ciclo, sessione)
    return VerbaleMonitoraggio(
        sessione=sessione,
        data=timezone.localdate(),
        testo=fatti_in_parole(risultati),
        segnalazioni=segnalazioni_iniziali(risultati),
    )


def _indirizzo(sessione: Sessione, nome: str = "verbale", *altro: int) -> str:
    ciclo = sessione.ciclo
    return reverse(f"obiettivi:{nome}", args=[ciclo.ente.slug, ciclo.anno, sessione.pk, *altro])
